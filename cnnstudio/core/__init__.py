"""What a network is: standard library and numpy only, neither Qt nor torch."""
