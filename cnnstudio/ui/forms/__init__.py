"""Forms made from the settings tables of `core`."""
