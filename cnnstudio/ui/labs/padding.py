"""The picture of the padding lab: the input grows a border, and windows count what they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell, Floats
from cnnstudio.core.labs.padding import PaddingLab
from cnnstudio.core.sliding import Place
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.padding_rule import PADDED, general_rule, told, worked_rule
from cnnstudio.ui.labs.scales import scale_of
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.plates.items import (
    NO_PADDING,
    Extent,
    Item,
    Mark,
    MarkStyle,
    PixelGrid,
    Plate,
    Run,
    Text,
    Wire,
    runs,
)
from cnnstudio.ui.widgets.colormap import ColourMap


def compose(lab: PaddingLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The padded input at the left; at the right how often cells are read, without and with it."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: PaddingLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.rows, self.columns = lab.axes
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.formula = line_height(theme, "formula_line") + 4
        self.below = 2 * self.formula + 2.4 * line_height(theme, "body") + 2 * self.gap
        self.cell = self._cell()
        self.source = self._source()
        self.plain, self.padded = self._counts()

    def plate(self) -> Plate:
        items: list[Item] = [
            self.source,
            self.plain,
            self.padded,
            *self._headings(),
            *self._copies(),
            *self._words(),
        ]
        return Plate(tuple(items), tuple(self._marks()), None, self._sentence())

    # Layout: the three grids in a row, all with the same cells

    def _cell(self) -> float:
        across = 2 * self.columns.extent + self.columns.size
        high = self.height - self.top - self.below
        most = self.theme.px_f("cell_lab_grid") * 1.6
        return min(
            fitting_cell(self.width - 8 * self.gap, across, most),
            fitting_cell(high, self.rows.extent, most),
        )

    def _between(self) -> float:
        """Between two grids of the row."""
        wide = (2 * self.columns.extent + self.columns.size) * self.cell
        return (self.width - wide) / 2

    def _source(self) -> PixelGrid:
        padded = self.lab.operation.padded()
        grid = parts.input_grid(self.lab, padded, 0, QPointF(0, self.top), self.cell)
        return replace(grid, known=self._added())

    def _added(self) -> np.ndarray:
        """Which cells are there: the input, and the rings that have been added."""
        rows, columns = self.rows, self.columns
        there = np.ones((rows.extent, columns.extent), bool)
        rings = self.lab.rings_shown
        for axis, cells in ((rows, there), (columns, there.T)):
            cells[: max(axis.before - rings, 0)] = False
            cells[axis.before + axis.size + rings :] = False
        return there

    def _counts(self) -> tuple[PixelGrid, PixelGrid]:
        most = self._most()
        left = self.source.rect.right() + self._between()
        inset = QPointF(0, self.rows.before * self.cell)
        plain = self._count_grid(
            "plain",
            tr("Reads without padding"),
            self.lab.plain_counts.astype(float),
            QPointF(left, self.top) + inset,
            NO_PADDING,
            most,
        )
        right = self.width - self.columns.extent * self.cell
        padded = self._count_grid(
            "padded",
            tr("Reads with padding"),
            self.lab.padded_counts.astype(float),
            QPointF(right, self.top),
            parts.extent_of(self.rows, self.columns),
            most,
        )
        return plain, padded

    def _most(self) -> float:
        """The end of the scale: what a cell in the middle can come to."""
        most = np.outer(self.rows.times_read(), self.columns.times_read()).max()
        return float(max(most, self.lab.plain_counts.max(), 1))

    def _count_grid(
        self, key: str, name: str, counts: Floats, corner: QPointF, padding: Extent, most: float
    ) -> PixelGrid:
        return PixelGrid(
            key=key,
            name=name,
            values=counts,
            corner=corner,
            cell=self.cell,
            colour_map=ColourMap.SEQUENTIAL,
            limit=most,
            padding=padding,
            digits=0,
        )

    # Parts

    def _headings(self) -> Iterator[Item]:
        note = shape(self.lab.input.shape[1:])
        yield self._heading(self.source, tr("Input"), note, PADDED if self.lab.rings else "x")
        yield self._heading(self.plain, tr("Reads, nothing added"), "")
        yield self._heading(self.padded, tr("Reads so far, padded"), "")
        below = self.padded.rect.bottom() + 2 * self.gap
        yield scale_of(self.padded, self.padded.rect.right(), below, self.theme)

    def _heading(self, grid: PixelGrid, title: str, note: str, letter: str = "") -> Item:
        width = max(grid.rect.width() + self._between() - self.gap, 40)
        width = min(width, self.width - grid.rect.left())
        return heading(grid.rect.topLeft(), width, self.theme, title, note, letter)

    def _marks(self) -> Iterator[Mark]:
        if self.lab.places_shown:
            yield from self._window(self.lab.place, "window")
        if self.moment.asked:
            yield from self._asked(self.lab.step + 1)

    def _asked(self, step: int) -> Iterator[Mark]:
        """The cell that is asked about, and the window that it is about."""
        if step > self.lab.rings:
            yield from self._window(self.lab.place_of(step), "next")
        question = self.lab.question(step)
        if question is not None:
            yield Mark(question.cell, "asked")

    def _window(self, place: Place, style: MarkStyle) -> Iterator[Mark]:
        top, left = self.rows.start(place.row), self.columns.start(place.column)
        for grid in ("input:0", "padded"):
            yield Mark(Cell(grid, top, left), style, self.rows.reach, self.columns.reach)

    def _copies(self) -> Iterator[Item]:
        """From the cell that a hovered one of the padding copies."""
        hovered = self.moment.hovered
        if hovered is None or not self.source.holds(hovered):
            return
        origin = self.lab.copied(Cell("input:0", hovered.row, hovered.column))
        if origin is None:
            return
        start = self.source.area(origin.row, origin.column).center()
        end = self.source.area(hovered.row, hovered.column).center()
        yield Wire((start, end), "accent", "link_line", arrow=True)

    # Below

    def _words(self) -> Iterator[Item]:
        line, top = self.formula, self.height - self.below + self.gap
        yield Text(QRectF(0, top, self.width, line), general_rule(self.lab), "formula_line", LEFT)
        worked = QRectF(0, top + line, self.width, line)
        yield Text(worked, self._worked(), "formula_line", LEFT)
        note = QRectF(0, worked.bottom() + 6, self.width, self.height - worked.bottom() - 6)
        filling = (Run(f"{self._filling()}  ", "muted"),) if self.lab.rings else ()
        yield Text(note, runs(filling, self._least()), "body", parts.TOP_LEFT, wraps=True)

    def _worked(self) -> tuple[Run, ...]:
        cell = told(self.lab, self.moment.hovered)
        if not self.lab.rings:
            return ()
        if cell is None:
            return (Run(tr("By this rule, each cell that is added gets its number."), "muted"),)
        return worked_rule(self.lab, cell)

    def _least(self) -> tuple[Run, ...]:
        """How often a corner is read, and the middle."""
        counts = self.lab.plain_counts
        padded = np.outer(self.rows.times_read(), self.columns.times_read())
        corner = padded[self.rows.before, self.columns.before]
        middle = padded[
            self.rows.before + self.rows.size // 2, self.columns.before + self.columns.size // 2
        ]
        plain = tr("Reads of a corner: {corner}, of the middle: {middle}")
        return runs(
            plain.format(corner=counts[0, 0], middle=counts[tuple(n // 2 for n in counts.shape)]),
            Run(tr("; with this padding: "), "muted"),
            Run(tr("{corner} and {middle}.").format(corner=corner, middle=middle), "accent", True),
        )

    def _filling(self) -> str:
        added = self._sides()
        template = {
            "zeros": tr("{sides} added: zeros, black for pixels."),
            "reflect": tr("{sides} added: the picture mirrored at its border cells."),
            "replicate": tr("{sides} added: the border cells repeated."),
            "circular": tr("{sides} added: the other side of the picture, as if it went round."),
        }[self.lab.mode]
        return template.format(sides=added) if self.lab.rings else tr("Nothing is added.")

    def _sides(self) -> str:
        rows, columns = self.rows, self.columns
        sides = (rows.before, rows.after, columns.before, columns.after)
        if len(set(sides)) == 1:
            return tr("{count} on each side").format(count=sides[0])
        return tr("{above} above, {below} below, {left} left, {right} right").format(
            above=sides[0], below=sides[1], left=sides[2], right=sides[3]
        )

    def _sentence(self) -> str:
        return tr("{size} cells, {filling}").format(
            size=shape(self.lab.size), filling=self._filling()
        )
