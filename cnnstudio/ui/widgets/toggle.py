"""A switch that is on or off, with the word beside it."""

from PySide6.QtCore import QEasingCurve, QPoint, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme, mix
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_focus

_GAP = 9
_FRAME = 3  # room for the focus ring


class Toggle(QCheckBox):
    """A check box drawn as a switch, with “off” or “on” beside it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = self.tr("off"), self.tr("on")
        self._travel = 0.0
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._move)
        self.toggled.connect(self._start)
        self.setAccessibleName(name)
        leave_keys(self)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        metrics = QFontMetrics(theme.font("body"))
        words = max(metrics.horizontalAdvance(word) for word in self._words)
        width = theme.px("toggle_w") + _GAP + words + 2 * _FRAME + 2
        return QSize(width, max(theme.px("field_h"), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def _start(self, on: bool) -> None:
        self._slide.stop()
        self._slide.setStartValue(self._travel)
        self._slide.setEndValue(1.0 if on else 0.0)
        # A switch that nobody sees has nothing to slide for.
        shown = self.isVisible()
        self._slide.setDuration(current_theme().milliseconds("toggle") if shown else 0)
        self._slide.start()

    def _move(self, travel: float) -> None:
        self._travel = float(travel)
        self.update()

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(_FRAME, 0, theme.px("toggle_w"), theme.px("toggle_h"))
        track.moveTop((self.height() - track.height()) / 2)
        self._paint_switch(painter, track, theme)
        self._paint_word(painter, track.right() + _GAP, theme)
        if self.hasFocus():
            ring = track.adjusted(-_FRAME, -_FRAME, _FRAME, _FRAME)
            stroke_focus(painter, ring, theme, ring.height() / 2)
        painter.end()

    def _paint_switch(self, painter: QPainter, track: QRectF, theme: Theme) -> None:
        colour = theme.colour
        on = colour.accent if self.isEnabled() else colour.faint
        fill_rounded(painter, track, mix(colour.faint, on, self._travel), track.height() / 2)
        side = track.height() - 6
        left = track.left() + 3 + self._travel * (track.width() - track.height())
        painter.setBrush(colour.knob)
        painter.drawEllipse(QRectF(left, track.top() + 3, side, side))

    def _paint_word(self, painter: QPainter, left: float, theme: Theme) -> None:
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour.text if self.isEnabled() else theme.colour.faint)
        place = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._words[int(self.isChecked())])
