"""The clock that plays steps: which one is shown, and how far its own animation is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from cnnstudio.ui.theme import current_theme

#: How long the animation within one step takes at most (ms), and what share of a step's time.
STEP_MS = 600
ANIMATED_SHARE = 0.7

#: Above this speed (steps/s) a step is shown whole at once; above the second one, steps come in
#: groups, as a screen has no more frames.
ANIMATED_UP_TO = 4.0
SINGLE_UP_TO = 60.0
FASTEST = 1000.0

#: How long the last step rests before a loop begins anew, at most (s).
LOOP_REST = 1.0

_TICK_MS = 16
_LONGEST_TICK = 0.25  # s; a window that was blocked goes on where it was


class StepClock(QObject):
    """Plays positions 0 (nothing shown yet) to `count` (all steps shown), `speed` a second.

    `gate`, where there is one, is asked before the clock moves forward to a position, by playing
    or by a step: if it says True, the clock halts at the position before and emits `halted`.
    """

    moved = Signal(int)
    frame = Signal()
    playing_changed = Signal(bool)
    halted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gate: Callable[[int], bool] | None = None
        self._count = self._position = 0
        self._speed = 1.0
        self._loops = self._playing = False
        self._phase = 1.0
        self._part = 1.0  # how much of the current step's time is over; 1: the next may come
        self._has_moved = False
        self._halted_at: int | None = None
        self._told = (self._phase, self._playing)
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    # What it shows

    @property
    def position(self) -> int:
        return self._position

    @property
    def count(self) -> int:
        return self._count

    @property
    def phase(self) -> float:
        """How far the current step's own animation is, 0 to 1; 1 where all of it is shown."""
        return self._phase

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def loops(self) -> bool:
        return self._loops

    @property
    def playing(self) -> bool:
        return self._playing

    # What it is told

    def play(self, on: bool) -> None:
        """Go on, from the start if it is at the end; or stop, and let the step that is under
        way come to its end."""
        if on == self._playing or (on and not self._count):
            return
        if on and self._position == self._count:
            self._go_to(0)
        self._part = self._phase * self._animated() if self._phase < 1 else 1.0
        self._playing = on
        self._tell()

    def step(self, by: int) -> None:
        """Stop playing and move `by` steps. One step forward is animated, others are not."""
        self._playing, self._phase = False, 1.0
        if by < 0:
            self._go_to(max(0, self._position + by))
        for _ in range(min(by, self._count - self._position)):
            if not self._enter(self._position + 1):
                break
        if by == 1 and self._has_moved and self._has_motion():
            self._phase = 0.0
        self._tell()

    def seek(self, position: int) -> None:
        """Show the nearest position there is, whole and at once; playing goes on from there."""
        self._go_to(min(max(position, 0), self._count))
        self._tell()

    def set_count(self, count: int) -> None:
        """How many steps there are now; a position beyond them comes back to the last one."""
        if count < 0:
            raise ValueError(f"{count} steps")
        self._count = count
        if self._position > count:
            self._go_to(count)
        if not count:
            self._playing = False
        self._tell()

    def set_speed(self, speed: float) -> None:
        """Steps a second, above 0, `FASTEST` at most (`ValueError`); an animation that is under
        way goes on where it is."""
        if not 0 < speed <= FASTEST:
            raise ValueError(f"{speed} steps a second")
        self._speed = speed
        if self._playing:
            share = self._animated()
            self._part = self._phase * share if self._phase < 1 else max(self._part, share)

    def set_loop(self, on: bool) -> None:
        self._loops = on

    def leave(self) -> None:
        """Stop, with the current step shown whole: nobody looks any more."""
        self._playing, self._phase = False, 1.0
        self._tell()

    # Time

    def advance(self, seconds: float) -> None:
        """Let that much time pass."""
        grouped = self._playing and self._speed > SINGLE_UP_TO
        if self._playing:
            self._play_on(seconds * self._speed)
        elif self._has_motion():
            self._phase = min(1.0, self._phase + seconds * 1000 / STEP_MS)
        else:
            self._phase = 1.0
        self._tell(repaint=grouped)

    def _play_on(self, left: float) -> None:
        """Let `left` steps' times pass, the rests at the end included."""
        while self._playing:
            room = self._slot() - self._part
            if left < room:
                self._part += left
                break
            left -= max(room, 0.0)
            self._next()
        share = self._animated()
        self._phase = min(1.0, self._part / share) if self._playing and share else 1.0

    def _slot(self) -> float:
        """How long the clock stays at this position, in times of a step."""
        if self._position < self._count:
            return 1.0
        return 1.0 + min(1.0, self._speed * LOOP_REST) if self._loops else self._animated()

    def _next(self) -> None:
        if self._position < self._count:
            if self._enter(self._position + 1):
                self._part = 0.0
        elif self._loops:
            self._go_to(0)
            self._part = 1.0
        else:
            self._playing = False

    def _enter(self, position: int) -> bool:
        if self.gate is not None and self.gate(position):
            self._halted_at = position
            self._playing = False
            return False
        self._position, self._has_moved = position, True
        return True

    def _go_to(self, position: int) -> None:
        """Be at a position with nothing in motion, at the beginning of its rest."""
        self._has_moved |= position != self._position
        self._position, self._phase, self._part = position, 1.0, self._animated()

    def _animated(self) -> float:
        """The share of a step's time in which its own animation plays, at the present speed."""
        if self._speed > ANIMATED_UP_TO or not self._has_motion():
            return 0.0
        return min(STEP_MS / 1000 * self._speed, ANIMATED_SHARE)

    def _has_motion(self) -> bool:
        return current_theme().motion

    # What it tells

    def _tell(self, repaint: bool = False) -> None:
        """Emit what has changed since the last time. A slot may use the clock again."""
        self._tick_while(self._playing or self._phase < 1)
        now = (self._phase, self._playing)
        phase_changed, playing_changed = (a != b for a, b in zip(now, self._told, strict=True))
        moved, halted_at = self._has_moved, self._halted_at
        self._told, self._has_moved, self._halted_at = now, False, None
        if moved:
            self.moved.emit(self._position)
        if moved or phase_changed or repaint:
            self.frame.emit()
        if playing_changed:
            self.playing_changed.emit(now[1])
        if halted_at is not None:
            self.halted.emit(halted_at)

    def _tick_while(self, moving: bool) -> None:
        if moving and not self._timer.isActive():
            self._elapsed.start()
            self._timer.start()
        elif not moving:
            self._timer.stop()

    def _tick(self) -> None:
        self.advance(min(self._elapsed.restart() / 1000, _LONGEST_TICK))
