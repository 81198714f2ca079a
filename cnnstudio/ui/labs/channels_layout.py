"""Where the parts of the channels lab's picture lie: planes in one column or in several, then the
total with the output above it, and the formula below or beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.ui.labs.arithmetic import decimals, shown
from cnnstudio.ui.labs.layout import fitting_cell, line_height, text_width
from cnnstudio.ui.labs.needs import Need, joined, need_of
from cnnstudio.ui.look import Theme

#: Columns that planes stand in, at most.
_MOST_COLUMNS = 4

#: How much more the numbers of window and kernel count than others, and what it is worth
#: that all planes stand in one column.
_STEP, _ONE_COLUMN = 2.0, 0.3

#: Of the gap between parts: that between planes below each other.
_BETWEEN = 0.25

#: A picture lower than this, in lines of the formula, has only one of them.
_LOW = 19

#: The widest that the total's text is in a line, in heights of that line.
_WIDEST_TOTAL = 10

#: Terms of the total that are written out, at most.
MOST_TERMS = 8


@dataclass(frozen=True)
class Planes:
    """What is to be placed: rows and columns of the grids, and what their numbers need."""

    depth: int
    input: tuple[int, int]
    kernel: tuple[int, int]
    output: tuple[int, int]
    input_need: Need
    step_need: Need
    products_need: Need
    output_need: Need


@dataclass(frozen=True)
class Space:
    """Pixels. `fixed` is the width of all words and signs of a plane's line, `right` the least
    width of the right column, `below_output` the height of what stands below the output, and
    `formula` that of the formula below everything."""

    width: float
    height: float
    gap: float
    fixed: float
    right: float
    below_output: float
    formula: float


@dataclass(frozen=True)
class Cells:
    """Sizes of cells, and in how many columns the planes stand."""

    columns: int
    input: float
    step: float
    output: float


@lru_cache(maxsize=64)
def best_cells(planes: Planes, space: Space) -> Cells:
    """The arrangement in which most numbers are legible."""
    return max(_all(planes, space), key=lambda cells: _worth(cells, planes))


def _worth(cells: Cells, planes: Planes) -> float:
    return (
        _STEP * planes.step_need.worth(cells.step)
        + planes.products_need.worth(cells.step)
        + planes.input_need.worth(cells.input)
        + planes.output_need.worth(cells.output)
        + _ONE_COLUMN * (cells.columns == 1)
    )


def _all(planes: Planes, space: Space) -> Iterator[Cells]:
    for columns in range(1, min(_MOST_COLUMNS, planes.depth) + 1):
        lines = -(-planes.depth // columns)
        high = (space.height - space.formula) / lines - _BETWEEN * space.gap
        wide = (space.width - space.right) / columns - space.fixed
        for step in _steps(planes, high, wide):
            source = _input_cell(planes, high, wide - 3 * planes.kernel[1] * step)
            line = space.fixed + planes.input[1] * source + 3 * planes.kernel[1] * step
            yield Cells(columns, source, step, _output_cell(planes, space, columns * line))


def _steps(planes: Planes, high: float, wide: float) -> Iterator[float]:
    rows, columns = planes.kernel
    most = min(planes.step_need.most, high / rows, (wide - planes.input[1]) / (3 * columns))
    yield fitting_cell(max(most, 1.0), 1, most)
    yield from (float(size) for size in range(8, int(most)))


def _input_cell(planes: Planes, high: float, wide: float) -> float:
    rows, columns = planes.input
    return min(
        fitting_cell(high, rows, planes.input_need.most),
        fitting_cell(wide, columns, planes.input_need.most),
    )


def _output_cell(planes: Planes, space: Space, left: float) -> float:
    rows, columns = planes.output
    most = planes.output_need.most
    high = space.height - space.formula - space.below_output
    return min(fitting_cell(high, rows, most), fitting_cell(space.width - left, columns, most))


class ChannelsLayout:
    """All places in pixels. They depend on the lab's numbers, but not on its step."""

    def __init__(self, lab: ChannelsLab, names: tuple[str, ...], size: QSizeF, theme: Theme):
        """`names`: of the planes, in the order of the channels."""
        self._lab, self._theme = lab, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + 0.75 * self.gap
        widest = max(text_width(theme, "label", name) for name in names)
        self.names = widest + 10 if lab.depth <= MOST_TERMS else 0.0
        self.sign = 1.3 * line_height(theme, "label")
        self.sum_width = text_width(theme, "formula", self._widest_sum) + self.gap

    @property
    def formula_height(self) -> float:
        """A line for the products of a channel, and one for the general form unless the picture
        is so low that grids need its room."""
        return self.formula_lines * line_height(self._theme, "formula_line") + 0.5 * self.gap

    @property
    def formula_lines(self) -> int:
        return 1 if self.height < _LOW * line_height(self._theme, "formula_line") else 2

    @cached_property
    def cells(self) -> Cells:
        return best_cells(self._planes(), self._space())

    def _planes(self) -> Planes:
        lab, theme = self._lab, self._theme
        rows, columns = lab.operation.rows, lab.operation.columns
        grid, step = theme.px_f("cell_lab_grid"), theme.px_f("cell_lab_window")
        largest = lab.input.ravel()[np.abs(lab.input).argmax()]
        return Planes(
            lab.depth,
            (rows.extent, columns.extent),
            lab.kernel_size,
            lab.operation.output_shape[1:],
            need_of(lab.input, theme, grid),
            joined(*(need_of(values, theme, step) for values in (lab.input, lab.weight))),
            need_of(lab.weight * largest, theme, step),
            need_of(lab.operation.output(), theme, 1.15 * grid),
        )

    def _space(self) -> Space:
        return Space(
            width=self.width,
            height=self.height - self.top,
            gap=self.gap,
            fixed=self.names + 4 * self.sign + self.sum_width + self.gap,
            right=self.total_width + self.gap,
            below_output=self.total_height + self.bias_cell + 3.5 * self.gap,
            formula=self.formula_height,
        )

    # The planes' lines

    @cached_property
    def bottom(self) -> float:
        """Of the planes."""
        return self.height - self.formula_height

    @cached_property
    def lines(self) -> int:
        """Planes below each other."""
        return -(-self._lab.depth // self.cells.columns)

    @cached_property
    def line_width(self) -> float:
        """Of a plane's line, with the space behind it."""
        kernel = self._lab.kernel_size[1] * self.cells.step
        return self._space().fixed + self._input_width + 3 * kernel

    @cached_property
    def _input_width(self) -> float:
        return self._lab.operation.columns.extent * self.cells.input

    def left(self, channel: int) -> float:
        """Of a plane's line."""
        return channel // self.lines * self.line_width

    def y(self, channel: int, high: float) -> float:
        """The top of something of that height in the middle of a plane's line."""
        each = (self.bottom - self.top) / self.lines
        return self.top + channel % self.lines * each + (each - _BETWEEN * self.gap - high) / 2

    def x(self, channel: int, place: int) -> float:
        """The left of window, kernel and products (0, 1, 2), and of the partial sum (3)."""
        start = self.left(channel) + self.names + self._input_width + self.sign
        return start + place * (self._lab.kernel_size[1] * self.cells.step + self.sign)

    def spine(self, channel: int) -> float:
        """Where the way from a partial sum to the total goes down."""
        return self.x(channel, 3) + self.sum_width + 0.3 * self.gap

    # The right column

    @cached_property
    def right(self) -> float:
        """Where it begins."""
        return self.cells.columns * self.line_width + self.gap

    @cached_property
    def output(self) -> QPointF:
        columns = self._lab.operation.output_shape[2]
        free = self.width - self.right - columns * self.cells.output
        return QPointF(self.right + max(free, 0) / 2, self.top)

    @cached_property
    def output_bottom(self) -> float:
        return self.top + self._lab.operation.output_shape[1] * self.cells.output

    @cached_property
    def total(self) -> QRectF:
        """The box of the total, below the output."""
        top = self.output_bottom + 2 * self.gap
        free = self.width - self.right
        width = min(self.total_width, free)
        return QRectF(self.right + (free - width) / 2, top, width, self.total_height)

    @cached_property
    def total_width(self) -> float:
        """As wide as its text needs, broken into lines between its terms."""
        slack = 0.0 if self._total_lines == 1 else self._total_text_width / (MOST_TERMS + 2)
        return self._total_text_width / self._total_lines + slack + 1.5 * self.gap

    @cached_property
    def _total_lines(self) -> int:
        line = _WIDEST_TOTAL * line_height(self._theme, "formula")
        return int(-(-self._total_text_width // line))

    @cached_property
    def _total_text_width(self) -> float:
        terms = min(self._lab.depth, MOST_TERMS)
        text = " + ".join([self._widest_sum] * (terms + 1)) + " + bias 0 = "
        return text_width(self._theme, "formula", text)

    @cached_property
    def _widest_sum(self) -> str:
        """About as wide as the widest partial sum."""
        sums = self._lab.operation.output()
        return shown(-float(np.abs(sums).max()) or 0.0, decimals(sums))

    @cached_property
    def total_height(self) -> float:
        return self._total_lines * line_height(self._theme, "formula") + self.gap

    @cached_property
    def bias_cell(self) -> float:
        most = self._theme.px_f("cell_lab_window")
        return min(most, float(-int(-need_of(self._lab.bias, self._theme, most).full // 1)))

    @cached_property
    def bias(self) -> QPointF:
        """Its cell, below the total that it goes into."""
        return QPointF(self.total.left() + self.gap, self.total.bottom() + 1.25 * self.gap)

    @cached_property
    def slot(self) -> QRectF | None:
        line = line_height(self._theme, "label")
        top = self.bias.y() + self.bias_cell + 0.5 * self.gap
        free = QRectF(self.right, top, self.width - self.right, self.bottom - top)
        return free if free.width() >= 18 * line and free.height() >= 7.5 * line else None
