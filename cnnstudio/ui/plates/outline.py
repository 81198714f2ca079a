"""The outline of what is bright in a picture, as lines between its pixels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from cnnstudio.ui.plates.items import Wire

#: From this share of the brightest pixel on, a pixel is within the outline.
BRIGHT = 0.5

Line = tuple[int, int, int, int]  # from row and column to row and column, in pixels


def outline_lines(picture: NDArray[np.floating]) -> Iterator[Line]:
    """Straight lines along the edges of pixels, as long as they go; none where all is black."""
    brightest = float(picture.max(initial=0))
    if brightest <= 0:
        return
    inside = np.pad(picture >= BRIGHT * brightest, 1)
    across = inside[1:, 1:-1] != inside[:-1, 1:-1]  # an edge above pixel (row, column)
    down = inside[1:-1, 1:] != inside[1:-1, :-1]  # an edge left of it
    for row, edges in enumerate(across):
        for start, end in _runs(edges):
            yield row, start, row, end
    for column, edges in enumerate(down.T):
        for start, end in _runs(edges):
            yield start, column, end, column


def outline(picture: NDArray[np.floating], corner: QPointF, cell: float) -> tuple[Wire, ...]:
    """The outline of a picture whose pixels are `cell` large, light below and dark above, so that
    it shows on every colour."""
    lines = [
        (
            QPointF(corner.x() + left * cell, corner.y() + top * cell),
            QPointF(corner.x() + right * cell, corner.y() + bottom * cell),
        )
        for top, left, bottom, right in outline_lines(picture)
    ]
    halo = tuple(Wire(line, "selection_halo", "outline_halo") for line in lines)
    return halo + tuple(Wire(line, "text", "outline") for line in lines)


def _runs(edges: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and past-the-last index of each run of True."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], edges, [False]]).astype(np.int8)))
    yield from zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True)
