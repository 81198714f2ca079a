"""The picture of 1-D convolution: inputs below, units above, lines coloured by their weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.row import RowLab
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, factor, shown
from cnnstudio.ui.labs.layout import CENTRE, LEFT, fitting_cell, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Disc, Item, PixelGrid, Plate, Run, Text, Wire, runs

#: Colours that tell weights apart.
COLOURS = 8

#: Marks what belongs to the second filter, twice what belongs to the third.
PRIME = "\N{PRIME}"

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

#: Lines of units that are not at work now.
_FAINT = 0.3


def compose(lab: RowLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The filters at the left, the row with its units at the right, the equations below."""
    return _Picture(lab, moment, size, theme).plate()


def lowered(letter: str, index: int) -> str:
    """“x₃”."""
    return letter + str(index).translate(_LOWERED)


class _Picture:
    def __init__(self, lab: RowLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.columns = lab.operation.columns
        self.below = 2.6 * line_height(theme, "formula") + self.gap
        self.label = line_height(theme, "formula_line") + 4
        self.filters_width = self._filters_width()
        self.left = self.filters_width + 3 * self.gap
        most = theme.px_f("cell_lab_grid") * 2.2
        high = (self.height - self.below) / (lab.filters + 1) * 0.5
        self.cell = min(
            fitting_cell(self.width - self.left, self.columns.extent, most),
            fitting_cell(high, 1, most),
        )
        wide = self.columns.extent * self.cell
        self.left += (self.width - self.left - wide) / 2
        self.inputs_top = self.height - self.below - self.cell - self.label
        self.radius = min(self.cell * 0.42, 2 * theme.px("icon"))

    def plate(self) -> Plate:
        items: list[Item] = [*self._wires(), self._inputs(), *self._input_names()]
        items += [*self._units(), *self._filters(), *self._equations()]
        marks = parts.window_marks(self.lab, self.moment, (0,))
        marks = tuple(mark for mark in marks if mark.cell.grid == "input:0")
        return Plate(tuple(items), marks, None, self._sentence())

    # The row

    def _inputs(self) -> PixelGrid:
        padded = self.lab.operation.padded()
        corner = QPointF(self.left, self.inputs_top)
        return parts.input_grid(self.lab, padded, 0, corner, self.cell)

    def _input_names(self) -> Iterator[Item]:
        for cell in range(self.lab.inputs):
            left = self.left + (cell + self.columns.before) * self.cell
            rect = QRectF(left, self.inputs_top + self.cell + 2, self.cell, self.label)
            name = Run(lowered("x", cell + 1), "muted")
            yield Text(rect, (name,), "formula_line", CENTRE)

    def _unit(self, filter: int, place: int) -> QPointF:
        """Above the middle of what it reads; the first filter's row lies nearest."""
        start = self.columns.start(place) + self.columns.before
        x = self.left + (start + self.columns.reach / 2) * self.cell
        rows = self.lab.filters
        apart = (self.inputs_top - self.gap) / (rows + 0.35)
        return QPointF(x, self.inputs_top - (filter + 0.85) * apart)

    def _units(self) -> Iterator[Item]:
        lab, output = self.lab, self.lab.operation.output()
        digits = decimals(output)
        done = lab.step - (lab.step > 0 and self.moment.phase < 1)
        for filter in range(lab.filters):
            for place in range(self.columns.positions):
                index = filter * self.columns.positions + place
                known = index < done
                present = lab.step and index == lab.index
                centre = self._unit(filter, place)
                asked = self.moment.asked and index == lab.step
                text = shown(output[filter, 0, place], digits) if known else "?" if asked else ""
                yield Disc(
                    centre,
                    self.radius,
                    "accent_tint" if present else "surface",
                    "accent" if present or asked else "hairline_strong",
                    text,
                    cell=Cell(f"output:{filter}", 0, place),
                )
                side = QRectF(
                    centre.x() - 40, centre.y() - self.radius - self.label, 80, self.label
                )
                yield Text(side, (Run(self._unit_name(filter, place), "muted"),), "label", CENTRE)

    def _unit_name(self, filter: int, place: int) -> str:
        return lowered("h", place + 1) + PRIME * filter

    # The lines

    def _wires(self) -> Iterator[Item]:
        """Every unit's lines faintly, those of the present one strong and growing."""
        lab = self.lab
        strong: list[Item] = []
        for filter in range(lab.filters):
            for place in range(self.columns.positions):
                index = filter * self.columns.positions + place
                present = bool(lab.step) and index == lab.index
                for tap, cell in enumerate(self.columns.reads(place)):
                    wire = self._wire(filter, place, tap, cell, present)
                    if present:
                        strong.append(wire)
                    else:
                        yield wire
        yield from strong

    def _wire(self, filter: int, place: int, tap: int, cell: int, present: bool) -> Wire:
        unit = self._unit(filter, place)
        x = self.left + (cell + self.columns.before + 0.5) * self.cell
        ends = (QPointF(x, self.inputs_top), QPointF(unit.x(), unit.y() + self.radius))
        each = 0.7 / self.lab.kernel_size
        drawn = self.moment.part(tap * each, (tap + 1) * each) if present else 1.0
        return Wire(
            ends,
            self._tone(filter, tap),
            "chart_test_stroke" if present else "link_line",
            drawn=drawn,
            opacity=1.0 if present else _FAINT,
            cell=Cell(f"kernel:{filter}:0", 0, tap),
        )

    def _tone(self, filter: int, tap: int) -> str:
        return f"identity:{self._colour(filter, tap)}"

    def _colour(self, filter: int, tap: int) -> int:
        return (filter * self.lab.kernel_size + tap) % COLOURS

    # The filters

    def _filters_width(self) -> float:
        cells = self.lab.kernel_size + 2
        return min(self.width * 0.3, cells * self.theme.px_f("cell_lab_grid") * 1.3 + 2 * self.gap)

    def _filters(self) -> Iterator[Item]:
        """The weights of each filter, edged in their colours, and its bias."""
        lab = self.lab
        most = self.theme.px_f("cell_lab_grid") * 1.3
        cell = fitting_cell(self.filters_width - self.gap, lab.kernel_size + 1, most)
        each = (self.height - self.below) / lab.filters
        for filter in range(lab.filters):
            y = self._unit(filter, 0).y() - cell / 2
            y = min(max(y, self.label * 2), self.height - self.below - cell) if each else y
            corner = QPointF(0, y)
            grid = parts.kernel_grid(lab, filter, 0, corner, cell)
            edges = np.array([[self._colour(filter, tap) for tap in range(lab.kernel_size)]])
            yield replace(grid, edges=edges)
            bias = QPointF(grid.rect.right() + self.gap, y)
            yield parts.bias_grid(lab, filter, bias, cell)
            yield from self._filter_names(filter, grid, bias, cell)

    def _filter_names(
        self, filter: int, grid: PixelGrid, bias: QPointF, cell: float
    ) -> Iterator[Item]:
        primes = PRIME * filter
        for tap in range(self.lab.kernel_size):
            rect = grid.area(0, tap).translated(0, cell)
            rect.setHeight(self.label)
            name = lowered("w", tap + 1) + primes
            yield Text(rect, (Run(name, self._tone(filter, tap), True),), "formula_line", CENTRE)
        rect = QRectF(bias.x(), bias.y() + cell, cell, self.label)
        yield Text(rect, (Run(lowered("w", 0) + primes, "muted"),), "formula_line", CENTRE)
        above = QRectF(0, grid.rect.top() - self.label - 4, self.filters_width, self.label)
        title = tr("Filter {k}").format(k=filter + 1) if self.lab.filters > 1 else tr("Filter")
        yield Text(above, (Run(title, strong=True),), "body", LEFT)

    # Below

    def _equations(self) -> Iterator[Item]:
        """The slide's equation for the present unit, and the same with its numbers."""
        line = line_height(self.theme, "formula") + 4
        top = self.height - 2 * line
        yield Text(QRectF(0, top, self.width, line), self._letters(), "formula", LEFT)
        yield Text(QRectF(0, top + line, self.width, line), self._numbers(), "formula", LEFT)

    def _letters(self) -> tuple[Run, ...]:
        place = self.lab.place
        filter, primes = place.map, PRIME * place.map
        found = [Run(self._unit_name(filter, place.column), "accent", True), Run(" = ", "muted")]
        for tap, cell in enumerate(self.columns.reads(place.column)):
            found.append(Run(lowered("w", tap + 1) + primes, self._tone(filter, tap), True))
            inside = 0 <= cell < self.lab.inputs
            found.append(Run(lowered("x", cell + 1) if inside else "·0"))
            found.append(Run(" + ", "muted"))
        return (*found, Run(lowered("w", 0) + primes, "muted"))

    def _numbers(self) -> tuple[Run, ...]:
        if not self.lab.step:
            return (
                Run(tr("The same weights at every place: that is what sharing means."), "muted"),
            )
        step = self.lab.shown
        digits = decimals(step.products, step.bias)
        found: list[Run] = []
        pairs = zip(step.kernel.ravel(), step.window.ravel(), strict=True)
        for tap, (weight, value) in enumerate(pairs):
            if tap:
                found.append(Run(" + ", "muted"))
            found.append(Run(factor(weight, digits), self._tone(step.place.map, tap), True))
            cell = Cell("products:0", 0, tap)
            found.append(Run(f"·{factor(value, digits)}", cell=cell))
        done = self.moment.phase >= 0.8
        result = Run(shown(step.sum, digits) if done else "?", "accent", strong=True)
        sign = parts.equals_sign(step, digits)
        return runs(found, Run(f" + {factor(step.bias, digits)}", "muted"), f" {sign} ", result)

    def _sentence(self) -> str:
        if not self.lab.step:
            return tr("A row of {count} inputs, before the first unit.").format(
                count=self.lab.inputs
            )
        place = self.lab.place
        template = tr("Unit {unit} of filter {filter} is {value}.")
        value = shown(self.lab.shown.sum, 2)
        return template.format(unit=place.column + 1, filter=place.map + 1, value=value)
