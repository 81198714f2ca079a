"""A house on a meadow, under the sun."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.pictures.canvas import Canvas


def house(rows: int, columns: int) -> Floats:
    """(3, rows, columns), 0 to 1."""
    canvas = Canvas(rows, columns)
    _sky(canvas)
    _land(canvas)
    _tree(canvas)
    _walls(canvas)
    _openings(canvas)
    _flowers(canvas)
    return canvas.pixels()


def _sky(canvas: Canvas) -> None:
    canvas.fill((0.0, "#3f8fe0"), (0.35, "#86bff2"), (0.66, "#d8ecf8"))
    canvas.paint(canvas.disc(0.16, 0.17, 0.13), "#fff3b8", soft=0.2, strength=0.75)
    canvas.paint(canvas.disc(0.16, 0.17, 0.095), "#ffd43b")
    for x, y, radius in ((0.66, 0.13, 0.05), (0.73, 0.10, 0.065), (0.81, 0.135, 0.05)):
        canvas.paint(canvas.disc(x, y, radius), "#ffffff", soft=0.015)
    canvas.paint(canvas.box(0.62, 0.125, 0.855, 0.185, 0.03), "#ffffff", soft=0.015)


def _land(canvas: Canvas) -> None:
    canvas.paint(canvas.oval(0.95, 0.80, 0.62, 0.28), "#7fb08a")
    canvas.paint(canvas.oval(0.05, 0.82, 0.55, 0.24), "#93c08c")
    meadow = canvas.shade(canvas.y, (0.62, "#8fce5a"), (0.8, "#5fb043"), (1.0, "#3c8d35"))
    hill = canvas.y - 0.69 + 0.035 * np.sin(3.2 * canvas.x + 0.2)
    canvas.paint(-hill, meadow)


def _tree(canvas: Canvas) -> None:
    canvas.paint(
        canvas.polygon((0.835, 0.55), (0.875, 0.55), (0.89, 0.79), (0.82, 0.79)), "#7a4f2e"
    )
    for x, y, radius, colour in (
        (0.855, 0.50, 0.115, "#2f7d3a"),
        (0.80, 0.46, 0.075, "#3c9446"),
        (0.89, 0.43, 0.085, "#3c9446"),
        (0.835, 0.40, 0.075, "#57ad55"),
    ):
        canvas.paint(canvas.disc(x, y, radius), colour, soft=0.012)


def _walls(canvas: Canvas) -> None:
    canvas.paint(canvas.oval(0.44, 0.815, 0.31, 0.035), "#2f7430", soft=0.03, strength=0.6)
    canvas.paint(canvas.box(0.56, 0.25, 0.625, 0.45), "#a34a38")
    canvas.paint(canvas.box(0.55, 0.235, 0.635, 0.262), "#7d3528")
    wall = canvas.shade(canvas.x, (0.2, "#fff4dc"), (0.68, "#f0d9b0"))
    canvas.paint(canvas.box(0.205, 0.5, 0.675, 0.815), wall)
    roof = canvas.shade(canvas.y, (0.27, "#e2553f"), (0.53, "#c23327"))
    canvas.paint(canvas.polygon((0.44, 0.27), (0.75, 0.53), (0.13, 0.53)), roof)
    canvas.paint(canvas.box(0.205, 0.53, 0.675, 0.55), "#c9a878", strength=0.7)


def _openings(canvas: Canvas) -> None:
    for left in (0.26, 0.52):
        canvas.paint(canvas.box(left - 0.012, 0.588, left + 0.112, 0.712), "#ffffff")
        glass = canvas.shade(canvas.y, (0.6, "#3f7fb8"), (0.7, "#8cc6ea"))
        canvas.paint(canvas.box(left, 0.6, left + 0.1, 0.7), glass)
        canvas.paint(canvas.box(left + 0.044, 0.6, left + 0.056, 0.7), "#ffffff")
        canvas.paint(canvas.box(left, 0.644, left + 0.1, 0.656), "#ffffff")
    path = canvas.polygon((0.395, 0.815), (0.485, 0.815), (0.56, 1.01), (0.36, 1.01))
    canvas.paint(path, "#e3cfa0", soft=0.01)
    canvas.paint(canvas.box(0.39, 0.625, 0.49, 0.815), "#7b4a26")
    canvas.paint(canvas.box(0.402, 0.637, 0.478, 0.815), "#96602f")
    canvas.paint(canvas.disc(0.463, 0.73, 0.009), "#ffd978")
    canvas.paint(canvas.disc(0.44, 0.425, 0.036), "#ffffff")
    canvas.paint(canvas.disc(0.44, 0.425, 0.026), "#4f92c4")


def _flowers(canvas: Canvas) -> None:
    for x, y, colour in (
        (0.08, 0.83, "#ff5d73"),
        (0.16, 0.91, "#ffffff"),
        (0.25, 0.88, "#ffd43b"),
        (0.06, 0.95, "#c77dff"),
        (0.66, 0.90, "#ff5d73"),
        (0.75, 0.86, "#ffffff"),
        (0.83, 0.94, "#ffd43b"),
        (0.93, 0.87, "#ff5d73"),
    ):
        canvas.paint(canvas.disc(x, y, 0.017), colour)
