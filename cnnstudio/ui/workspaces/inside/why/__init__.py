"""Why this answer: which pixels the score of a class hangs on."""
