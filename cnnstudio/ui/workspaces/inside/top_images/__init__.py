"""Top images: the test digits that excite a map, a number or a class most, and least."""
