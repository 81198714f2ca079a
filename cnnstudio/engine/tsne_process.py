"""t-SNE in a process of its own: a script that needs numpy and scikit-learn, nothing of ours.

    python tsne_process.py ROWS.npy POINTS.npy

It says on standard output how far it is, as scikit-learn does, and ends as soon as its standard
input does: with the program that has started it.
"""

from __future__ import annotations

import os
import sys
import threading

import numpy as np


def main(rows_path: str, points_path: str) -> None:
    threading.Thread(target=_end_with_the_input, daemon=True).start()
    from sklearn.manifold import TSNE

    rows = np.load(rows_path)
    perplexity = min(30.0, (len(rows) - 1) / 3)
    # The first components, as scikit-learn scales them for its own start.
    start = rows[:, :2] / max(float(rows[:, 0].std()), 1e-12) * 1e-4
    tsne = TSNE(2, perplexity=perplexity, init=start, random_state=0, verbose=2)
    np.save(points_path, tsne.fit_transform(rows))


def _end_with_the_input() -> None:
    # Not sys.stdin: at the interpreter's end nobody may hold its lock.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
