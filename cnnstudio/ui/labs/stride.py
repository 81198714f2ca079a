"""The picture of the stride lab: where the window stops, what it leaves out, the output's size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.stride import StrideLab
from cnnstudio.core.sliding import Axis
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, equals, factor, most_numbers, shown, terms
from cnnstudio.ui.labs.layout import CENTRE, LEFT, fitting_cell, heading, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.scales import scale_above
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.labs.ways import landing, window_of
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.plates.items import Disc, Item, Mark, PixelGrid, Plate, Run, Text, Wire, runs
from cnnstudio.ui.session.wording import translated

#: Places up to which each is drawn on the ruler.
_MOST_PLACES = 40

#: From an output to the words below it, in gaps: the way to a cell runs in between.
_UNDER = 2.1

#: Cells without numbers that are still easily told apart, in pixels.
_COLOURS = 10.0

#: The least width of words beside an output, in lines of a label.
_BESIDE = 18


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
        """Of the arithmetic of the output's size."""
        worked = (1 if self.rows == self.columns else 2) * line_height(self.theme, "formula")
        return worked + 3.4 * line_height(self.theme, "body") + self.gap + 16

    @property
    def _sum_height(self) -> float:
        """Of the sum that an output is: its general form, and a line of numbers."""
        return 2 * line_height(self.theme, "formula_line") + 4

    def _cell(self) -> float:
        """With room for the sum below the output, unless that takes the numbers out of cells, or
        makes colours hard to tell apart."""
        roomy = self._cell_above(self.below + self._sum_height + _UNDER * self.gap)
        largest = self._cell_above(self.below + self.gap)
        legible = self.theme.px_f("cell_number_from")
        return roomy if roomy >= (legible if largest >= legible else _COLOURS) else largest

    def _cell_above(self, below: float) -> float:
        """With so much free below the output."""
        _, rows, columns = self.lab.operation.output_shape
        most = self.theme.px_f("cell_lab_grid") * 1.8
        high = self.height - self.top - self.ruler
        between = self.ruler + max(self.width * 0.1, 8 * self.gap)
        return min(
            fitting_cell(self.width - between, self.columns.extent + columns, most),
            fitting_cell(high, self.rows.extent, most),
            fitting_cell(high - below, rows, most),
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

    def _beside(self) -> QRectF:
        """What is free at the right of the output."""
        left = self.output.rect.right() + 2 * self.gap
        free = QRectF(left, self.output.rect.top(), self.width - left, 0)
        free.setBottom(self.height - self.below - self.gap)
        return free

    def _sum_room(self) -> QRectF | None:
        """Below the output, else beside it."""
        top = self.output.rect.bottom() + _UNDER * self.gap
        below = QRectF(self._right(), top, self.width - self._right(), 0)
        below.setBottom(self.height - self.below)
        if below.height() >= self._sum_height:
            return below
        beside = self._beside()
        beside.setHeight(min(2 * self._sum_height, beside.height()))
        wide = beside.width() >= _BESIDE * line_height(self.theme, "label")
        return beside if wide and beside.height() >= self._sum_height else None

    def _slot(self) -> QRectF | None:
        line = line_height(self.theme, "label")
        free, words = self._beside(), self._sum_room()
        if words is not None and words.left() < free.left():
            free.setBottom(min(free.bottom(), words.top() - 0.5 * self.gap))
        elif words is not None:
            free.setTop(words.bottom() + self.gap)
        free.setHeight(min(free.height(), 12 * line))
        fits = free.height() >= 7.5 * line and free.width() >= _BESIDE * line
        return free if fits else None

    # Parts

    def _headings(self) -> Iterator[Item]:
        width = self.output.rect.left() - self.gap - self.source.rect.left()
        note = shape(self.lab.input.shape[1:])
        if any(self.lab.padding):
            note = tr("{size} and padding").format(size=note)
        above = QPointF(self.source.rect.left(), self.top)
        yield heading(above, width, self.theme, tr("Input"), note, "x")
        above = QPointF(self.output.rect.left(), self.top + self.ruler)
        room = self.width - above.x()
        note = shape((self.output.rows, self.output.columns))
        yield heading(above, room, self.theme, tr("Output"), note, "y")
        title = f"{tr('Output')} y   {note}"
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
        box = window_of(self.source, self.lab)
        place, output = self.lab.place, self.output.rect
        side = (self.source.rect.right() + output.left()) / 2
        lane = output.bottom() + self.gap
        cell = self.output.area(place.row, place.column)
        drawn = self.moment.part(0.2, 1.0)
        yield landing(box.bottomRight(), side, lane, 0.5 * self.gap, cell, drawn)

    # What each output is

    def _sum(self) -> Iterator[Item]:
        """The weights are all 1: an output is the sum of what its window reads."""
        room = self._sum_room()
        if room is None:
            return
        line = line_height(self.theme, "formula_line")
        general = QRectF(room.left(), room.top(), room.width(), line)
        yield Text(general, self._general_sum(general.width()), "formula_line", LEFT)
        worked = room.adjusted(0, line + 4, 0, 0)
        lines = max(1, int(worked.height() / line))
        most = lines * most_numbers(self.lab.input, room.width(), " + ", self.theme)
        yield Text(worked, self._worked_sum(most), "formula_line", parts.TOP_LEFT, wraps=True)

    def _general_sum(self, width: float) -> tuple[Run, ...]:
        """With a word on the weights where there is room for it."""
        words = tr("     every weight is 1")
        general = runs(
            *(parts.letter("y"), "[i, j]", Run(" = Σ", "muted")),
            *(Run("u, v", "muted", lowered=True), " "),
            parts.read_at(self.lab),
        )
        texts = "".join(run.text for run in general) + words
        fits = text_width(self.theme, "formula_line", texts) <= width
        return (*general, Run(words, "muted")) if fits else general

    def _worked_sum(self, most: int) -> tuple[Run, ...]:
        lab = self.lab
        if not lab.step:
            return (Run(tr("An output is the sum of what its window reads."), "muted"),)
        digits, values = decimals(lab.input), lab.shown.window[0].ravel()
        texts = [factor(float(value), digits) for value in values]
        cells = [Cell("input:0", *cell) for cell in lab.operation.cells_of(lab.place)]
        done = self.moment.part(*parts.SUM) >= 1
        return runs(
            terms(texts, cells, most),
            Run(f" {equals(values, lab.shown.sum, digits)} ", "muted"),
            Run(shown(lab.shown.sum, digits) if done else "?", "accent", strong=True),
        )

    # Below

    def _arithmetic(self) -> Iterator[Item]:
        """The output's size worked out, and what is made of it where it does not come out even."""
        theme = self.theme
        line = line_height(theme, "body")
        left, top = self._right(), self.height - self.below + self.gap
        width = self.width - left
        yield Text(QRectF(left, top, width, line), self._general(), "body", LEFT)
        bottom = self.height - 2.4 * line - 6
        worked = QRectF(left, top + line + 6, width, bottom - top - line - 6)
        yield Text(worked, tuple(self._worked()), "formula", parts.TOP_LEFT, wraps=True)
        note = QRectF(left, bottom + 6, width, line * 2.4)
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
        for place, (name, axis) in enumerate(axes[:1] if alike else axes):
            if place:
                yield Run("\n")
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
