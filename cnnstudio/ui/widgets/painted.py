"""The base of widgets that paint all of themselves."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme


class Painted(QWidget):
    """Is painted by `paint` in the colours of the theme, and laid out and painted anew when that
    changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        follow_theme(self._theme_changed)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint all; edges are smooth."""
        raise NotImplementedError

    def _theme_changed(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, current_theme())
        painter.end()
