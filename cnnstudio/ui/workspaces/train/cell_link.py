"""The line from the chosen cell of the confusion matrix to the digits that fell there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.theme import current_theme

_INSET = 10  # from the panel's right edge to the line
_ARROW = 5
_BEND = 6
_ABOVE = 4  # room for half the stroke above the line


class CellLink(QWidget):
    """Lies over its parent and paints nothing but the line; the mouse does not notice it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def connect_cell(self, start: QPoint, below: QRect) -> None:
        """Run from `start`, the cell's lower right corner, along the row's edge, so that no number
        is struck through, to the top of the rectangle `below`; both in pixels of the parent."""
        right = below.right() - _INSET + _ARROW + 2
        self.setGeometry(QRect(start - QPoint(0, _ABOVE), QPoint(right, below.top())))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour.accent, theme.px_f("link_line")))
        x, bottom = self.width() - _ARROW - 2.0, self.height() - 1.0
        path = QPainterPath(QPointF(0, _ABOVE))
        path.lineTo(x - _BEND, _ABOVE)
        path.quadTo(QPointF(x, _ABOVE), QPointF(x, _ABOVE + _BEND))
        path.lineTo(x, bottom)
        path.moveTo(x - _ARROW, bottom - _ARROW)
        path.lineTo(x, bottom)
        path.lineTo(x + _ARROW, bottom - _ARROW)
        painter.drawPath(path)
        painter.end()
