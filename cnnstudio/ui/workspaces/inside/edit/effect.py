"""What changes by hand do to the answers on the test set."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.core.messages import Evaluated, Examine, Examined
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.inquiry import Inquiry
from cnnstudio.ui.session.session import TESTED_UNASKED
from cnnstudio.ui.workspaces.inside.edit.tally import Tally


class Effect(QObject):
    """`now` is how the network answers, and `before` how it did before it was changed by hand.
    Training makes other weights: from then on `before` is how these answered before their first
    change. A moment of the past, which cannot be changed, has no `before`.

    While it `watches`, each change by hand is measured at once, with a first number after the
    first thousand digits; `changed()` says that there are new ones. Large networks are measured
    when `measure` is called.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inquiry = Inquiry(session.engine, self)
        self._watches = self._is_stale = False
        self._is_changed = False  # by hand, since `_before`
        self._before: Tally | None = None
        self.now: Tally | None = None
        self._inquiry.answered.connect(self._take)
        self._inquiry.ended.connect(self._ended)
        session.surgery.carried_out.connect(self._changed_by_hand)
        session.surgery.replaced.connect(self._begin_anew)
        session.history.arrived.connect(self._moment_changed)
        session.run.evaluated.connect(self._take_test)
        session.run.state_changed.connect(self._run_changed)
        session.engine.state_changed.connect(self._measure_unasked)

    @property
    def before(self) -> Tally | None:
        return None if self.is_past else self._before

    @property
    def is_past(self) -> bool:
        """Whether a moment of the past is shown."""
        return self._session.history.is_past

    @property
    def is_measuring(self) -> bool:
        return self._inquiry.is_running

    @property
    def is_slow(self) -> bool:
        """Whether it is only measured when it is asked for."""
        return self._session.document.report.macs > TESTED_UNASKED

    def watch(self, watches: bool) -> None:
        """Measure from now on, or no longer, since nobody looks."""
        self._watches = watches
        if not watches:
            self.cancel()
        elif self.now is None or not self.now.is_whole or self._is_stale:
            self._measure_unasked()

    def measure(self) -> None:
        """Ask all test digits now."""
        if self._session.document.report.runs and self._inquiry.ask(Examine):
            self._is_stale = False
            self.changed.emit()

    def cancel(self) -> None:
        if self.is_measuring:
            self._inquiry.drop()
            self._is_stale = True
            self.changed.emit()

    def compare_from_here(self) -> None:
        """Differences count from now on."""
        if self.now is not None and self.now.is_whole and not self.is_past:
            self._before, self._is_changed = self.now, False
            self.changed.emit()

    def _measure_unasked(self) -> None:
        if self._watches and not self.is_slow:
            self.measure()

    def _changed_by_hand(self) -> None:
        """Let a first measurement, of the network as it was, come to its end."""
        self._is_stale = self._is_changed = True
        if not (self.is_measuring and self._before is None):
            self._measure_unasked()
        self.changed.emit()

    def _begin_anew(self) -> None:
        self._inquiry.drop()
        self._before = self.now = None
        self._is_stale, self._is_changed = True, False
        self._measure_unasked()
        self.changed.emit()

    def _moment_changed(self) -> None:
        """Another moment is shown, or now again."""
        self._inquiry.drop()
        self._is_stale = True
        self._measure_unasked()
        self.changed.emit()

    def _run_changed(self) -> None:
        if self._session.run.state == "running":
            self._before, self._is_changed = None, False
            self.changed.emit()
        if self._session.run.state in ("paused", "ended"):
            self._is_stale = True
            self._measure_unasked()

    def _take(self, examined: Examined) -> None:
        labels = self._session.digit.test_set.labels
        self._show(Tally(examined.answers, labels, examined.total, examined.step))

    def _take_test(self, test: Evaluated) -> None:
        """A run's own test, which costs nothing more."""
        labels = self._session.digit.test_set.labels
        answers = test.probabilities.argmax(axis=1).astype(np.uint8)
        if not self.is_measuring and not self.is_past:
            self._show(Tally(answers, labels, len(answers), test.step))

    def _show(self, tally: Tally) -> None:
        self.now = tally
        is_first = self._before is None or not self._is_changed
        if is_first and tally.is_whole and not self.is_past:
            self._before = tally
        self.changed.emit()

    def _ended(self, _whole: bool) -> None:
        if self._is_stale:
            self._measure_unasked()
        self.changed.emit()
