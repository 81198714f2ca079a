"""What the one transport bar drives: a driver for each thing that has time."""
