"""Where the parts of the 1-D picture lie: the row with units above and below it, and beside that
the filters with the equations."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.row import RowLab
from cnnstudio.ui.labs.layout import fitting_cell, line_height, text_width
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme

#: Of the width: the least and the most that filters and equations get, and what they may have
#: though the row would need it.
_LEAST, _MOST, _ENOUGH = 0.27, 0.46, 0.28

#: Of the height: what the row of inputs gets at most, with one row of units and with more.
_ROW_SHARES = (0.21, 0.17)

#: Of the height above the row, or below it: the most that a unit's radius is.
_RADIUS_SHARE = 0.27


class RowLayout:
    """All places in pixels, for a picture of that size. Units of the first filter lie above the
    row, those of the second below it, those of the third above the first's, and so on. Where each
    filter has one unit only, they lie side by side above the row: they are one dense layer."""

    def __init__(self, lab: RowLab, size: QSizeF, theme: Theme, wanted: float) -> None:
        """`wanted`: the width that the equations would like to have."""
        self._lab, self._theme = lab, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self._axis = lab.operation.columns
        self.in_one_row = lab.filters > 1 and self._axis.positions == 1
        rows = 1 if self.in_one_row else lab.filters
        self._above, self._below = -(-rows // 2), rows // 2
        row = self._axis.extent * theme.px_f("cell_lab_grid") + self.names + 3 * self.gap
        most = min(_MOST * self.width, max(self.width - row, _ENOUGH * self.width))
        side = min(max(wanted, _LEAST * self.width), most)
        self.side = QRectF(self.width - side, 0, side, self.height)

    @cached_property
    def label(self) -> float:
        """The height of a name beside an input or a unit."""
        return line_height(self._theme, "formula_line") + 4

    @cached_property
    def names(self) -> float:
        """The width of the rows' names at the left; 0 where there is no room for them, or where
        it takes that room to make the inputs' numbers legible."""
        if (self.width - self._names) * (1 - _ENOUGH) < self._axis.extent * self._legible:
            return 0.0
        return self._names

    @property
    def _legible(self) -> float:
        """The least cell with a number."""
        return self._theme.px_f("cell_number_from")

    @cached_property
    def _names(self) -> float:
        words = (tr("hidden"), tr("inputs"), tr("filter {k}").format(k=self._lab.filters))
        width = max(text_width(self._theme, "body_strong", word) for word in words) + self.gap
        return width if self.width >= 9 * width else 0.0

    @cached_property
    def _room(self) -> QRectF:
        """For the row and its units."""
        return QRectF(self.names, 0, self.side.left() - 2.5 * self.gap - self.names, self.height)

    @cached_property
    def cell(self) -> float:
        most = self._theme.px_f("cell_lab_grid") * 2.4
        high = self.height * _ROW_SHARES[self._below > 0]
        return min(fitting_cell(self._room.width(), self._axis.extent, most), float(int(high)))

    @cached_property
    def left(self) -> float:
        """Of the first cell, padding included."""
        return self._room.left() + (self._room.width() - self._axis.extent * self.cell) / 2

    @cached_property
    def inputs_top(self) -> float:
        row = self.cell + self.label
        share = self._above / (self._above + self._below)
        return (self.height - row) * share

    @cached_property
    def inputs_bottom(self) -> float:
        """Below the names of the inputs."""
        return self.inputs_top + self.cell + self.label

    @cached_property
    def radius(self) -> float:
        stride = float(self._axis.stride if self._axis.positions > 1 else 2)
        if self.in_one_row:
            stride = min(stride, self._axis.extent / self._lab.filters)
        high = min(self._high(self.inputs_top, self._above), self._high(self._under, self._below))
        return max(3.0, min(0.44 * stride * self.cell, 0.48 * self.cell, high))

    @property
    def _under(self) -> float:
        return self.height - self.inputs_bottom

    def _high(self, room: float, rows: int) -> float:
        """The most that the radius may be, so that so many rows of units, each with its names,
        lie one beyond the other."""
        if rows < 2:
            return _RADIUS_SHARE * room if rows else self.height
        return (room - self.label - 2 - rows * (self.label + 6)) / (2 * rows + 1)

    def is_above(self, filter: int) -> bool:
        return self.in_one_row or filter % 2 == 0

    def unit(self, filter: int, place: int) -> QPointF:
        """The middle of a unit: above, or below, the middle of what it reads, unless it shares
        that with others of its row."""
        x = self.left + (self._axis.start(place) + self._axis.before) * self.cell
        x += self._axis.reach * self.cell / 2
        free = self.label + self.radius + 2
        if self.in_one_row:
            x = self.left + (filter + 0.5) * self._axis.extent * self.cell / self._lab.filters
            return QPointF(x, free)
        if self.is_above(filter):
            length = self.inputs_top - free
            return QPointF(x, self.inputs_top - length * (filter // 2 + 1) / self._above)
        length = self.height - free - self.inputs_bottom
        return QPointF(x, self.inputs_bottom + length * (filter // 2 + 1) / self._below)

    def unit_name(self, filter: int, place: int) -> QRectF:
        """On the side of a unit that no line comes to."""
        centre = self.unit(filter, place)
        width = max(2.2 * self.radius, 3 * self.label)
        rect = QRectF(centre.x() - width / 2, 0, width, self.label)
        beside = self.radius + 1 + self.label / 2
        rect.moveCenter(
            centre - QPointF(0, beside) if self.is_above(filter) else centre + QPointF(0, beside)
        )
        return rect

    def line(self, filter: int, place: int, tap: int) -> tuple[QPointF, QPointF]:
        """From the edge of an input to the middle of a unit."""
        cell = self._axis.reads(place)[tap] + self._axis.before
        y = self.inputs_top if self.is_above(filter) else self.inputs_bottom
        return QPointF(self.left + (cell + 0.5) * self.cell, y), self.unit(filter, place)

    def name_of_row(self, y: float) -> QRectF:
        """At the left, beside something whose middle is at that height."""
        high = 2.6 * line_height(self._theme, "body")
        return QRectF(0, y - high / 2, self.names, high)
