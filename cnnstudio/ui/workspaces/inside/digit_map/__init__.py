"""The map of digits: the test set as points, near each other where a layer takes them for alike."""
