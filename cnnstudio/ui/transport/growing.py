"""Steps on the transport bar of which the later ones are still being computed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cnnstudio.ui.transport.driver import TransportDriver, TransportState
from cnnstudio.ui.transport.step_clock import StepClock
from cnnstudio.ui.widgets.speed_slider import LAB_SPEEDS


class GrowingTransport(TransportDriver):
    """Position k shows the first k of `count` steps. Playing waits for steps to come; only those
    that are there can be gone to.

    `moved(position)` and `frame()` say when another picture is to be shown. A class that derives
    from it says by `describe` what the bar names.
    """

    moved = Signal(int)
    frame = Signal()

    def __init__(self, speed: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = 0
        self._plays = False
        self.clock = StepClock(self)
        self.clock.set_speed(speed)
        self.clock.gate = lambda position: position > self._known
        self.clock.moved.connect(self._moved)
        self.clock.frame.connect(self.frame)
        self.clock.playing_changed.connect(self._playing_changed)

    def describe(self) -> TransportState:
        """Title, subtitle, chapters, marks and hints."""
        raise NotImplementedError

    @property
    def known(self) -> int:
        return self._known

    @property
    def position(self) -> int:
        return self.clock.position

    @property
    def is_at_the_front(self) -> bool:
        """Whether the newest step is shown, and nothing plays."""
        return self.position == self._known and not self._plays

    def set_steps(self, count: int, known: int) -> None:
        """How many steps there will be, and how many there are."""
        self._known = known
        self.clock.set_count(count)
        if self.clock.position > known:
            self.clock.seek(known)
        if self._plays and not self.clock.playing and self.clock.position < known:
            self.clock.play(True)
        self.changed.emit()

    def state(self) -> TransportState:
        clock = self.clock
        return replace(
            self.describe(),
            maximum=clock.count,
            position=clock.position,
            playing=self._plays,
            can_play=clock.count > 0,
            can_step_back=clock.position > 0,
            can_step_forward=clock.position < self._known,
            can_seek=clock.count > 0,
            can_set_speed=True,
            speed=clock.speed,
            speeds=LAB_SPEEDS,
            can_loop=True,
            loops=clock.loops,
        )

    def play(self, on: bool) -> None:
        self._plays = on and self.clock.count > 0
        self.clock.play(on)
        self.changed.emit()

    def step_back(self) -> None:
        self._plays = False
        self.clock.step(-1)
        self.changed.emit()

    def step_forward(self) -> None:
        self._plays = False
        self.clock.step(1)
        self.changed.emit()

    def seek(self, position: int) -> None:
        self.clock.seek(min(position, self._known))
        self.changed.emit()

    def set_speed(self, steps_per_second: float) -> None:
        self.clock.set_speed(steps_per_second)
        self.changed.emit()

    def set_loop(self, on: bool) -> None:
        self.clock.set_loop(on)
        self.changed.emit()

    def leave(self) -> None:
        self._plays = False
        self.clock.leave()
        self.changed.emit()

    def _moved(self, position: int) -> None:
        self.moved.emit(position)
        self.changed.emit()

    def _playing_changed(self, playing: bool) -> None:
        """The clock halts where the next step is not known yet; it goes on when that is there."""
        if not playing and self.clock.position == self.clock.count:
            self._plays = False
        self.changed.emit()
