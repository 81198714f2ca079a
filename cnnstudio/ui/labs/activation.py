"""The picture of the activation lab: a map, the curve its numbers go through, the map after."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.activation import ActivationLab
from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.labs.activation_softmax import softmax_plate
from cnnstudio.ui.labs.arithmetic import decimals, shown
from cnnstudio.ui.labs.curve import CurvePlot
from cnnstudio.ui.labs.layout import CENTRE, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.scales import scale_above
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.plates.items import Disc, Item, Mark, PixelGrid, Plate, Run, Text, Wire, runs

#: Of the width: what the curve gets at least.
_CURVE_SHARE = 0.32

#: Parts of a step's move: up to the curve, then across to the output.
_UP, _ACROSS = (0.0, 0.5), (0.5, 1.0)


def compose(lab: ActivationLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Input, curve, output in a row; for softmax a table of its own."""
    if lab.is_softmax:
        return softmax_plate(lab, moment, size, theme)
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: ActivationLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.below = 2.2 * line_height(theme, "formula") + self.gap
        self.cell = self._cell()
        self.source = self._grid("input:0", lab.input[0], tr("Input"), 0)
        wide = self.source.rect.width()
        self.output = self._grid("output:0", lab.output[0], tr("Output"), self.width - wide)
        self.plot = self._plot()

    def plate(self) -> Plate:
        items: list[Item] = [
            self.source,
            self.output,
            heading(self.source.corner, self._room(), self.theme, tr("Input"), self._size(), "x"),
            heading(
                self.output.corner, self.output.rect.width(), self.theme, tr("Output"), "", "y"
            ),
            *scale_above(self.output, tr("Output") + " y", self.output.rect.right(), self.theme),
            *self.plot.items(),
            *self._way(),
            *self._hovered(),
            *self._formula(),
        ]
        return Plate(tuple(items), tuple(self._marks()), None, self._sentence())

    # Layout

    def _cell(self) -> float:
        rows, columns = self.lab.size
        most = self.theme.px_f("cell_lab_grid") * 2
        room = self.width * (1 - _CURVE_SHARE) - 6 * self.gap
        high = self.height - self.top - self.below
        return min(fitting_cell(room, 2 * columns, most), fitting_cell(high, rows, most))

    def _room(self) -> float:
        return self.source.rect.width() + 2 * self.gap

    def _size(self) -> str:
        return shape(self.lab.size)

    def _grid(self, key: str, values: np.ndarray, name: str, left: float) -> PixelGrid:
        is_output = key == "output:0"
        landed = self.lab.step - (self.lab.step > 0 and self.moment.phase < 1)
        return PixelGrid(
            key=key,
            name=name,
            values=values,
            corner=QPointF(left, self.top),
            cell=self.cell,
            limit=float(np.abs(self.lab.input).max()) or 1.0,
            known=int(landed) if is_output else None,
            editable=not is_output,
        )

    def _plot(self) -> CurvePlot:
        left, right = self.source.rect.right() + 3 * self.gap, self.output.rect.left()
        rect = QRectF(left, self.top, right - left - 3 * self.gap, 0)
        rect.setBottom(self.height - self.below)
        high = min(rect.height(), rect.width() * 1.05)
        rect.setHeight(high)
        return CurvePlot(rect, self.lab.value, self._reach(), self.theme)

    def _reach(self) -> float:
        """How far the axes go: all numbers of the map, and the usual bends."""
        return max(4.0, float(np.ceil(np.abs(self.lab.input).max())))

    # The present number

    def _number(self) -> tuple[float, float]:
        row, column = self.lab.place
        return float(self.lab.input[0, row, column]), float(self.lab.output[0, row, column])

    def _marks(self) -> Iterator[Mark]:
        if self.lab.step:
            row, column = self.lab.place
            yield Mark(Cell("input:0", row, column), "window")
            if self.moment.phase >= 1:
                yield Mark(Cell("output:0", row, column), "window")
        ahead = self.lab.step
        if ahead < self.lab.count and (self.moment.asked or not ahead):
            row, column = divmod(ahead, self.lab.size[1])
            yield Mark(Cell("input:0", row, column), "next")
            yield Mark(Cell("output:0", row, column), "asked" if self.moment.asked else "next")

    def _way(self) -> Iterator[Item]:
        """From x on the axis up to the curve, and across to y."""
        if not self.lab.step:
            return
        x, y = self._number()
        start, turn = self.plot.point(x, 0), self.plot.point(x, y)
        up, across = self.moment.part(*_UP), self.moment.part(*_ACROSS)
        yield Wire((start, turn), "accent", "link_line", drawn=up)
        if up >= 1:
            yield Wire((turn, self.plot.point(0, y)), "accent", "link_line", drawn=across)
            yield Disc(turn, self.theme.px("unit") * 1.6, "accent", "surface")

    def _hovered(self) -> Iterator[Item]:
        """Where the number that is pointed at lies on the curve; across to y once that is known."""
        cell = self.moment.hovered
        if cell is None or not (self.source.holds(cell) or self.output.holds(cell)):
            return
        x = float(self.lab.input[0, cell.row, cell.column])
        y = float(self.lab.output[0, cell.row, cell.column])
        start, turn = self.plot.point(x, 0), self.plot.point(x, y)
        yield Wire((start, turn), "accent", "link_line", dashed=True)
        if self.output.is_known(cell._replace(grid=self.output.key)):
            yield Wire((turn, self.plot.point(0, y)), "accent", "link_line", dashed=True)
        radius = self.theme.px("unit") * 1.8
        yield Disc(turn, radius, "surface", "accent", width=self.theme.px_f("hover_ring"))

    def _formula(self) -> Iterator[Item]:
        line = line_height(self.theme, "formula") + 2
        top = self.height - 2 * line
        general = runs(
            Run("y = ", "muted"), Run(f"{self._name()}(x) = "), Run(self.lab.curve.formula)
        )
        yield Text(QRectF(0, top, self.width, line), general, "formula", CENTRE)
        yield Text(QRectF(0, top + line, self.width, line), self._worked(), "formula", CENTRE)

    def _worked(self) -> tuple[Run, ...]:
        if not self.lab.step:
            return (Run(tr("Every number goes through the same curve, by itself."), "muted"),)
        x, y = self._number()
        digits = decimals(self.lab.output)
        result = shown(y, digits) if self.moment.part(*_ACROSS) >= 1 else "?"
        exact = abs(round(y, digits) - y) < 1e-9
        return runs(
            Run(f"{self._name()}({shown(x, decimals(self.lab.input))})"),
            Run(" = " if exact else " ≈ ", "muted"),
            Run(result, "accent", strong=True),
        )

    def _name(self) -> str:
        return {
            "relu": "ReLU",
            "leaky_relu": "LeakyReLU",
            "sigmoid": "σ",
            "tanh": "tanh",
            "gelu": "GELU",
        }[self.lab.function]

    def _sentence(self) -> str:
        if not self.lab.step:
            return tr("{name} before the first number.").format(name=self._name())
        x, y = self._number()
        return tr("{name} makes {y} of {x}.").format(
            name=self._name(), x=shown(x, 2), y=shown(y, 2)
        )
