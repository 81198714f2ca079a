"""The doctor's card: what is wrong with the run, by which numbers, and what to try."""
