"""Where the parts of an arithmetic's rows lie: pure geometry, in pixels.

Where few channels are read their windows are large, with numbers: window × filter = products.
Else each channel is one row with a bar for its sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from cnnstudio.ui.theme import Theme
from cnnstudio.ui.workspaces.inside.xray.rows import Rows

#: Cells of this size hold numbers that can be read (px).
_LEGIBLE = 34.0

#: How much larger cells get where no other window is beside theirs.
_ALONE = 1.5

#: Channels up to which windows of several numbers are large.
_FEW = 2

_GAP = 8.0

#: Pixels of a row's height around its windows.
_AROUND = 6.0


class Part(Enum):
    """What one of a row's grids shows."""

    VALUES = "values"
    FACTORS = "factors"
    PRODUCTS = "products"


class Cell(NamedTuple):
    """One number of a row's window, wherever it is shown."""

    row: int
    line: int
    column: int


@dataclass(frozen=True)
class RowLayout:
    """`extras` are the rows below those of the channels: of the rest, and of the bias. `label` is
    the width of the names of rows, `beside` that of the extras', `figure` that of the sums,
    `single` that of the widest number that stands alone in its window, and `heading` that of the
    widest heading of a grid. `is_large`: windows are so large that sums stand below them."""

    rows: Rows
    width: float
    room: float
    extras: int
    label: float
    beside: float
    figure: float
    single: float
    heading: float
    is_large: bool
    theme: Theme

    # What there is

    @classmethod
    def has_large(cls, rows: Rows, room: float, extras: int, theme: Theme) -> bool:
        """Whether there is one window, or few, that get all the room, with their sums below; in a
        low room they are larger with their sums beside them. `extras` are without the sums."""
        count = len(rows.rows)
        if not 0 < count <= _FEW or rows.rows[0].values.size == 1:
            return False
        sums = 0 if rows.rows[0].factors is None else count
        left = room - cls._head(theme)
        below = (left - (extras + sums) * cls.usual(theme)) / count - _GAP
        tallest = 1.6 * cls.usual(theme)
        beside = min(max(left / (count + extras), cls.least(theme)), tallest) - _AROUND
        return below >= beside

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Products have a grid of their own only where all three are large."""
        if not self.rows.rows or self.rows.rows[0].factors is None:
            return (Part.VALUES,)
        both = (Part.VALUES, Part.FACTORS)
        three = self.is_large and self._side(3) >= _LEGIBLE
        return (*both, Part.PRODUCTS) if three else both

    @cached_property
    def _shape(self) -> tuple[int, int]:
        values = self.rows.rows[0].values if self.rows.rows else None
        return (1, 1) if values is None else (values.shape[0], values.shape[1])

    # Measures

    @cached_property
    def head(self) -> float:
        """Height of the line of headings."""
        return self._head(self.theme)

    @staticmethod
    def _head(theme: Theme) -> float:
        return theme.font_px("label") + 10.0

    @property
    def sign(self) -> float:
        """Width of the place of × and =."""
        return 26.0 if not self.theme.projector else 38.0

    @cached_property
    def side(self) -> float:
        """Across one cell of a large window."""
        return self._side(len(self.parts))

    def _side(self, count: int) -> float:
        """The same where so many grids stand side by side."""
        lines, columns = self._shape
        blocks = max(1, len(self.rows.rows))
        signs = (count - 1) * self.sign
        wide = (self.width - self.label - signs - 4) / (count * columns)
        room = self.room - self.head - self.extras * self.height_of_extra
        high = (room / blocks - _GAP) / lines
        most = self.theme.px_f("cell_lab_grid") * (_ALONE if count == 1 else 1)
        return max(4.0, float(int(min(wide, high, most))))

    @cached_property
    def height_of_row(self) -> float:
        if self.is_large:
            return self.side * self._shape[0] + _GAP
        places = len(self.rows.rows) + self.extras
        fitting = (self.room - self.head) / max(1, places)
        return float(int(min(max(fitting, self.least(self.theme)), self._tallest)))

    @staticmethod
    def least(theme: Theme) -> float:
        """The lowest that a row may get, where that lets all of them be seen."""
        return 36.0 if theme.projector else 27.0

    @staticmethod
    def usual(theme: Theme) -> float:
        """How high a row is where there are too many to be seen at once."""
        return 44.0 if theme.projector else 32.0

    @property
    def _tallest(self) -> float:
        whole = self._shape != (1, 1)
        return self.usual(self.theme) * (1.6 if whole else 1.2)

    @cached_property
    def height_of_extra(self) -> float:
        return self.usual(self.theme) if self.is_large else self.height_of_row

    @cached_property
    def height(self) -> float:
        rows = len(self.rows.rows) * self.height_of_row
        return self.head + rows + self.extras * self.height_of_extra

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height of a grid."""
        lines, columns = self._shape
        if self.is_large:
            return self.side * columns, self.side * lines
        inner = self.height_of_row - _AROUND
        if (lines, columns) == (1, 1):
            usual = 94.0 if self.theme.projector else 64.0
            return max(usual, self.single), min(inner, 0.8 * inner + 6)
        unit = inner / max(lines, columns)
        return unit * columns, unit * lines

    @cached_property
    def _step(self) -> float:
        """From one grid to the next: headings of small ones must not meet."""
        return max(self.size[0] + self.sign, self.heading + _GAP)

    # Places

    def top(self, index: int) -> float:
        return self.head + index * self.height_of_row

    def row_rect(self, index: int) -> QRectF:
        return QRectF(0, self.top(index), self.width, self.height_of_row)

    def extra_rect(self, index: int) -> QRectF:
        top = self.head + len(self.rows.rows) * self.height_of_row
        return QRectF(0, top + index * self.height_of_extra, self.width, self.height_of_extra)

    def grid(self, index: int, part: Part) -> QRectF:
        wide, high = self.size
        left = self.label + self.parts.index(part) * self._step
        row = self.row_rect(index)
        return QRectF(left, row.center().y() - high / 2, wide, high)

    def sign_rect(self, index: int, before: Part) -> QRectF:
        grid = self.grid(index, before)
        between = self._step - grid.width()
        return QRectF(grid.left() - between, grid.top(), between, grid.height())

    def cell(self, place: Cell, part: Part) -> QRectF:
        grid, (lines, columns) = self.grid(place.row, part), self._shape
        wide, high = grid.width() / columns, grid.height() / lines
        return QRectF(grid.left() + place.column * wide, grid.top() + place.line * high, wide, high)

    @cached_property
    def bars_left(self) -> float:
        if self.is_large:
            return self.label
        grids = self.grid(0, self.parts[-1]).right() if self.rows.rows else self.label
        return max(grids + _GAP, self.beside) + _GAP

    def bar_area(self, row: QRectF) -> QRectF:
        """Where the bar of a row may lie."""
        width = self.width - self.figure - self.bars_left - _GAP
        thick = min(self.theme.px_f("bar_h") + 3, row.height() - 8)
        return QRectF(self.bars_left, row.center().y() - thick / 2, max(0.0, width), thick)

    def figure_rect(self, row: QRectF) -> QRectF:
        return QRectF(self.width - self.figure, row.top(), self.figure, row.height())

    def cell_at(self, point: QPointF) -> Cell | None:
        """The number under a point, in whichever grid it is."""
        index = int((point.y() - self.head) // self.height_of_row)
        if not 0 <= index < len(self.rows.rows):
            return None
        for part in self.parts:
            grid = self.grid(index, part)
            if grid.contains(point):
                lines, columns = self._shape
                line = int((point.y() - grid.top()) * lines / grid.height())
                column = int((point.x() - grid.left()) * columns / grid.width())
                return Cell(index, min(line, lines - 1), min(column, columns - 1))
        return None

    def within(self, top: float, bottom: float) -> Iterator[int]:
        """The rows of which something lies between."""
        first = max(0, int((top - self.head) // self.height_of_row))
        last = int((bottom - self.head) // self.height_of_row) + 1
        yield from range(first, max(first, min(len(self.rows.rows), last)))

    def moved(self, place: Cell, down: int, right: int) -> Cell:
        """The next cell in that direction, over the edge of a window into the next row's."""
        lines, columns = self._shape
        column = min(max(place.column + right, 0), columns - 1)
        line = place.row * lines + place.line + down
        line = min(max(line, 0), len(self.rows.rows) * lines - 1)
        return Cell(line // lines, line % lines, column)
