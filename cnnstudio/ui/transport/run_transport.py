"""A training run on the transport bar: its present is trained, its past is played and dragged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.transport.driver import TransportDriver, TransportState
from cnnstudio.ui.transport.run_film import FILM_SPEEDS, RunFilm

#: Epochs that get a label of their own; of more, every n-th does.
LABELS = 8


class RunTransport(TransportDriver):
    """At now, play trains and a step is one optimizer step. Dragged or stepped back, it shows the
    run's kept moments: there play is a film of them, which ends at now. Training goes on or rests,
    whatever of the past is shown."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._run = session, session.run
        self._history = session.history
        self.film = RunFilm(session, self)
        self.film.changed.connect(self.changed)
        self._history.changed.connect(self.changed)
        self._history.shown_changed.connect(self.changed)
        self._run.state_changed.connect(self.changed)
        self._run.advanced.connect(self.changed)
        self._run.marked.connect(self.changed)
        session.engine.state_changed.connect(self.changed)
        session.document.network_changed.connect(self.changed)

    def state(self) -> TransportState:
        run, past, film = self._run, self._past(), self.film
        shown, is_past = self._history.shown, self._history.is_past
        here = run.step if shown is None else shown
        state = TransportState(
            maximum=run.facts.total_steps if run.facts else 0,
            position=here,
            reached=run.step,
            chapters=self._epochs(),
            marks=tuple((mark.step, self._mark(mark.name)) for mark in run.marks),
            ticks=past,
            stops=(*past, run.step) if past else (),
            playing=film.is_playing if is_past else run.is_running,
            title=self._title(),
            subtitle=self._subtitle(bool(past)),
            can_play=is_past or run.is_active or self._session.can_train,
            can_step_back=bool(past) and past[0] < here,
            can_step_forward=is_past or self._can_step(),
            can_seek=bool(past),
            can_set_speed=True,
            speed=film.speed if is_past else run.pace,
            speeds=FILM_SPEEDS if is_past else (),
        )
        return replace(state, **self._hints(is_past))

    def play(self, on: bool) -> None:
        if self._history.is_past:
            self.film.play(on)
        elif on != self._run.is_running:
            self._session.toggle_run()

    def step_back(self) -> None:
        self.film.play(False)
        self.film.step(-1)

    def step_forward(self) -> None:
        if self._history.is_past:
            self.film.play(False)
            self.film.step(1)
        else:
            self._session.step_run()

    def seek(self, position: int) -> None:
        self.film.seek(position)

    def to_start(self) -> None:
        self.film.seek(0)

    def to_end(self) -> None:
        self._history.seek(None)

    def leave(self) -> None:
        self.film.play(False)

    def set_speed(self, steps_per_second: float) -> None:
        if self._history.is_past:
            self.film.set_speed(steps_per_second)
        else:
            self._run.set_pace(steps_per_second)
            self.changed.emit()

    def _past(self) -> tuple[int, ...]:
        """The moments that can be gone back to: none of another network's than that on screen."""
        return () if self._session.run_is_elsewhere else self.film.past()

    def _can_step(self) -> bool:
        return not self._run.is_running and (self._run.is_active or self._session.can_train)

    def _epochs(self) -> tuple[tuple[int, str], ...]:
        facts = self._run.facts
        if facts is None:
            return ()
        epochs = -(-facts.total_steps // facts.steps_per_epoch)
        every = -(-epochs // LABELS)
        start = (0, self.tr("start"))
        later = (
            (n * facts.steps_per_epoch, self.tr("epoch {n}").format(n=n))
            for n in range(every, epochs + 1, every)
        )
        return (start, *later)

    def _mark(self, name: str) -> str:
        names = {
            "learning_rate": self.tr("rate"),
            "momentum": self.tr("momentum"),
            "weight_decay": self.tr("decay"),
        }
        return names[name]

    # Words

    def _hints(self, is_past: bool) -> dict[str, Any]:
        if is_past:
            playing = self.film.is_playing
            return {
                "play_hint": self.tr("Halt here")
                if playing
                else self.tr("Play the run’s past from here up to now; nothing is trained by it"),
                "step_back_hint": self.tr("To the kept moment before"),
                "step_forward_hint": self.tr("To the next kept moment"),
                "to_end_hint": self.tr("Back to now (End)"),
                "seek_hint": self.tr("Drag over the run’s past; the right end of it is now"),
            }
        return {
            "play_hint": self.tr("Pause") if self._run.is_running else self.tr("Train"),
            "step_back_hint": self.tr("See the run as it was one kept moment ago"),
            "step_forward_hint": self.tr("Train one step, one batch of digits"),
            "to_end_hint": self.tr("This is now"),
            "seek_hint": self.tr("This run’s network is not the one on screen")
            if self._session.run_is_elsewhere
            else self.tr("Drag back to see the run as it was"),
        }

    def _title(self) -> str:
        run, shown = self._run, self._history.shown
        if shown is not None:
            return self.tr("Step {step} · past").format(step=number(shown))
        if run.state == "idle":
            return self.tr("No run yet")
        if run.state == "running":
            return self.tr("Step {step} · live").format(step=number(run.step))
        return self.tr("Step {step}").format(step=number(run.step))

    def _subtitle(self, has_past: bool) -> str:
        if self._history.is_past:
            return self.tr("now is step {step}").format(step=number(self._run.step))
        if self._run.has_lost_weights:
            return self.tr("run of lost weights")
        if self._session.run_is_elsewhere:
            return self.tr("run of another network")
        if has_past and self._run.is_running:
            return self.tr("drag back to see it as it was")
        texts = {
            "idle": self.tr("press play to train"),
            "starting": self.tr("starting"),
            "running": self.tr("training"),
            "paused": self.tr("paused; drag back") if has_past else self.tr("paused"),
            "ended": self.tr("run over; drag back") if has_past else self.tr("run over"),
        }
        return texts[self._run.state]
