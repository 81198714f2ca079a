"""A training run on the transport bar: play trains, a step is one optimizer step."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.transport.driver import TransportDriver, TransportState

#: Epochs that get a label of their own; of more, every n-th does.
LABELS = 8


class RunTransport(TransportDriver):
    """Shows how far the run is. Nothing can be stepped back or dragged: a run has no past yet."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._run = session, session.run
        self._run.state_changed.connect(self.changed)
        self._run.advanced.connect(self.changed)
        self._run.marked.connect(self.changed)
        session.engine.state_changed.connect(self.changed)
        session.document.network_changed.connect(self.changed)

    def state(self) -> TransportState:
        run = self._run
        return TransportState(
            maximum=run.facts.total_steps if run.facts else 0,
            position=run.step,
            chapters=self._epochs(),
            marks=tuple((mark.step, self._mark(mark.name)) for mark in run.marks),
            playing=run.is_running,
            title=self._title(),
            subtitle=self._subtitle(),
            can_play=run.is_active or self._session.can_train,
            can_step_forward=self._can_step(),
            can_set_speed=True,
            speed=run.pace,
            play_hint=self.tr("Pause") if run.is_running else self.tr("Train"),
            step_forward_hint=self.tr("Train one step, one batch of digits"),
            step_back_hint=self.tr("A run cannot go back"),
        )

    def play(self, on: bool) -> None:
        if on != self._run.is_running:
            self._session.toggle_run()

    def step_forward(self) -> None:
        self._session.step_run()

    def set_speed(self, steps_per_second: float) -> None:
        self._run.set_pace(steps_per_second)
        self.changed.emit()

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

    def _title(self) -> str:
        if self._run.state == "idle":
            return self.tr("No run yet")
        return self.tr("Step {step}").format(step=number(self._run.step))

    def _subtitle(self) -> str:
        return {
            "idle": self.tr("press play to train"),
            "starting": self.tr("starting"),
            "running": self.tr("training"),
            "paused": self.tr("paused"),
            "ended": self.tr("run over"),
        }[self._run.state]
