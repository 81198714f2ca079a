"""The picture of the 2-D convolution lab: input, window × kernel, products, sum, output."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import added, decimals, equals, factor, products, shown
from cnnstudio.ui.labs.layout import (
    CENTRE,
    bracket,
    caption,
    heading,
    line_height,
    text_width,
)
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.scales import scale_of
from cnnstudio.ui.labs.sweep_layout import SweepLayout
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.labs.ways import landing, window_of
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Box, Item, PixelGrid, Plate, Run, Text, Wire, runs

#: A sum of so many terms is written out; of more, only that they are added.
_MOST_TERMS = 5

#: The least type in which a sum is written out.
_LEAST_SUM = "min"


def compose(lab: ConvolutionLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The whole picture, laid out by `SweepLayout`."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: ConvolutionLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.at = SweepLayout(lab, size, theme, in_a_row=3 if lab.flipped else 2)

    def plate(self) -> Plate:
        items: list[Item] = [*self._outside(), *self._window_row(), *self._sums(), *self._formula()]
        marks = parts.window_marks(self.lab, self.moment, (0,))
        return Plate(tuple(items), marks, self.at.slot, self._sentence())

    # Input and output

    def _outside(self) -> Iterator[Item]:
        lab, at, theme = self.lab, self.at, self.theme
        output = parts.output_grid(lab, 0, at.output, at.cells.output, self.moment)
        yield self._source()
        yield output
        size = shape(lab.input.shape[1:])
        if any(lab.padding):
            size = tr("{size} and padding").format(size=size)
        yield heading(at.input, at.middle.left(), theme, tr("Input"), size, "x")
        yield from self._output_heading(output)

    def _source(self) -> PixelGrid:
        padded = self.lab.operation.padded()
        return parts.input_grid(self.lab, padded, 0, self.at.input, self.at.cells.input)

    def _output_heading(self, output: PixelGrid) -> Iterator[Item]:
        """Title and size, and the colour scale at the end of the line, where there is room."""
        theme, right = self.theme, output.rect.right()
        legend = scale_of(output, right, self.at.top - 6, theme)
        note = shape((output.rows, output.columns))
        needed = text_width(theme, "body_strong", f"{tr('Output')} y    {note}") + self.at.gap
        shares_line = right - legend.rect.width() - needed > self.at.middle.left()
        if shares_line:
            right = legend.rect.left() - 0.5 * self.at.gap
            yield legend
        left = min(output.rect.left(), right - needed)
        yield heading(QPointF(left, self.at.top), right - left, theme, tr("Output"), note, "y")

    # The middle

    def _window_row(self) -> Iterator[Item]:
        lab, at = self.lab, self.at
        window = parts.window_grid(lab, 0, at.in_row(0), at.cells.window)
        last = 2 if lab.flipped else 1
        kernel = parts.kernel_grid(lab, 0, 0, at.in_row(last), at.cells.window)
        yield window
        yield kernel
        yield from self._named(window.rect, tr("window"))
        yield from self._named(kernel.rect, tr("kernel"), "w")
        yield self._sign(window.rect, "×")
        if lab.flipped:
            turned = parts.turned_grid(lab, 0, at.in_row(1), at.cells.window)
            yield turned
            yield from self._named(turned.rect, tr("turned by 180°"))
            yield self._sign(turned.rect, "←")
        yield from self._links(window.rect)

    def _named(self, rect: QRectF, text: str, letter: str = "") -> Iterator[Item]:
        width = max(rect.width() + self.at.between, text_width(self.theme, "label", text))
        middle = QPointF(rect.center().x(), rect.top())
        yield caption(middle, text, self.theme, width, letter)

    def _sign(self, left: QRectF, sign: str) -> Item:
        rect = QRectF(left.right(), left.top(), self.at.between, left.height())
        return Text(rect, (Run(sign, "muted"),), "formula", CENTRE)

    def _links(self, window: QRectF) -> Iterator[Item]:
        """From the window on the input to the window in the middle."""
        if not self.lab.step:
            return
        box = window_of(self._source(), self.lab)
        for start, end in (
            (box.topRight(), window.topLeft()),
            (box.bottomRight(), window.bottomLeft()),
        ):
            yield Wire((start, end), "accent", "window_link")

    def _sums(self) -> Iterator[Item]:
        lab, at = self.lab, self.at
        grid = parts.products_grid(lab, 0, at.products, at.cells.products, self.moment)
        yield grid
        if at.cells.stacked:
            yield from self._from_row_to_products(grid.rect)
        else:
            yield self._sign(QRectF(at.in_row(1), QSizeF(grid.rect.size())), "=")
            yield from self._named(grid.rect, tr("products"))
        yield from parts.bias_cell(lab, 0, grid.rect, at.bias, at.bias_cell, self.theme)
        middle = grid.rect.center().x()
        ends = QPointF(middle, grid.rect.bottom() + 4), QPointF(middle, at.sum.top() - 4)
        yield Wire(ends, arrow=True)
        yield Box(at.sum, "accent_tint", "accent", 8, 2)
        yield Text(at.sum.adjusted(8, 0, -8, 0), self._sum(), "formula", CENTRE)
        yield from self._landing()

    def _from_row_to_products(self, products: QRectF) -> Iterator[Item]:
        """A bracket below window and kernel, and beside its arrow what comes of them."""
        at = self.at
        half = self.lab.kernel_size[1] * at.cells.window / 2
        first, last = (QPointF(at.in_row(n).x() + half, at.row_bottom + 4) for n in (0, 1))
        yield from bracket(first, last, at.bracket - 8)
        middle = products.center().x() + at.gap
        label = QRectF(
            middle, products.top() - at.caption - 2, at.middle.right() - middle, at.caption
        )
        words = tr("products, cell by cell")
        if text_width(self.theme, "label", words) > label.width():
            words = tr("products")
        yield Text(label, (Run(words, "muted"),), "label")

    def _sum(self) -> tuple[Run, ...]:
        """“7 + 2 − 5 + bias 0 = 4”, as far as the step's move has come."""
        if not self.lab.step or self.moment.asked:
            return (Run(tr("products + bias"), "muted"),)
        step = self.lab.shown
        digits = decimals(step.products, step.bias, step.sum)
        terms = [float(value) for value in step.products.ravel() if value]
        written = self._summed(terms, digits)
        widest = sum(text_width(self.theme, _LEAST_SUM, run.text) for run in written)
        fits = len(terms) <= _MOST_TERMS and widest <= self.at.sum.width() - 24
        return written if terms and fits else self._summed([step.total], digits)

    def _summed(self, terms: list[float], digits: int) -> tuple[Run, ...]:
        """Terms, the bias and what they come to."""
        step = self.lab.shown
        sign = equals([*terms, step.bias], step.sum, digits)
        bias = shown(step.bias, digits)
        done = self.moment.part(*parts.SUM) >= 1
        result = shown(step.sum, digits) if done else "?" if self.moment.phase else ""
        return runs(
            added(terms, digits),
            Run(tr(" + bias {bias} ").format(bias=bias), "text", cell=Cell("bias:0", 0, 0)),
            Run(f"{sign} ", "muted"),
            Run(result, "accent", strong=True),
        )

    def _landing(self) -> Iterator[Item]:
        """From the sum to its cell in the output: around the grid, and up through cells that are
        not computed yet."""
        if not self.lab.step:
            return
        at, place = self.at, self.lab.place
        size = at.cells.output
        corner = at.output + QPointF(place.column, place.row) * size
        start = QPointF(at.sum.right(), at.sum.center().y())
        drawn = self.moment.part(*parts.LANDING)
        yield landing(start, at.side, at.lane, at.gap, QRectF(corner, QSizeF(size, size)), drawn)

    # Below

    def _formula(self) -> Iterator[Item]:
        at, theme = self.at, self.theme
        line = line_height(theme, "formula_line")
        room = QRectF(at.formula)
        if at.slot is not None:
            room.setRight(at.slot.left() - at.gap)
        general = QRectF(room.left(), room.top(), room.width(), line)
        yield Text(general, self._general(), "formula_line")
        terms = QRectF(room.left(), general.bottom() + 0.5 * at.gap, room.width(), 0)
        terms.setBottom(room.bottom())
        most = at.most_terms(room.width())
        yield Text(terms, self._terms(most), "formula_line", parts.TOP_LEFT, wraps=True)

    def _general(self) -> tuple[Run, ...]:
        """The operation with its indices: cross-correlation, or convolution where the kernel is
        turned."""
        lab = self.lab
        (s, t), (p, q), (d, e) = lab.stride, lab.padding, lab.dilation
        u, v = ("u", "v")
        rows, columns = lab.kernel_size
        weight = f"[{rows - 1} − u, {columns - 1} − v]" if lab.flipped else "[u, v]"
        where = f"[{parts.index_of('i', s, u, d, p)}, {parts.index_of('j', t, v, e, q)}]"
        return runs(
            parts.letter("y"),
            "[i, j]",
            Run(" = Σ", "muted"),
            Run("u, v", "muted", lowered=True),
            " ",
            parts.letter("w"),
            weight,
            Run(" · ", "muted"),
            parts.letter("x"),
            where,
            Run(" + ", "muted"),
            parts.letter("b"),
            self._difference(),
        )

    def _difference(self) -> tuple[Run, ...]:
        """Where the kernel is turned: what the sum would be if it were not, as in networks."""
        lab = self.lab
        if not lab.flipped or not lab.step:
            return ()
        other = lab.other_way.step(lab.index).sum
        template = tr("{changed} of {count} outputs differ.")
        count = template.format(changed=number(lab.turning_changes), count=number(lab.count))
        return (
            Run(tr("      Not turned, as in networks, this is "), "muted"),
            Run(shown(other, decimals(other)), strong=True),
            Run(tr(". ") + count, "muted"),
        )

    def _terms(self, most: int) -> tuple[Run, ...]:
        """The step's products written out, or its first and last ones."""
        lab = self.lab
        if not lab.step:
            return (
                Run(tr("Every kernel number times the pixel under it, all added up."), "muted"),
            )
        step = lab.shown
        digits = decimals(step.products, step.bias)
        cells = [
            Cell("products:0", row, column)
            for row in range(step.kernel.shape[1])
            for column in range(step.kernel.shape[2])
        ]
        bias = (Run(" + ", "muted"), Run(factor(step.bias, digits))) if step.bias else ()
        done = self.moment.part(*parts.SUM) >= 1
        return runs(
            products(step.kernel[0], step.window[0], cells, most),
            bias,
            Run(f" {parts.equals_sign(step, digits)} ", "muted"),
            Run(shown(step.sum, decimals(step.sum)) if done else "?", "accent", strong=True),
        )

    def _sentence(self) -> str:
        lab = self.lab
        if not lab.step:
            return tr("Convolution of {size} cells, before the first window.").format(
                size=shape(lab.size)
            )
        place, step = lab.place, lab.shown
        if self.moment.asked:
            return parts.asked_sentence(lab)
        template = tr("Output row {row}, column {column}: the products add up to {sum}.")
        value = shown(step.sum, decimals(step.sum))
        return template.format(row=place.row + 1, column=place.column + 1, sum=value)
