"""Where the parts of a filter lab's picture lie: input at the left, what happens in the window in
the middle, output at the right, the formula below."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.filtering import FilterLab
from cnnstudio.ui.labs.layout import fitting_cell, line_height, text_width
from cnnstudio.ui.look import Theme

#: Of the free height in the middle: what the products' grid gets, the window's the rest.
_PRODUCTS_SHARE = 0.54

#: About how many digits wide a product with its plus sign is: “(−1)·0 + ”.
_TERM_SHARE = 9


class SweepLayout:
    """All places in pixels, for a picture of that size."""

    def __init__(self, lab: FilterLab, size: QSizeF, theme: Theme, in_a_row: int = 2) -> None:
        """`in_a_row`: grids of the kernel's size side by side in the middle."""
        self._lab, self._theme, self._in_a_row = lab, theme, in_a_row
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self._rows, self._columns = lab.operation.rows, lab.operation.columns
        _, self._out_rows, self._out_columns = lab.operation.output_shape
        self._kernel_rows, self._kernel_columns = lab.weight.shape[2:]

    @cached_property
    def top(self) -> float:
        """Of the grids, below their headings."""
        return line_height(self._theme, "panel_title") + self.gap

    @cached_property
    def formula(self) -> QRectF:
        theme = self._theme
        weights = self._kernel_rows * self._kernel_columns
        lines = (
            1 if weights * _TERM_SHARE * text_width(theme, "formula_line", "0") < self.width else 2
        )
        height = lines * line_height(theme, "formula_line") + line_height(theme, "label")
        height += 1.5 * self.gap
        return QRectF(0, self.height - height, self.width, height)

    @cached_property
    def bottom(self) -> float:
        """Of the grids."""
        return self.formula.top() - self.gap

    @cached_property
    def cell(self) -> float:
        """Of input and output alike."""
        most = self._theme.px_f("cell_lab_grid") * 1.15
        least_middle = 2 * self._kernel_columns * self._theme.px_f("cell_number_from")
        least_middle = max(least_middle, self.width * 0.22, self._sum_width)
        room = self.width - least_middle - 4 * self.gap
        across = self._columns.extent + self._out_columns
        high = max(self._rows.extent, self._out_rows)
        return min(
            fitting_cell(room, across, most), fitting_cell(self.bottom - self.top, high, most)
        )

    @cached_property
    def input(self) -> QPointF:
        return QPointF(0, self.top)

    @cached_property
    def output(self) -> QPointF:
        return QPointF(self.width - self._out_columns * self.cell, self.top)

    @cached_property
    def middle(self) -> QRectF:
        """Between input and output."""
        left = self._columns.extent * self.cell + 2 * self.gap
        right = self.output.x() - 2 * self.gap
        return QRectF(left, self.top, right - left, self.bottom - self.top)

    @cached_property
    def between(self) -> float:
        """From one grid of the middle's first row to the next, with a sign there."""
        return 2.4 * text_width(self._theme, "formula", "×")

    @cached_property
    def window_cell(self) -> float:
        most = self._theme.px_f("cell_lab_window")
        room = self.middle.width() - (self._in_a_row - 1) * self.between
        across = fitting_cell(room, self._in_a_row * self._kernel_columns, most)
        high = self._free_height * (1 - _PRODUCTS_SHARE)
        return min(across, fitting_cell(high, self._kernel_rows, most))

    @cached_property
    def product_cell(self) -> float:
        most = self._theme.px_f("cell_lab_products")
        high = fitting_cell(self._free_height * _PRODUCTS_SHARE, self._kernel_rows, most)
        return min(high, fitting_cell(self.middle.width() * 0.6, self._kernel_columns, most))

    @cached_property
    def _free_height(self) -> float:
        """For window and products, one above the other."""
        arrows = 2 * self.arrow + self.caption
        return self.middle.height() - arrows - self.sum_height

    @cached_property
    def caption(self) -> float:
        return line_height(self._theme, "label") + 2

    @cached_property
    def arrow(self) -> float:
        """The height of an arrow from one row of the middle to the next."""
        return 2.4 * self.gap

    @cached_property
    def sum_height(self) -> float:
        return line_height(self._theme, "formula") + 1.2 * self.gap

    @cached_property
    def _sum_width(self) -> float:
        return text_width(self._theme, "formula", "00 + 00 − 00 + bias 0 = 00") + self.gap

    def in_row(self, place: int) -> QPointF:
        """The corner of a grid in the middle's first row."""
        grid = self._kernel_columns * self.window_cell
        row = self._in_a_row * grid + (self._in_a_row - 1) * self.between
        left = self.middle.center().x() - row / 2
        return QPointF(left + place * (grid + self.between), self.top + self.caption)

    @cached_property
    def products(self) -> QPointF:
        top = self.in_row(0).y() + self._kernel_rows * self.window_cell + self.arrow
        return QPointF(self.middle.center().x() - self._kernel_columns * self.product_cell / 2, top)

    @cached_property
    def sum(self) -> QRectF:
        top = self.products.y() + self._kernel_rows * self.product_cell + self.arrow
        width = min(self._sum_width * 1.15, self.middle.width())
        return QRectF(self.middle.center().x() - width / 2, top, width, self.sum_height)

    @cached_property
    def output_bottom(self) -> float:
        return self.output.y() + self._out_rows * self.cell

    @cached_property
    def below_output(self) -> float:
        """From the headings' line to the one below the output."""
        return self._out_rows * self.cell + line_height(self._theme, "axis") + 12

    @cached_property
    def lane(self) -> float:
        """The height at which the way from the sum to its cell runs below the output."""
        return self.output_bottom + self.gap + line_height(self._theme, "axis")

    @cached_property
    def slot(self) -> QRectF | None:
        """The free place below the output, if there is one for a question."""
        width = max(self._out_columns * self.cell, 15 * line_height(self._theme, "label"))
        free = QRectF(self.width - width, self.lane + self.gap, width, self.height)
        free.setBottom(self.height)
        return free if free.height() >= 7.5 * line_height(self._theme, "label") else None
