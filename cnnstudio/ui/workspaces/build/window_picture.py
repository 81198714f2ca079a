"""Windows laid over a map: those that fit, what they leave out, and where the next would lie."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from cnnstudio.core.layers import Window
from cnnstudio.core.messages import Floats
from cnnstudio.core.settings import Pair
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, colours_of
from cnnstudio.ui.widgets.hatching import hatch, hatch_around
from cnnstudio.ui.widgets.painting import fill_rounded

#: Maps up to this size show their numbers.
LARGEST_WITH_NUMBERS = 12

#: Of more windows only the first ones and the last are outlined.
MOST_WINDOWS = 36

#: Lines under numbers are faint.
_HATCH_OPACITY = 0.55


@dataclass(frozen=True, eq=False)
class WindowPicture:
    """A map of `size` (rows, columns), its numbers if known, and the window that reads it."""

    size: Pair
    window: Window
    values: Floats | None
    colour_map: ColourMap
    limit: float

    def positions(self, axis: int) -> int:
        return self.window.output_size(self.size[axis], axis)

    @property
    def fits(self) -> bool:
        return self.positions(0) > 0 and self.positions(1) > 0

    def covered(self, axis: int) -> int:
        """Cells of the map, from its first, up to the last window's edge; all of them where no
        window fits, since then none is left out more than another."""
        if not self.fits:
            return self.size[axis]
        return self.size[axis] - self.window.uncovered(self.size[axis], axis)

    def is_read(self, axis: int) -> list[bool]:
        """For each row (or column) of the map, whether some window looks at it.

        A stride longer than the window, or a dilation, leaves out rows between others too.
        """
        size, window = self.size[axis], self.window
        if not self.fits:
            return [True] * size
        read = {
            place * window.stride[axis] - window.padding[axis] + step * window.dilation[axis]
            for place in range(self.positions(axis))
            for step in range(window.kernel_size[axis])
        }
        return [index in read for index in range(size)]

    @property
    def pixels_read(self) -> int:
        """How many cells of the map some window looks at."""
        return sum(self.is_read(0)) * sum(self.is_read(1))

    def missing(self, axis: int) -> int:
        """Cells that one more window would need and that are not there."""
        if not self.positions(axis):
            return self.window.reach(axis) - self.size[axis] - 2 * self.window.padding[axis]
        end = self.positions(axis) * self.window.stride[axis] - self.window.padding[axis]
        return max(0, end + self.window.reach(axis) - self.size[axis])

    def extent(self, axis: int) -> int:
        """Cells that the picture needs: the map, its padding, and the window that has no room."""
        size, padding = self.size[axis], self.window.padding[axis]
        drawn = not self.fits or (axis == 1 and self.covered(axis) < size)
        beyond = max(0, self.missing(axis)) if drawn else 0
        return size + padding + max(padding, beyond)


def paint_windows(
    painter: QPainter, corner: QPointF, cell: float, picture: WindowPicture, theme: Theme
) -> None:
    """Paint with the padded map's top left corner at `corner`, cells `cell` pixels large."""
    down, across = picture.window.padding
    rows, columns = picture.size
    origin = corner + QPointF(across * cell, down * cell)
    whole = QRectF(origin.x(), origin.y(), columns * cell, rows * cell)
    if down or across:
        outer = whole.adjusted(-across * cell, -down * cell, across * cell, down * cell)
        hatch_around(painter, outer, whole, theme.colour.hairline_strong, theme.colour.sunken)
    _paint_map(painter, whole, cell, picture, theme)
    _paint_uncovered(painter, whole, cell, picture, theme)
    _paint_boxes(painter, origin, cell, picture, theme)


def _paint_map(
    painter: QPainter, whole: QRectF, cell: float, picture: WindowPicture, theme: Theme
) -> None:
    if picture.values is None:
        painter.setPen(QPen(theme.colour.hairline_strong, 1))
        painter.setBrush(theme.colour.sunken)
        painter.drawRect(whole)
        return
    image = colourise(picture.values, picture.colour_map, picture.limit, theme)
    painter.drawImage(whole, image)
    if max(picture.size) <= LARGEST_WITH_NUMBERS and cell >= theme.px("cell_number_from"):
        _paint_numbers(painter, whole, cell, picture, theme)


