"""The chip that says that the past of a run is shown, and leads back to now."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import draw_box, stroke_focus

_MARGIN = 14
_GAP = 10


class PastChip(QAbstractButton):
    """A rounded button in the accent colour: which step is shown, and “back to now”. Where there
    is little room it says the step and an arrow alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way = self.tr("back to now")
        self.setAccessibleName(self._way)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def show_step(self, text: str, hint: str) -> None:
        """`text` names the step that every panel shows."""
        self.setText(text)
        self.setToolTip(hint)
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        way = QFontMetrics(current_theme().font("button")).horizontalAdvance(self._way)
        return QSize(self._least_width() + way + _GAP, current_theme().px("chip_h"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least_width(), current_theme().px("chip_h"))

    def _least_width(self) -> int:
        theme = current_theme()
        words = QFontMetrics(theme.font("body_strong")).horizontalAdvance(self.text())
        return words + 2 * _MARGIN + _GAP + self._arrow_width() + 2

    def _arrow_width(self) -> int:
        return round(current_theme().px("chip_h") * 0.36)

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        colour, radius = theme.colour, rect.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, rect, colour.accent, colour.accent, radius)
        painter.setPen(colour.on_accent)
        painter.setFont(theme.font("body_strong"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(_MARGIN, 0, 0, 0), middle, self.text())
        right = rect.right() - _MARGIN - self._arrow_width()
        if rect.width() >= self.sizeHint().width():
            painter.setFont(theme.font("button"))
            words = QRectF(rect.left(), 0, right - _GAP / 2 - rect.left(), rect.height())
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, self._way)
        self._paint_arrow(painter, QPointF(right, rect.center().y()), theme)
        if self.hasFocus():
            stroke_focus(painter, rect, theme, radius)
        painter.end()

    def _paint_arrow(self, painter: QPainter, left: QPointF, theme: Theme) -> None:
        """Two arrow heads that point to the right, as on the button for the end."""
        reach = self._arrow_width() / 2
        painter.setPen(QPen(theme.colour.on_accent, theme.px_f("link_line")))
        for start in (left, left + QPointF(reach, 0)):
            tip = start + QPointF(reach * 0.8, 0)
            painter.drawLine(start + QPointF(0, -reach * 0.8), tip)
            painter.drawLine(start + QPointF(0, reach * 0.8), tip)
