"""The doctor's view of the run: what is wrong with it, now or at the moment that is shown."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.doctor import Evaluation, Ill, diagnose
from cnnstudio.core.doctor import History as SoFar
from cnnstudio.core.messages import Evaluated
from cnnstudio.ui.session.history import History
from cnnstudio.ui.session.run import Run

#: In so many checkups an ill must be missing before it is over: what comes and goes from one to
#: the next would make the panels jump.
PATIENCE = 2


class Checkup(QObject):
    """Asks the doctor whenever a run tells its vital signs or the result of a test, and about each
    moment that is shown; `changed` when he has answered, or the run is another one. Of a run of
    which no vital signs are known he says nothing."""

    changed = Signal()

    def __init__(self, run: Run, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run, self._history = run, history
        self._run_id = run.id
        self._clear()
        run.examined.connect(self._examine)
        run.evaluated.connect(self.take_test)
        run.state_changed.connect(self._follow)
        history.shown_changed.connect(self._look_back)

    def _clear(self) -> None:
        self._confusion: np.ndarray | None = None
        self._missing: dict[str, int] = {}
        self._now: tuple[Ill, ...] = ()
        self._then: tuple[Ill, ...] = ()

    @property
    def ills(self) -> tuple[Ill, ...]:
        """What is wrong with the run now, or was at the moment that is shown."""
        return self._then if self._history.is_past else self._now

    @property
    def has_examined(self) -> bool:
        """Whether the doctor has seen anything of this run, until the moment that is shown."""
        shown, first = self._history.shown, self._run.vitals[:1]
        return bool(first) and (shown is None or first[0].step <= shown)

    def take_test(self, test: Evaluated) -> None:
        """The run has been tested."""
        self._confusion = test.confusion
        self._examine()

    def _follow(self) -> None:
        if self._run.id != self._run_id:
            self._run_id = self._run.id
            self._clear()
            self._examine()

    def _examine(self) -> None:
        found = self._found(math.inf, self._confusion)
        self._now = (*found, *self._lingering({ill.code for ill in found}))
        self.changed.emit()

    def _look_back(self) -> None:
        shown, test = self._history.shown, self._history.evaluation
        confusion = None if test is None else test.confusion
        self._then = () if shown is None else self._found(shown, confusion)
        self.changed.emit()

    def _found(self, step: float, confusion: np.ndarray | None) -> tuple[Ill, ...]:
        """What is wrong with the run as it was at a step."""
        run = self._run
        vitals = tuple(vitals for vitals in run.vitals if vitals.step <= step)
        if run.network is None or not vitals:
            return ()
        count = int(np.searchsorted(run.curves.steps, step, side="right"))
        so_far = SoFar(
            run.network,
            self._set_at(step, "learning_rate"),
            vitals,
            tuple(Evaluation(*row) for row in run.evaluations if row[0] <= step),
            run.curves.steps[:count].copy(),
            run.curves.losses[:count].copy(),
            run.curves.accuracies[:count].copy(),
            confusion,
            run.settings.optimizer,
            self._set_at(step, "weight_decay"),
            0 if run.facts is None else run.facts.steps_per_epoch,
        )
        return diagnose(so_far)

    def _lingering(self, found: set[str]) -> list[Ill]:
        """Ills of before that are not found now, but not for long."""
        known = {ill.code for ill in self._now}
        self._missing = {code: self._missing.get(code, 0) + 1 for code in known - found}
        return [ill for ill in self._now if 0 < self._missing.get(ill.code, 0) < PATIENCE]

    def _set_at(self, step: float, name: str) -> float:
        """What a setting that may change on the way is at a step."""
        marks = [mark for mark in self._run.marks if mark.step <= step + 1]
        changes = [mark.after for mark in marks if mark.name == name]
        return changes[-1] if changes else float(getattr(self._run.settings, name))
