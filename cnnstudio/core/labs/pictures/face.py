"""A face, as in a portrait."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.pictures.canvas import Canvas


def face(rows: int, columns: int) -> Floats:
    """(3, rows, columns), 0 to 1."""
    canvas = Canvas(rows, columns)
    away = np.hypot(canvas.x - 0.32, canvas.y - 0.3)
    canvas.colours[:] = canvas.shade(away, (0.0, "#7cc4b8"), (1.0, "#1f6f78"))
    canvas.paint(canvas.oval(0.5, 0.44, 0.315, 0.35), "#3d2417")
    canvas.paint(canvas.box(0.19, 0.42, 0.81, 0.78, 0.12), "#3d2417")
    _shoulders(canvas)
    _head(canvas)
    _hair(canvas)
    for x in (0.385, 0.615):
        _eye(canvas, x)
    _nose_and_mouth(canvas)
    return canvas.pixels()


def _shoulders(canvas: Canvas) -> None:
    jumper = canvas.shade(canvas.x, (0.1, "#e8a33a"), (0.9, "#c97b1c"))
    canvas.paint(canvas.oval(0.5, 1.09, 0.44, 0.29), jumper)
    canvas.paint(canvas.box(0.405, 0.66, 0.595, 0.86, 0.07), "#c98a66")
    canvas.paint(canvas.oval(0.5, 0.845, 0.125, 0.06), "#c98a66")


def _head(canvas: Canvas) -> None:
    for x in (0.245, 0.755):
        canvas.paint(canvas.oval(x, 0.5, 0.04, 0.065), "#d99a74")
    away = np.hypot(canvas.x - 0.42, 0.9 * (canvas.y - 0.4))
    skin = canvas.shade(away, (0.05, "#f6c9a4"), (0.42, "#dfa07a"))
    canvas.paint(canvas.oval(0.5, 0.48, 0.25, 0.295), skin)
    for x in (0.345, 0.655):
        canvas.paint(canvas.disc(x, 0.575, 0.045), "#ee7f6a", soft=0.07, strength=0.5)


def _hair(canvas: Canvas) -> None:
    fringe = np.maximum(canvas.oval(0.5, 0.44, 0.29, 0.31), -canvas.oval(0.66, 0.55, 0.37, 0.275))
    canvas.paint(np.maximum(fringe, canvas.y - 0.5), "#54301d")
    shine = np.maximum(abs(canvas.disc(0.5, 0.47, 0.275)) - 0.012, canvas.y - 0.27)
    canvas.paint(np.maximum(shine, canvas.x - 0.52), "#8a5a3a", soft=0.02, strength=0.7)


def _eye(canvas: Canvas, x: float) -> None:
    y = 0.478
    canvas.paint(canvas.oval(x, y, 0.066, 0.046), "#ffffff")
    canvas.paint(canvas.disc(x, y + 0.002, 0.04), "#3b8a58")
    canvas.paint(canvas.disc(x, y + 0.002, 0.023), "#0f1c16")
    canvas.paint(canvas.disc(x - 0.013, y - 0.012, 0.011), "#ffffff")
    lid = np.maximum(abs(canvas.oval(x, y + 0.002, 0.068, 0.05)) - 0.008, canvas.y - 0.465)
    canvas.paint(lid, "#3d2417")
    brow = np.maximum(abs(canvas.oval(x, 0.435, 0.082, 0.06)) - 0.011, canvas.y - 0.398)
    canvas.paint(brow, "#4a2a1a")


def _nose_and_mouth(canvas: Canvas) -> None:
    canvas.paint(canvas.stroke((0.505, 0.5), (0.522, 0.565), 0.018), "#c9835f", 0.02, 0.5)
    canvas.paint(canvas.oval(0.507, 0.575, 0.032, 0.014), "#c9835f", soft=0.012, strength=0.8)
    smile = np.maximum(abs(canvas.disc(0.5, 0.545, 0.118)) - 0.015, _beyond(canvas, 0.5, 0.545))
    canvas.paint(smile, "#a8323c", soft=0.006)
    lip = np.maximum(abs(canvas.disc(0.5, 0.575, 0.118)) - 0.01, 0.683 - canvas.y)
    canvas.paint(lip, "#c97a5c", soft=0.015, strength=0.6)


def _beyond(canvas: Canvas, x: float, y: float) -> Floats:
    """Outside the quarter that opens downwards from a point."""
    return np.asarray((1.15 * abs(canvas.x - x) - (canvas.y - y)) * 0.7)
