"""The X-ray's panel: one number, and the arithmetic that it comes from."""
