"""One bar that drives everything that has time."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.ui.icons import icon
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.widgets.speed_slider import SPEEDS, SpeedSlider
from cnnstudio.ui.widgets.timeline import Chapter, Timeline

#: The width that the timeline is to have, in widths of the play button.
_TIMELINE = 3

#: How narrow the speed and the words may become for that, as shares of their widths.
_LEAST_SPEED, _LEAST_STATUS = 0.8, 0.6


class TransportBar(QWidget):
    """Start, step back, play or pause, step forward, end, loop, speed, timeline, and where it
    stands in words. Where there is little room, speed and words become narrower.

    It asks and shows: a press of play emits `play_toggled(wanted)` and the button changes only
    when `set_playing` says so. `let_go` when a dragged knob is released: it then belongs where
    things are.
    """

    play_toggled = Signal(bool)
    step_back = Signal()
    step_forward = Signal()
    to_start = Signal()
    to_end = Signal()
    seek = Signal(int)
    let_go = Signal()
    speed_changed = Signal(float)
    loop_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = False
        self._to_start = self._button(self.tr("To the start"))
        self._to_end = self._button(self.tr("To the end"))
        self._loop = self._button(self.tr("Loop"))
        self._loop.setCheckable(True)
        self._loop.setToolTip(self.tr("Loop: begin anew at the end"))
        self._loop.hide()
        self._step_back = self._button(self.tr("Step back"))
        self._play = self._button(self.tr("Play"))
        self._play.setProperty("primary", True)
        self._step_forward = self._button(self.tr("Step forward"))
        self._speed = SpeedSlider()
        self._timeline = Timeline()
        self._title = ElidedLabel("", "body_strong")
        self._subtitle = ElidedLabel("", "label", "muted")
        self._row = QHBoxLayout(self)
        self._status = QWidget()
        self._arrange()
        self._connect()
        self.setAccessibleName(self.tr("Transport"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton()
        leave_keys(button)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _arrange(self) -> None:
        texts = QVBoxLayout(self._status)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(2)
        texts.addStretch()
        for label in (self._title, self._subtitle):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            texts.addWidget(label)
        texts.addStretch()
        for widget in (
            self._to_start,
            self._step_back,
            self._play,
            self._step_forward,
            self._to_end,
            self._loop,
            self._speed,
        ):
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addSpacing(21)  # with the thin line in its middle
        self._row.addWidget(self._timeline, 1)
        self._row.addWidget(self._status)

    def _connect(self) -> None:
        self._play.clicked.connect(self._ask_to_play)
        self._step_back.clicked.connect(self.step_back)
        self._step_forward.clicked.connect(self.step_forward)
        self._to_start.clicked.connect(self.to_start)
        self._to_end.clicked.connect(self.to_end)
        self._loop.clicked.connect(self.loop_toggled)
        self._timeline.to_start.connect(self.to_start)
        self._timeline.to_end.connect(self.to_end)
        self._timeline.sought.connect(self.seek)
        self._timeline.sliderReleased.connect(self.let_go)
        self._speed.speed_changed.connect(self.speed_changed)

    def _ask_to_play(self) -> None:
        self.play_toggled.emit(not self._playing)

    # What is shown

    def set_range(self, maximum: int) -> None:
        """The position at the timeline's right end; 0 where there is no time."""
        self._timeline.setRange(0, maximum)

    def set_position(self, position: int) -> None:
        """Where things are; a person who is holding the knob is not pulled away."""
        if not self._timeline.isSliderDown():
            self._timeline.setValue(position)

    def position(self) -> int:
        return self._timeline.value()

    def set_chapters(self, chapters: Sequence[Chapter]) -> None:
        self._timeline.set_chapters(chapters)

    def set_marks(self, marks: Sequence[Chapter]) -> None:
        self._timeline.set_marks(marks)

    def set_ticks(self, positions: Sequence[int]) -> None:
        self._timeline.set_ticks(positions)

    def set_stops(self, positions: Sequence[int]) -> None:
        self._timeline.set_stops(positions)

    def set_reached(self, position: int) -> None:
        self._timeline.set_reached(position)

    def set_seekable(self, seekable: bool) -> None:
        """Whether it can be taken to any position, its start and its end among them."""
        self._timeline.set_seekable(seekable)
        for button in (self._to_start, self._to_end):
            button.setVisible(seekable)
        self._share_room()

    def set_loop(self, offered: bool, on: bool) -> None:
        self._loop.setVisible(offered)
        self._loop.setChecked(on)
        self._share_room()

    def set_speeds(self, speeds: tuple[float, ...]) -> None:
        """The scale of speeds, slowest first; () for the usual one."""
        self._speed.set_scale(speeds or SPEEDS)

    def set_playing(self, playing: bool) -> None:
        self._playing = playing
        name = self.tr("Pause") if playing else self.tr("Play")
        self._play.setAccessibleName(name)
        self._play.setToolTip(name)
        self._show_icons(current_theme())

    def set_status(self, title: str, subtitle: str = "") -> None:
        """Two lines at the right: where it stands, and what can be done about it."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def status(self) -> tuple[str, str]:
        return self._title.whole_text(), self._subtitle.whole_text()

    def set_speed(self, speed: float) -> None:
        self._speed.set_speed(speed)

    def speed(self) -> float:
        """Steps a second; infinity for as fast as it goes."""
        return self._speed.speed()

    def set_enabled(
        self,
        *,
        play: bool = True,
        step_back: bool = True,
        step_forward: bool = True,
        seek: bool = True,
        speed: bool = True,
    ) -> None:
        """Which parts can be used now."""
        self._play.setEnabled(play)
        self._step_back.setEnabled(step_back)
        self._step_forward.setEnabled(step_forward)
        self._timeline.setEnabled(seek)
        self._speed.setEnabled(speed)
        self._to_start.setEnabled(seek and step_back)
        self._to_end.setEnabled(seek and step_forward)

    def set_hints(
        self,
        *,
        play: str = "",
        step_back: str = "",
        step_forward: str = "",
        to_end: str = "",
        seek: str = "",
    ) -> None:
        """What the parts do in this workspace, as tooltips."""
        for part, hint in (
            (self._play, play),
            (self._step_back, step_back),
            (self._step_forward, step_forward),
            (self._to_end, to_end),
            (self._timeline, seek),
        ):
            part.setToolTip(hint or part.accessibleName())

    def timeline(self) -> Timeline:
        return self._timeline

    # Look

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Speed and words are as wide as they would like to be, as far as the timeline has enough
        room beside them."""
        theme = current_theme()
        speed, status = theme.px("speed_w"), theme.px("status_w")
        lack = self._fixed_width() + speed + status - self.width()
        narrow_speed = max(round(_LEAST_SPEED * speed), speed - max(0, lack))
        lack -= speed - narrow_speed
        self._speed.setFixedWidth(narrow_speed)
        self._status.setFixedWidth(max(round(_LEAST_STATUS * status), status - max(0, lack)))

    def _fixed_width(self) -> int:
        """What everything takes but the speed and the words, with enough for the timeline."""
        changing = (self._speed.minimumWidth(), self._status.minimumWidth())
        timeline = (
            _TIMELINE * current_theme().px("play_w") - self._timeline.minimumSizeHint().width()
        )
        return self._row.minimumSize().width() - sum(changing) + timeline

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px("transport_h"))
        self._row.setContentsMargins(theme.px("stage_margin_x") + 2, 0, 24, 0)
        self._row.setSpacing(theme.px("control_gap"))
        small = theme.px("transport_step_w") * 4 // 5
        for button in (self._to_start, self._to_end, self._loop):
            button.setFixedSize(small, theme.px("transport_step_h"))
        for button in (self._step_back, self._step_forward):
            button.setFixedSize(theme.px("transport_step_w"), theme.px("transport_step_h"))
        self._play.setFixedSize(theme.px("play_w"), theme.px("play_h"))
        self._share_room()
        self._show_icons(theme)
        self.update()

    def _show_icons(self, theme: Theme) -> None:
        colour = theme.colour
        side = theme.px("icon")
        for button, name in (
            (self._to_start, "to_start"),
            (self._step_back, "step_back"),
            (self._step_forward, "step_forward"),
            (self._to_end, "to_end"),
            (self._loop, "loop"),
        ):
            button.setIcon(icon(name, colour.text, colour.faint))
            button.setIconSize(QSize(side, side))
        name = "pause" if self._playing else "play"
        self._play.setIcon(icon(name, colour.on_accent, colour.faint))
        self._play.setIconSize(QSize(side + 4, side + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = current_theme().colour
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour.surface)
        painter.fillRect(0, 0, self.width(), 1, colour.hairline)
        x = (self._speed.geometry().right() + self._timeline.geometry().left()) // 2
        painter.fillRect(x, 14, 1, self.height() - 28, colour.hairline)
        painter.end()
