"""Dream: the picture that excites a filter, a number or a class most."""
