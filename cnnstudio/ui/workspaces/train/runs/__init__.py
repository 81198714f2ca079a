"""The list of runs that were kept, and runs laid over the one on screen."""
