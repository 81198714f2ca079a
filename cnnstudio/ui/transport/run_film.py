"""Plays the kept moments of a run as a film, from the one that is shown up to now."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from cnnstudio.ui.session import Session
from cnnstudio.ui.session.history import History
from cnnstudio.ui.session.run import Run

#: Moments a second that are offered: each has the same time, so the early ones, which lie closer
#: together, are seen in slow motion.
FILM_SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0)
USUAL_SPEED = 5.0


class RunFilm(QObject):
    """Goes from moment to moment, by itself or on demand; it ends at now. Where the machine cannot
    show so many in the time, some are passed over. `changed` when it begins, ends, or gets another
    speed."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History = session.history
        self._run: Run = session.run
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._show_next)
        self._since = QElapsedTimer()
        self._gone = 0  # moments since then
        self._speed = USUAL_SPEED
        self._history.shown_changed.connect(self._stop_at_now)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """Moments a second."""
        return self._speed

    def set_speed(self, moments_per_second: float) -> None:
        self._speed = moments_per_second
        self._timer.setInterval(self._interval())
        self._begin_to_count()
        self.changed.emit()

    def play(self, on: bool) -> None:
        """Go on from the moment that is shown; at now there is nothing to play."""
        if on and self._history.is_past:
            self._timer.start(self._interval())
            self._begin_to_count()
        else:
            self._timer.stop()
        self.changed.emit()

    def past(self) -> tuple[int, ...]:
        """The kept moments before now, in order."""
        return tuple(step for step in self._history.moments if step < self._run.step)

    def step(self, by: int) -> None:
        """To a later moment, which may be now (by 1 for the next), or to the one before (by −1)."""
        here = self._history.shown
        here = self._run.step if here is None else here
        past = self.past()
        if by < 0:
            before = [step for step in past if step < here]
            self._history.seek(before[-1] if before else self._history.shown)
        else:
            later = [step for step in past if step > here]
            self._history.seek(later[by - 1] if by <= len(later) else None)

    def seek(self, position: int) -> None:
        """To the kept moment, now among them, that is nearest to a step."""
        stops = (*self.past(), self._run.step)
        nearest = min(stops, key=lambda step: abs(step - position))
        self._history.seek(None if nearest == self._run.step else nearest)

    def _interval(self) -> int:
        return round(1000 / self._speed)

    def _begin_to_count(self) -> None:
        self._since.start()
        self._gone = 0

    def _show_next(self) -> None:
        """What is due by now; of a long halt no more than a second is made up for."""
        due = int(self._since.elapsed() / 1000 * self._speed) - self._gone
        by = max(1, min(due, round(self._speed)))
        if by < due:
            self._begin_to_count()
        else:
            self._gone += by
        self.step(by)

    def _stop_at_now(self) -> None:
        if not self._history.is_past and self.is_playing:
            self.play(False)
