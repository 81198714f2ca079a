"""The commands of the shell, one module each. Qt and torch only where they are needed."""
