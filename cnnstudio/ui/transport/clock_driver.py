"""What a step clock plays, on the transport bar."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from cnnstudio.ui.transport.driver import TransportDriver, TransportState
from cnnstudio.ui.transport.step_clock import StepClock
from cnnstudio.ui.widgets.speed_slider import LAB_SPEEDS


class ClockDriver(TransportDriver):
    """Hands what the bar asks for to its `clock`, and shows the bar what that says.

    A class that derives from it names things by `describe`, and hears of steps by `_moved`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = StepClock(self)
        self.clock.moved.connect(self._moved)
        self.clock.playing_changed.connect(self._playing_changed)

    def describe(self) -> TransportState:
        """Title, subtitle, chapters, marks, ticks and hints."""
        raise NotImplementedError

    @property
    def is_playing(self) -> bool:
        return self.clock.playing

    @property
    def last(self) -> int:
        """The last position that can be gone to."""
        return self.clock.count

    def state(self) -> TransportState:
        clock = self.clock
        return replace(
            self.describe(),
            maximum=clock.count,
            position=clock.position,
            playing=self.is_playing,
            can_play=clock.count > 0,
            can_step_back=clock.position > 0,
            can_step_forward=clock.position < self.last,
            can_seek=clock.count > 0,
            can_set_speed=True,
            speed=clock.speed,
            speeds=LAB_SPEEDS,
            can_loop=True,
            loops=clock.loops,
        )

    def play(self, on: bool) -> None:
        self.clock.play(on)

    def step_back(self) -> None:
        self.clock.step(-1)

    def step_forward(self) -> None:
        self.clock.step(1)

    def seek(self, position: int) -> None:
        self.clock.seek(position)

    def set_speed(self, steps_per_second: float) -> None:
        self.clock.set_speed(steps_per_second)
        self.changed.emit()

    def set_loop(self, on: bool) -> None:
        self.clock.set_loop(on)
        self.changed.emit()

    def leave(self) -> None:
        self.clock.leave()

    def _moved(self, position: int) -> None:
        """Another position is shown."""
        self.changed.emit()

    def _playing_changed(self, playing: bool) -> None:
        self.changed.emit()
