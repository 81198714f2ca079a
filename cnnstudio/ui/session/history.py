"""The moments that are kept of the run on screen: which there are, and which one is shown."""

from __future__ import annotations

from bisect import bisect_left
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import (
    RunRecord,
    evaluation_at,
    load_moment,
    open_run,
    runs_folder,
    size_bytes,
)
from cnnstudio.core.messages import (
    Evaluated,
    Event,
    Failed,
    HistoryLost,
    HistorySettings,
    MomentsAre,
    MomentShown,
    ShowMoment,
    ShowNow,
    Weights,
)
from cnnstudio.core.network import Network, same_layers
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.moment_files import MomentFiles
from cnnstudio.ui.session.run import Run

#: The name of the preference below.
BUDGET = "history_megabytes"

#: Disk that the moments of one run may take, in MB, until the user chooses otherwise.
USUAL_BUDGET = 512


def history_budget() -> int:
    """MB of disk for the moments of one run, as the user chose; 0: keep none."""
    stored = QSettings().value(BUDGET, USUAL_BUDGET)
    try:
        return max(0, int(str(stored)))
    except ValueError:
        return USUAL_BUDGET


def history_settings(name: str) -> HistorySettings | None:
    """Where and how a run that starts now is kept; None for not at all."""
    megabytes = history_budget()
    return HistorySettings(str(runs_folder()), megabytes * 10**6, name) if megabytes else None


