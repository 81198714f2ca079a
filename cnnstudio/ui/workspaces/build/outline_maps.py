"""Empty frames of maps, where their numbers are not known yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.layers import Shape
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.map_layout import fitted

_MARGIN = 6
_MOST = 64


class OutlineMaps(QWidget):
    """As many frames as a shape (maps, rows, columns) has maps, 64 at most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape: Shape = (1, 1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def show_shape(self, shape: Shape) -> None:
        self._shape = shape
        self.update()

    def _restyle(self, theme: Theme) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        count = min(self._shape[0], _MOST)
        room = (self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
        plan = fitted(count, (self._shape[1], self._shape[2]), room, theme.px("map_gap"))
        painter.setPen(QPen(theme.colour.hairline_strong, 1))
        painter.setBrush(theme.colour.sunken)
        for index in range(count):
            x, y = plan.origin(index)
            painter.drawRect(QRectF(_MARGIN + x, _MARGIN + y, plan.width, plan.height))
        painter.end()
