"""Closer and closer: a picture, and what is zoomed in on, until its pixels are numbers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell, Floats
from cnnstudio.core.labs.images import CLOSEST, ImagesLab
from cnnstudio.ui.labs.images_parts import picture_grid, plane_grid, plane_name
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, heading, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Item, Mark, PixelGrid, Plate, Run, Text, Wire, runs


def zoom_plate(lab: ImagesLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The whole picture at the left; at the right what is in sight: in colour, and plane by plane
    with its numbers. A pixel under the mouse is looked at through a lens."""
    return _Zoom(lab, moment, size, theme).plate()


class _Zoom:
    def __init__(self, lab: ImagesLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self.top = line_height(theme, "panel_title") + self.gap
        self.below = 1.6 * line_height(theme, "formula")
        self.sight = self._sight()
        self.picture = self._picture()

    def plate(self) -> Plate:
        details = self._details()
        row, column, side = self.sight
        items: list[Item] = [
            self.picture,
            heading(
                self.picture.corner,
                self.picture.rect.width() + self.gap,
                self.theme,
                tr("Picture"),
                shape(self.lab.size),
            ),
            *details,
            *self._names(details),
            *self._links(details[0]),
            *self._words(),
        ]
        mark = Mark(Cell("picture", row, column), "window", side, side)
        return Plate(tuple(items), (mark,), None, self._sentence())

    def _sight(self) -> tuple[int, int, int]:
        """Top row, left column and side of what is zoomed in on: through the lens, where the
        mouse is over the picture."""
        hovered = self.moment.hovered
        if hovered is None or hovered.grid != "picture":
            return self.lab.in_sight
        rows, columns = self.lab.size
        side = min(CLOSEST, rows, columns)
        top = min(max(hovered.row - side // 2, 0), rows - side)
        left = min(max(hovered.column - side // 2, 0), columns - side)
        return top, left, side

    def _picture(self) -> PixelGrid:
        rows, columns = self.lab.size
        high = self.height - self.top - self.below
        cell = min(fitting_cell(self.width * 0.42, columns, 64), fitting_cell(high, rows, 64))
        return picture_grid("picture", tr("Picture"), self.lab.input, QPointF(0, self.top), cell)

    def _details(self) -> list[PixelGrid]:
        """What is in sight: one grid for grey; for colour one in colour and one for each plane."""
        row, column, side = self.sight
        first = (row, column)
        part = self.lab.input[:, row : row + side, column : column + side]
        left = self.picture.rect.right() + 4 * self.gap
        high = self.height - self.top - self.below
        if len(part) == 1:
            cell = min(fitting_cell(self.width - left, side, 96), fitting_cell(high, side, 96))
            corner = QPointF(left, self.top)
            return [plane_grid("numbers", part, 0, corner, cell, first, editable=True)]
        # In two rows: above the words, or beside them, where they leave more room.
        beside = max(left, self._words_width() + self.gap)
        cell, left = max(
            (self._cell_of_four(left, high), left),
            (self._cell_of_four(beside, high + self.below), beside),
            key=lambda found: found[0],
        )
        return self._four(part, first, cell, left)

    def _cell_of_four(self, left: float, high: float) -> float:
        """The cell with which two by two grids fit beside the picture."""
        side = self.sight[2]
        wide = (self.width - left - 2 * self.gap) / 2
        return min(fitting_cell(wide, side, 96), fitting_cell((high - self._lane) / 2, side, 96))

    @property
    def _lane(self) -> float:
        """The height of the names between two rows of grids."""
        return self.top - 0.5 * self.gap

    def _four(
        self, part: Floats, first: tuple[int, int], cell: float, left: float
    ) -> list[PixelGrid]:
        """What is in sight in colour, and its three planes, amid the room from `left` on."""
        whole = self.sight[2] * cell
        across, down = whole + 2 * self.gap, whole + self._lane
        left += (self.width - left - across - whole) / 2
        corner = QPointF(left, self.top)
        planes = [
            plane_grid(f"plane:{n}", part, n, corner + QPointF(x, y), cell, first, editable=True)
            for n, (x, y) in enumerate(((across, 0.0), (0.0, down), (across, down)))
        ]
        return [picture_grid("numbers", tr("In sight"), part, corner, cell, first), *planes]

    def _names(self, details: list[PixelGrid]) -> Iterator[Item]:
        _, _, side = self.sight
        planes = len(self.lab.input)
        for place, grid in enumerate(details):
            name = tr("In sight") if not place else plane_name(place - 1, planes)
            note = shape((side, side)) if not place else ""
            yield heading(grid.corner, grid.rect.width() + self.gap, self.theme, name, note)

    def _links(self, first: PixelGrid) -> Iterator[Item]:
        row, column, side = self.sight
        box = self.picture.area(row, column, side, side)
        yield Wire((box.topRight(), first.rect.topLeft()), "accent", "window_link")
        yield Wire((box.bottomRight(), first.rect.bottomLeft()), "accent", "window_link")

    def _words(self) -> Iterator[Item]:
        rect = QRectF(0, self.height - self.below, self.width, self.below)
        yield Text(rect, self._count(), "formula", LEFT)

    def _count(self) -> tuple[Run, ...]:
        planes, rows, columns = self.lab.input.shape
        return runs(
            Run(tr("Nothing but numbers from 0 to 255: "), "muted"),
            Run(f"{planes} · {rows} · {columns} = "),
            Run(number(int(self.lab.input.size)), "accent", strong=True),
        )

    def _words_width(self) -> float:
        return text_width(self.theme, "formula", "".join(run.text for run in self._count()))

    def _sentence(self) -> str:
        row, column, side = self.sight
        return tr("{side} × {side} pixels from row {row}, column {column} on.").format(
            side=side, row=row + 1, column=column + 1
        )
