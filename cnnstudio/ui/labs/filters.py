"""The picture of the lab of many filters: a picture, its filters, and a map for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.filters import FiltersLab
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.images_parts import picture_grid
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Box, Item, PixelGrid, Plate, Run, Text, Wire, runs

#: Of the width: the input at the left, and the filters in the middle at most.
_INPUT_SHARE, _FILTERS_SHARE = 0.27, 0.26


def compose(lab: FiltersLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Input, one line for each filter with its kernels, and the maps; the shapes below."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: FiltersLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.below = 2.4 * line_height(theme, "formula") + self.gap
        self.bottom = self.height - self.below
        self.present = self._present()
        self.inputs = self._inputs()
        self.kernels = self._kernels()
        self.maps = self._maps()

    def plate(self) -> Plate:
        items: list[Item] = [*self._frames(), *self.inputs]
        items += [grid for line in self.kernels for grid in line]
        items += [*self.maps, *self._headings(), *self._links(), *self._shapes()]
        marks = parts.window_marks(self.lab, self.moment, (0,))
        return Plate(tuple(items), marks, None, self._sentence())

    def _present(self) -> int:
        """The filter that is looked at: the hovered one, or the one that is at work."""
        hovered = self.moment.hovered
        if hovered is not None:
            kind, _, rest = hovered.grid.partition(":")
            if kind in ("output", "filter", "kernel"):
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
        if self.lab.channels == 3 and parts.is_picture(padded):
            light = padded / parts.pixel_limit(padded) * 255
            coloured = picture_grid("", "", light, corner, cell)
            return [replace(grid, colours=coloured.colours, numbers=False)]
        return [grid]

    # The filters

    def _kernels(self) -> list[list[PixelGrid]]:
        """A line for each filter, with a kernel for each channel."""
        lab = self.lab
        kernel_rows, kernel_columns = lab.kernel_size
        lines = self._filter_lines()
        high = (self.bottom - self.top) / lines - self.gap * 0.6
        sets = -(-lab.filters // lines)
        wide = self.width * _FILTERS_SHARE / sets - self.gap
        between = self.gap * 0.3
        most = self.theme.px_f("cell_lab_window")
        room = wide - (lab.channels - 1) * between
        self.small = min(
            fitting_cell(room, lab.channels * kernel_columns, most),
            fitting_cell(high, kernel_rows, most),
        )
        line_width = lab.channels * kernel_columns * self.small + (lab.channels - 1) * between
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
        yield heading(self.inputs[0].corner, room, self.theme, tr("Input"), size)
        first = self.kernels[0][0].corner
        size = shape((lab.filters, lab.channels, *lab.kernel_size))
        room = self.maps[0].corner.x() - first.x()
        yield heading(first, room, self.theme, tr("Filters"), size)
        corner = self.maps[0].corner
        size = shape(lab.operation.output_shape)
        yield heading(corner, self.width - corner.x(), self.theme, tr("Maps"), size)

    def _frames(self) -> Iterator[Item]:
        """A box behind each filter, purple behind the one that is looked at."""
        for filter, line in enumerate(self.kernels):
            rect = line[0].rect.united(line[-1].rect).adjusted(-5, -5, 5, 5)
            chosen = filter == self.present
            yield Box(
                rect,
                "accent_tint" if chosen else "surface",
                "accent" if chosen else "hairline",
                6,
                2.5 if chosen else 1,
            )
        map = self.maps[self.present].rect.adjusted(-5, -5, 5, 5)
        yield Box(map, "accent_tint", "accent", 6, 2.5)

    def _links(self) -> Iterator[Item]:
        """From the window to the filter that looks at it, and from that to its map."""
        line = self.kernels[self.present]
        rect = line[0].rect.united(line[-1].rect).adjusted(-5, -5, 5, 5)
        map = self.maps[self.present].rect
        if self.lab.step:
            place, operation = self.lab.place, self.lab.operation
            box = self.inputs[0].area(
                operation.rows.start(place.row),
                operation.columns.start(place.column),
                operation.rows.reach,
                operation.columns.reach,
            )
            start = QPointF(box.right(), box.center().y())
            yield Wire((start, QPointF(rect.left(), rect.center().y())), "accent", "window_link")
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

    def _shapes(self) -> Iterator[Item]:
        """The weight tensor counted out, and what comes of it."""
        lab = self.lab
        line = line_height(self.theme, "formula")
        rows, columns = lab.kernel_size
        count = f"{lab.filters} × {lab.channels} × {rows} × {columns} = "
        weights = runs(
            Run(tr("Weights: "), "muted"),
            Run(count),
            Run(number(int(lab.weight.size)), "accent", strong=True),
            Run(tr(", and {biases} biases").format(biases=lab.filters), "muted"),
        )
        result = runs(
            Run(shape(lab.input.shape)),
            Run("  →  ", "muted"),
            Run(shape(lab.operation.output_shape), "accent", strong=True),
            Run(tr("   one map for each filter, stacked"), "muted"),
        )
        top = self.bottom + self.gap * 0.8
        yield Text(QRectF(0, top, self.width, line + 2), weights, "formula", LEFT)
        below = QRectF(0, top + line + 4, self.width, line + 2)
        yield Text(below, result, "formula", LEFT)

    def _sentence(self) -> str:
        template = tr("{filters} filters make {filters} maps; filter {k} is at work.")
        return template.format(filters=self.lab.filters, k=self.lab.place.map + 1)


def _own_scale(grid: PixelGrid) -> PixelGrid:
    """A map in colours of its own scale."""
    return replace(grid, limit=float(np.abs(grid.values).max()) or 1.0)
