"""A layer's numbers in a strip of small height: maps, a bar code, or the ten classes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import (
    ColourMap,
    Values,
    colours_of,
    compose,
    to_image,
)
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_ring, stroke_selection

_CLASS_GAP = 2.0
_CLASS_RADIUS = 3.0


def maps_that_fit(width: float, height: float, shape: tuple[int, int], gap: float) -> int:
    """How many maps of `shape` (rows, columns) fit side by side at that height."""
    wide = height * shape[1] / shape[0]
    return max(1, int((width + gap) / (wide + gap)))


def paint_strip(
    painter: QPainter,
    rect: QRectF,
    values: Values,
    colour_map: ColourMap,
    limit: float,
    theme: Theme,
    selected: int | None = None,
) -> None:
    """Maps (N, H, W) as thumbnails from the left, or activations (N,) as a bar code.

    `selected` is the map that has an outline. Maps that don't fit at the height of `rect` are
    drawn smaller, down to half of it; those that still don't fit are left out.
    """
    if values.ndim == 1:
        paint_bars(painter, rect, values, colour_map, limit, theme)
    else:
        paint_maps(painter, rect, values, colour_map, limit, theme, selected)


def paint_maps(
    painter: QPainter,
    rect: QRectF,
    maps: Values,
    colour_map: ColourMap,
    limit: float,
    theme: Theme,
    selected: int | None = None,
) -> None:
    gap = theme.px("strip_gap")
    first = thumbnail_rect(rect, maps.shape, 0, gap)
    wide, height = round(first.width()), round(first.height())
    shown = maps[: maps_that_fit(rect.width(), height, maps.shape[1:], gap)]
    ratio = painter.device().devicePixelRatioF()
    cell = (max(1, round(wide * ratio)), max(1, round(height * ratio)))
    sheet = compose(shown, len(shown), round(gap * ratio), cell, colour_map, limit, theme)
    sheet.setDevicePixelRatio(ratio)
    painter.drawImage(first.topLeft(), sheet)
    if selected is not None and selected < len(shown):
        stroke_ring(painter, thumbnail_rect(rect, maps.shape, selected, gap), theme)


def thumbnail_rect(rect: QRectF, shape: tuple[int, ...], index: int, gap: int) -> QRectF:
    """Where one of maps of `shape` (count, rows, columns) is painted in a strip."""
    count, rows, columns = shape
    height = _thumbnail_height(rect, count, columns / rows, gap)
    wide = max(1, round(height * columns / rows))
    top = round(rect.top() + (rect.height() - height) / 2)
    return QRectF(round(rect.left()) + index * (wide + gap), top, wide, height)


def number_at(
    rect: QRectF, shape: tuple[int, ...], point: QPointF, gap: int
) -> tuple[int, int, int] | None:
    """Map, row and column of the number that is painted at a point of a strip; of a list, its
    place and zeros. None between maps and beyond them."""
    if not rect.contains(point):
        return None
    if len(shape) == 1:
        return int((point.x() - rect.left()) * shape[0] / rect.width()), 0, 0
    first = thumbnail_rect(rect, shape, 0, gap)
    index = int((point.x() - first.left()) // (first.width() + gap))
    place = thumbnail_rect(rect, shape, index, gap)
    fitting = maps_that_fit(rect.width(), first.height(), (shape[1], shape[2]), gap)
    if not 0 <= index < min(shape[0], fitting) or not place.contains(point):
        return None
    row = int((point.y() - place.top()) * shape[1] / place.height())
    column = int((point.x() - place.left()) * shape[2] / place.width())
    return index, min(row, shape[1] - 1), min(column, shape[2] - 1)


def class_at(rect: QRectF, count: int, point: QPointF) -> int | None:
    """The class whose box is at a point of a strip."""
    boxes = (class_box(rect, index, count) for index in range(count))
    return next((index for index, box in enumerate(boxes) if box.contains(point)), None)


def _thumbnail_height(rect: QRectF, count: int, aspect: float, gap: float) -> int:
    """The height at which all fit, within half of and the whole height of the strip."""
    all_fit = (rect.width() - gap * (count - 1)) / (count * aspect)
    return max(1, int(min(rect.height(), max(all_fit, rect.height() / 2))))


def paint_bars(
    painter: QPainter,
    rect: QRectF,
    values: Values,
    colour_map: ColourMap,
    limit: float,
    theme: Theme,
) -> None:
    """Activations (N,) as stripes over the whole width.

    Where there are more of them than pixels, a pixel shows the one of largest magnitude.
    """
    ratio = painter.device().devicePixelRatioF()
    strip = _largest_in_each(values, max(1, round(rect.width() * ratio)))
    colours = colours_of(strip[None, :], colour_map, limit, theme)
    stretched = np.linspace(0, len(strip), round(rect.width() * ratio), endpoint=False)
    painter.drawImage(rect, to_image(colours[:, stretched.astype(np.intp)]))


def _largest_in_each(values: Values, pixels: int) -> NDArray[np.floating]:
    if len(values) <= pixels:
        return values
    starts = np.linspace(0, len(values), pixels, endpoint=False).astype(np.intp)
    high, low = np.maximum.reduceat(values, starts), np.minimum.reduceat(values, starts)
    return np.where(high >= -low, high, low)


def paint_classes(painter: QPainter, rect: QRectF, probabilities: Values, theme: Theme) -> None:
    """A box for each class, coloured by its probability, with the winner's outlined."""
    count = len(probabilities)
    best = int(np.argmax(probabilities))
    colours = colours_of(probabilities, ColourMap.SEQUENTIAL, 1.0, theme)
    font = theme.font("body_strong")
    font.setPixelSize(max(8, min(theme.font_px("body_strong"), int(rect.height() - 4))))
    painter.save()
    painter.setFont(font)
    for index in range(count):
        box = class_box(rect, index, count)
        fill = QColor.fromRgba(int(colours[index]))
        fill_rounded(painter, box, fill, _CLASS_RADIUS)
        painter.setPen(theme.text_on(fill))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index))
    stroke_selection(painter, class_box(rect, best, count), theme, _CLASS_RADIUS)
    painter.restore()


def class_box(rect: QRectF, index: int, count: int) -> QRectF:
    """Where the class `index` of `count` stands in a strip."""
    step = (rect.width() + _CLASS_GAP) / count
    return QRectF(rect.left() + index * step, rect.top(), step - _CLASS_GAP, rect.height())


class ThumbnailStrip(Painted):
    """A strip of maps, a bar code, or class boxes; empty until it is given something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.floating] | None = None
        self._colour_map = ColourMap.SEQUENTIAL
        self._limit = 1.0
        self._selected: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_values(
        self, values: NDArray[np.floating] | None, colour_map: ColourMap, limit: float
    ) -> None:
        """Show maps (N, H, W) or activations (N,); None empties the strip."""
        self._values = values
        self._colour_map, self._limit = colour_map, limit
        self.setAccessibleName(self._summary())
        self.update()

    def set_selected(self, index: int | None) -> None:
        self._selected = index
        self.update()

    def _summary(self) -> str:
        if self._values is None:
            return ""
        template = self.tr("{count} maps") if self._values.ndim == 3 else self.tr("{count} values")
        return template.format(count=len(self._values))

    def sizeHint(self) -> QSize:
        return QSize(120, current_theme().px("strip_h"))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        rect = QRectF(self.rect())
        if self._values is not None:
            paint_strip(
                painter, rect, self._values, self._colour_map, self._limit, theme, self._selected
            )
