"""One digit with its pixels sharp."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise
from cnnstudio.ui.widgets.keys import ENTER
from cnnstudio.ui.widgets.painting import stroke_focus


class PixelImage(QWidget):
    """A picture (H, W) of pixels from 0 to 1, as a square of `side` or of the tray's size."""

    clicked = Signal()

    def __init__(self, side: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._values: NDArray[np.floating] | None = None
        self._picture: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def set_values(self, values: NDArray[np.floating] | None) -> None:
        """Show these pixels; None shows an empty frame."""
        self._values, self._picture = values, None
        self.update()

    def values(self) -> NDArray[np.floating] | None:
        return self._values

    def set_side(self, side: int) -> None:
        self._side = side
        self.updateGeometry()

    def set_clickable(self, name: str) -> None:
        """Let it be reached with Tab and pressed like a button of that name."""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        side = self._side or current_theme().px("tray_image")
        return QSize(side, side)

    def _restyle(self, theme: Theme) -> None:
        self._picture = None
        self.updateGeometry()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in ENTER:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.fillRect(rect, theme.colour.sunken)
        if self._values is not None:
            self._picture = self._picture or colourise(self._values, ColourMap.PIXEL, 1.0, theme)
            painter.drawImage(rect, self._picture)
        painter.setPen(QPen(theme.colour.hairline_strong, 1))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.hasFocus():
            stroke_focus(painter, rect, theme, 0)
        painter.end()
