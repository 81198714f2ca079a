"""The picture of the lab of many filters: a picture, its filters, and a map for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.filters import FiltersLab
from cnnstudio.core.sliding import Place, Step
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import (
    added,
    decimals,
    equals,
    factor,
    most_terms,
    products,
    shown,
)
from cnnstudio.ui.labs.images_parts import picture_grid
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, heading, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Box, Item, PixelGrid, Plate, Run, Text, Wire, runs

#: Of the width: the input at the left, and the filters in the middle at most.
_INPUT_SHARE, _FILTERS_SHARE = 0.27, 0.28

#: The least height of a gap that a line goes through, in pixels.
_LANE = 6.0

#: Weights of a filter whose products are written out; of larger ones, a sum for each channel.
_MOST_PRODUCTS = 25


def compose(lab: FiltersLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Input, one line for each filter with its kernels, and the maps; the shapes below."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: FiltersLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.line = line_height(theme, "formula_line")
        self.below = 3 * self.line + 1.25 * self.gap
        self.bottom = self.height - self.below
        self.present = self._present()
        self.inputs = self._inputs()
        self.kernels = self._kernels()
        self.maps = self._maps()

    def plate(self) -> Plate:
        items: list[Item] = [*self._frames(), *self.inputs]
        items += [grid for line in self.kernels for grid in line]
        items += self._biases()
        items += [*self.maps, *self._headings(), *self._links(), *self._words()]
        marks = parts.window_marks(self.lab, self.moment, (0,))
        return Plate(tuple(items), marks, None, self._sentence())

    def _present(self) -> int:
        """The filter that is looked at: the hovered one, or the one that is at work."""
        hovered = self.moment.hovered
        if hovered is not None:
            kind, _, rest = hovered.grid.partition(":")
            if kind in ("output", "filter", "kernel", "bias"):
                return int(rest.partition(":")[0])
        return self.lab.place.map

    # The input: in colour, or its planes

    def _inputs(self) -> list[PixelGrid]:
        rows, columns = self.lab.operation.rows, self.lab.operation.columns
        wide = self.width * _INPUT_SHARE - self.gap
        most = self.theme.px_f("cell_lab_grid")
        cell = min(
            fitting_cell(wide, columns.extent, most),
            fitting_cell(self.bottom - self.top, rows.extent, most),
        )
        padded = self.lab.operation.padded()
        corner = QPointF(0, self.top)
        grid = parts.input_grid(self.lab, padded, 0, corner, cell)
        if self.lab.is_in_colour:
            light = padded / parts.pixel_limit(padded) * 255
            coloured = picture_grid("", "", light, corner, cell)
            return [replace(grid, colours=coloured.colours, planes=padded, numbers=False)]
        return [grid]

    # The filters

    def _kernels(self) -> list[list[PixelGrid]]:
        """A line for each filter, with a kernel for each channel."""
        lab = self.lab
        kernel_rows, kernel_columns = lab.kernel_size
        lines = self._filter_lines()
        high = (self.bottom - self.top) / lines - self.gap * 0.6
        sets = -(-lab.filters // lines)
        self.bias_cell = min(self.theme.px_f("cell_number_from"), high)
        behind = self.bias_cell + 0.5 * self.gap
        wide = self.width * _FILTERS_SHARE / sets - self.gap - behind
        between = self.gap * 0.3
        most = self.theme.px_f("cell_lab_window")
        room = wide - (lab.channels - 1) * between
        self.small = min(
            fitting_cell(room, lab.channels * kernel_columns, most),
            fitting_cell(high, kernel_rows, most),
        )
        line_width = lab.channels * kernel_columns * self.small + (lab.channels - 1) * between
        line_width += behind
        left = self.width * _INPUT_SHARE + 2.2 * self.gap
        found = []
        for filter in range(lab.filters):
            column, line = divmod(filter, lines)
            y = self.top + line * (self.bottom - self.top) / lines
            x = left + column * (line_width + 1.4 * self.gap)
            found.append(
                [
                    self._kernel(
                        filter,
                        channel,
                        QPointF(x + channel * (kernel_columns * self.small + between), y),
                    )
                    for channel in range(lab.channels)
                ]
            )
        self.filters_right = left + sets * line_width + (sets - 1) * 1.4 * self.gap
        return found

    def _kernel(self, filter: int, channel: int, corner: QPointF) -> PixelGrid:
        """In colours of the filter's own scale: weak ones are seen beside strong ones."""
        name = tr("Filter {k}, channel {c}").format(k=filter + 1, c=channel + 1)
        grid = parts.kernel_grid(self.lab, filter, channel, corner, self.small, name)
        return replace(grid, limit=float(np.abs(self.lab.weight[filter]).max()) or 1.0)

    def _biases(self) -> Iterator[PixelGrid]:
        """Behind each filter's kernels, what is added to its sums."""
        for filter, line in enumerate(self.kernels):
            last = line[-1].rect
            top = last.center().y() - self.bias_cell / 2
            corner = QPointF(last.right() + 0.5 * self.gap, top)
            name = tr("Bias of filter {k}").format(k=filter + 1)
            grid = parts.bias_grid(self.lab, filter, corner, self.bias_cell)
            yield replace(grid, name=name, limit=self.kernels[filter][0].limit)

    def _frame(self, filter: int) -> QRectF:
        """Around a filter's kernels and its bias."""
        line = self.kernels[filter]
        rect = line[0].rect.united(line[-1].rect)
        return rect.adjusted(-5, -5, 0.5 * self.gap + self.bias_cell + 5, 5)

    def _filter_lines(self) -> int:
        """Lines of filters: all below each other up to six, then in two columns."""
        return self.lab.filters if self.lab.filters <= 6 else -(-self.lab.filters // 2)

    # The maps

    def _maps(self) -> list[PixelGrid]:
        _, rows, columns = self.lab.operation.output_shape
        left = self.filters_right + 4 * self.gap
        wide, high = self.width - left - 6, self.bottom - self.top
        line = line_height(self.theme, "label") + 3
        across = max(
            range(1, self.lab.filters + 1), key=lambda n: self._map_cell(n, wide, high, line)
        )
        cell = self._map_cell(across, wide, high, line)
        found = []
        for filter in range(self.lab.filters):
            place, column = divmod(filter, across)
            corner = QPointF(
                left + column * (columns * cell + self.gap),
                self.top + place * (rows * cell + self.gap + line),
            )
            name = tr("Map {k}").format(k=filter + 1)
            grid = parts.output_grid(self.lab, filter, corner, cell, self.moment, name)
            found.append(_own_scale(grid))
        return found

    def _map_cell(self, across: int, wide: float, high: float, line: float) -> float:
        _, rows, columns = self.lab.operation.output_shape
        down = -(-self.lab.filters // across)
        most = self.theme.px_f("cell_lab_grid")
        return min(
            fitting_cell(wide - (across - 1) * self.gap, across * columns, most),
            fitting_cell(high - (down - 1) * (self.gap + line), down * rows, most),
        )

    # Words and lines

    def _headings(self) -> Iterator[Item]:
        lab = self.lab
        room = self.width * _INPUT_SHARE
        size = shape((lab.channels, *lab.size))
        yield heading(self.inputs[0].corner, room, self.theme, tr("Input"), size, "x")
        first = self.kernels[0][0].corner
        size = shape((lab.filters, lab.channels, *lab.kernel_size))
        room = self.maps[0].corner.x() - first.x()
        yield heading(first, room, self.theme, tr("Filters"), size, "w")
        corner = self.maps[0].corner
        size = shape(lab.operation.output_shape)
        yield heading(corner, self.width - corner.x(), self.theme, tr("Maps"), size, "y")

    def _frames(self) -> Iterator[Item]:
        """A box behind each filter, purple behind the one that is looked at."""
        for filter in range(self.lab.filters):
            chosen = filter == self.present
            yield Box(
                self._frame(filter),
                "accent_tint" if chosen else "surface",
                "accent" if chosen else "hairline",
                6,
                2.5 if chosen else 1,
            )
        map = self.maps[self.present].rect.adjusted(-5, -5, 5, 5)
        yield Box(map, "accent_tint", "accent", 6, 2.5)

    def _links(self) -> Iterator[Item]:
        """From the window to the filter that looks at it, and from that to its map."""
        rect = self._frame(self.present)
        map = self.maps[self.present].rect
        if self.lab.step:
            yield from self._to_filter(rect)
        through_others = rect.right() < self.filters_right - 1
        if through_others or map.left() > self.maps[0].corner.x() + 1:
            return  # the two frames then show what belongs together
        lane = self.maps[0].corner.x() - 1.8 * self.gap
        end = QPointF(map.left() - 8, map.center().y())
        points = (
            QPointF(rect.right(), rect.center().y()),
            QPointF(lane, rect.center().y()),
            QPointF(lane, end.y()),
            end,
        )
        yield Wire(points, "accent", "window_link", arrow=True, radius=6)

    def _to_filter(self, frame: QRectF) -> Iterator[Item]:
        """From the window; behind the first column of filters, through the gap above the frame if
        there is any."""
        place, operation = self._place(), self.lab.operation
        box = self.inputs[0].area(
            operation.rows.start(place.row),
            operation.columns.start(place.column),
            operation.rows.reach,
            operation.columns.reach,
        )
        start = QPointF(box.right(), box.center().y())
        end = QPointF(frame.left(), frame.center().y())
        lines = self._filter_lines()
        if self.present < lines:
            yield Wire((start, end), "accent", "window_link")
            return
        free = (self.bottom - self.top) / lines - frame.height()
        if free < _LANE:
            return  # the frames then show what belongs together
        first, level = self._frame(0).left() - 0.7 * self.gap, frame.bottom() + free / 2
        before = frame.left() - 0.7 * self.gap
        points = (
            *(start, QPointF(first, start.y()), QPointF(first, level)),
            *(QPointF(before, level), QPointF(before, end.y()), end),
        )
        yield Wire(points, "accent", "window_link", radius=6)

    def _place(self) -> Place:
        """The place in the maps that is pointed at, else the one at work."""
        hovered = self.moment.hovered
        if hovered is not None and hovered.grid.startswith("output:"):
            return Place(self.present, hovered.row, hovered.column)
        return self.lab.place

    # Below

    def _words(self) -> Iterator[Item]:
        """The general form, the sum of the step, and the weight tensor counted out."""
        top = self.bottom + 0.75 * self.gap
        for line, words in enumerate((self._general(), self._sum(), self._shapes())):
            rect = QRectF(0, top + line * (self.line + 0.25 * self.gap), self.width, self.line)
            yield Text(rect, words, "formula_line", LEFT)

    def _general(self) -> tuple[Run, ...]:
        (s, t), (p, q), (d, e) = self.lab.stride, self.lab.padding, self.lab.dilation
        where = f"[c, {parts.index_of('i', s, 'u', d, p)}, {parts.index_of('j', t, 'v', e, q)}]"
        return runs(
            *(parts.letter("y"), "[k, i, j]"),
            *(Run(" = Σ", "muted"), Run("c, u, v", "muted", lowered=True), " "),
            *(parts.letter("w"), "[k, c, u, v]", Run(" · ", "muted")),
            *(parts.letter("x"), where, Run(" + ", "muted"), parts.letter("b"), "[k]"),
        )

    def _sum(self) -> tuple[Run, ...]:
        """“Map 3, row 4, column 5:  −37 + 72 + 111 + bias 0 = 146”. Of a question, its numbers."""
        lab = self.lab
        if not lab.step:
            return (Run(tr("Each filter, with all its kernels, makes one map."), "muted"),)
        step = lab.shown
        terms = self._terms(step)
        digits = decimals(step.products, step.bias)
        known = self.moment.phase >= 1
        bias = tr(" + bias {bias} ").format(bias=factor(step.bias, digits))
        sign = equals([*step.partial_sums, step.bias], step.sum, digits)
        return runs(
            Run(self._where(step), "muted"),
            terms,
            Run(bias, cell=Cell(f"bias:{step.place.map}", 0, 0)),
            Run(f"{sign} ", "muted"),
            Run(shown(step.sum, decimals(step.sum)) if known else "?", "accent", strong=True),
        )

    def _terms(self, step: Step) -> tuple[Run, ...]:
        """The products of one small kernel, else what each channel adds."""
        if self.lab.channels > 1 or step.kernel[0].size > _MOST_PRODUCTS:
            digits = decimals(step.partial_sums)
            return added([float(value) for value in step.partial_sums], digits)
        key = f"kernel:{step.place.map}:0"
        cells = [Cell(key, row, column) for row, column in np.ndindex(*step.kernel[0].shape)]
        room = self.width - text_width(self.theme, "formula_line", self._where(step))
        most = most_terms(step.kernel[0], step.window[0], room, self.theme)
        return products(step.kernel[0], step.window[0], cells, most)

    def _where(self, step: Step) -> str:
        names = {name: value + 1 for name, value in step.place._asdict().items()}
        return tr("Map {map}, row {row}, column {column}:  ").format(**names)

    def _shapes(self) -> tuple[Run, ...]:
        """The weight tensor counted out, and what comes of it."""
        lab = self.lab
        rows, columns = lab.kernel_size
        count = f"{lab.filters} × {lab.channels} × {rows} × {columns} = "
        return runs(
            Run(tr("Weights: "), "muted"),
            Run(count),
            Run(number(int(lab.weight.size)), strong=True),
            Run(tr(", and {biases} biases").format(biases=lab.filters), "muted"),
            Run(f"      {shape(lab.input.shape)}"),
            Run("  →  ", "muted"),
            Run(shape(lab.operation.output_shape), strong=True),
            Run(tr("   one map per filter"), "muted"),
        )

    def _sentence(self) -> str:
        template = tr("{filters} filters make {filters} maps; filter {k} is at work.")
        return template.format(filters=self.lab.filters, k=self.lab.place.map + 1)


def _own_scale(grid: PixelGrid) -> PixelGrid:
    """A map in colours of its own scale."""
    return replace(grid, limit=float(np.abs(grid.values).max()) or 1.0)
