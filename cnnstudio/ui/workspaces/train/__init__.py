"""Train: the run's progress, curves, confusion matrix, test digits, settings and filters."""
