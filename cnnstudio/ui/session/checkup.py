"""The doctor's view of the run: what is wrong with it, kept up to date."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.doctor import Evaluation, History, Ill, diagnose
from cnnstudio.core.messages import Evaluated, Event, Vitals
from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.run import Run

#: In so many checkups an ill must be missing before it is over: what comes and goes from one to
#: the next would make the panels jump.
PATIENCE = 2


class Checkup(QObject):
    """Asks the doctor whenever a run tells its vital signs or the result of a test; `changed` when
    he has answered, or the run is another one."""

    changed = Signal()

    def __init__(self, engine: Engine, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._run_id = run.id
        self._clear()
        engine.told.connect(self._receive)
        run.evaluated.connect(self._tested)
        run.state_changed.connect(self._follow)

    def _clear(self) -> None:
        self._vitals: list[Vitals] = []
        self._confusion: np.ndarray | None = None
        self._missing: dict[str, int] = {}
        self.ills: tuple[Ill, ...] = ()

    @property
    def has_examined(self) -> bool:
        """Whether the doctor has seen anything of this run."""
        return bool(self._vitals)

    def _follow(self) -> None:
        """Another run, or the same from an earlier step on."""
        if self._run.id != self._run_id:
            self._run_id = self._run.id
            self._clear()
            self.changed.emit()
        elif self._run.state == "starting":
            self._vitals = [vitals for vitals in self._vitals if vitals.step <= self._run.step]

    def _receive(self, event: Event) -> None:
        if isinstance(event, Vitals) and event.run_id == self._run.id:
            self._vitals.append(event)
            self._examine()

    def _tested(self, event: Evaluated) -> None:
        self._confusion = event.confusion
        self._examine()

    def _examine(self) -> None:
        network, curves = self._run.network, self._run.curves
        if network is None:
            return
        found = diagnose(
            History(
                network,
                self._learning_rate(),
                tuple(self._vitals),
                tuple(Evaluation(*row) for row in self._run.evaluations),
                curves.steps.copy(),
                curves.losses.copy(),
                curves.accuracies.copy(),
                self._confusion,
                self._run.settings.optimizer,
            )
        )
        self.ills = (*found, *self._lingering({ill.code for ill in found}))
        self.changed.emit()

    def _lingering(self, found: set[str]) -> list[Ill]:
        """Ills of before that are not found now, but not for long."""
        known = {ill.code for ill in self.ills}
        self._missing = {code: self._missing.get(code, 0) + 1 for code in known - found}
        return [ill for ill in self.ills if 0 < self._missing.get(ill.code, 0) < PATIENCE]

    def _learning_rate(self) -> float:
        """The rate that is set now."""
        changes = [mark.after for mark in self._run.marks if mark.name == "learning_rate"]
        return changes[-1] if changes else self._run.settings.learning_rate
