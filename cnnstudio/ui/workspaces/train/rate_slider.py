"""A slider whose equal distances are equal factors, for the learning rate."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QWidget

from cnnstudio.ui.focus_ring import is_ring_shown
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.slider import Slider

#: The rates at the ends.
LOWEST, HIGHEST = 1e-4, 1.0
_STEPS_PER_DECADE = 60
_HANDLE = 19  # what the style sheet makes of a slider's handle


class RateSlider(Slider):
    """From 0.0001 to 1. `rate_chosen` is emitted when the handle is let go, not on its way, so
    that one pull is one change. A small ring stays where the rate was when the run began."""

    rate_chosen = Signal(float)
    rate_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set = LOWEST
        self._origin: float | None = None
        decades = round(math.log10(HIGHEST / LOWEST))
        self.setRange(0, decades * _STEPS_PER_DECADE)
        self.setSingleStep(3)
        self.setPageStep(_STEPS_PER_DECADE // 2)
        self.valueChanged.connect(self._moved)
        self.sliderReleased.connect(lambda: self.rate_chosen.emit(self.rate()))
        follow_theme(self._restyle)

    def rate(self) -> float:
        """The rate at the handle: that which was set there, or else one of two figures."""
        if self.value() == self._place(self._set):
            return self._set
        rate = LOWEST * 10 ** (self.value() / _STEPS_PER_DECADE)
        return float(f"{rate:.1e}")

    def set_rate(self, rate: float) -> None:
        """Show a rate, at an end if it lies beyond, without a signal."""
        self._set = rate
        blocked = self.blockSignals(True)
        self.setValue(self._place(rate))
        self.blockSignals(blocked)
        self.update()

    def set_origin(self, rate: float | None) -> None:
        """Leave a ring at a rate; None takes it away."""
        if rate != self._origin:
            self._origin = rate
            self.update()

    def _place(self, rate: float) -> int:
        within = min(max(rate, LOWEST), HIGHEST)
        return round(math.log10(within / LOWEST) * _STEPS_PER_DECADE)

    def _moved(self) -> None:
        self.rate_moved.emit(self.rate())
        if not self.isSliderDown():
            self.rate_chosen.emit(self.rate())

    def sizeHint(self) -> QSize:
        return QSize(160, 24 + current_theme().font_px("axis") + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def handle_centre(self) -> QPoint:
        """Where the handle is, in pixels."""
        return QPoint(round(self._x(self.value())), round(self._middle()))

    def _middle(self) -> float:
        return (self.height() - current_theme().font_px("axis") - 4) / 2

    def _x(self, place: int) -> float:
        handle = _HANDLE
        span = self.width() - handle
        return handle / 2 + QStyle.sliderPositionFromValue(
            self.minimum(), self.maximum(), place, span
        )

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._middle()
        self._paint_track(painter, middle, theme)
        self._paint_scale(painter, middle, theme)
        if self._origin is not None:
            painter.setBrush(theme.colour.surface)
            painter.setPen(QPen(theme.colour.muted, 2))
            painter.drawEllipse(QPointF(self._x(self._place(self._origin)), middle), 4.5, 4.5)
        colour = theme.colour.accent if self.isEnabled() else theme.colour.hairline_strong
        painter.setBrush(theme.colour.knob)
        painter.setPen(QPen(colour, 3))
        painter.drawEllipse(QPointF(self._x(self.value()), middle), 8, 8)
        if self.hasFocus() and is_ring_shown():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour.accent, 1.5))
            painter.drawEllipse(QPointF(self._x(self.value()), middle), 11.5, 11.5)
        painter.end()

    def _paint_track(self, painter: QPainter, middle: float, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for right, colour in (
            (self.width() - _HANDLE / 2, theme.colour.hairline_strong),
            (self._x(self.value()), theme.colour.accent),
        ):
            painter.setBrush(colour if self.isEnabled() else theme.colour.hairline_strong)
            track = QRectF(_HANDLE / 2, middle - 2, right - _HANDLE / 2, 4)
            painter.drawRoundedRect(track, 2, 2)

    def _paint_scale(self, painter: QPainter, middle: float, theme: Theme) -> None:
        painter.setFont(theme.font("axis"))
        painter.setPen(theme.colour.muted)
        top = middle + 10
        for power in (-3, -2, -1):
            x = self._x(self._place(10.0**power))
            painter.drawLine(QPointF(x, top), QPointF(x, top + 4))
            place = QRectF(x - 40, top + 4, 80, self.height() - top - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, f"{10.0**power:g}")
