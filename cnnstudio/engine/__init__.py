"""What a network does: torch, and nothing of the window."""
