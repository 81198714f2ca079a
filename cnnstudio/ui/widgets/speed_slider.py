"""How fast things go, in steps a second, up to as fast as they can."""

import math

from PySide6.QtCore import QLineF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cnnstudio.ui.numbers import plain
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.slider import Slider

#: Scales in steps a second, slowest first; infinity is as fast as it goes.
SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, math.inf)
LAB_SPEEDS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)

_TICK = 4


class SpeedSlider(QWidget):
    """A short slider over a scale of speeds, with its name and the chosen speed above it."""

    speed_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: tuple[float, ...] = SPEEDS
        self._shown: float | None = None
        self._figure = TextLabel("", "body_strong")
        self._slider = Slider()
        self._slider.setProperty("quiet", True)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a drag leaves the keys to the steps
        self._slider.setRange(0, len(SPEEDS) - 1)
        self._slider.setPageStep(1)
        self._slider.setAccessibleName(self.tr("Speed"))
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
        return self._scale[self._slider.value()]

    def scale(self) -> tuple[float, ...]:
        return self._scale

    def set_scale(self, speeds: tuple[float, ...]) -> None:
        """Offer these speeds, slowest first, without a signal; the nearest to the speed so far is
        chosen."""
        if speeds == self._scale:
            return
        speed, self._scale = self.speed(), speeds
        blocked = self._slider.blockSignals(True)
        self._slider.setRange(0, len(speeds) - 1)
        self._slider.blockSignals(blocked)
        self.set_speed(speed)
        self.update()

    def set_speed(self, speed: float) -> None:
        """Show the nearest speed of the scale, without a signal."""
        place = _nearest(speed, self._scale)
        if place == self._slider.value() and self._shown == self._scale[place]:
            return
        blocked = self._slider.blockSignals(True)
        self._slider.setValue(place)
        self._slider.blockSignals(blocked)
        self._show_figure()

    def slider(self) -> Slider:
        return self._slider

    def _report(self, place: int) -> None:
        self._show_figure()
        self.speed_changed.emit(self.speed())

    def _show_figure(self) -> None:
        speed = self._shown = self.speed()
        if math.isinf(speed):
            text = self.tr("max")
        else:
            text = self.tr("{number}/s").format(number=plain(speed))
        self._figure.setText(text)
        self._slider.setAccessibleDescription(text)
        for part in (self, self._slider):
            part.setToolTip(self._sentence(speed))

    def _sentence(self, speed: float) -> str:
        if math.isinf(speed):
            return self.tr("Speed: as many steps a second as it can")
        if speed < 1:
            sentence = self.tr("Speed: {number} steps a second, one step every {seconds} seconds")
            return sentence.format(number=plain(speed), seconds=plain(1 / speed))
        if speed == 1:
            return self.tr("Speed: one step a second")
        return self.tr("Speed: {number} steps a second").format(number=plain(speed))

    def _restyle(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px("speed_w"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(current_theme().colour.hairline_strong, 2))
        bottom, left, right = self.height() - 1, *self._ends()
        last = max(len(self._scale) - 1, 1)
        for tick in range(last + 1):
            x = left + (right - left) * tick / last
            painter.drawLine(QLineF(x, bottom - _TICK, x, bottom))
        painter.end()

    def _ends(self) -> tuple[float, float]:
        """Where the middle of the knob is at the slowest and at the fastest speed."""
        reach = current_theme().px("slider_knob") / 2
        return reach, self.width() - reach


def _nearest(speed: float, scale: tuple[float, ...]) -> int:
    """The place on the scale whose ratio to `speed` is least."""
    if speed >= scale[-1]:
        return len(scale) - 1
    if speed <= scale[0]:
        return 0
    finite = range(len(scale) - math.isinf(scale[-1]))
    return min(finite, key=lambda place: abs(math.log(scale[place] / speed)))
