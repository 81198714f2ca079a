"""A part of a panel that a thin line divides from what stands above it."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.theme import current_theme


class UnderHairline(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, current_theme().colour.hairline)
        painter.end()