class History(QObject):
    """Of the current run, or of one that was opened again.

    `changed`: the kept moments, or what is said of them; `kept(Sentence)`: one is a file of its own
    now; `shown_changed`: another moment is to be shown, told at once; `arrived`: the engine answers
    for it now; `failed(Sentence)`: it cannot be shown, and is none of the moments any more (the one
    before is shown again), or it could not be kept.

    Whoever drags asks by `seek` as often as they like: the engine is asked for one moment at a
    time, and next for the one that was asked for last.
    """

    changed = Signal()
    shown_changed = Signal()
    arrived = Signal()
    failed = Signal(object)
    kept = Signal(object)

    def __init__(
        self, network: Network, engine: Engine, run: Run, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._network, self._engine, self._run = network, engine, run
        #: The step that is shown; None for now.
        self.shown: int | None = None
        self._arrived_at: int | None = None
        self._request: int | None = None
        self._asked: int | None = None
        self._files = MomentFiles(self)
        self._files.saved.connect(self.kept)
        self._files.failed.connect(self.failed)
        self._forget()
        engine.told.connect(self._receive)
        engine.lost.connect(self._engine_lost)
        run.state_changed.connect(self._run_changed)

    def _forget(self) -> None:
        self._run_id = self._run.id
        self.record: RunRecord | None = None
        self.moments: tuple[int, ...] = ()
        self.size_bytes = 0
        self.note: Sentence | None = None
        self.lost: Sentence | None = None
        self._unreadable: set[int] = set()
        self._evaluations: dict[int, Evaluated | None] = {}
        self._tested: dict[int, Evaluated] = {}

    def forget(self) -> None:
        """The run's folder is gone: only now is left of it."""
        self._show_now()
        self._forget()
        self.changed.emit()

    @property
    def is_past(self) -> bool:
        """Whether a moment of the past is shown."""
        return self.shown is not None

    # --- which moments there are ---------------------------------------------------------------

    def open(self, record: RunRecord) -> None:
        """The moments of a run that was opened again; it is the current one already."""
        self._forget()
        self.record, self.moments = record, record.moments
        self.size_bytes = size_bytes(record.folder)
        self.changed.emit()

    def weights(self, step: int) -> Weights:
        """The weights of a kept moment. Raises ProjectError."""
        assert self.record is not None
        return load_moment(self.record, step)

    def keep_moment(self, step: int, path: Path) -> None:
        """Save the weights of a moment as a file of their own; `kept` or `failed` follows."""
        assert self.record is not None
        self._files.save(self.record, step, path)

    @property
    def evaluation(self) -> Evaluated | None:
        """The last test at or before the shown moment (its step may be earlier), of the run or of
        a moment on its own; None before the first, and now."""
        if self.shown is None or self.record is None:
            return None
        if self.shown not in self._evaluations:
            self._evaluations = {self.shown: evaluation_at(self.record, self.shown)}
        of_run = self._evaluations[self.shown]
        own = max((step for step in self._tested if step <= self.shown), default=-1)
        return of_run if of_run is not None and of_run.step > own else self._tested.get(own)

    def take_test(self, evaluation: Evaluated) -> None:
        """A moment has been tested on its own."""
        self._tested[evaluation.step] = evaluation

    def begin_with(self, test: Evaluated | None) -> None:
        """The run that has just been started begins with weights that were tested, or not."""
        if test is not None:
            self.take_test(test)

    def own_test(self, step: int) -> Evaluated | None:
        """The test of a moment, if it was tested on its own."""
        return self._tested.get(step)

    @property
    def can_show(self) -> bool:
        """Whether there are moments of the network on screen."""
        record = self.record
        return record is not None and same_layers(record.network, self._network)

    # --- which one is shown --------------------------------------------------------------------

    def seek(self, step: int | None) -> None:
        """Show the kept moment nearest to a step; None: now."""
        if step is None or not self.moments or not self.can_show:
            self._show_now()
            return
        nearest = nearest_of(self.moments, step)
        if nearest != self.shown:
            self.shown = nearest
            self.shown_changed.emit()
            self._ask()

    def step_by(self, count: int) -> None:
        """Show the moment that is so many later (or earlier); after the last one comes now."""
        if not self.moments:
            return
        last = len(self.moments)
        at = last if self.shown is None else bisect_left(self.moments, self.shown)
        to = max(0, at + count)
        self.seek(self.moments[to] if to < last else None)

    def follow(self, network: Network) -> None:
        """This is on screen now. Moments of another network are not shown in its place."""
        self._network = network
        if not self.can_show:
            self._show_now()

    def network_sent(self) -> None:
        """The engine has got the network, and shows that: a moment must be asked for again."""
        self._request = None
        self._ask()

    def _show_now(self) -> None:
        if self.shown is None:
            return
        self.shown = self._arrived_at = self._request = None
        self._engine.send(ShowNow())
        self.shown_changed.emit()
        self.arrived.emit()

    def _ask(self) -> None:
        """Ask for the moment to be shown, unless one is on its way: then that goes first."""
        if self._request is not None or self.shown is None or self.record is None:
            return
        if self._engine.state == "ready":
            self._request = self._engine.new_request()
            self._asked = self.shown
            self._engine.send(ShowMoment(self._request, str(self.record.folder), self.shown))

    # --- what the engine says ------------------------------------------------------------------

    def _receive(self, event: Event) -> None:
        match event:
            case MomentsAre(run_id=run_id) if run_id and run_id == self._run_id:
                self._take_moments(event)
            case HistoryLost(run_id=run_id, sentence=sentence) if run_id == self._run_id:
                self.lost = sentence
                self.changed.emit()
            case MomentShown(request=request, step=step) if request == self._request:
                self._request, self._arrived_at = None, step
                self.arrived.emit()
                if step != self.shown:
                    self._ask()
            case Failed(request=request, sentence=sentence) if request and request == self._request:
                self._request = None
                self._moment_failed(sentence)

    def _take_moments(self, event: MomentsAre) -> None:
        if event.steps and self.record is None:
            self.record = self._opened(event.run_id)
        if self.record is None:
            return
        self.size_bytes, self.note, self.lost = event.size_bytes, event.note, None
        self._keep(event.steps)
        self._evaluations.clear()
        self._tested = {step: test for step, test in self._tested.items() if step in self.moments}
        if self.shown is not None and self.shown not in self.moments:
            self.seek(self.shown)
        self.changed.emit()

    def _opened(self, run_id: str) -> RunRecord | None:
        try:
            return open_run(runs_folder() / run_id)
        except ProjectError as error:
            self.lost = error.sentence
            self.changed.emit()
            return None

    def _keep(self, steps: tuple[int, ...]) -> None:
        """These are the moments, but for those that the engine could not read."""
        assert self.record is not None
        self.moments = tuple(step for step in steps if step not in self._unreadable)
        self.record = replace(self.record, moments=self.moments)

    def _moment_failed(self, sentence: Sentence) -> None:
        """Told once."""
        assert self._asked is not None
        self.pass_over(self._asked)
        self.failed.emit(sentence)

    def pass_over(self, step: int) -> None:
        """A moment cannot be read: from now on it is none."""
        if step not in self.moments:
            return
        self._unreadable.add(step)
        self._keep(self.moments)
        if self.shown == step:
            self.shown = self._before_failure(step)
            self.shown_changed.emit()
        if self.shown != self._arrived_at:
            self._ask()
        self.changed.emit()

    def _before_failure(self, step: int) -> int | None:
        """The moment that was shown before. In the place of now the next one: a film goes on."""
        if self._arrived_at is not None:
            return self._arrived_at
        later = (kept for kept in self.moments if step < kept < self._run.step)
        return next(later, None)

    def _engine_lost(self) -> None:
        """What was asked for is asked for again once the engine has its network. All that the run
        has kept is on the disk, told or not."""
        self._request = self._arrived_at = None
        if self._run.needs_engine:
            with suppress(ProjectError):  # nothing was kept
                self.open(open_run(runs_folder() / self._run_id))

    def _run_changed(self) -> None:
        """Another run has other moments."""
        if self._run.id != self._run_id:
            self._show_now()
            self._forget()
            self.changed.emit()


def nearest_of(steps: tuple[int, ...], step: int) -> int:
    """The nearest of some steps in order; of two as near, the earlier."""
    at = bisect_left(steps, step)
    return min(steps[max(0, at - 1) : at + 1], key=lambda kept: abs(kept - step))
