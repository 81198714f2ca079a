"""Paints the rows of an arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import TIMES, number
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, colours_of
from cnnstudio.ui.widgets.hatching import lines_within
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_ring, stroke_selection
from cnnstudio.ui.workspaces.inside.figures import Figures
from cnnstudio.ui.workspaces.inside.xray.row_layout import Cell, Part, RowLayout
from cnnstudio.ui.workspaces.inside.xray.rows import Rounding, Row, figure

_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTRE = Qt.AlignmentFlag.AlignCenter

#: As in the labs.
_HATCH_OPACITY = 0.7

#: Below this a bar is too short to be seen.
_SLIVER = 1.5


@dataclass(frozen=True, eq=False)
class Look:
    """All that painting depends on besides the places: names of the rows and of the columns, the
    colours and the end of their scale for each part, and how sums are rounded."""

    labels: tuple[str, ...]
    headings: tuple[str, str, str]
    colours: ColourMap
    limits: dict[Part, float]
    rounding: Rounding
    extras: tuple[tuple[str, float], ...]
    has_bars: bool
    winner: Cell | None = None


def numbers_of(row: Row, part: Part) -> Floats:
    if part is Part.VALUES:
        return row.values
    factors = row.factors
    assert factors is not None
    return factors if part is Part.FACTORS else row.values * factors


class RowPainter:
    def __init__(self, painter: QPainter, layout: RowLayout, look: Look, theme: Theme) -> None:
        self._painter, self._layout, self._look, self._theme = painter, layout, look, theme

    def paint(self, top: float, bottom: float) -> None:
        """The rows of which something lies between."""
        self._headings()
        for index in self._layout.within(top, bottom):
            self._row(index)
        for index, (label, total) in enumerate(self._look.extras):
            self._extra(self._layout.extra_rect(index), label, total)
        if self._look.has_bars and not self._layout.is_large:
            self._axis()

    def ring(self, cell: Cell, *, selected: bool) -> None:
        """Ring one number in every grid that shows it."""
        stroke = stroke_selection if selected else stroke_ring
        for part in self._layout.parts:
            stroke(self._painter, self._layout.cell(cell, part), self._theme)

    def _headings(self) -> None:
        layout, names = self._layout, self._look.headings
        if not layout.rows.rows:
            return
        self._painter.setFont(self._theme.font("label"))
        self._painter.setPen(self._theme.colour.muted)
        metrics = self._painter.fontMetrics()
        if not layout.is_large:
            bars = QRectF(layout.bars_left, 0, layout.width - layout.bars_left, layout.head - 4)
            flags = _LEFT if self._look.has_bars else _RIGHT
            self._painter.drawText(bars, flags, names[2])
        products = QCoreApplication.translate("XRay", "products")
        for part, name in zip(layout.parts, (names[0], names[1], products), strict=False):
            grid = layout.grid(0, part)
            wide = metrics.horizontalAdvance(name) + 2
            middle = QRectF(grid.center().x() - wide / 2, 0, wide, layout.head - 4)
            middle.moveLeft(max(0.0, middle.left()))
            self._painter.drawText(middle, _CENTRE, name)

    def _row(self, index: int) -> None:
        layout, row = self._layout, self._layout.rows.rows[index]
        self._painter.setFont(self._theme.font("label"))
        self._painter.setPen(self._theme.colour.muted)
        if len(layout.rows.rows) > 1:
            label = QRectF(0, layout.top(index), layout.label, layout.height_of_row)
            self._painter.drawText(label, _LEFT, self._look.labels[index])
        for part in layout.parts:
            if part is not Part.VALUES:
                self._sign(index, part)
            self._grid(index, row, part)
        if not layout.is_large and self._look.has_bars:
            self._bar(layout.row_rect(index), row.total)
            self._figure(layout.figure_rect(layout.row_rect(index)), row.total)

    def _sign(self, index: int, before: Part) -> None:
        self._painter.setFont(self._theme.font("formula" if self._layout.is_large else "body"))
        self._painter.setPen(self._theme.colour.muted)
        text = TIMES if before is Part.FACTORS else "="
        self._painter.drawText(self._layout.sign_rect(index, before), _CENTRE, text)

    def _grid(self, index: int, row: Row, part: Part) -> None:
        values, theme = numbers_of(row, part), self._theme
        colours = self._look.colours if part is Part.VALUES else ColourMap.SIGNED
        limit, grid = self._look.limits[part], self._layout.grid(index, part)
        self._painter.drawImage(grid, colourise(values, colours, limit, theme))
        padding = self._padding(row) if part is Part.VALUES else set()
        self._hatch(index, padding)
        side = self._layout.cell(Cell(index, 0, 0), part).width()
        figures = self._figures(values, side)
        if figures is None:
            return
        painted = colours_of(values, colours, limit, theme)
        self._painter.setFont(figures.font)
        for line, column in np.ndindex(*values.shape):
            if (line, column) in padding and self._look.winner is not None:
                continue  # The maximum passes it over.
            cell = self._layout.cell(Cell(index, line, column), part)
            self._painter.setPen(theme.text_on(QColor.fromRgba(int(painted[line, column]))))
            text = figures.text(float(values[line, column]))
            self._painter.drawText(cell, _CENTRE, text)

    @staticmethod
    def _padding(row: Row) -> set[tuple[int, int]]:
        """Lines and columns of the window that lie beyond the maps."""
        places = np.ndindex(*row.values.shape)
        return {place for place in places if row.reading.is_padding(*place)}

    def _hatch(self, index: int, places: set[tuple[int, int]]) -> None:
        colour = QColor(self._theme.colour.muted)
        colour.setAlphaF(_HATCH_OPACITY)
        self._painter.setPen(QPen(colour, 1))
        origin = self._layout.grid(index, Part.VALUES).topLeft()
        for place in places:
            area = self._layout.cell(Cell(index, *place), Part.VALUES)
            self._painter.drawLines(lines_within(area, origin))

    def _figures(self, values: Floats, side: float) -> Figures | None:
        if values.shape == (1, 1):
            return _Single(self._theme.font("body"), 0)
        return Figures.fitting(values, side, self._theme)

    def _bar(self, row: QRectF, total: float) -> None:
        if not np.isfinite(total):
            return
        area, zero, unit = self._scale(row)
        width = max(_SLIVER, abs(total) * unit)
        left = zero if total >= 0 else zero - width
        bar = QRectF(left, area.top(), width, area.height())
        colour = self._theme.colour.positive if total >= 0 else self._theme.colour.negative
        fill_rounded(self._painter, bar, colour, min(2.0, width / 2))

    def _scale(self, row: QRectF) -> tuple[QRectF, float, float]:
        """Where bars may lie, where 0 is, and pixels for 1."""
        area = self._layout.bar_area(row)
        totals = [row.total for row in self._layout.rows.rows]
        totals += [total for _, total in self._look.extras]
        known = [total for total in totals if np.isfinite(total)]
        low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
        unit = area.width() / ((high - low) or 1.0)
        return area, area.left() - low * unit, unit

    def _axis(self) -> None:
        layout = self._layout
        _, zero, _ = self._scale(layout.row_rect(0))
        self._painter.setPen(QPen(self._theme.colour.muted, 1))
        bottom = layout.height - 4
        self._painter.drawLine(round(zero), round(layout.head), round(zero), round(bottom))

    def _figure(self, place: QRectF, total: float) -> None:
        self._painter.setFont(self._theme.font("body_strong"))
        self._painter.setPen(self._theme.colour.text)
        self._painter.drawText(place, _RIGHT, figure(total, self._look.rounding.decimals))

    def _extra(self, row: QRectF, label: str, total: float) -> None:
        self._painter.setFont(self._theme.font("label"))
        self._painter.setPen(self._theme.colour.muted)
        self._painter.drawText(row, _LEFT, label)
        if self._look.has_bars and not self._layout.is_large:
            self._bar(row, total)
        self._figure(self._layout.figure_rect(row), total)


class _Single(Figures):
    """The number of a cell that stands alone, with as many decimals as it needs."""

    def text(self, value: float) -> str:
        return number(value)
