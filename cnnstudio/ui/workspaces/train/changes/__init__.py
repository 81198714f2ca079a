"""What changed between two moments of the run: its weights, and its answers."""
