"""What the padding lab asks: the number that fills a cell, and how often a cell has been read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs.base import Cell, Floats, Question
from cnnstudio.core.labs.diagnosis import Wrong, distinct
from cnnstudio.core.sentences import say
from cnnstudio.core.sliding import Axis, Place, largest_padding

Axes = tuple[Axis, Axis]
Counts = NDArray[np.int64]

#: How far along the border from its corner the cells lie that are asked about.
_ALONG = 1


def filled_in(image: Floats, axes: Axes, ring: int) -> Question:
    """The number that the `ring`-th ring (from 1) puts into a cell beside the image (H, W): one
    in which the ways of filling differ, as far as there is any."""
    found = [_filling(image, axes, cell, ring) for cell in cells_of_ring(axes, ring)]
    return max(found, key=lambda question: len(question.wrong))


def _filling(image: Floats, axes: Axes, cell: Cell, ring: int) -> Question:
    answer = _value(image, axes, cell)
    wrong = distinct(_other_fillings(image, axes, cell, ring), answer)
    return Question(cell, answer, wrong, say("padding_ask_fill"))


def cells_of_ring(axes: Axes, ring: int) -> Iterator[Cell]:
    """One on each side of the image on which the ring is there."""
    rows, columns = axes
    row, column = min(_ALONG, rows.size - 1), min(_ALONG, columns.size - 1)
    if ring <= rows.before:
        yield Cell("input:0", -ring, column)
    if ring <= columns.before:
        yield Cell("input:0", row, -ring)
    if ring <= rows.after:
        yield Cell("input:0", rows.size - 1 + ring, column)
    if ring <= columns.after:
        yield Cell("input:0", row, columns.size - 1 + ring)


def _value(image: Floats, axes: Axes, cell: Cell) -> float:
    row, column = axes[0].source(cell.row), axes[1].source(cell.column)
    return 0.0 if row is None or column is None else float(image[row, column])


def _other_fillings(image: Floats, axes: Axes, cell: Cell, ring: int) -> Iterator[Wrong]:
    for mode in ("zeros", "reflect", "replicate", "circular"):
        limits = (largest_padding(mode, axis.size) for axis in axes)
        if all(limit is None or ring <= limit for limit in limits):
            rows, columns = (_as_wide(axis, mode, ring) for axis in axes)
            yield _value(image, (rows, columns), cell), say(f"padding_filled_{mode}")


def _as_wide(axis: Axis, mode: str, ring: int) -> Axis:
    """The axis with no more padding than what the ring needs, since each mode has its limit."""
    return replace(axis, before=min(axis.before, ring), after=min(axis.after, ring), mode=mode)


def read_so_far(padded: Counts, plain: Counts, axes: Axes, place: Place) -> Question | None:
    """How often the first cell of the input in the window at a place has been read by then; None
    for a window that lies on padding alone.

    `padded` are the counts with this window, padding included; `plain` those without any padding.
    """
    rows, columns = axes
    row = next((cell for cell in rows.reads(place.row) if 0 <= cell < rows.size), None)
    column = next((cell for cell in columns.reads(place.column) if 0 <= cell < columns.size), None)
    if row is None or column is None:
        return None
    count = int(padded[row + rows.before, column + columns.before])
    total = rows.times_read()[row + rows.before] * columns.times_read()[column + columns.before]
    found = (
        (float(count - 1), say("padding_reads_before")),
        (float(total), say("padding_reads_all")),
        (float(plain[row, column]), say("padding_reads_plain")),
    )
    cell = Cell("padded", row, column)
    return Question(cell, float(count), distinct(found, count), say("padding_ask_reads"))
