"""The thread that writes a run's history, so that a slow disk never holds up a step."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history.writer import RunWriter
from cnnstudio.core.messages import Event, HistoryLost, MomentsAre, Weights
from cnnstudio.core.sentences import Sentence, say

#: Least seconds between two tellings of which moments are kept.
_INTERVAL = 0.25

#: Bytes of weights that may wait for the disk.
_MOST_WAITING = 64_000_000

Job = Callable[[RunWriter], None]


class HistoryThread:
    """Carries out jobs for a writer in their order. Put to work by one thread, the training's.

    What the disk does not take is tried again with each later job, but moments and tests: those
    are lost, and the history says so.
    """

    def __init__(self, run_id: str, writer: RunWriter, tell: Callable[[Event], None]) -> None:
        self._run_id = run_id
        self._writer = writer
        self._tell = tell
        self._jobs: queue.SimpleQueue[_Moment | _Test | Job | None] = queue.SimpleQueue()
        self._lasting: deque[Job] = deque()
        #: Bytes of the weights that wait for the disk.
        self.waiting_bytes = 0
        self._lock = threading.Lock()
        self._lost: list[int] = []
        self._failing = False
        self._told: tuple[int, ...] = ()
        self._told_at = -_INTERVAL
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    @property
    def has_room(self) -> bool:
        """Whether a moment of whatever size may be put."""
        return self.waiting_bytes < _MOST_WAITING

    def put(self, job: Job) -> None:
        self._jobs.put(job)

    def put_test(self, job: Job) -> None:
        self._jobs.put(_Test(job))

    def put_moment(self, step: int, weights: Weights) -> None:
        moment = _Moment(step, weights)
        with self._lock:
            self.waiting_bytes += moment.size
        self._jobs.put(moment)

    def end(self, seconds: float = 0) -> None:
        """Write what waits, then end; wait so long for that."""
        self._jobs.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._until_telling)
            except queue.Empty:
                self._tell_moments()
                continue
            if job is None:
                break
            self._carry_out(job)
            if self._until_telling == 0:
                self._tell_moments()
        if self._lost:
            self._carry_out(self._gap())
        self._writer.end()
        if self._writer.moments != self._told:
            self._tell_moments()

    @property
    def _until_telling(self) -> float | None:
        """Seconds until the moments are to be told; None for never."""
        if self._writer.moments == self._told:
            return None
        return max(0, self._told_at + _INTERVAL - time.monotonic())

    def _carry_out(self, job: _Moment | _Test | Job) -> None:
        if not isinstance(job, _Moment | _Test):
            self._lasting.append(job)
        try:
            while self._lasting:
                self._lasting[0](self._writer)
                self._lasting.popleft()
            if isinstance(job, _Moment):
                self._writer.add_moment(job.step, job.weights)
            elif isinstance(job, _Test):
                job.write(self._writer)
        except (OSError, ProjectError, MemoryError) as error:
            self._fail(job, error)
        else:
            if isinstance(job, _Moment):
                self._recover()
        finally:
            if isinstance(job, _Moment):
                with self._lock:
                    self.waiting_bytes -= job.size

    def _fail(self, job: _Moment | _Test | Job, error: Exception) -> None:
        if isinstance(job, _Moment):
            self._lost.append(job.step)
        if not self._failing:
            self._failing = True
            self._tell_moments()
            self._tell(HistoryLost(self._run_id, _sentence(error)))

    def _recover(self) -> None:
        """The disk takes moments again."""
        if self._failing:
            self._failing = False
            if self._lost:
                self._lasting.append(self._gap())
            self._tell_moments()

    def _gap(self) -> Job:
        """Say in the folder which moments are lost."""
        first, last = self._lost[0], self._lost[-1]
        self._lost = []
        return lambda writer: writer.add_gap(first, last)

    def _tell_moments(self) -> None:
        writer = self._writer
        self._told, self._told_at = writer.moments, time.monotonic()
        self._tell(MomentsAre(self._run_id, self._told, writer.size_bytes, writer.note))


class _Moment:
    def __init__(self, step: int, weights: Weights) -> None:
        self.step, self.weights = step, weights
        self.size = sum(tensor.nbytes for tensor in weights.values())


class _Test:
    def __init__(self, write: Job) -> None:
        self.write = write


def _sentence(error: Exception) -> Sentence:
    if isinstance(error, ProjectError):
        return error.sentence
    reason = error.strerror if isinstance(error, OSError) else ""
    return say("history_lost", reason=reason or str(error) or type(error).__name__)
