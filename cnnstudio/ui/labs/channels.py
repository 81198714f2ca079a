"""The picture of the channels lab: one line for each plane, their partial sums, one output cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.sweep import split
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import added, decimals, equals, most_terms, products, shown
from cnnstudio.ui.labs.channels_layout import MOST_TERMS, ChannelsLayout
from cnnstudio.ui.labs.images_parts import plane_colours
from cnnstudio.ui.labs.layout import CENTRE, LEFT, caption, heading, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.scales import scale_above
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import NO_BREAK, number, shape
from cnnstudio.ui.plates.items import Box, Item, PixelGrid, Plate, Run, Text, Wire, runs

#: Of a step's move: until then the planes are read one after the other.
_PLANES_UNTIL = 0.7

#: Grids that belong to a channel, as their names begin.
_OF_CHANNEL = ("input:", "window:", "kernel:", "products:")


def compose(lab: ChannelsLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Input, window, kernel and products of each plane in a line; the total and the output."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: ChannelsLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        names = tuple(self._short_name(channel) for channel in range(lab.depth))
        self.at = ChannelsLayout(lab, names, size, theme)
        self.output = parts.output_grid(lab, 0, self.at.output, self.at.cells.output, moment)

    def plate(self) -> Plate:
        items: list[Item] = [self.output, *self._headings()]
        for channel in range(self.lab.depth):
            items += self._line(channel)
        items += [*self._ways(), *self._total(), *self._formula()]
        marks = parts.window_marks(self.lab, self.moment, tuple(range(self.lab.depth)))
        return Plate(tuple(items), marks, self.at.slot, self._sentence())

    # The planes

    def _headings(self) -> Iterator[Item]:
        at, lab = self.at, self.lab
        for first in range(0, lab.depth, at.lines):
            left = at.left(first) + at.names
            note = shape((lab.depth, *lab.size)) if first == 0 else ""
            title = (tr("Input"), note, "x") if first == 0 else ("", "", "")
            right = at.x(first, 0) - 0.5 * at.gap
            needed = text_width(self.theme, "body_strong", f"{tr('Input')} x") + 2
            left = max(0.0, min(left, right - needed))
            yield heading(QPointF(left, at.top), right - left, self.theme, *title)
            yield from self._captions(first)
        wide = at.width - at.right
        note = shape((self.output.rows, self.output.columns))
        left = min(self.output.corner.x(), at.width - 0.7 * wide)
        yield heading(QPointF(left, at.top), at.width - left, self.theme, tr("Output"), note, "y")
        words = f"{tr('Output')} y   {note}"
        yield from scale_above(self.output, words, at.width, self.theme)

    def _captions(self, first: int) -> Iterator[Item]:
        """What stands in a column of planes."""
        at, wide = self.at, self.lab.kernel_size[1] * self.at.cells.step
        words = ((tr("window"), ""), (tr("kernel"), "w"), (tr("products"), ""))
        for place, (text, name) in enumerate(words):
            middle = QPointF(at.x(first, place) + wide / 2, at.top)
            if text_width(self.theme, "label", f"{text} {name}") > wide + at.sign:
                continue
            yield caption(middle, text, self.theme, wide + at.sign, name)

    def _line(self, channel: int) -> Iterator[Item]:
        at, small = self.at, self.at.cells.step
        rows, (kernel_rows, kernel_columns) = self.lab.operation.rows.extent, self.lab.kernel_size
        high = kernel_rows * small
        y, small_y = at.y(channel, rows * at.cells.input), at.y(channel, high)
        left = at.left(channel)
        yield self._plane(channel, QPointF(left + at.names, y))
        if at.names:
            rect = QRectF(left, small_y, at.names - 8, high)
            yield Text(
                rect, (Run(self._short_name(channel), "muted"),), "label", parts.RIGHT_MIDDLE
            )
        corners = [QPointF(at.x(channel, place), small_y) for place in range(4)]
        window = parts.window_grid(self.lab, channel, corners[0], small)
        yield self._tinted(window, channel)
        yield parts.kernel_grid(self.lab, 0, channel, corners[1], small)
        yield self._products(channel, corners[2])
        for corner, sign in zip(corners, "×=→", strict=False):
            rect = QRectF(corner.x() + kernel_columns * small, small_y, at.sign, high)
            yield Text(rect, (Run(sign, "muted"),), "formula", CENTRE)
        yield self._partial(channel, small_y, high)

    def _plane(self, channel: int, corner: QPointF) -> PixelGrid:
        padded = self.lab.operation.padded()
        grid = parts.input_grid(
            self.lab, padded, channel, corner, self.at.cells.input, self._name(channel)
        )
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

    def _short_name(self, channel: int) -> str:
        """As it stands beside a plane: many are only numbered, so that grids have the room."""
        return self._name(channel) if self.lab.depth <= 3 else str(channel + 1)

    def _products(self, channel: int, corner: QPointF) -> PixelGrid:
        """Appearing when it is the plane's turn."""
        grid = parts.products_grid(self.lab, channel, corner, self.at.cells.step, Moment())
        share = self._share(channel)
        return replace(grid, known=None if share >= 1 else int(share * grid.values.size))

    def _share(self, channel: int) -> float:
        """How far a plane's products are, 0 to 1."""
        if not self.lab.step:
            return 0.0
        each = _PLANES_UNTIL / self.lab.depth
        return self.moment.part(channel * each, (channel + 1) * each)

    def _partial(self, channel: int, y: float, high: float) -> Item:
        rect = QRectF(self.at.x(channel, 3), y, self.at.sum_width, high)
        if self._share(channel) < 1:
            return Text(rect, (Run("…", "muted"),), "formula", CENTRE)
        value = float(self.lab.shown.partial_sums[channel])
        text = shown(value, decimals(self.lab.shown.partial_sums))
        return Text(rect, (Run(text, strong=True),), "formula", CENTRE)

    # The total

    def _ways(self) -> Iterator[Item]:
        """From the partial sums of each column of planes to the total."""
        at, box = self.at, self.at.total
        into = box.center().y()
        last = at.spine(self.lab.depth - 1)
        for first in range(0, self.lab.depth, at.lines):
            x, column = at.spine(first), range(first, min(first + at.lines, self.lab.depth))
            ends = [at.y(channel, 0) for channel in column]
            is_last = x == last
            ends.append(into if is_last else at.bottom)
            yield Wire((QPointF(x, min(ends)), QPointF(x, max(ends))), "muted")
            if not is_last:
                around = (QPointF(x, at.bottom), QPointF(last, at.bottom), QPointF(last, into))
                yield Wire(around, "muted", radius=6)
        yield Wire((QPointF(last, into), QPointF(box.left() - 3, into)), "muted", arrow=True)

    def _total(self) -> Iterator[Item]:
        """The partial sums and the bias in a box, and the way to the output cell."""
        box = self.at.total
        yield Box(box, "accent_tint", "accent", 8, 2)
        yield Text(box.adjusted(10, 0, -10, 0), self._total_runs(), "formula", CENTRE, wraps=True)
        yield from self._bias(box)
        if self.lab.step:
            yield self._landing(box)

    def _bias(self, box: QRectF) -> Iterator[Item]:
        """The bias as a cell of its own, and its way into the total."""
        grid = parts.bias_grid(self.lab, 0, self.at.bias, self.at.bias_cell)
        yield grid
        words = QRectF(grid.rect.right() + 8, grid.rect.top(), 0, grid.rect.height())
        words.setRight(max(box.right(), words.left()))
        yield Text(words, (Run(tr("bias") + " ", "muted"), parts.letter("b")), "label", LEFT)
        x = grid.rect.center().x()
        ends = QPointF(x, grid.rect.top() - 3), QPointF(x, box.bottom() + 4)
        yield Wire(ends, "muted", arrow=True)

    def _landing(self, box: QRectF) -> Item:
        """Up through cells that are not computed yet."""
        place = self.lab.place
        cell = self.output.area(place.row, place.column)
        lane = self.at.output_bottom + 0.75 * self.at.gap
        x = cell.center().x()
        start = min(max(x, box.left() + 12), box.right() - 12)
        points = (
            QPointF(start, box.top()),
            QPointF(start, lane),
            QPointF(x, lane),
            QPointF(x, cell.bottom() + 5),
        )
        drawn = self.moment.part(0.8, 1.0)
        return Wire(points, "accent", "window_link", arrow=True, radius=6, drawn=drawn)

    def _total_runs(self) -> tuple[Run, ...]:
        if not self.lab.step:
            return (Run(tr("all partial sums + bias"), "muted"),)
        step = self.lab.shown
        digits = decimals(step.partial_sums, step.bias)
        known = [self._share(channel) >= 1 for channel in range(self.lab.depth)]
        if not all(known):
            return (Run(tr("all partial sums + bias"), "muted"),)
        terms = [float(value) for value in step.partial_sums]
        if len(terms) > MOST_TERMS:
            terms = [step.total]
        done = self.moment.phase >= _PLANES_UNTIL + 0.1
        result = Run(shown(step.sum, digits) if done else "?", "accent", strong=True)
        sign = equals([*terms, step.bias], step.sum, digits) + NO_BREAK
        bias = tr(" + bias {bias} ").format(bias=shown(step.bias, digits))
        return runs(added(terms, digits), Run(bias, cell=Cell("bias:0", 0, 0)), sign, result)

    # Below

    def _formula(self) -> Iterator[Item]:
        """The general form with the filter's weights counted, and a channel's products."""
        at, line = self.at, line_height(self.theme, "formula_line")
        if at.formula_lines > 1:
            general = QRectF(0, at.height - 2 * line - 4, at.width, line)
            yield Text(general, (*self._general(), *self._counted()), "formula_line", LEFT)
        terms = QRectF(0, at.height - line, at.width, line)
        yield Text(terms, self._terms(), "formula_line", LEFT)

    def _general(self) -> tuple[Run, ...]:
        (s, t), (p, q), (d, e) = self.lab.stride, self.lab.padding, self.lab.dilation
        where = f"[c, {parts.index_of('i', s, 'u', d, p)}, {parts.index_of('j', t, 'v', e, q)}]"
        return runs(
            parts.letter("y"),
            "[i, j]",
            Run(" = Σ", "muted"),
            Run("c, u, v", "muted", lowered=True),
            " ",
            parts.letter("w"),
            "[c, u, v]",
            Run(" · ", "muted"),
            parts.letter("x"),
            where,
            Run(" + ", "muted"),
            parts.letter("b"),
        )

    def _counted(self) -> tuple[Run, ...]:
        rows, columns = self.lab.kernel_size
        return (
            Run(tr("      The filter goes through the full depth: "), "muted"),
            Run(f"{self.lab.depth}·{rows}·{columns} = ", "muted"),
            Run(number(int(np.prod(self.lab.weight.shape))), strong=True),
            Run(tr(" weights and a bias"), "muted"),
        )

    def _terms(self) -> tuple[Run, ...]:
        """The products of the channel that is pointed at, else of the one at work."""
        if not self.lab.step:
            return (
                Run(tr("In each plane: every kernel number times the pixel under it."), "muted"),
            )
        channel, step = self._channel_at_work(), self.lab.shown
        kernel, window = step.kernel[channel], step.window[channel]
        grid = f"products:{channel}"
        cells = [Cell(grid, row, column) for row, column in np.ndindex(*kernel.shape)]
        most = most_terms(kernel, window, self.at.width, self.theme)
        value = float(step.partial_sums[channel])
        digits = decimals(step.products, value)
        sign = equals(step.products[channel].ravel(), value, digits)
        known = self._share(channel) >= 1
        return runs(
            Run(f"{self._name(channel)}:  ", "muted"),
            products(kernel, window, cells, most),
            Run(f" {sign} ", "muted"),
            Run(shown(value, decimals(value)) if known else "?", strong=True),
        )

    def _channel_at_work(self) -> int:
        hovered = self.moment.hovered
        if hovered is not None and hovered.grid.startswith(_OF_CHANNEL):
            return split(hovered.grid)[1]
        each = _PLANES_UNTIL / self.lab.depth
        return min(int(self.moment.phase / each), self.lab.depth - 1)

    def _sentence(self) -> str:
        if not self.lab.step:
            return tr("{depth} planes, before the first window.").format(depth=self.lab.depth)
        if self.moment.asked:
            return parts.asked_sentence(self.lab)
        place, step = self.lab.place, self.lab.shown
        template = tr("Output row {row}, column {column}: {depth} partial sums give {sum}.")
        return template.format(
            row=place.row + 1,
            column=place.column + 1,
            depth=self.lab.depth,
            sum=shown(step.sum, 2),
        )
