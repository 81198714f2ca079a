"""Two straight lines from a window to the number that it gives, drawn over other widgets."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.theme import current_theme


class LinkLines(QWidget):
    """Lies over its parent and lets every event through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._start: QRectF | None = None
        self._end: QRectF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def link(self, start: QRectF | None, end: QRectF | None) -> None:
        """Join the right corners of `start` to the left ones of `end`, in the parent's pixels."""
        self._start, self._end = start, end
        self.setGeometry(self._over.rect())
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._start is None or self._end is None:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour.accent, theme.px_f("window_link")))
        painter.drawLine(self._start.topRight(), self._end.topLeft())
        painter.drawLine(self._start.bottomRight(), self._end.bottomLeft())
        painter.end()
