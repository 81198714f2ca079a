"""A list of numbers as a strip: boxes with their numbers where there is room, else stripes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import colours_of
from cnnstudio.ui.widgets.painting import stroke_ring
from cnnstudio.ui.widgets.thumbnail_strip import paint_bars
from cnnstudio.ui.workspaces.build.maps import Flow

#: The narrowest box that a number fits into, in digits' widths.
_ROOM_FOR_NUMBER = 5


class NumberStrip(QWidget):
    """Shows a list; `hovered(index)` for the number under the mouse."""

    hovered = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow: Flow | None = None
        self._count = 1
        self._marked: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def show_list(self, count: int, flow: Flow | None) -> None:
        """`count` numbers, known if there is a flow."""
        self._count, self._flow = count, flow
        self.setAccessibleName(self.tr("{count} numbers").format(count=number(count)))
        self.update()

    def mark(self, index: int | None) -> None:
        self._marked = index
        self.update()

    def box(self, index: int) -> QRectF:
        """Where a number lies, at least two pixels wide."""
        wide = self.width() / max(self._count, 1)
        left = index * wide
        return QRectF(left, 2, max(2.0, wide), self.height() - 4)

    def sizeHint(self) -> QSize:
        return QSize(200, 58 if not current_theme().projector else 84)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = int(event.position().x() * self._count / max(1, self.width()))
        if 0 <= index < self._count:
            self.hovered.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        if self._flow is None:
            painter.setPen(QPen(theme.colour.hairline_strong, 1))
            painter.setBrush(theme.colour.sunken)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        elif self._has_room(theme):
            self._paint_boxes(painter, self._flow, theme)
        else:
            flow = self._flow
            paint_bars(painter, rect, flow.values, flow.colour_map, flow.limit, theme)
        if self._marked is not None and self._flow is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            stroke_ring(painter, self.box(self._marked), theme)
        painter.end()

    def _has_room(self, theme: Theme) -> bool:
        digits = _ROOM_FOR_NUMBER * theme.font_px("axis") * 0.62
        return self.width() / max(self._count, 1) >= digits

    def _paint_boxes(self, painter: QPainter, flow: Flow, theme: Theme) -> None:
        values: NDArray[np.floating] = flow.values
        colours = colours_of(values, flow.colour_map, flow.limit, theme)
        painter.setFont(theme.font("axis"))
        for index, value in enumerate(values):
            box = self.box(index).adjusted(1, 0, -1, 0)
            fill = QColor.fromRgba(int(colours[index]))
            painter.fillRect(box, fill)
            painter.setPen(theme.text_on(fill))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number(float(value), 2))

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()
