"""One backward step, chapter by chapter: forwards, the loss, back layer by layer, the update."""
