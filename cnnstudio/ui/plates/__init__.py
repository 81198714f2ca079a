"""Plates: pictures of labs as values, painted by one function for window, files and films."""
