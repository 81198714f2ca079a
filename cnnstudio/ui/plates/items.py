"""What a plate is made of. Lengths are pixels at 100 %; (x, y) points right and down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.widgets.colormap import ColourMap

#: A row of the palette (ui/theme_tables.py), such as "text", "muted", "accent", "negative",
#: "warning_tint", or "identity:3" for the fourth of the colours that tell things apart, or
#: "identity:3+5" for what lies half way between two of them.
Tone = str


class Extent(NamedTuple):
    """Cells around a grid's own that are padding: rows above and below, columns left and right."""

    above: int = 0
    below: int = 0
    left: int = 0
    right: int = 0


NO_PADDING = Extent()


@dataclass(frozen=True, eq=False)
class PixelGrid:
    """A matrix as coloured squares with their numbers in them while those are legible.

    `values` (rows, columns) include the padding's. Cells are named by `Cell(key, row, column)`
    where the first cell that is no padding is `first`. `colours` (0xffRRGGBB, the shape of
    `values`) take the place of the colour map, as for RGB; `planes` (3, rows, columns) are then the
    numbers that a cell has. `known`: how many cells, row by row,
    are computed (or a mask); the others are empty. `unread` marks cells that no window covers:
    they are crossed. `texts` take the place of numbers. Numbers are as large as the cells let
    most of them be; wider ones are smaller, and left out where they would be smaller than the
    theme's smallest type.
    `edges` gives cells an edge in a colour that tells them apart: numbers of identity colours in
    the shape of `values`, −1 for none. `frame` is the tone of the outline; any but the usual one
    is drawn stronger. Numbers have as many decimals as they need and as fit, at most `digits` or
    else two. Without `lines` there are none between cells. Whole numbers of pixels for `cell`
    look best.
    """

    key: str
    name: str
    values: NDArray[np.floating]
    corner: QPointF
    cell: float
    colour_map: ColourMap = ColourMap.SIGNED
    limit: float = 1.0
    colours: NDArray[np.uint32] | None = None
    planes: NDArray[np.floating] | None = None
    padding: Extent = NO_PADDING
    known: int | NDArray[np.bool_] | None = None
    unread: NDArray[np.bool_] | None = None
    texts: tuple[tuple[str, ...], ...] | None = None
    numbers: bool = True
    digits: int | None = None
    editable: bool = False
    edges: NDArray[np.integer] | None = None
    frame: Tone = "hairline_strong"
    first: tuple[int, int] = (0, 0)
    lines: bool = True

    @property
    def corner_name(self) -> tuple[int, int]:
        """Row and column by which the top left cell is named."""
        return self.first[0] - self.padding.above, self.first[1] - self.padding.left

    @property
    def rows(self) -> int:
        return int(self.values.shape[0])

    @property
    def columns(self) -> int:
        return int(self.values.shape[1])

    @property
    def rect(self) -> QRectF:
        """All of it, padding included."""
        return QRectF(
            self.corner.x(), self.corner.y(), self.columns * self.cell, self.rows * self.cell
        )

    def area(self, row: int, column: int, rows: int = 1, columns: int = 1) -> QRectF:
        """The place of a block of cells whose first one is named (row, column)."""
        first_row, first_column = self.corner_name
        left = self.corner.x() + (column - first_column) * self.cell
        top = self.corner.y() + (row - first_row) * self.cell
        return QRectF(left, top, columns * self.cell, rows * self.cell)

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell at a point of the plate."""
        if not self.rect.contains(point):
            return None
        row = int((point.y() - self.corner.y()) / self.cell)
        column = int((point.x() - self.corner.x()) / self.cell)
        row, column = min(row, self.rows - 1), min(column, self.columns - 1)
        first_row, first_column = self.corner_name
        return Cell(self.key, row + first_row, column + first_column)

    def holds(self, cell: Cell) -> bool:
        row, column = self.place_of(cell)
        return cell.grid == self.key and 0 <= row < self.rows and 0 <= column < self.columns

    def value(self, cell: Cell) -> float:
        return float(self.values[self.place_of(cell)])

    def is_known(self, cell: Cell) -> bool:
        row, column = self.place_of(cell)
        if self.known is None:
            return True
        if isinstance(self.known, np.ndarray):
            return bool(self.known[row, column])
        return row * self.columns + column < self.known

    def is_padding(self, cell: Cell) -> bool:
        row, column = self.place_of(cell)
        pad = self.padding
        inside = pad.above <= row < self.rows - pad.below
        return not (inside and pad.left <= column < self.columns - pad.right)

    def is_unread(self, cell: Cell) -> bool:
        return self.unread is not None and bool(self.unread[self.place_of(cell)])

    def text(self, cell: Cell) -> str | None:
        """What stands in a cell in place of its number."""
        row, column = self.place_of(cell)
        return None if self.texts is None else self.texts[row][column]

    def place_of(self, cell: Cell) -> tuple[int, int]:
        """Row and column of `values` that a cell names; they may lie outside."""
        first_row, first_column = self.corner_name
        return cell.row - first_row, cell.column - first_column


MarkStyle = Literal["window", "next", "ring", "read", "winner", "cursor", "asked", "faint"]


@dataclass(frozen=True)
class Mark:
    """An outline around a block of cells of a grid.

    window: the selection's stroke with its halo; next: dashed; ring: what is hovered or linked;
    read: a thin inner edge around each cell that a dilated window reads; winner: a circle in
    the cell; cursor: where the keyboard is; asked: dashed, with a “?”; faint: a thin line.
    """

    cell: Cell
    style: MarkStyle
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Run:
    """A piece of text in one tone. It is ringed in step with `cell`, if it names one.

    `lowered` ones are subscripts: small, and below the line.
    """

    text: str
    tone: Tone = "text"
    strong: bool = False
    cell: Cell | None = None
    lowered: bool = False


@dataclass(frozen=True)
class Text:
    """Words or a formula in a rectangle; runs are broken into lines between each other, and
    within one only where it is wider than the rectangle. `role` is a row of the type table.

    Text that does not fit is set smaller, down to the theme's smallest type, then elided.
    """

    rect: QRectF
    runs: tuple[Run, ...]
    role: str = "body"
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    wraps: bool = False


@dataclass(frozen=True)
class Wire:
    """A line through points, its corners rounded; `width` names a row of the sizes table."""

    points: tuple[QPointF, ...]
    tone: Tone = "muted"
    width: str = "link_line"
    arrow: bool = False
    radius: float = 0.0
    dashed: bool = False
    #: How much of it is drawn, from its first point, 0 to 1; and how opaque it is.
    drawn: float = 1.0
    opacity: float = 1.0
    #: It lies over nothing but the ground and fainter lines: then its colour is mixed with that of
    #: the ground, since Qt blends a smooth line five times slower than it paints an opaque one.
    on_ground: bool = False
    cell: Cell | None = None
    #: Where its cell is pointed at it is wider, but keeps its colour, since that says something.
    keeps_tone: bool = False


@dataclass(frozen=True)
class Box:
    """A rounded box behind other things."""

    rect: QRectF
    fill: Tone = "raised"
    edge: Tone = "hairline"
    radius: float = 8.0
    width: float = 1.0


@dataclass(frozen=True)
class Disc:
    """A unit as a circle with a text in it. It is hovered and linked as the cell it names.

    The text is as large as it fits, up to the size of its role, or to `px` pixels where that is
    given.
    """

    centre: QPointF
    radius: float
    fill: Tone = "surface"
    edge: Tone = "hairline_strong"
    text: str = ""
    text_tone: Tone = "text"
    cell: Cell | None = None
    #: What it is called where it is pointed at.
    name: str = ""
    role: str = "label"
    width: float = 1.5
    px: float = 0.0

    @property
    def rect(self) -> QRectF:
        side = QPointF(self.radius, self.radius)
        return QRectF(self.centre - side, self.centre + side)


@dataclass(frozen=True)
class Legend:
    """A colour scale with the numbers at its two ends."""

    rect: QRectF
    colour_map: ColourMap
    low: str
    high: str


@dataclass(frozen=True, eq=False)
class Picture:
    """An image without numbers: (rows, columns) 0xffRRGGBB; smooth where it is enlarged gently."""

    rect: QRectF
    colours: NDArray[np.uint32]
    smooth: bool = False
    cell: Cell | None = None
    name: str = ""
    edge: Tone = "hairline_strong"


Item = PixelGrid | Text | Wire | Box | Disc | Legend | Picture


@dataclass(frozen=True, eq=False)
class Plate:
    """One picture: items from back to front, then marks over them.

    `slot` is a place that the picture leaves free for the question of a prediction.
    `sentence` says in words what the step shows, for screen readers and under files.
    """

    items: tuple[Item, ...]
    marks: tuple[Mark, ...] = ()
    slot: QRectF | None = None
    sentence: str = ""

    @property
    def grids(self) -> tuple[PixelGrid, ...]:
        return tuple(item for item in self.items if isinstance(item, PixelGrid))

    def holds(self, cell: Cell) -> bool:
        """Whether any item names a cell, or has it."""
        return any(_holds(item, cell) for item in self.items)

    def grid(self, key: str) -> PixelGrid | None:
        return next((grid for grid in self.grids if grid.key == key), None)

    def cell_at(self, point: QPointF) -> Cell | None:
        """What is named at a point: the frontmost disc, grid or picture there."""
        for item in reversed(self.items):
            found = _cell_of(item, point)
            if found is not None:
                return found
        return None


def _holds(item: Item, cell: Cell) -> bool:
    if isinstance(item, PixelGrid):
        return item.holds(cell)
    if isinstance(item, Text):
        return any(run.cell == cell for run in item.runs)
    return isinstance(item, Disc | Picture | Wire) and item.cell == cell


def _cell_of(item: Item, point: QPointF) -> Cell | None:
    if isinstance(item, PixelGrid):
        return item.cell_at(point)
    if isinstance(item, Disc):
        away = point - item.centre
        inside = away.x() ** 2 + away.y() ** 2 <= item.radius**2
        return item.cell if inside else None
    if isinstance(item, Picture):
        return item.cell if item.rect.contains(point) else None
    return None


def runs(*pieces: str | Run | Iterable[Run]) -> tuple[Run, ...]:
    """Pieces of text as runs; a plain string is a run in the tone of text."""
    found: list[Run] = []
    for piece in pieces:
        if isinstance(piece, str):
            found.append(Run(piece))
        elif isinstance(piece, Run):
            found.append(piece)
        else:
            found.extend(piece)
    return tuple(found)
