"""One feature map with its numbers, and the part of the digit that one of its cells sees."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.theme_tables import ZERO_TEXT_OPACITY
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, colours_of
from cnnstudio.ui.widgets.painting import stroke_ring, stroke_selection
from cnnstudio.ui.workspaces.inside.figures import Figures

_GAP = 18
_DIGIT_SHARE = 0.36
Box = tuple[int, int, int, int]  # top, left, height, width


class FieldView(QWidget):
    """The digit above, a map below, and two lines from the box to the cell that sees it.

    `hovered` and `chosen` bring the row and column of a cell, `left` says that none is hovered.
    """

    hovered = Signal(int, int)
    chosen = Signal(int, int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit: Floats = np.zeros((28, 28), np.float32)
        self._map: Floats = np.zeros((0, 1), np.float32)
        self._colours, self._limit = ColourMap.SIGNED, 1.0
        self._cell: tuple[int, int] | None = None
        self._box: Box | None = None
        self._caption: tuple[tuple[str, str, str], ...] = ()
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("What the cell sees"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def set_digit(self, pixels: Floats) -> None:
        """The picture as the network's input holds it, (H, W)."""
        self._digit = pixels
        self.update()

    def set_map(self, values: Floats, colours: ColourMap, limit: float) -> None:
        """(H, W); (0, 1) leaves the digit alone."""
        self._map, self._colours, self._limit = values, colours, limit
        self.update()

    def set_cell(self, cell: tuple[int, int] | None, box: Box | None) -> None:
        """Ring a cell, and in the digit the pixels that it sees."""
        self._cell, self._box = cell, box
        self.update()

    def set_caption(self, *lines: tuple[str, str, str]) -> None:
        """Lines beside the digit: text, row of the type table, tone of the palette."""
        self._caption = lines
        self.setAccessibleDescription(" ".join(text for text, _, _ in lines))
        self.update()

    def digit_rect(self) -> QRectF:
        rows, columns = self._digit.shape
        share = _DIGIT_SHARE if self._map.size else 1.0
        room = min(self.height() * share - 2, self.width() * 0.55)
        unit = room / max(rows, columns)
        unit = int(unit) if unit >= 1 else unit
        return QRectF(1, 1, columns * unit, rows * unit)

    def map_rect(self) -> QRectF:
        if not self._map.size:
            return QRectF()
        rows, columns = self._map.shape
        top = self.digit_rect().bottom() + _GAP
        unit = min((self.width() - 8) / columns, (self.height() - top - 6) / rows)
        unit = max(1.0, float(int(unit))) if unit >= 1 else max(unit, 0.1)
        left = (self.width() - unit * columns) / 2
        return QRectF(round(left), round(top), unit * columns, unit * rows)

    def cell_rect(self, row: int, column: int) -> QRectF:
        whole, (rows, columns) = self.map_rect(), self._map.shape
        wide, high = whole.width() / columns, whole.height() / rows
        return QRectF(whole.left() + column * wide, whole.top() + row * high, wide, high)

    def sizeHint(self) -> QSize:
        return QSize(400, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 260)

    # Mouse

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        whole = self.map_rect()
        if not self._map.size or not whole.contains(point):
            return None
        rows, columns = self._map.shape
        row = int((point.y() - whole.top()) * rows / whole.height())
        column = int((point.x() - whole.left()) * columns / whole.width())
        return min(row, rows - 1), min(column, columns - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is None:
            self.left.emit()
        elif cell != self._cell:
            self.hovered.emit(*cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(*cell)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        digit = self.digit_rect()
        painter.drawImage(digit, colourise(self._digit, ColourMap.PIXEL, 1.0, theme))
        if self._map.size:
            painter.drawImage(
                self.map_rect(), colourise(self._map, self._colours, self._limit, theme)
            )
            self._paint_numbers(painter, theme)
        self._paint_caption(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._box is not None:
            self._paint_link(painter, theme)
            stroke_selection(painter, self._box_rect(), theme)
        if self._cell is not None and self._map.size:
            stroke_ring(painter, self.cell_rect(*self._cell), theme)
        painter.end()

    def _box_rect(self) -> QRectF:
        """The box, cut off at the edges of the picture: beyond is only padding."""
        assert self._box is not None
        top, left, height, width = self._box
        whole, unit = self.digit_rect(), self.digit_rect().width() / self._digit.shape[1]
        box = QRectF(left * unit, top * unit, width * unit, height * unit)
        return box.translated(whole.topLeft()).intersected(whole).adjusted(1, 1, -1, -1)

    def _paint_link(self, painter: QPainter, theme: Theme) -> None:
        """Two lines from the box to the cell, that spare numbers and words."""
        if self._cell is None or not self._map.size:
            return
        box, cell = self._box_rect(), self.cell_rect(*self._cell)
        outside = QRegion(self.rect()) - QRegion(self.map_rect().toRect())
        for place in self._caption_rects(painter, theme):
            outside -= QRegion(place.toAlignedRect())
        painter.save()
        painter.setClipRegion(outside)
        painter.setPen(QPen(theme.colour.accent, theme.px_f("window_link")))
        painter.drawLine(box.bottomLeft(), cell.topLeft())
        painter.drawLine(box.bottomRight(), cell.topRight())
        painter.restore()

    def _caption_rects(self, painter: QPainter, theme: Theme) -> list[QRectF]:
        """A place for each line of the caption, as wide as its words."""
        left, top = self.digit_rect().right() + _GAP, self.digit_rect().top()
        places = []
        for text, role, _ in self._caption:
            painter.setFont(theme.font(role))
            metrics = painter.fontMetrics()
            line = metrics.height() + 2
            places.append(QRectF(left, top, metrics.horizontalAdvance(text) + 4, line))
            top += line
        return places

    def _paint_caption(self, painter: QPainter, theme: Theme) -> None:
        places = self._caption_rects(painter, theme)
        for place, (text, role, tone) in zip(places, self._caption, strict=True):
            painter.setFont(theme.font(role))
            painter.setPen(getattr(theme.colour, tone))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_numbers(self, painter: QPainter, theme: Theme) -> None:
        side = self.cell_rect(0, 0).width()
        figures = Figures.fitting(self._map, side, theme)
        if figures is None:
            return
        painter.setFont(figures.font)
        colours = colours_of(self._map, self._colours, self._limit, theme)
        first = self.cell_rect(0, 0)
        for row, column in np.ndindex(*self._map.shape):
            text = figures.text(float(self._map[row, column]))
            painter.setOpacity(ZERO_TEXT_OPACITY if text.strip("0.") == "" else 1.0)
            painter.setPen(theme.text_on(QColor.fromRgba(int(colours[row, column]))))
            place = first.translated(column * first.width(), row * first.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.setOpacity(1.0)

    def _restyle(self, _theme: object) -> None:
        self.update()
