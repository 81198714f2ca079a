"""What is seen: windows, panels and widgets. Knows Qt, never torch."""
