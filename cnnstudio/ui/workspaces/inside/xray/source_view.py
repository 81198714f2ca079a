"""The picture with what a number sees of it, and beside it the map that the number is in."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_ring, stroke_selection
from cnnstudio.ui.workspaces.inside.xray.shading import shaded
from cnnstudio.ui.workspaces.inside.xray.source_layout import (
    GAP,
    Caption,
    Contents,
    SourceLayout,
    arranged,
    caption_height,
)

Box = tuple[int, int, int, int]  # top, left, height, width


class SourceView(Painted):
    """Picture, map and a caption. `hovered` and `chosen` bring the row and column of a cell of the
    map, `left` says that none is hovered."""

    hovered = Signal(int, int)
    chosen = Signal(int, int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Floats = np.zeros((28, 28), np.float32)
        self._influence: Floats | None = None
        self._image: tuple[Theme, QImage] | None = None
        self._map: Floats = np.zeros((0, 1), np.float32)
        self._colours, self._limit = ColourMap.SIGNED, 1.0
        self._cell: tuple[int, int] | None = None
        self._box: Box | None = None
        self._whole_caption: Caption = ()
        self._brief_caption: Caption = ()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("What the number sees of the picture"))

    # What is shown

    def set_picture(self, picture: Floats) -> None:
        """The picture as the network's input holds it, (rows, columns)."""
        if picture is not self._picture:
            self._picture, self._influence, self._image = picture, None, None
            self.update()

    def set_influence(self, influence: Floats | None, box: Box | None) -> None:
        """Shade the picture, and outline the part that is seen."""
        self._influence, self._box, self._image = influence, box, None
        self.update()

    def set_map(
        self, map: Floats, colours: ColourMap, limit: float, cell: tuple[int, int] | None
    ) -> None:
        """(rows, columns) with one cell ringed; (0, 1) leaves the picture alone."""
        self._map, self._colours, self._limit, self._cell = map, colours, limit, cell
        self.update()

    def set_caption(self, lines: Caption, brief: Caption = ()) -> None:
        """Lines, and those that stand there where there is no room for all of them."""
        self._whole_caption, self._brief_caption = lines, brief or lines
        self.setAccessibleDescription(" ".join(text for text, _ in lines))
        self.updateGeometry()
        self.update()

    # Places

    @property
    def places(self) -> SourceLayout:
        """Where everything lies at present."""
        rows, columns = self._map.shape
        contents = Contents(
            self.width(),
            self.height(),
            (self._picture.shape[0], self._picture.shape[1]),
            (rows, columns),
            self._whole_caption,
            self._brief_caption,
            self._influence is not None,
            current_theme(),
        )
        return arranged(contents)

    def picture_rect(self) -> QRectF:
        return QRectF(self.places.picture)

    def map_rect(self) -> QRectF:
        return QRectF(self.places.map)

    def cell_rect(self, row: int, column: int) -> QRectF:
        whole, (rows, columns) = self.map_rect(), self._map.shape
        wide, high = whole.width() / columns, whole.height() / rows
        return QRectF(whole.left() + column * wide, whole.top() + row * high, wide, high)

    def box_rect(self) -> QRectF:
        """What is seen, as a part of the picture's place."""
        assert self._box is not None
        top, left, height, width = self._box
        whole = self.picture_rect()
        unit = whole.width() / self._picture.shape[1]
        box = QRectF(left * unit, top * unit, width * unit, height * unit)
        return box.translated(whole.topLeft())

    def sizeHint(self) -> QSize:
        return QSize(460, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, max(110, int(caption_height(self._whole_caption, current_theme())) + 4))

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
        else:
            self.hovered.emit(*cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(*cell)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()

    # Painting

    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.drawImage(self.picture_rect(), self._shaded(theme))
        if self._map.size:
            picture = colourise(self._map, self._colours, self._limit, theme)
            painter.drawImage(self.map_rect(), picture)
        self._paint_caption(painter, theme)
        if self._influence is not None:
            self._paint_legend(painter, theme)
        if self._box is not None:
            self._paint_link(painter, theme)
            stroke_selection(painter, self.box_rect().adjusted(1, 1, -1, -1), theme)
        if self._cell is not None and self._map.size:
            stroke_ring(painter, self.cell_rect(*self._cell), theme)

    def _shaded(self, theme: Theme) -> QImage:
        if self._image is None or self._image[0] != theme:
            self._image = theme, shaded(self._picture, self._influence, theme)
        return self._image[1]

    def _paint_link(self, painter: QPainter, theme: Theme) -> None:
        """Two lines from the part that is seen to the cell that sees it."""
        if self._cell is None or not self._map.size:
            return
        box, cell = self.box_rect(), self.cell_rect(*self._cell)
        painter.setPen(QPen(theme.colour.accent, theme.px_f("window_link")))
        if self.places.is_stacked:
            painter.drawLine(box.bottomLeft(), cell.topLeft())
            painter.drawLine(box.bottomRight(), cell.topRight())
        else:
            painter.drawLine(box.topRight(), cell.topLeft())
            painter.drawLine(box.bottomRight(), cell.bottomLeft())

    def _paint_caption(self, painter: QPainter, theme: Theme) -> None:
        beside = self.picture_rect()
        if self._map.size and not self.places.is_stacked:
            beside = self.map_rect()
        left, top = beside.right() + GAP, 2.0
        if self._reaches_legend():
            left = max(left, self._legend_right(theme) + GAP)
        for text, role in self.places.caption:
            painter.setFont(theme.font(role))
            colour = theme.colour.text if role == "body_strong" else theme.colour.muted
            painter.setPen(colour)
            line = painter.fontMetrics().height() + 2
            place = QRectF(left, top, self.width() - left, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            top += line

    def _reaches_legend(self) -> bool:
        """Whether the caption beside the picture is so long that it comes down to the legend."""
        places = self.places
        if self._influence is None or places.is_stacked:
            return False
        return caption_height(places.caption, current_theme()) > places.picture.bottom() + 4

    def _legend_right(self, theme: Theme) -> float:
        metrics = QFontMetrics(theme.font("axis"))
        words = (self.tr("raises it"), self.tr("lowers it"))
        widths = (metrics.ascent() * 0.8 + 6 + metrics.horizontalAdvance(word) for word in words)
        return self.picture_rect().left() + sum(widths) + GAP

    def _paint_legend(self, painter: QPainter, theme: Theme) -> None:
        """What the tints of the picture mean: below it, or below the map that stands there."""
        painter.setFont(theme.font("axis"))
        metrics = painter.fontMetrics()
        side = metrics.ascent() * 0.8
        above = self.map_rect() if self.places.is_stacked else self.picture_rect()
        left, top = above.left(), above.bottom() + 6
        for colour, text in (
            (theme.colour.positive, self.tr("raises it")),
            (theme.colour.negative, self.tr("lowers it")),
        ):
            square = QRectF(left, top + (metrics.height() - side) / 2, side, side)
            fill_rounded(painter, square, colour, 2)
            painter.setPen(theme.colour.muted)
            place = QRectF(square.right() + 6, top, self.width(), metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            left = place.left() + metrics.horizontalAdvance(text) + GAP