def _paint_numbers(
    painter: QPainter, whole: QRectF, cell: float, picture: WindowPicture, theme: Theme
) -> None:
    assert picture.values is not None
    colours = colours_of(picture.values, picture.colour_map, picture.limit, theme)
    font = theme.font("grid_number")
    font.setPixelSize(max(10, min(theme.font_px("grid_number"), int(cell * 0.36))))
    painter.setFont(font)
    rows, columns = picture.is_read(0), picture.is_read(1)
    for row in range(picture.size[0]):
        for column in range(picture.size[1]):
            fill = QColor.fromRgba(int(colours[row, column]))
            covered = rows[row] and columns[column]
            box = QRectF(whole.left() + column * cell, whole.top() + row * cell, cell, cell)
            if covered:
                painter.setPen(theme.text_on(fill))
                text = number(float(picture.values[row, column]), 1)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_uncovered(
    painter: QPainter, whole: QRectF, cell: float, picture: WindowPicture, theme: Theme
) -> None:
    rows, columns = picture.is_read(0), picture.is_read(1)
    if all(rows) and all(columns):
        return
    area = QPainterPath()
    area.setFillRule(Qt.FillRule.WindingFill)
    for row in (index for index, read in enumerate(rows) if not read):
        area.addRect(QRectF(whole.left(), whole.top() + row * cell, whole.width(), cell))
    for column in (index for index, read in enumerate(columns) if not read):
        area.addRect(QRectF(whole.left() + column * cell, whole.top(), cell, whole.height()))
    colour = theme.colour
    line = QColor(colour.advice)
    line.setAlphaF(_HATCH_OPACITY)
    hatch(painter, area, line, colour.advice_tint)
    painter.setPen(QPen(colour.advice, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(whole)
    if picture.values is not None and cell >= theme.px("cell_number_from"):
        _paint_uncovered_numbers(painter, whole, cell, picture, theme)


def _paint_uncovered_numbers(
    painter: QPainter, whole: QRectF, cell: float, picture: WindowPicture, theme: Theme
) -> None:
    assert picture.values is not None
    if max(picture.size) > LARGEST_WITH_NUMBERS:
        return
    painter.setPen(theme.colour.text)
    rows, columns = picture.is_read(0), picture.is_read(1)
    for row in range(picture.size[0]):
        for column in range(picture.size[1]):
            if rows[row] and columns[column]:
                continue
            box = QRectF(whole.left() + column * cell, whole.top() + row * cell, cell, cell)
            text = number(float(picture.values[row, column]), 1)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_boxes(
    painter: QPainter, origin: QPointF, cell: float, picture: WindowPicture, theme: Theme
) -> None:
    rows, columns = picture.positions(0), picture.positions(1)
    numbered = cell >= theme.px("cell_number_from")
    width = theme.px_f("selection_stroke") if cell >= 12 else max(1.0, cell / 4)
    for row, column in _drawn(rows, columns):
        box = _box(origin, cell, picture.window, row, column)
        inside = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour.selection_halo, width + 2))
        painter.drawRect(inside)
        painter.setPen(QPen(theme.colour.accent, width))
        painter.drawRect(inside)
    if numbered:
        for row, column in _drawn(rows, columns):
            box = _box(origin, cell, picture.window, row, column)
            _paint_badge(painter, box.topLeft(), row * columns + column + 1, theme)
    if not picture.fits:
        _paint_too_large(painter, origin, cell, picture, theme)


def _drawn(rows: int, columns: int) -> list[tuple[int, int]]:
    if rows * columns <= MOST_WINDOWS:
        return [(row, column) for row in range(rows) for column in range(columns)]
    return [(0, 0), (0, 1), (0, columns - 1), (rows - 1, 0), (rows - 1, columns - 1)]


def _box(origin: QPointF, cell: float, window: Window, row: int, column: int) -> QRectF:
    top = row * window.stride[0] - window.padding[0]
    left = column * window.stride[1] - window.padding[1]
    return QRectF(
        origin.x() + left * cell,
        origin.y() + top * cell,
        window.reach(1) * cell,
        window.reach(0) * cell,
    )


def _paint_badge(painter: QPainter, corner: QPointF, count: int, theme: Theme) -> None:
    side = theme.font_px("label") + 7
    box = QRectF(corner.x() - side / 3, corner.y() - side / 3, side, side)
    font = theme.font("label")
    font.setBold(True)
    text = number(count)
    box.setWidth(max(side, painter.fontMetrics().horizontalAdvance(text) + 6))
    fill_rounded(painter, box, theme.colour.accent, side / 2)
    painter.setFont(font)
    painter.setPen(theme.colour.on_accent)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_too_large(
    painter: QPainter, origin: QPointF, cell: float, picture: WindowPicture, theme: Theme
) -> None:
    """The one window, dashed, that is larger than the map."""
    box = _box(origin, cell, picture.window, 0, 0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour.warning, theme.px_f("hover_ring"), Qt.PenStyle.DashLine))
    painter.drawRect(box)
