"""The commands of the shell, one module each. None imports Qt; torch only where it is needed."""
