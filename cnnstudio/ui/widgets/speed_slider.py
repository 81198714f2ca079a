"""How fast things go, in steps a second, up to as fast as they can."""

import math

from PySide6.QtCore import QLineF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QSlider, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel

SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, math.inf)
_TICKS = 5
_TICK = 4


class SpeedSlider(QWidget):
    """A short slider over `SPEEDS`, with its name and the chosen speed above it."""

    speed_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = TextLabel("", "body_strong")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setProperty("quiet", True)
        self._slider.setRange(0, len(SPEEDS) - 1)
        self._slider.setPageStep(1)
        self._slider.setAccessibleName(self.tr("Speed"))
        self._slider.setToolTip(self.tr("How many steps a second; at the right end, all it can"))
        self._slider.valueChanged.connect(self._report)
        self._arrange()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_speed(math.inf)
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, _TICK + 1)
        grid.setSpacing(0)
        grid.addWidget(TextLabel(self.tr("Speed"), "label", "muted"), 0, 0)
        grid.addWidget(self._figure, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._slider, 1, 0, 1, 2)

    def speed(self) -> float:
        """Steps a second; infinity for as fast as it goes."""
        return SPEEDS[self._slider.value()]

    def set_speed(self, speed: float) -> None:
        """Show the nearest speed of the scale, without a signal."""
        blocked = self._slider.blockSignals(True)
        self._slider.setValue(_nearest(speed))
        self._slider.blockSignals(blocked)
        self._show_figure()

    def slider(self) -> QSlider:
        return self._slider

    def _report(self, place: int) -> None:
        self._show_figure()
        self.speed_changed.emit(self.speed())

    def _show_figure(self) -> None:
        if math.isinf(self.speed()):
            text = self.tr("max")
        else:
            digits = 1 if self.speed() < 1 else 0
            text = self.tr("{number}/s").format(number=number(self.speed(), digits))
        self._figure.setText(text)
        self._slider.setAccessibleDescription(text)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px("speed_w"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(current_theme().colour.hairline_strong, 2))
        bottom, left, width = self.height() - 1, 10, self.width() - 20
        for tick in range(_TICKS):
            x = left + width * tick / (_TICKS - 1)
            painter.drawLine(QLineF(x, bottom - _TICK, x, bottom))
        painter.end()


def _nearest(speed: float) -> int:
    if math.isinf(speed):
        return len(SPEEDS) - 1
    finite = SPEEDS[:-1]
    return min(range(len(finite)), key=lambda place: abs(finite[place] - speed))
