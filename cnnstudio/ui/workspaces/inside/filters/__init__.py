"""Filters: everything that a layer has learned, as a wall, live while training."""
