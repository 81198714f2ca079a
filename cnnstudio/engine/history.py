"""What a run keeps of its way: weights are copied between steps, and written beside them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from cnnstudio.core.history.plan import is_epoch_end, is_wanted
from cnnstudio.core.history.run_file import RunFacts, State, now
from cnnstudio.core.history.writer import RunWriter
from cnnstudio.core.messages import (
    Changed,
    Evaluated,
    Event,
    Failed,
    Finished,
    HistorySettings,
    Metrics,
    Paused,
    Resumed,
    RunStarted,
    StartRun,
    Vitals,
)
from cnnstudio.engine.devices import computes_at_once
from cnnstudio.engine.history_thread import HistoryThread
from cnnstudio.engine.trainer import Trainer
from cnnstudio.engine.weights import as_arrays

#: Of a run's time, at most, that copying weights may take, and seconds more: the first moments
#: are wanted most. Ends of epochs are copied anyway.
_SHARE = 0.02
_SECONDS_MORE = 0.25


class History:
    """Of one run. All methods are the training thread's; none waits for the disk.

    `tell` is called from a thread of its own, with MomentsAre and HistoryLost.
    """

    def __init__(
        self, start: StartRun, settings: HistorySettings, tell: Callable[[Event], None]
    ) -> None:
        self._start = start
        self._settings = settings
        self._tell = tell
        self._thread: HistoryThread | None = None
        self._latest: int | None = None
        self._began = 0.0
        self._spent = self._cost = 0.0

    def _begin(self, started: RunStarted) -> None:
        network, settings = self._start.network, self._start.settings
        facts = RunFacts(self._settings.name, now(), network, settings, started)
        folder = Path(self._settings.root) / started.run_id
        writer = RunWriter(folder, facts, self._settings.budget)
        self._began = time.monotonic()
        self._thread = HistoryThread(started.run_id, writer, self._tell)
        self._thread.put(lambda writer: writer.begin(started.first_step))
        self._set_state("running", started.first_step)

    def offer(self, trainer: Trainer, must: bool = False) -> None:
        """Keep the weights between two steps, if they are wanted and it costs little: on a GPU,
        when the thread has waited for it anyway. With `must`, whatever it costs."""
        step, thread = trainer.step, self._thread
        if thread is None or step == self._latest:
            return
        must = must or self._latest is None or is_epoch_end(step, trainer.steps_per_epoch)
        if not must and not (self._is_cheap(trainer, thread) and self._wants(trainer)):
            return
        started = time.thread_time()  # what other programs take of the machine is not its cost
        thread.put_moment(step, as_arrays(trainer.model))
        self._cost = time.thread_time() - started
        self._spent += self._cost
        self._latest = step

    def forget_after(self, step: int) -> None:
        """The run has gone back to a step. Whether that one is kept is not known any more."""
        if self._thread is not None and self._latest is not None and self._latest > step:
            self._latest = None
            self._thread.put(lambda writer: writer.forget_after(step))

    def see(self, event: Event) -> None:
        """Keep what the run tells. It begins by telling that it starts."""
        if isinstance(event, RunStarted):
            self._begin(event)
        thread = self._thread
        if thread is None:
            return
        match event:
            case Metrics():
                thread.put(lambda writer: writer.add_metrics(event))
            case Evaluated():
                thread.put_test(lambda writer: writer.add_evaluation(event))
            case Vitals():
                thread.put(lambda writer: writer.add_vitals(event))
            case Changed():
                thread.put(lambda writer: writer.add_mark(event))
            case Resumed(step=step):
                self._set_state("running", step)
            case Paused(step=step):
                self._set_state("paused", step)
            case Finished(step=step):
                self._set_state("finished", step)
            case Failed():
                self._set_state("finished", self._latest or 0)

    def end(self, seconds: float = 0) -> None:
        """No more comes; wait so long until all is written."""
        if self._thread is not None:
            self._thread.end(seconds)
            self._thread = None

    def _set_state(self, state: State, step: int) -> None:
        assert self._thread is not None
        self._thread.put(lambda writer: writer.set_state(state, step))

    def _wants(self, trainer: Trainer) -> bool:
        return is_wanted(trainer.step, self._latest, trainer.steps_per_epoch)

    def _is_cheap(self, trainer: Trainer, thread: HistoryThread) -> bool:
        waited = computes_at_once(trainer.device.kind) or trainer.leash.is_taut
        may_spend = _SECONDS_MORE + _SHARE * (time.monotonic() - self._began)
        return waited and thread.has_room and self._spent + self._cost <= may_spend
