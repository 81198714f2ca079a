"""The chip that says what computes: a dot, and the device's name."""

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_focus

DeviceState = Literal["ready", "busy", "fault"]

_DOTS: Final = {"ready": "correct", "busy": "advice", "fault": "warning"}
_MARGIN = 13
_DOT = 9


class DeviceChip(QAbstractButton):
    """A rounded button; its dot is teal when ready, amber when busy, crimson at fault."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: DeviceState = "busy"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def show_device(self, text: str, tooltip: str, state: DeviceState) -> None:
        self._state = state
        self.setText(text)
        self.setToolTip(tooltip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tooltip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = QFontMetrics(theme.font("button")).horizontalAdvance(self.text())
        return QSize(words + 2 * _MARGIN + _DOT + 10, theme.px("chip_h"))

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_rounded(painter, rect, theme.colour.sunken, rect.height() / 2)
        painter.setBrush(getattr(theme.colour, _DOTS[self._state]))
        painter.drawEllipse(QPointF(_MARGIN + _DOT / 2, rect.center().y()), _DOT / 2, _DOT / 2)
        painter.setFont(theme.font("button"))
        painter.setPen(theme.colour.text)
        words = rect.adjusted(_MARGIN + _DOT + 8, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            stroke_focus(painter, rect, theme, rect.height() / 2)
        painter.end()
