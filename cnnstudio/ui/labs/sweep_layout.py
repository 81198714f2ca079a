"""Where the parts of a filter lab's picture lie: input at the left, what happens in the window in
the middle, output at the right, the formula below."""

from __future__ import annotations

from functools import cached_property
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.filtering import FilterLab
from cnnstudio.ui.labs.arithmetic import most_terms, term_width
from cnnstudio.ui.labs.layout import line_height, text_width
from cnnstudio.ui.labs.needs import joined, need_of
from cnnstudio.ui.labs.sweep_cells import Cells, Grids, Space, best_cells, middle_width
from cnnstudio.ui.look import Theme

#: Lines that the products of a step are written out in, at most.
_MOST_LINES = 2

#: The least width of a place for a question, in lines of a label.
_SLOT_WIDTH = 20

#: Of the width: what the formula has at least, beside a place for a question.
_BESIDE_SLOT = 0.7

#: How much larger than usual cells may be where all are as large as usual and room is left.
_ROOMY = 1.7

#: A picture lower than this, in lines of the formula, has only one line of products.
_LOW = 16


class SweepLayout:
    """All places in pixels, for a picture of that size. They depend on the lab's numbers, but not
    on its step, so that nothing moves while it plays."""

    def __init__(self, lab: FilterLab, size: QSizeF, theme: Theme, in_a_row: int = 2) -> None:
        """`in_a_row`: grids of the kernel's size side by side, the products not counted."""
        self._lab, self._theme, self._in_a_row = lab, theme, in_a_row
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self._rows, self._columns = lab.operation.rows, lab.operation.columns
        _, self._out_rows, self._out_columns = lab.operation.output_shape
        self._kernel_rows, self._kernel_columns = lab.weight.shape[2:]

    # Above: the grids, between their headings and the formula

    @cached_property
    def top(self) -> float:
        """Of the grids, below their headings."""
        return line_height(self._theme, "panel_title") + self.gap

    @cached_property
    def bottom(self) -> float:
        """Of the grids."""
        return self.formula.top() - 1.5 * self.gap

    @cached_property
    def cells(self) -> Cells:
        """As large as usual, or larger where there is room left then."""
        space = self._space()
        usual = best_cells(self._usual, space)
        if not usual.are_largest_outside(self._usual):
            return usual
        step = _ROOMY if usual.are_largest_in_step(self._usual) else 1.0
        return best_cells(self._grids(_ROOMY, step), space)

    @cached_property
    def _usual(self) -> Grids:
        return self._grids()

    def _grids(self, outside: float = 1.0, step: float = 1.0) -> Grids:
        """With cells that may be so many times as large as usual, outside and in the middle."""
        lab, theme = self._lab, self._theme
        window = theme.px_f("cell_lab_window") * step
        products = theme.px_f("cell_lab_products") * step
        grid = theme.px_f("cell_lab_grid") * 1.15 * outside
        source, weight = need_of(lab.input, theme, grid), need_of(lab.weight, theme, window)
        # The products of every step: at most the largest pixel times each weight.
        largest = lab.input.ravel()[np.abs(lab.input).argmax()]
        return Grids(
            (self._rows.extent, self._columns.extent),
            (self._out_rows, self._out_columns),
            (self._kernel_rows, self._kernel_columns),
            self._in_a_row,
            source,
            need_of(lab.operation.output(), theme, grid),
            joined(need_of(lab.input, theme, window), weight),
            need_of(np.append(lab.weight * largest, lab.bias), theme, products),
        )

    def _space(self) -> Space:
        return Space(
            width=self.width,
            height=self.bottom - self.top,
            outside=3.5 * self.gap,
            between=self.between,
            bias=self._least_bias,
            above_step=self.caption + self.arrow + self.sum_height,
            between_rows=self.bracket,
            least_middle=self._sum_width,
        )

    @cached_property
    def input(self) -> QPointF:
        return QPointF(0, self.top)

    @cached_property
    def output(self) -> QPointF:
        return QPointF(self.width - self._out_columns * self.cells.output, self.top)

    @cached_property
    def middle(self) -> QRectF:
        """Between input and output; it leaves the place for a question free if it can."""
        left = self._columns.extent * self.cells.input + 1.75 * self.gap
        right = self.output.x() - 1.75 * self.gap
        if self._slot is not None:
            beside = self._slot.left() - 2 * self.gap
            right = min(right, max(beside, left + self._needed))
        return QRectF(left, self.top, right - left, self.bottom - self.top)

    @cached_property
    def _needed(self) -> float:
        """The least width of the middle."""
        cells, space = self.cells, self._space()
        return middle_width(self._usual, space, cells.stacked, cells.window, cells.products)

    # The middle: window and kernel, and the products below or beside them

    @cached_property
    def between(self) -> float:
        """From one grid to the next, with a sign there."""
        return 2.0 * text_width(self._theme, "formula", "×")

    @cached_property
    def caption(self) -> float:
        return line_height(self._theme, "label") + 2

    @cached_property
    def arrow(self) -> float:
        """The height of the arrow to the sum."""
        return 1.9 * self.gap

    @cached_property
    def bracket(self) -> float:
        """The height of the arrow from window and kernel down to the products, and of its word."""
        return self.caption + 1.25 * self.gap

    @cached_property
    def sum_height(self) -> float:
        return line_height(self._theme, "formula") + 1.2 * self.gap

    @cached_property
    def _sum_width(self) -> float:
        return text_width(self._theme, "formula", "00 + 00 − 00 + bias 0 = 00") + self.gap

    @cached_property
    def _grid_width(self) -> float:
        return self._kernel_columns * self.cells.window

    @cached_property
    def _row_left(self) -> float:
        """Of the middle's first row: of window and kernel, or of everything up to the bias."""
        width = self._in_a_row * self._grid_width + (self._in_a_row - 1) * self.between
        if not self.cells.stacked:
            width += self._grid_width + 2 * self.between + self.bias_cell
        return self.middle.center().x() - width / 2

    def in_row(self, place: int) -> QPointF:
        """The corner of a grid in the middle's first row."""
        left = self._row_left + place * (self._grid_width + self.between)
        return QPointF(round(left), self.top + self.caption)

    @cached_property
    def row_bottom(self) -> float:
        return self.in_row(0).y() + self._kernel_rows * self.cells.window

    @cached_property
    def products(self) -> QPointF:
        if not self.cells.stacked:
            return self.in_row(self._in_a_row)
        left = self.middle.center().x() - self._kernel_columns * self.cells.products / 2
        return QPointF(round(left), self.row_bottom + self.bracket)

    @cached_property
    def products_rect(self) -> QRectF:
        cell = self.cells.products
        corner = self.products
        return QRectF(corner.x(), corner.y(), self._kernel_columns * cell, self._kernel_rows * cell)

    @cached_property
    def bias(self) -> QPointF:
        """The corner of the bias's cell, beside the products."""
        rect = self.products_rect
        return QPointF(rect.right() + self.between, rect.center().y() - self.bias_cell / 2)

    @cached_property
    def bias_cell(self) -> float:
        """As large as the window's cells, but legible where those are not."""
        return max(self.cells.window, self._least_bias)

    @cached_property
    def _least_bias(self) -> float:
        most = self._theme.px_f("cell_lab_window")
        return min(most, float(ceil(need_of(self._lab.bias, self._theme, most).least)))

    @cached_property
    def sum(self) -> QRectF:
        """Below the products."""
        width = min(self._sum_width * 1.15, self.middle.width())
        left = self.products_rect.center().x() - width / 2
        left = max(self.middle.left(), min(left, self.middle.right() - width))
        top = self.products_rect.bottom() + self.arrow
        return QRectF(left, top, width, self.sum_height)

    # Below the output

    @cached_property
    def output_bottom(self) -> float:
        return self.output.y() + self._out_rows * self.cells.output

    @cached_property
    def lane(self) -> float:
        """The height at which the way from the sum to its cell runs below the output."""
        return self.output_bottom + 0.75 * self.gap

    @cached_property
    def slot(self) -> QRectF | None:
        """The free place below the output, if there is one for a question. The way to a cell goes
        up beside it, and keeps clear of what stands in the middle."""
        slot = self._slot
        fits = slot is not None and slot.left() - 2 * self.gap >= self._right_of_middle
        return slot if fits else None

    @property
    def _right_of_middle(self) -> float:
        """The right end of what stands in the middle below the lane."""
        rect, bias = self.products_rect, self.bias.x() + self.bias_cell + self.gap
        row = self.in_row(self._in_a_row - 1).x() + self._grid_width
        above = ((self.row_bottom, row), (rect.bottom(), max(rect.right(), bias)))
        beside = (right for bottom, right in above if bottom > self.lane)
        return max((self.sum.right(), *beside))

    @cached_property
    def _slot(self) -> QRectF | None:
        """What is free below the output, where it is high enough."""
        line = line_height(self._theme, "label")
        width = max(self._out_columns * self.cells.output, _SLOT_WIDTH * line)
        free = QRectF(self.width - width, self.lane + self.gap, width, self.height)
        free.setBottom(self.height)
        return free if free.height() >= 7.5 * line else None

    @cached_property
    def side(self) -> float:
        """Where the way from the sum goes up or down to that height, left of what is there."""
        left = self.output.x() if self.slot is None else min(self.output.x(), self.slot.left())
        return left - self.gap

    # The formula

    @cached_property
    def formula(self) -> QRectF:
        """The general form in a line, and the step's products in as many as they need."""
        line = line_height(self._theme, "formula_line")
        height = (1 + self._lines) * line + 0.75 * self.gap
        return QRectF(0, self.height - height, self.width, height)

    @cached_property
    def _lines(self) -> int:
        lab = self._lab
        each = term_width(lab.weight, lab.input, self._theme)
        needed = lab.weight[0, 0].size * each / (_BESIDE_SLOT * self.width)
        return min(self._lines_at_most, max(1, int(-(-needed // 1))))

    @cached_property
    def _lines_at_most(self) -> int:
        is_low = self.height < _LOW * line_height(self._theme, "formula_line")
        return 1 if is_low else _MOST_LINES

    def most_terms(self, width: float) -> int:
        """How many products there is room for in a width."""
        lab = self._lab
        return most_terms(lab.weight, lab.input, width, self._theme, self._lines_at_most)
