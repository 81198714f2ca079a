"""A flower, and three lights whose discs overlap."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.pictures.canvas import Canvas, rgb


def flower(rows: int, columns: int) -> Floats:
    """A red flower on blue: (3, rows, columns), 0 to 1."""
    canvas = Canvas(rows, columns)
    canvas.fill((0.0, "#0b2a63"), (1.0, "#2f6cb0"))
    canvas.paint(canvas.stroke((0.5, 0.5), (0.47, 1.05), 0.045), "#2c8a3d")
    _leaf(canvas, 0.31, 0.83, 0.55)
    _leaf(canvas, 0.66, 0.79, -0.6)
    _petals(canvas, 0.39, 5, 0.31, "#b3122e", "#d92a3f")
    _petals(canvas, 0.36, 5, 0.0, "#e23a45", "#ff7a6b")
    _heart(canvas)
    return canvas.pixels()


def _petals(canvas: Canvas, reach: float, count: int, turn: float, inner: str, outer: str) -> None:
    """Ovals around the flower's middle, `turn` of a full one."""
    for i in range(count):
        angle = 2 * np.pi * (i / count + turn) - np.pi / 2
        x, y = _MIDDLE[0] + 0.55 * reach * np.cos(angle), _MIDDLE[1] + 0.55 * reach * np.sin(angle)
        along = (canvas.x - x) * np.cos(angle) + (canvas.y - y) * np.sin(angle)
        aside = (canvas.y - y) * np.cos(angle) - (canvas.x - x) * np.sin(angle)
        half, width = 0.47 * reach, 0.31 * reach
        width_here = width * (1 + 0.35 * np.clip(along / half, -1, 1))
        shape = (np.hypot(along / half, aside / width_here) - 1) * width
        tint = canvas.shade(np.asarray(along), (-half, inner), (0.8 * half, outer))
        canvas.paint(np.asarray(shape - 0.012), "#8c0f27", soft=0.012, strength=0.55)
        canvas.paint(np.asarray(shape), tint)


_MIDDLE = (0.5, 0.42)


def _heart(canvas: Canvas) -> None:
    x, y = _MIDDLE
    canvas.paint(canvas.disc(x, y, 0.118), "#a3420d", soft=0.02)
    away = np.hypot(canvas.x - x + 0.02, canvas.y - y + 0.025)
    canvas.paint(canvas.disc(x, y, 0.105), canvas.shade(away, (0.0, "#ffe873"), (0.12, "#f2a31b")))
    for i in range(34):
        angle, reach = i * np.pi * (3 - np.sqrt(5)), 0.016 * np.sqrt(i + 0.5)
        dot = canvas.disc(x + reach * np.cos(angle), y + reach * np.sin(angle), 0.0055)
        canvas.paint(dot, "#c4700f")


def _leaf(canvas: Canvas, x: float, y: float, turn: float) -> None:
    along = (canvas.x - x) * np.cos(turn) + (canvas.y - y) * np.sin(turn)
    aside = (canvas.y - y) * np.cos(turn) - (canvas.x - x) * np.sin(turn)
    lens = np.hypot(along, abs(aside) + 0.12) - 0.2
    canvas.paint(np.asarray(lens), np.where((aside < 0)[..., None], rgb("#4db35a"), rgb("#349a48")))


def lights(rows: int, columns: int) -> Floats:
    """Red, green and blue light, each a disc of one plane: (3, rows, columns), 0 to 1."""
    canvas = Canvas(rows, columns)
    discs = ((0.5, 0.35), (0.36, 0.6), (0.64, 0.6))
    for plane, (x, y) in enumerate(discs):
        cover = np.clip(0.5 - canvas.disc(x, y, 0.275) / 0.012, 0, 1)
        canvas.colours[..., plane] = cover
    return canvas.pixels()
