"""The picture of the channels lab: one line for each plane, their partial sums, one output cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import added, decimals, equals, shown
from cnnstudio.ui.labs.images_parts import plane_colours
from cnnstudio.ui.labs.layout import CENTRE, LEFT, caption, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Box, Item, PixelGrid, Plate, Run, Text, Wire, runs

#: Of a step's move: until then the planes are read one after the other.
_PLANES_UNTIL = 0.7

#: Terms of a sum that are written out.
_MOST_TERMS = 8


def compose(lab: ChannelsLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Input, window, kernel and products of each plane in a line; the total and the output."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: ChannelsLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.below = 1.5 * line_height(theme, "formula_line") + self.gap
        self.line_height = (self.height - self.top - self.below) / lab.depth
        self.names = 3.4 * line_height(theme, "label") if lab.depth <= 8 else 0.0
        self.sign = 2.0 * line_height(theme, "label")
        self.sum_width = 3.6 * line_height(theme, "formula")
        self._size_cells()
        self.output = self._output()

    def plate(self) -> Plate:
        items: list[Item] = [self.output, *self._headings()]
        for channel in range(self.lab.depth):
            items += self._line(channel)
        items += [*self._total(), *self._formula()]
        marks = parts.window_marks(self.lab, self.moment, tuple(range(self.lab.depth)))
        return Plate(tuple(items), marks, self._slot(), self._sentence())

    # Layout

    def _size_cells(self) -> None:
        """One size for the planes and the output, one for what is the kernel's size."""
        rows, columns = self.lab.operation.rows, self.lab.operation.columns
        kernel_rows, kernel_columns = self.lab.kernel_size
        theme, room = self.theme, self.line_height - self.gap * 0.8
        out_columns = self.lab.operation.output_shape[2]
        taps = 3 * kernel_columns
        fixed = self.names + 4 * self.sign + self.sum_width + 3 * self.gap
        wide = self.width - fixed - 9 * line_height(theme, "formula")
        self.small = min(
            fitting_cell(room, kernel_rows, theme.px_f("cell_lab_window")),
            fitting_cell(wide * 0.5, taps, theme.px_f("cell_lab_window")),
        )
        left = wide - taps * self.small
        self.cell = min(
            fitting_cell(room, rows.extent, theme.px_f("cell_lab_grid")),
            fitting_cell(left, columns.extent + out_columns, theme.px_f("cell_lab_grid")),
        )

    def _y(self, channel: int, high: float) -> float:
        """The top of something in the middle of a plane's line."""
        return (
            self.top + channel * self.line_height + (self.line_height - self.gap * 0.8 - high) / 2
        )

    def _x(self, place: int) -> float:
        """The left of window, kernel and products (0, 1, 2), and of the partial sums (3)."""
        input_width = self.lab.operation.columns.extent * self.cell
        start = self.names + input_width + self.sign + self.gap
        return start + place * (self.lab.kernel_size[1] * self.small + self.sign)

    def _output(self) -> PixelGrid:
        """Above the total, as large as fits there."""
        _, rows, columns = self.lab.operation.output_shape
        left = self._x(3) + self.sum_width + self.gap
        most = self.theme.px_f("cell_lab_grid") * 1.15
        high = self._middle() - 3 * self.gap - self.top
        cell = min(fitting_cell(high, rows, most), fitting_cell(self.width - left, columns, most))
        corner = QPointF(left + (self.width - left - columns * cell) / 2, self.top)
        return parts.output_grid(self.lab, 0, corner, cell, self.moment)

    def _middle(self) -> float:
        """The top of the total's box."""
        free = self.height - self.below - self.top
        return self.top + 0.6 * free

    def _slot(self) -> QRectF | None:
        line = line_height(self.theme, "label")
        top = self._total_box().bottom() + self.theme.px_f("cell_lab_window") + 1.5 * self.gap
        free = QRectF(self._x(3) + self.sum_width + self.gap, top, 0, self.height - top)
        free.setRight(self.width)
        return free if free.width() >= 18 * line and free.height() >= 7.5 * line else None

    # The planes

    def _headings(self) -> Iterator[Item]:
        size = shape((self.lab.depth, *self.lab.size))
        width = self._x(0) - self.gap
        yield heading(
            QPointF(self.names, self.top), width - self.names, self.theme, tr("Input"), size
        )
        for place, text in enumerate((tr("window"), tr("kernel"), tr("products"))):
            middle = self._x(place) + self.lab.kernel_size[1] * self.small / 2
            yield caption(QPointF(middle, self.top), text, self.theme, 150)
        wide = self.width - self.output.corner.x()
        note = shape((self.output.rows, self.output.columns))
        yield heading(self.output.corner, wide, self.theme, tr("Output"), note)

    def _line(self, channel: int) -> Iterator[Item]:
        rows = self.lab.operation.rows.extent
        kernel_rows = self.lab.kernel_size[0]
        y, small_y = self._y(channel, rows * self.cell), self._y(channel, kernel_rows * self.small)
        yield self._plane(channel, QPointF(self.names, y))
        if self.names:
            rect = QRectF(0, y, self.names - 6, rows * self.cell)
            yield Text(rect, (Run(self._name(channel), "muted"),), "label", parts.RIGHT_MIDDLE)
        window = parts.window_grid(self.lab, channel, QPointF(self._x(0), small_y), self.small)
        yield self._tinted(window, channel)
        yield parts.kernel_grid(self.lab, 0, channel, QPointF(self._x(1), small_y), self.small)
        yield self._products(channel, QPointF(self._x(2), small_y))
        for place, sign in ((0, "×"), (1, "="), (2, "→")):
            right = self._x(place) + self.lab.kernel_size[1] * self.small
            rect = QRectF(right, small_y, self.sign, kernel_rows * self.small)
            yield Text(rect, (Run(sign, "muted"),), "formula", CENTRE)
        yield self._partial(channel, small_y, kernel_rows * self.small)

    def _plane(self, channel: int, corner: QPointF) -> PixelGrid:
        padded = self.lab.operation.padded()
        grid = parts.input_grid(self.lab, padded, channel, corner, self.cell, self._name(channel))
        return self._tinted(grid, channel)

    def _tinted(self, grid: PixelGrid, channel: int) -> PixelGrid:
        """A plane of colour in its own light; others in grey."""
        coloured = self.lab.depth == 3 and parts.is_picture(self.lab.input)
        if not coloured or self.lab.source in ("numbers", "slides", "random", "own"):
            return grid
        light = grid.values / parts.pixel_limit(self.lab.input) * 255
        return replace(grid, colours=plane_colours(np.asarray(light, np.float64), channel))

    def _name(self, channel: int) -> str:
        if self.lab.depth == 3:
            return (tr("red"), tr("green"), tr("blue"))[channel]
        return tr("plane {n}").format(n=channel + 1)

    def _products(self, channel: int, corner: QPointF) -> PixelGrid:
        """Appearing when it is the plane's turn."""
        grid = parts.products_grid(self.lab, channel, corner, self.small, Moment())
        share = self._share(channel)
        return replace(grid, known=None if share >= 1 else int(share * grid.values.size))

    def _share(self, channel: int) -> float:
        """How far a plane's products are, 0 to 1."""
        if not self.lab.step:
            return 0.0
        each = _PLANES_UNTIL / self.lab.depth
        return self.moment.part(channel * each, (channel + 1) * each)

    def _partial(self, channel: int, y: float, high: float) -> Item:
        rect = QRectF(self._x(3), y, self.sum_width, high)
        if self._share(channel) < 1:
            return Text(rect, (Run("…", "muted"),), "formula", CENTRE)
        value = float(self.lab.shown.partial_sums[channel])
        text = shown(value, decimals(self.lab.shown.partial_sums))
        return Text(rect, (Run(text, strong=True),), "formula", CENTRE)

    # The total

    def _total_box(self) -> QRectF:
        left = self._x(3) + self.sum_width + 1.5 * self.gap
        high = 2.2 * line_height(self.theme, "formula")
        return QRectF(left, self._middle(), self.width - left, high)

    def _total(self) -> Iterator[Item]:
        """The partial sums and the bias in a box, and the way to the output cell."""
        box = self._total_box()
        yield Box(box, "accent_tint", "accent", 8, 2)
        yield Text(box.adjusted(10, 0, -10, 0), self._total_runs(), "formula", CENTRE, wraps=True)
        spine = self._x(3) + self.sum_width + self.gap * 0.35
        ends = [self._y(c, 0) for c in range(self.lab.depth)]
        middle = box.center().y()
        line = (QPointF(spine, min(*ends, middle)), QPointF(spine, max(*ends, middle)))
        yield Wire(line, "muted")
        yield Wire((QPointF(spine, middle), QPointF(box.left() - 3, middle)), "muted", arrow=True)
        yield from self._bias(box)
        if self.lab.step:
            yield self._landing(box)

    def _bias(self, box: QRectF) -> Iterator[Item]:
        """The bias as a cell of its own, below the total that it is added to."""
        cell = min(self.theme.px_f("cell_lab_window"), self.height - self.below - box.bottom() - 9)
        if cell < 12:
            return
        corner = QPointF(box.left(), box.bottom() + 8)
        yield parts.bias_grid(self.lab, 0, corner, cell)
        words = QRectF(corner.x() + cell + 8, corner.y(), box.width() - cell - 8, cell)
        yield Text(words, (Run(tr("bias b"), "muted"),), "label", LEFT)

    def _landing(self, box: QRectF) -> Item:
        place = self.lab.place
        cell = self.output.area(place.row, place.column)
        points = (
            QPointF(cell.center().x(), box.top()),
            QPointF(cell.center().x(), cell.bottom() + 5),
        )
        drawn = self.moment.part(0.8, 1.0)
        return Wire(points, "accent", "window_link", arrow=True, drawn=drawn)

    def _total_runs(self) -> tuple[Run, ...]:
        if not self.lab.step:
            return (Run(tr("all partial sums + bias"), "muted"),)
        step = self.lab.shown
        digits = decimals(step.partial_sums, step.bias)
        known = [self._share(channel) >= 1 for channel in range(self.lab.depth)]
        if not all(known):
            return (Run(tr("all partial sums + bias"), "muted"),)
        terms = [float(value) for value in step.partial_sums]
        if len(terms) > _MOST_TERMS:
            terms = [step.total]
        done = self.moment.phase >= _PLANES_UNTIL + 0.1
        result = Run(shown(step.sum, digits) if done else "?", "accent", strong=True)
        sign = equals([*terms, step.bias], step.sum, digits)
        bias = tr(" + bias {bias} ").format(bias=shown(step.bias, digits))
        return runs(added(terms, digits), Run(bias, cell=Cell("bias:0", 0, 0)), sign, " ", result)

    def _formula(self) -> Iterator[Item]:
        """The general form, and that the filter goes through the full depth."""
        line = line_height(self.theme, "formula_line")
        rect = QRectF(0, self.height - 1.2 * line, self.width, 1.2 * line)
        rows, columns = self.lab.kernel_size
        yield Text(
            rect,
            runs(
                Run("y[i, j]", "accent", strong=True),
                Run(" = Σ", "muted"),
                Run("c u v", "muted"),
                Run(" w[c, u, v] · x[c, i + u, j + v] + b    "),
                Run(tr("The filter goes through the full depth: "), "muted"),
                Run(f"{self.lab.depth}·{rows}·{columns} = ", "muted"),
                Run(number(int(np.prod(self.lab.weight.shape))), strong=True),
                Run(tr(" weights and a bias"), "muted"),
            ),
            "formula_line",
            LEFT,
        )

    def _sentence(self) -> str:
        if not self.lab.step:
            return tr("{depth} planes, before the first window.").format(depth=self.lab.depth)
        place, step = self.lab.place, self.lab.shown
        template = tr("Output row {row}, column {column}: {depth} partial sums give {sum}.")
        return template.format(
            row=place.row + 1,
            column=place.column + 1,
            depth=self.lab.depth,
            sum=shown(step.sum, 2),
        )
