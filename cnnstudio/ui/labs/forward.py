"""The picture of the forward pass: digit, what the layer reads, what it makes, the answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.forward import ForwardLab
from cnnstudio.core.labs.pass_links import Block, Spot, grid_of, seen_by
from cnnstudio.ui.labs.forward_answer import answer_items
from cnnstudio.ui.labs.forward_colours import colours_and_limit
from cnnstudio.ui.labs.forward_layout import ForwardLayout
from cnnstudio.ui.labs.forward_strip import strip_items
from cnnstudio.ui.labs.forward_words import heading_of, sentence, sizes, what_it_does
from cnnstudio.ui.labs.layout import LEFT, RIGHT, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Item, Mark, PixelGrid, Plate, Run, Text, Wire

#: Smaller cells have one decimal.
_TWO_DECIMALS_FROM = 45.0

#: Of windows that are lower than that (px), one line goes to what is made of them.
_LOW = 14.0

#: How much the lines from each of many maps show.
_MANY_LINES = 0.45


def compose(lab: ForwardLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The whole picture, laid out by `ForwardLayout`."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: ForwardLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.at = ForwardLayout(lab, size, theme)
        self.level = lab.position.level
        self.blocks = self.at.blocks
        self.grids = {level: tuple(self._grids(level)) for level in self.blocks}

    def plate(self) -> Plate:
        cell = self._focus()
        marks = tuple(self._marks(cell))
        items: list[Item] = [*self._links(cell, marks)]
        for level in self.blocks:
            items += [*self._heading(level), *self.grids[level], *self._beside(level)]
        items += [
            *answer_items(self.lab, self.moment, self.at, self.theme),
            *self._words(),
            *strip_items(self.lab, self.at.strip, self.theme),
        ]
        return Plate(tuple(items), marks, None, sentence(self.lab))

    # Maps

    def _grids(self, level: int) -> Iterator[PixelGrid]:
        kept, block = self.lab.passed.levels[level], self.blocks[level]
        colour_map, limit = colours_and_limit(self.lab, level)
        name, _ = heading_of(self.lab, level)
        for map, (values, corner) in enumerate(zip(kept.values, block.corners, strict=True)):
            yield PixelGrid(
                key=grid_of(level, map),
                name=self._map_name(name, level, map),
                values=values,
                corner=corner,
                cell=block.cell,
                colour_map=colour_map,
                limit=limit,
                numbers=not self.at.is_column(level),
                known=self._known(level, map, values.size) if level == self.level else None,
                digits=1 if block.cell < _TWO_DECIMALS_FROM else None,
            )

    def _map_name(self, name: str, level: int, map: int) -> str:
        if self.lab.passed.is_list(level) or not level:
            return name
        return tr("{layer}, map {map}").format(layer=name, map=map + 1)

    def _known(self, level: int, map: int, cells: int) -> int:
        """How much of a map of the present level is filled in, from its top to its bottom."""
        done = self.lab.maps_done(level)
        if map >= done or not self.lab.step:
            return 0
        shown = self.lab.position.map
        is_moving = not self.lab.is_answered and (shown is None or map == shown)
        return int(self.moment.phase * cells) if is_moving else cells

    def _heading(self, level: int) -> Iterator[Item]:
        block, theme = self.blocks[level], self.theme
        name, note = heading_of(self.lab, level)
        line, below = line_height(theme, "body"), line_height(theme, "label")
        width = self._room_of(level)
        first = QRectF(block.rect.left(), block.rect.top() - self.at.heading, width, line)
        second = QRectF(first.left(), first.bottom(), width, below)
        tone = "accent" if level == self.level and self.lab.step else "text"
        yield Text(first, (Run(name, tone, strong=True),), "body", LEFT)
        yield Text(second, (Run(note, "muted"),), "label", LEFT)

    def _room_of(self, level: int) -> float:
        """From a block's left edge to what is beside it."""
        left = self.blocks[level].rect.left()
        others = [block.rect.left() for block in self.blocks.values()]
        ends = [end for end in (*others, self.at.answer.left()) if end > left]
        return min(ends) - self.at.gap - left

    def _beside(self, level: int) -> Iterator[Item]:
        """The numbers of a column, where there is more room for them than in its cells."""
        if not self.at.is_column(level):
            return
        (grid,) = self.grids[level]
        width = text_width(self.theme, "body", "−00.00") + self.at.gap
        known = grid.rows if grid.known is None else int(np.sum(grid.known))
        for row in range(known):
            area = grid.area(row, 0)
            place = QRectF(area.right(), area.top(), width, area.height())
            words = Run(number(float(grid.values[row, 0]), 2), cell=Cell(grid.key, row, 0))
            yield Text(place, (words,), "body", RIGHT)

    # The present number

    def _focus(self) -> Cell | None:
        """The number that is looked at: under the mouse, or being made, or else the strongest."""
        lab, moment = self.lab, self.moment
        hovered = moment.hovered
        if hovered is not None and any(grid.holds(hovered) for grid in self.grids[self.level]):
            return hovered
        if not lab.step or lab.is_answered:
            return None
        map = lab.position.map
        values = lab.passed.levels[self.level].values
        if map is None:
            map = int(np.abs(values).reshape(len(values), -1).max(axis=1).argmax())
        plane = values[map]
        place = int(np.abs(plane).argmax())
        if moment.phase < 1:
            place = min(int(moment.phase * plane.size), plane.size - 1)
        return Cell(grid_of(self.level, map), *divmod(place, plane.shape[1]))

    def _found(self, cell: Cell | None) -> Spot | None:
        found = self.lab.spot(cell) if cell is not None else None
        return found[1] if found is not None else None

    def _marks(self, cell: Cell | None) -> Iterator[Mark]:
        """The number, what it is made from, and what of the digit it sees."""
        spot = self._found(cell)
        if cell is None or spot is None:
            return
        yield Mark(cell, "window")
        if not self._reads_all():
            yield from self._block_marks(self.level - 1, self.lab.read_by(self.level, spot))
        seen = seen_by(self.lab.passed, self.level, spot)
        if self.level > 1 and seen is not None:
            yield from self._block_marks(0, seen)

    def _reads_all(self) -> bool:
        """Whether each number of the layer is made from all those before."""
        return self.lab.layers[self.level - 1].kind in ("Linear", "Softmax")

    def _block_marks(self, level: int, block: Block) -> Iterator[Mark]:
        """An outline around the numbers of a block on each of its maps, as far as they are kept."""
        kept = self.lab.passed.levels[level]
        maps, rows, columns = kept.values.shape
        if self.lab.passed.is_list(level):
            for place in block.maps:
                if place < rows * columns:
                    yield Mark(Cell(grid_of(level, 0), *divmod(place, columns)), "window")
            return
        down = [at // kept.every for at in block.rows if not at % kept.every]
        across = [at // kept.every for at in block.columns if not at % kept.every]
        down = [at for at in down if 0 <= at < rows]
        across = [at for at in across if 0 <= at < columns]
        if not down or not across:
            return
        size = (down[-1] - down[0] + 1, across[-1] - across[0] + 1)
        for map in block.maps:
            if map < maps:
                yield Mark(Cell(grid_of(level, map), down[0], across[0]), "window", *size)

    # From what is read to what is made

    def _links(self, cell: Cell | None, marks: tuple[Mark, ...]) -> Iterator[Item]:
        if cell is None:
            yield from self._arrow()
            return
        target = self._area(Mark(cell, "window"))
        sources = [
            self._area(mark)
            for mark in marks
            if mark.cell.grid.startswith(f"map:{self.level - 1}:")
        ]
        if len(sources) == 1:
            box = sources[0]
            if box.height() < _LOW and target.height() < _LOW:
                yield Wire((box.center(), target.center()), "accent", "window_link")
                return
            yield Wire((box.topRight(), target.topLeft()), "accent", "window_link")
            yield Wire((box.bottomRight(), target.bottomLeft()), "accent", "window_link")
            return
        for box in sources:
            end = QPointF(target.left(), target.center().y())
            start = QPointF(box.right(), box.center().y())
            yield Wire((start, end), "accent", "window_link", opacity=_MANY_LINES, on_ground=True)
        if not sources:
            yield from self._arrow()

    def _arrow(self) -> Iterator[Item]:
        """From the whole of the layer before to the whole of the present one."""
        before, present = self.blocks[self.level - 1].rect, self.blocks[self.level].rect
        high = min(before.center().y(), present.center().y())
        start = QPointF(before.right() + self.at.gap, high)
        end = QPointF(present.left() - self.at.gap, high)
        if end.x() - start.x() > self.at.gap:
            yield Wire((start, end), "muted", arrow=True)

    def _area(self, mark: Mark) -> QRectF:
        grids = (grid for level in self.grids.values() for grid in level)
        grid = next(grid for grid in grids if grid.key == mark.cell.grid)
        return grid.area(mark.cell.row, mark.cell.column, mark.rows, mark.columns)

    # Below

    def _words(self) -> Iterator[Item]:
        rect, theme = self.at.words, self.theme
        line = line_height(theme, "label") + 2
        first = QRectF(rect.left(), rect.top(), rect.width(), line)
        second = QRectF(rect.left(), first.bottom() + 4, rect.width(), 0)
        second.setBottom(rect.bottom())
        yield Text(first, (Run(what_it_does(self.lab), "muted"),), "label", LEFT)
        yield Text(second, sizes(self.lab), "formula_line", LEFT)
