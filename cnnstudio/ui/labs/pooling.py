"""The picture of the pooling lab: input, maximum and average side by side, the window below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.pooling import AVERAGE, MAXIMUM, PoolingLab
from cnnstudio.core.sliding import Pooling
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, equals, shown
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.scales import scale_above
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import (
    NO_PADDING,
    Extent,
    Item,
    Mark,
    PixelGrid,
    Plate,
    Run,
    Text,
    Wire,
    runs,
)

#: Of more numbers than these, a sum is not written out.
_MOST_TERMS = 9


def compose(lab: PoolingLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """Three grids in a row with the same cells; below, what is made of the present window."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: PoolingLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.cell = self._cell()
        self.source = self._source()
        self.maximum = self._output(MAXIMUM, lab.operation, 1)
        self.average = self._output(AVERAGE, lab.average, 2)
        self.strip = self._strip()

    def plate(self) -> Plate:
        items: list[Item] = [
            self.source,
            self.maximum,
            self.average,
            *self._headings(),
            *self._links(),
            *self._window(),
            *self._changes(),
        ]
        return Plate(tuple(items), tuple(self._marks()), self._slot(), self._sentence())

    # Layout: the input as high as there is room, the strip below the two outputs

    def _strip_height(self) -> float:
        return 4.4 * line_height(self.theme, "formula") + 2 * self.gap

    def _cell(self) -> float:
        rows, columns = self.lab.operation.rows, self.lab.operation.columns
        _, out_rows, out_columns = self.lab.operation.output_shape
        most = self.theme.px_f("cell_lab_grid") * 1.8
        free = self.height - self.top
        return min(
            fitting_cell(self.width - 10 * self.gap, columns.extent + 2 * out_columns, most),
            fitting_cell(free, rows.extent, most),
            fitting_cell(free - self._strip_height(), out_rows, most),
        )

    def _left(self, place: int) -> float:
        """Of the grid at that place of the row; what is free lies between them."""
        columns = self.lab.operation.columns.extent
        out = self.lab.operation.output_shape[2]
        free = self.width - (columns + 2 * out) * self.cell
        before = (0, columns * self.cell, (columns + out) * self.cell)[place]
        return before + place * min(free / 2, 10 * self.gap)

    def _strip(self) -> QRectF:
        """Where the window is taken apart: below the outputs, and right of a high input."""
        high = self._strip_height()
        top = max(self.height - high, self.maximum.rect.bottom() + self.gap)
        below_input = self.source.rect.bottom() + self.gap <= top
        left = 0.0 if below_input else self._left(1)
        return QRectF(left, top, self.width - left, self.height - top)

    def _source(self) -> PixelGrid:
        padded = self.lab.operation
        values = np.pad(
            self.lab.shifted,
            ((0, 0), (padded.rows.before,) * 2, (padded.columns.before,) * 2),
        )
        return parts.input_grid(self.lab, values, 0, QPointF(self._left(0), self.top), self.cell)

    def _output(self, key: str, operation: Pooling, place: int) -> PixelGrid:
        values = operation.output()[0]
        landed = self.lab.step - (self.moment.phase < 1 and self.lab.step > 0)
        return PixelGrid(
            key=key,
            name=tr("Maximum") if key == MAXIMUM else tr("Average"),
            values=values,
            corner=QPointF(self._left(place), self.top),
            cell=self.cell,
            colour_map=self.source.colour_map,
            limit=self.source.limit,
            known=int(landed),
        )

    def _slot(self) -> QRectF | None:
        line = line_height(self.theme, "label")
        left = self.average.rect.right() + 2 * self.gap
        free = QRectF(left, self.top, self.width - left, self.strip.top() - self.top - self.gap)
        fits = free.width() >= 20 * line and free.height() >= 7.5 * line
        return free if fits else None

    # The row

    def _headings(self) -> Iterator[Item]:
        size = shape(self.lab.input.shape[1:])
        output = shape(self.lab.operation.output_shape[1:])
        for grid, title, note in (
            (self.source, tr("Input"), size),
            (self.maximum, tr("Maximum"), output),
            (self.average, tr("Average"), output),
        ):
            room = max(grid.rect.width() + 4 * self.gap, 11 * line_height(self.theme, "label"))
            room = min(room, self.width - grid.rect.left())
            yield heading(grid.rect.topLeft(), room, self.theme, title, note)
        title = f"{tr('Maximum')}   {output}"
        right = self.average.rect.left() - 2 * self.gap
        yield from scale_above(self.maximum, title, right, self.theme)

    def _marks(self) -> Iterator[Mark]:
        lab = self.lab
        yield from parts.window_marks(lab, self.moment, (0,))
        ahead = lab.step < lab.count and (self.moment.asked or not lab.step)
        if lab.step and self.moment.phase >= 1:
            yield Mark(Cell(AVERAGE, lab.place.row, lab.place.column), "window")
        if ahead:
            place = lab.operation.place(lab.step)
            yield Mark(Cell(AVERAGE, place.row, place.column), "next")
        winner = self._winner()
        if winner is not None:
            yield Mark(winner, "winner")
            tap = lab.shown.winner
            yield Mark(Cell("window:0", *tap), "winner")

    def _winner(self) -> Cell | None:
        """The input cell that is the maximum of the present window, once it is found."""
        lab = self.lab
        if not lab.step or lab.shown.winner is None or self.moment.phase < 0.4:
            return None
        row, column = lab.shown.winner
        return Cell("input:0", lab.shown.rows[row], lab.shown.columns[column])

    def _links(self) -> Iterator[Item]:
        """From the window on the input to both outputs."""
        if not self.lab.step:
            return
        place, operation = self.lab.place, self.lab.operation
        box = self.source.area(
            operation.rows.start(place.row),
            operation.columns.start(place.column),
            operation.rows.reach,
            operation.columns.reach,
        )
        cell = self.maximum.area(place.row, place.column)
        drawn = self.moment.part(0.4, 1.0)
        for start, end in (
            (box.topRight(), cell.topLeft()),
            (box.bottomRight(), cell.bottomLeft()),
        ):
            yield Wire((start, end), "accent", "window_link", drawn=drawn)

    # The strip: the window's numbers, the largest of them, their average

    def _window(self) -> Iterator[Item]:
        lab, strip = self.lab, self.strip
        columns = lab.kernel_size[1]
        label = line_height(self.theme, "label") + 4
        cell = self._window_cell()
        corner = QPointF(strip.left(), strip.top() + label)
        yield self._window_grid(corner, cell)
        words = QRectF(strip.left(), strip.top(), strip.width(), label)
        yield Text(words, (Run(tr("window"), "muted"),), "label", LEFT)
        left = strip.left() + columns * cell + 2 * self.gap
        line = line_height(self.theme, "formula") + self.gap * 0.6
        room = QRectF(left, corner.y(), self.width - left, line)
        yield Text(room, self._largest(), "formula", LEFT)
        yield Text(room.translated(0, line), self._mean(), "formula", LEFT)

    def _window_grid(self, corner: QPointF, cell: float) -> PixelGrid:
        """What lies under the window. Padding is hatched and has no numbers: the maximum passes
        it over."""
        grid = parts.window_grid(self.lab, 0, corner, cell)
        padding = Extent(*self._beyond(0), *self._beyond(1))
        if padding == NO_PADDING or not self.lab.step:
            return replace(grid, values=np.nan_to_num(grid.values))
        return replace(
            grid,
            values=np.nan_to_num(grid.values),
            known=~np.isnan(grid.values),
            padding=padding,
            first=(padding.above, padding.left),
        )

    def _beyond(self, which: int) -> tuple[int, int]:
        """How many taps of the window lie before the first cell of the input along an axis, and
        how many behind the last one."""
        size = self.lab.size[which]
        cells = self.lab.shown.columns if which else self.lab.shown.rows
        return sum(cell < 0 for cell in cells), sum(cell >= size for cell in cells)

    def _numbers(self) -> list[float]:
        """The window's numbers, without the padding's."""
        return [float(value) for value in self.lab.shown.window.ravel() if not np.isnan(value)]

    def _largest(self) -> tuple[Run, ...]:
        name = Run(tr("Maximum") + "  ", strong=True)
        if not self.lab.step:
            return runs(name, Run(tr("the largest number of the window"), "muted"))
        values, digits = self._numbers(), decimals(self.lab.shifted)
        done = self.moment.phase >= 0.4
        result = Run(shown(self.lab.shown.result, digits) if done else "?", "accent", strong=True)
        if len(values) > _MOST_TERMS:
            return runs(
                name, Run(tr("of {count} numbers = ").format(count=number(len(values)))), result
            )
        listed = ", ".join(shown(value, digits) for value in values)
        return runs(name, Run(f"max({listed}) = "), result)

    def _mean(self) -> tuple[Run, ...]:
        name = Run(tr("Average") + "  ", strong=True)
        if not self.lab.step:
            return runs(name, Run(tr("all numbers added, divided by how many they are"), "muted"))
        step, values = self.lab.shown_average, self._numbers()
        digits = decimals(self.lab.shifted)
        of_result = max(decimals(step.result), digits)
        done = self.moment.phase >= 0.4
        result = Run(shown(step.result, of_result) if done else "?", "accent", strong=True)
        sign = equals([step.sum / step.divisor], round(step.result, of_result), 6)
        if len(values) > _MOST_TERMS:
            text = f"{shown(step.sum, digits)} / {step.divisor} {sign} "
        else:
            added = " + ".join(shown(value, digits) for value in values)
            text = f"({added}) / {step.divisor} {sign} "
        return runs(name, Run(text), result)

    def _changes(self) -> Iterator[Item]:
        """How few outputs a shift changes."""
        line = line_height(self.theme, "body")
        window = self.lab.kernel_size[1] * self._window_cell()
        rect = QRectF(self.strip.left() + window + 2 * self.gap, 0, 0, 2.2 * line)
        rect.setRight(self.width)
        rect.moveBottom(self.height)
        yield Text(rect, self._change_runs(), "body", LEFT, wraps=True)

    def _window_cell(self) -> float:
        label = line_height(self.theme, "label") + 4
        most = self.theme.px_f("cell_lab_window")
        return fitting_cell(self.strip.height() - label - self.gap, self.lab.kernel_size[0], most)

    def _change_runs(self) -> tuple[Run, ...]:
        if not any(self.lab.shift):
            text = tr(
                "Nothing is learned here: 0 parameters. Shift the input and see what changes."
            )
            return (Run(text, "muted"),)
        changed = self.lab.changes
        template = tr("Shifted by {rows} down, {columns} right: changed are ")
        rows, columns = self.lab.shift
        text = template.format(rows=number(rows), columns=number(columns))
        share = tr("{part} of {whole}")
        words = {
            "input": tr("inputs"),
            "maximum": tr("maxima"),
            "average": tr("averages"),
        }
        found: list[Run] = [Run(text, "muted")]
        for place, (name, (part, whole)) in enumerate(changed.items()):
            found.append(Run((", " if place else "") + words[name] + " ", "muted"))
            counts = share.format(part=number(part), whole=number(whole))
            found.append(Run(counts, "accent" if place else "text", strong=True))
        return tuple(found)

    def _sentence(self) -> str:
        if not self.lab.step:
            return tr("Pooling before the first window.")
        template = tr("Row {row}, column {column}: maximum {maximum}, average {average}.")
        digits = decimals(self.lab.shifted)
        return template.format(
            row=self.lab.place.row + 1,
            column=self.lab.place.column + 1,
            maximum=shown(self.lab.shown.result, digits),
            average=shown(self.lab.shown_average.result, 2),
        )
