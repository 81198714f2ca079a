"""Films of a run: what a layer learned, from its first kept moment to its last."""
