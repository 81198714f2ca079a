"""The picture of the stride lab: where the window stops, what it leaves out, the output's size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.stride import StrideLab
from cnnstudio.core.sliding import Axis
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, equals, factor, shown
from cnnstudio.ui.labs.layout import CENTRE, LEFT, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.scales import scale_above
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.plates.items import Disc, Item, Mark, PixelGrid, Plate, Run, Text, Wire, runs
from cnnstudio.ui.session.wording import translated

#: Places up to which each is drawn on the ruler.
_MOST_PLACES = 40

#: Numbers of a window up to which their sum is written out.
_MOST_TERMS = 16


def compose(lab: StrideLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Input with the window's jumps at the left, output at the right, the arithmetic below."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: StrideLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.rows, self.columns = lab.operation.rows, lab.operation.columns
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.ruler = 2.0 * line_height(theme, "label")
        self.below = self._below_height()
        self.cell = self._cell()
        self.source = self._source()
        self.output = self._output()

    def plate(self) -> Plate:
        items: list[Item] = [
            self.source,
            self.output,
            *self._headings(),
            *self._rulers(),
            *self._link(),
            *self._sum(),
            *self._arithmetic(),
        ]
        marks = (*self._visited(), *parts.window_marks(self.lab, self.moment, (0,)))
        return Plate(tuple(items), marks, self._slot(), self._sentence())

    # Layout

    def _below_height(self) -> float:
        lines = line_height(self.theme, "formula") * 2 + 4 * line_height(self.theme, "body")
        return lines + 2 * self.gap

    def _cell(self) -> float:
        _, rows, columns = self.lab.operation.output_shape
        most = self.theme.px_f("cell_lab_grid") * 1.8
        high = self.height - self.top - self.ruler
        between = self.ruler + max(self.width * 0.1, 8 * self.gap)
        return min(
            fitting_cell(self.width - between, self.columns.extent + columns, most),
            fitting_cell(high, self.rows.extent, most),
            fitting_cell(high - self.below, rows, most),
            fitting_cell(self.width * 0.52, self.columns.extent, most),
        )

    def _source(self) -> PixelGrid:
        corner = QPointF(self.ruler, self.top + self.ruler)
        return parts.input_grid(self.lab, self.lab.operation.padded(), 0, corner, self.cell)

    def _output(self) -> PixelGrid:
        corner = QPointF(self._right(), self.top + self.ruler)
        return parts.output_grid(self.lab, 0, corner, self.cell, self.moment)

    def _right(self) -> float:
        """Where the right column begins: output above, arithmetic below."""
        wide = self.lab.operation.output_shape[2] * self.cell
        left = self.source.rect.right()
        return left + min(max(self.width * 0.09, 6 * self.gap), self.width - left - wide)

    def _slot(self) -> QRectF | None:
        line = line_height(self.theme, "label")
        left = self.output.rect.right() + 2 * self.gap
        free = QRectF(left, self.output.rect.top(), self.width - left, 12 * line)
        free.setBottom(min(free.bottom(), self.height - self.below - self.gap))
        fits = free.height() >= 7.5 * line and free.width() >= 18 * line
        return free if fits else None

    # Parts

    def _headings(self) -> Iterator[Item]:
        width = self.output.rect.left() - self.gap - self.source.rect.left()
        note = shape(self.lab.input.shape[1:])
        if any(self.lab.padding):
            note = tr("{size} and padding").format(size=note)
        above = QPointF(self.source.rect.left(), self.top)
        yield heading(above, width, self.theme, tr("Input"), note)
        above = QPointF(self.output.rect.left(), self.top + self.ruler)
        room = self.width - above.x()
        note = shape((self.output.rows, self.output.columns))
        yield heading(above, room, self.theme, tr("Output"), note)
        title = f"{tr('Output')}   {note}"
        yield from scale_above(self.output, title, self.width, self.theme)

    def _rulers(self) -> Iterator[Item]:
        """A dot for each place of the window, along the top and the left, with the jump from the
        one to the next."""
        place = self.lab.place
        rect = self.source.rect
        across = QPointF(rect.left(), rect.top() - self.ruler * 0.3)
        down = QPointF(rect.left() - self.ruler * 0.3, rect.top())
        yield from self._ruler(self.columns, across, QPointF(self.cell, 0), place.column)
        yield from self._ruler(self.rows, down, QPointF(0, self.cell), place.row)
        yield from self._jump_text(across)

    def _ruler(self, axis: Axis, start: QPointF, step: QPointF, now: int) -> Iterator[Item]:
        if axis.positions > _MOST_PLACES:
            return
        radius = max(2.5, min(5.0, self.cell * 0.12))
        spots = [start + step * (axis.start(n) + axis.before + 0.5) for n in range(axis.positions)]
        for one, next in pairwise(spots):
            yield Wire((one, next), "hairline_strong", "hairline_w")
        for place, spot in enumerate(spots):
            reached = self.lab.step > 0 and place <= now
            tone = "accent" if reached and place == now else "muted" if reached else "surface"
            yield Disc(spot, radius, tone, "accent" if place == now else "muted")

    def _jump_text(self, start: QPointF) -> Iterator[Item]:
        """“S = 2” above the first jump, where there is room."""
        axis = self.columns
        if axis.positions < 2 or axis.positions > _MOST_PLACES:
            return
        line = line_height(self.theme, "label")
        middle = start.x() + self.cell * (0.5 + axis.stride / 2)
        reach = min(4 * line, middle)
        rect = QRectF(middle - reach, start.y() - line - 5, 2 * reach, line)
        yield Text(rect, (Run(f"S = {axis.stride}", "muted"),), "label", CENTRE)

    def _visited(self) -> Iterator[Mark]:
        """The windows of this row that were there before, thinly."""
        if not self.lab.step:
            return
        place = self.lab.place
        for column in range(place.column):
            cell = Cell("input:0", self.rows.start(place.row), self.columns.start(column))
            yield Mark(cell, "faint", self.rows.reach, self.columns.reach)

    def _link(self) -> Iterator[Item]:
        """From the window to its cell of the output."""
        if not self.lab.step:
            return
        place = self.lab.place
        box = self.source.area(
            self.rows.start(place.row),
            self.columns.start(place.column),
            self.rows.reach,
            self.columns.reach,
        )
        cell = self.output.area(place.row, place.column)
        drawn = self.moment.part(0.2, 1.0)
        for start, end in (
            (box.topRight(), cell.topLeft()),
            (box.bottomRight(), cell.bottomLeft()),
        ):
            yield Wire((start, end), "accent", "window_link", drawn=drawn)

    # What each output is

    def _sum(self) -> Iterator[Item]:
        """The weights are all 1: an output is the sum of what its window reads."""
        line = line_height(self.theme, "body")
        top = self.output.rect.bottom() + self.gap
        if top + line > self.height - self.below:
            return
        high = min(2 * line, self.height - self.below - top)
        room = QRectF(self._right(), top, self.width - self._right(), high)
        words = Run(tr("Every weight is 1: an output is the sum of its window.  "), "muted")
        yield Text(room, runs(words, *self._worked_sum()), "body", parts.TOP_LEFT, wraps=True)

    def _worked_sum(self) -> Iterator[Run]:
        lab = self.lab
        values = lab.shown.window[0].ravel()
        if not lab.step or self.moment.asked or len(values) > _MOST_TERMS:
            return
        digits = decimals(lab.input)
        yield Run(" + ".join(factor(float(value), digits) for value in values))
        yield Run(f" {equals(values, lab.shown.sum, digits)} ")
        yield Run(shown(lab.shown.sum, digits), "accent", strong=True)

    # Below

    def _arithmetic(self) -> Iterator[Item]:
        """The output's size worked out, and what is made of it where it does not come out even."""
        theme = self.theme
        line, big = line_height(theme, "body"), line_height(theme, "formula")
        left, top = self._right(), self.height - self.below + self.gap
        width = self.width - left
        yield Text(QRectF(left, top, width, line), self._general(), "body", LEFT)
        worked = QRectF(left, top + line + 6, width, 2 * big + 4)
        yield Text(worked, tuple(self._worked()), "formula", parts.TOP_LEFT, wraps=True)
        note = QRectF(left, worked.bottom() + 6, width, line * 2.4)
        yield Text(note, self._note(), "body", parts.TOP_LEFT, wraps=True)

    def _general(self) -> tuple[Run, ...]:
        reach = "F" if self.columns.dilation == 1 else "D·(F − 1) − 1"
        return runs(
            Run(tr("Places of the window:"), "muted"),
            Run(f"  (N + 2P − {reach}) / S + 1", "text", strong=True),
        )

    def _worked(self) -> Iterator[Run]:
        axes = [(tr("rows"), self.rows), (tr("columns"), self.columns)]
        alike = self.rows == self.columns
        for name, axis in axes[:1] if alike else axes:
            if not alike:
                yield Run(f"{name}  ", "muted")
            reach = (
                f"{axis.kernel}"
                if axis.dilation == 1
                else f"{axis.dilation}·({axis.kernel} − 1) − 1"
            )
            yield Run(f"({axis.size} + 2·{axis.before} − {reach}) / {axis.stride} + 1 = ")
            if axis.fits_exactly:
                yield Run(f"{axis.positions}", "accent", strong=True)
            else:
                yield Run(f"{float(axis.exact):.2f}", "advice_text", strong=True)
                yield Run(" → ", "muted")
                yield Run(f"{axis.positions}", "accent", strong=True)
            yield Run("      ")

    def _note(self) -> tuple[Run, ...]:
        advice = self.lab.advice()
        if advice is None:
            return (
                Run(tr("The last window ends at the last cell: nothing is left out."), "muted"),
            )
        return (Run(translated(advice), "advice_text"),)

    def _sentence(self) -> str:
        template = tr("A window of {window} on {size} cells has {places} places.")
        return template.format(
            window=shape(self.lab.kernel_size),
            size=shape(self.lab.size),
            places=shape(self.lab.operation.output_shape[1:]),
        )
