"""The picture of one filter at work: its kernel, what it reads and what it makes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.messages import Floats
from cnnstudio.ui.labs.layout import fitting_cell, heading, line_height, text_width
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Item, Mark, PixelGrid, Plate, Run, Text, Wire
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside.edit.sheets import Scalar, Sheet

KERNEL, READS, MAKES = "kernel", "reads", "makes"
_SCALAR = "scalar"
_LARGEST = 76.0
_LARGEST_PICTURE = 9.0
#: Pixels across maps of few cells.
_PICTURE = 190.0
_LARGEST_LONE = 64.0
_GAP = 34.0
_LONE_GAP = 18.0
#: The part of the width that the kernel has, beside what it reads and makes.
_KERNELS_SHARE = 0.6


@dataclass(frozen=True, eq=False)
class Shown:
    """Numbers (rows, columns) with their name, a note, and how they are coloured."""

    values: Floats
    name: str
    colours: ColourMap
    limit: float
    note: str = ""


@dataclass(frozen=True, eq=False)
class Bench:
    """What lies on it. `channel` is which of the sheet's kernels; `window` the first cell of
    `reads` (row, column; it may lie on the padding) and the rows and columns that make the chosen
    cell `spot` of `makes`, where both are known; of these it meets every `dilation`-th."""

    sheet: Sheet | None = None
    channel: int = 0
    kernel_name: str = ""
    kernel_note: str = ""
    limit: float = 1.0
    reads: Shown | None = None
    makes: Shown | None = None
    spot: tuple[int, int] | None = None
    window: tuple[int, int, int, int] | None = None
    dilation: tuple[int, int] = (1, 1)


def scalar_of(bench: Bench, cell: Cell) -> Scalar | None:
    """The lone number that a cell is."""
    key, _, index = cell.grid.partition(":")
    if key != _SCALAR or bench.sheet is None:
        return None
    return bench.sheet.scalars[int(index)]


def compose(bench: Bench, size: QSizeF, theme: Theme) -> Plate:
    """The kernel and lone numbers at the left, what they read and make at the right."""
    sheet = bench.sheet
    head = line_height(theme, "panel_title") + 8
    numbers: list[Item] = []
    used = 0.0
    if sheet is not None:
        share = _KERNELS_SHARE if bench.reads or bench.makes else 1.0
        room = QSizeF(size.width() * share, size.height())
        numbers = _numbers(bench, sheet, room, theme, head)
        used = max(_right_of(numbers), room.width() * 0.8 if len(sheet.kernels) else 0) + _GAP
    pictures = _pictures(bench, QRectF(used, 0, size.width() - used, size.height()), theme, head)
    items = (*numbers, *pictures)
    return Plate(items, _marks(bench, items), None, _sentence(bench))


def _numbers(bench: Bench, sheet: Sheet, room: QSizeF, theme: Theme, head: float) -> list[Item]:
    """The kernel with its heading, and the lone numbers below it, or beside it in a low room."""
    if not len(sheet.kernels):
        return _lone(bench, sheet, QPointF(0, head), theme)
    lone = _lone(bench, sheet, QPointF(0, 0), theme)
    rows, columns = sheet.size
    wide = fitting_cell(room.width(), columns, _LARGEST)
    high = fitting_cell(room.height() - head, rows, _LARGEST)
    above = room.height() - head - (_lone_side(theme) + _LONE_GAP if lone else 0)
    below = min(wide, fitting_cell(above, rows, _LARGEST))
    beside = min(high, fitting_cell(room.width() - _right_of(lone) - _GAP, columns, _LARGEST))
    corner = QPointF(0, head)
    cell = max(below, beside)
    grid = PixelGrid(
        KERNEL,
        bench.kernel_name,
        sheet.kernels[bench.channel],
        corner,
        cell,
        limit=bench.limit,
        editable=True,
    )
    title = heading(corner, room.width(), theme, bench.kernel_name, bench.kernel_note)
    start = QPointF(0, grid.rect.bottom() + _LONE_GAP)
    if beside > below:
        start = QPointF(grid.rect.right() + _GAP, head)
    return [title, grid, *_lone(bench, sheet, start, theme)]


def _lone_side(theme: Theme) -> float:
    return min(_LARGEST_LONE, 2.6 * theme.font_px("grid_number"))


def _lone(bench: Bench, sheet: Sheet, corner: QPointF, theme: Theme) -> list[Item]:
    """Bias, scale and shift from a corner on, each a cell with its name before it."""
    side, left = _lone_side(theme), corner.x()
    items: list[Item] = []
    for index, scalar in enumerate(sheet.scalars):
        wide = text_width(theme, "body", scalar.name) + 10
        line = QRectF(left, corner.y(), wide, side)
        items.append(Text(line, (Run(scalar.name, "muted"),), "body"))
        values = np.array([[scalar.value]], np.float32)
        at, limit = QPointF(left + wide, corner.y()), max(bench.limit, abs(scalar.value))
        key = f"{_SCALAR}:{index}"
        items.append(
            PixelGrid(key, scalar.name, values, at, side, limit=limit, digits=2, editable=True)
        )
        left += wide + side + _GAP / 2
    return items


def _right_of(items: list[Item]) -> float:
    return max((item.rect.right() for item in items if isinstance(item, PixelGrid)), default=0.0)


def _pictures(bench: Bench, room: QRectF, theme: Theme, head: float) -> list[Item]:
    """What is read above what is made, and an arrow down."""
    shown = [(READS, bench.reads), (MAKES, bench.makes)]
    there = [(key, picture) for key, picture in shown if picture is not None]
    if not there or room.width() < 40:
        return []
    share = room.height() / len(there)
    items: list[Item] = []
    for place, (key, picture) in enumerate(there):
        assert picture is not None
        part = QRectF(room.left(), room.top() + place * share, room.width(), share)
        items += _picture(key, picture, part, theme, head)
    if len(there) == 2:
        items.append(_arrow([item for item in items if isinstance(item, PixelGrid)], head))
    return items


def _picture(key: str, shown: Shown, room: QRectF, theme: Theme, head: float) -> list[Item]:
    rows, columns = shown.values.shape
    longest = max(rows, columns)
    most = _LARGEST_LONE if longest == 1 else max(_LARGEST_PICTURE, _PICTURE / longest)
    down = fitting_cell(room.height() - head - 12, rows, most)
    cell = min(down, fitting_cell(room.width(), columns, most))
    corner = QPointF(room.left(), room.top() + head)
    title = heading(corner, room.width(), theme, shown.name, shown.note)
    grid = PixelGrid(
        key, shown.name, shown.values, corner, cell, shown.colours, shown.limit, lines=False
    )
    return [title, grid]


def _arrow(grids: list[PixelGrid], head: float) -> Wire:
    above, below = grids
    x = above.rect.left() + min(above.rect.width(), below.rect.width()) / 2
    start, end = QPointF(x, above.rect.bottom() + 5), QPointF(x, below.rect.top() - head + 2)
    return Wire((start, end), arrow=True)


def _marks(bench: Bench, items: tuple[Item, ...]) -> tuple[Mark, ...]:
    """The chosen cell, and the window that it sees."""
    grids = {item.key: item for item in items if isinstance(item, PixelGrid)}
    marks = []
    makes, reads = grids.get(MAKES), grids.get(READS)
    if makes is not None and bench.spot is not None and makes.rows * makes.columns > 1:
        marks.append(Mark(Cell(MAKES, *bench.spot), "ring"))
    if reads is not None and bench.window is not None:
        top, left, rows, columns = bench.window
        bottom, right = min(reads.rows, top + rows), min(reads.columns, left + columns)
        top, left = max(0, top), max(0, left)
        if top < bottom and left < right:
            marks.append(Mark(Cell(READS, top, left), "window", bottom - top, right - left))
    return tuple(marks)


def _sentence(bench: Bench) -> str:
    if bench.sheet is None:
        return QCoreApplication.translate("Edit", "This layer has no weights.")
    return bench.kernel_name or QCoreApplication.translate("Edit", "Numbers of one map")
