"""The picture of the pooling lab: input, maximum and average side by side, the window below."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.pooling import AVERAGE, MAXIMUM, PoolingLab
from cnnstudio.core.sliding import Pooling
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, shown
from cnnstudio.ui.labs.layout import fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.pooling_strip import FOUND, strip_height, strip_items
from cnnstudio.ui.labs.scales import scale_above
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.labs.ways import landing, window_of
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.plates.items import Item, Mark, PixelGrid, Plate

#: From the outputs to the strip below them, in gaps: the ways to their cells run in between.
_UNDER = 2.0

#: The colour of the edge of outputs that a shift changes.
_CHANGED = 1


def compose(lab: PoolingLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Three grids in a row with the same cells; below, what is made of the present window."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: PoolingLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.strip_height = strip_height(lab, self.width, theme)
        self.cell = self._cell()
        self.source = self._source()
        self.maximum = self._output(MAXIMUM, lab.operation, 1)
        self.average = self._output(AVERAGE, lab.average, 2)
        self.strip = self._strip()

    def plate(self) -> Plate:
        items: list[Item] = [
            self.source,
            self.maximum,
            self.average,
            *self._headings(),
            *self._links(),
            *strip_items(self.lab, self.moment, self.strip, self.theme),
        ]
        return Plate(tuple(items), tuple(self._marks()), self._slot(), self._sentence())

    # Layout: the input as high as there is room, the strip below the two outputs

    def _cell(self) -> float:
        rows, columns = self.lab.operation.rows, self.lab.operation.columns
        _, out_rows, out_columns = self.lab.operation.output_shape
        most = self.theme.px_f("cell_lab_grid") * 1.8
        free = self.height - self.top
        return min(
            fitting_cell(self.width - 10 * self.gap, columns.extent + 2 * out_columns, most),
            fitting_cell(free, rows.extent, most),
            fitting_cell(free - self.strip_height - _UNDER * self.gap, out_rows, most),
        )

    def _left(self, place: int) -> float:
        """Of the grid at that place of the row; what is free lies between them."""
        columns = self.lab.operation.columns.extent
        out = self.lab.operation.output_shape[2]
        free = self.width - (columns + 2 * out) * self.cell
        before = (0, columns * self.cell, (columns + out) * self.cell)[place]
        return before + place * min(free / 2, 10 * self.gap)

    def _strip(self) -> QRectF:
        """Where the window is taken apart: below the outputs, and right of a high input."""
        under = self.maximum.rect.bottom() + _UNDER * self.gap
        top = max(self.height - self.strip_height, under)
        below_input = self.source.rect.bottom() + self.gap <= top
        left = 0.0 if below_input else self._left(1)
        return QRectF(left, top, self.width - left, self.height - top)

    def _source(self) -> PixelGrid:
        padded = self.lab.operation
        values = np.pad(
            self.lab.shifted,
            ((0, 0), (padded.rows.before,) * 2, (padded.columns.before,) * 2),
        )
        return parts.input_grid(self.lab, values, 0, QPointF(self._left(0), self.top), self.cell)

    def _output(self, key: str, operation: Pooling, place: int) -> PixelGrid:
        values = operation.output()[0]
        landed = self.lab.step - (self.moment.phase < 1 and self.lab.step > 0)
        return PixelGrid(
            key=key,
            name=tr("Maximum") if key == MAXIMUM else tr("Average"),
            values=values,
            corner=QPointF(self._left(place), self.top),
            cell=self.cell,
            colour_map=self.source.colour_map,
            limit=self.source.limit,
            known=int(landed),
            edges=self._edges("maximum" if key == MAXIMUM else "average"),
        )

    def _edges(self, output: str) -> np.ndarray | None:
        """Around the cells that the shift changes."""
        if not any(self.lab.shift):
            return None
        return np.where(self.lab.changed[output][0], _CHANGED, -1)

    def _slot(self) -> QRectF | None:
        line = line_height(self.theme, "label")
        left = self.average.rect.right() + 2 * self.gap
        free = QRectF(left, self.top, self.width - left, self.strip.top() - self.top - self.gap)
        fits = free.width() >= 20 * line and free.height() >= 7.5 * line
        return free if fits else None

    # The row

    def _headings(self) -> Iterator[Item]:
        size = shape(self.lab.input.shape[1:])
        output = shape(self.lab.operation.output_shape[1:])
        for grid, title, note, letter in (
            (self.source, tr("Input"), size, "x"),
            (self.maximum, tr("Maximum"), output, "m"),
            (self.average, tr("Average"), output, "a"),
        ):
            room = max(grid.rect.width() + 4 * self.gap, 11 * line_height(self.theme, "label"))
            room = min(room, self.width - grid.rect.left())
            yield heading(grid.rect.topLeft(), room, self.theme, title, note, letter)
        title = f"{tr('Maximum')} m   {output}"
        right = self.average.rect.left() - 2 * self.gap
        yield from scale_above(self.maximum, title, right, self.theme)

    def _marks(self) -> Iterator[Mark]:
        lab = self.lab
        here, about = lab.place[1:], lab.question_about
        if self.moment.asked:
            *window, _ = parts.window_marks(lab, self.moment, (0,))
            yield from window
            yield Mark(Cell(MAXIMUM, *here), "asked" if about == "maximum" else "next")
            yield Mark(Cell(AVERAGE, *here), "asked" if about == "average" else "next")
            return
        yield from parts.window_marks(lab, self.moment, (0,))
        if self.moment.phase >= 1 or not lab.step:
            yield Mark(Cell(AVERAGE, *here), "window" if lab.step else "next")
        winner = self._winner()
        if winner is not None:
            yield Mark(winner, "winner")
            tap = lab.shown.winner
            yield Mark(Cell("window:0", *tap), "winner")

    def _winner(self) -> Cell | None:
        """The input cell that is the maximum of the present window, once it is found."""
        lab = self.lab
        if not lab.step or lab.shown.winner is None or self.moment.phase < FOUND:
            return None
        row, column = lab.shown.winner
        return Cell("input:0", lab.shown.rows[row], lab.shown.columns[column])

    def _links(self) -> Iterator[Item]:
        """From the window on the input to both outputs."""
        if not self.lab.step:
            return
        start = window_of(self.source, self.lab).bottomRight()
        side = (self.source.rect.right() + self.maximum.rect.left()) / 2
        lane = self.maximum.rect.bottom() + self.gap
        drawn, place = self.moment.part(FOUND, 1.0), self.lab.place
        for output in (self.maximum, self.average):
            cell = output.area(place.row, place.column)
            yield landing(start, side, lane, 0.5 * self.gap, cell, drawn)

    def _sentence(self) -> str:
        if not self.lab.step:
            return tr("Pooling before the first window.")
        if self.moment.asked:
            return parts.asked_sentence(self.lab)
        template = tr("Row {row}, column {column}: maximum {maximum}, average {average}.")
        digits = decimals(self.lab.shifted)
        return template.format(
            row=self.lab.place.row + 1,
            column=self.lab.place.column + 1,
            maximum=shown(self.lab.shown.result, digits),
            average=shown(self.lab.shown_average.result, 2),
        )
