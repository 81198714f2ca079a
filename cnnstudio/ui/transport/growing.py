"""Steps on the transport bar of which the later ones are still being computed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cnnstudio.ui.transport.clock_driver import ClockDriver


class GrowingTransport(ClockDriver):
    """Position k shows the first k of `count` steps. Playing waits for steps to come; only those
    that are there can be gone to.

    `moved(position)` and `frame()` say when another picture is to be shown.
    """

    moved = Signal(int)
    frame = Signal()

    def __init__(self, speed: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = 0
        self._plays = False
        self.clock.set_speed(speed)
        self.clock.gate = lambda position: position > self._known
        self.clock.frame.connect(self.frame)

    @property
    def known(self) -> int:
        return self._known

    @property
    def last(self) -> int:
        return self._known

    @property
    def is_playing(self) -> bool:
        """Also while it waits for the next step."""
        return self._plays

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
        self._go_on()
        self.changed.emit()

    def _go_on(self) -> None:
        """Play on if that only waited for the steps that are there now."""
        if self._plays and not self.clock.playing and self.clock.position < self._known:
            self.clock.play(True)

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
        self._go_on()
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
