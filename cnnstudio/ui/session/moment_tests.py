"""Tests of kept moments on all test digits, which the engine makes when they are asked for."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.history import RunRecord
from cnnstudio.core.messages import AnswersAlong, Evaluated, MomentTested, Weights
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.session.session import Session


class MomentTests(QObject):
    """One question at a time. What comes is kept with the moment, for whoever shows it; `changed`
    whenever `progress` or `failure` do, or a test has come."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.progress: tuple[int, int] | None = None
        self.failure: Sentence | None = None
        self._inquiry = Inquiry(session.engine, self)
        self._inquiry.answered.connect(self._take)
        self._inquiry.progressed.connect(self._advance)
        self._inquiry.ended.connect(lambda _whole: self._end())
        self._inquiry.failed.connect(self._end)
        session.engine.state_changed.connect(self.changed)
        session.evaluation_changed.connect(self.changed)

    @property
    def is_running(self) -> bool:
        return self._inquiry.is_running

    @property
    def is_possible(self) -> bool:
        return self._session.engine.state == "ready"

    def of(self, step: int, weights: Weights) -> Evaluated | None:
        """A test of a moment beyond those that its run kept: one that was asked for, or that of
        the network as it is now, if it has these weights still."""
        return self._session.history.own_test(step) or self._of_now(step, weights)

    def _of_now(self, step: int, weights: Weights) -> Evaluated | None:
        session = self._session
        test = session.test_of_now()
        if test is None or test.step != step or session.surgery.interventions.off:
            return None
        now = session.weights()
        same = now.keys() == weights.keys() and all(
            np.array_equal(now[name], tensor) for name, tensor in weights.items()
        )
        return test if same else None

    def ask(self, record: RunRecord, steps: tuple[int, ...]) -> None:
        """Test these moments of a run."""
        self.failure, self.progress = None, (0, 1)
        folder = str(record.folder)
        self._inquiry.ask(lambda request: AnswersAlong(request, folder, steps))
        self.changed.emit()

    def cancel(self) -> None:
        self._inquiry.cancel()

    def drop(self) -> None:
        """Nobody wants to know any more."""
        self.failure = None
        if self.is_running:
            self._inquiry.drop()
            self._end()

    def _take(self, answer: MomentTested) -> None:
        record = self._session.history.record
        if record is not None and record.id == answer.run_id:
            self._session.take_moment_test(answer.test)

    def _advance(self, done: int, total: int) -> None:
        self.progress = (done, total)
        self.changed.emit()

    def _end(self, failure: Sentence | None = None) -> None:
        self.progress, self.failure = None, failure
        self.changed.emit()
