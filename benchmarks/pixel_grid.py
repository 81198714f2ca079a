"""How long a grid of 64 × 64 cells takes to be painted in the window.

    python benchmarks/pixel_grid.py [rounds]

Printed are medians, in milliseconds, of painting one plate onto the pixels of a window: cold (its
numbers have changed), warm (only a mark has moved, as in a step of an animation), and as vectors,
which files are made of. Wanted: at most 8 ms in the window.
Needs a display, or QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import Mark, PixelGrid, Plate
from cnnstudio.ui.plates.paint import paint_plate
from cnnstudio.ui.theme import load_fonts

SIDE, GOAL = 64, 8.0
#: (name, pixels of a cell): the first is what fits into the window, the other has numbers.
CASES = (("colours only", 9), ("with numbers", 30))


def plate(values: np.ndarray, cell: int, step: int) -> Plate:
    grid = PixelGrid("input", "Input", values, QPointF(8, 8), cell, limit=9.0)
    row, column = divmod(step % (SIDE - 4) ** 2, SIDE - 4)
    return Plate((grid,), (Mark(Cell("input", row, column), "window", 5, 5),))


def median(paint: Callable[[int], None], rounds: int) -> float:
    times = []
    for step in range(rounds):
        start = time.perf_counter()
        paint(step)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def measure(cell: int, rounds: int) -> dict[str, float]:
    random = np.random.default_rng(0)
    values = random.integers(-9, 10, (rounds, SIDE, SIDE)).astype(float)
    side = SIDE * cell + 16
    shown = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    theme, cache = Theme(), GridCache()

    def paint(which: int, step: int, kept: GridCache | None) -> None:
        painter = QPainter(shown)
        paint_plate(painter, plate(values[which], cell, step), theme, cache=kept)
        painter.end()

    paint(0, 0, None)
    return {
        "cold": median(lambda step: paint(step, step, cache), rounds),
        "warm": median(lambda step: paint(0, step, cache), rounds),
        "vectors": median(lambda step: paint(0, step, None), rounds),
    }


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    application = QApplication([])
    load_fonts()
    for name, cell in CASES:
        found = measure(cell, rounds)
        times = ", ".join(f"{which} {time_:.2f} ms" for which, time_ in found.items())
        print(f"{SIDE} x {SIDE} cells of {cell} px, {name}: {times} (wanted: {GOAL:.0f} ms)")
    application.quit()


if __name__ == "__main__":
    main()
