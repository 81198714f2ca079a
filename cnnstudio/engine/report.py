"""The numbers of a run on their way to the window: every step's, several times a second."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from cnnstudio.core.messages import Metrics

#: Seconds between two reports.
INTERVAL = 0.15
#: How strongly the newest report counts for the rate that is shown.
_NEWEST = 0.3


class Reporter:
    """Gathers losses on the device, and reads them only when it reports.

    Also keeps the time: `seconds` of training so far, pauses and tests left out.
    """

    def __init__(self, run_id: str, seconds: float = 0) -> None:
        self._run_id = run_id
        self._before = seconds
        self._since: float | None = None
        self._seconds_per_step = 0.0
        self._least_seconds_per_step = 0.0
        self._clear()
        self._reported = self.seconds

    def _clear(self) -> None:
        self._losses: list[Tensor] = []
        self._correct: list[Tensor] = []
        self._counts: list[int] = []
        self._rates: list[float] = []

    @property
    def seconds(self) -> float:
        running = 0 if self._since is None else time.perf_counter() - self._since
        return self._before + running

    def run_clock(self) -> None:
        if self._since is None:
            self._since = time.perf_counter()

    def stop_clock(self) -> None:
        self._before = self.seconds
        self._since = None

    def add(self, loss: Tensor, correct: Tensor, count: int, rate: float) -> None:
        """One step: its loss, how many of its `count` digits were right, its learning rate."""
        self._losses.append(loss)
        self._correct.append(correct)
        self._counts.append(count)
        self._rates.append(rate)

    @property
    def is_due(self) -> bool:
        return bool(self._losses) and self.seconds - self._reported >= INTERVAL

    @property
    def is_empty(self) -> bool:
        return not self._losses

    def set_pace(self, least_seconds_per_step: float) -> None:
        """Steps come at another pace from now on: what was measured says nothing of it.
        To be called when all steps are reported."""
        self._least_seconds_per_step = least_seconds_per_step
        self._seconds_per_step = 0.0
        self._reported = self.seconds

    def take(
        self, step: int, epoch: float, steps_left: int, norms: Mapping[str, float], tests: float
    ) -> Metrics:
        """All steps since the last report; `step` is the newest, `tests` the seconds that the
        tests still to come will take."""
        counts = np.array(self._counts, np.float32)
        losses = torch.stack(self._losses).to("cpu", torch.float32).numpy()
        correct = torch.stack(self._correct).to("cpu", torch.float32).numpy()
        self._measure(len(counts))
        metrics = Metrics(
            self._run_id,
            steps=np.arange(step - len(counts) + 1, step + 1, dtype=np.int64),
            losses=losses,
            accuracies=(correct / counts).astype(np.float32),
            learning_rates=np.array(self._rates, np.float32),
            epoch=epoch,
            images_per_second=float(counts.mean()) / self._seconds_per_step,
            seconds_left=steps_left * self._seconds_per_step + tests,
            seconds=self.seconds,
            gradient_norms=norms,
        )
        self._clear()
        return metrics

    def forget(self) -> None:
        """Forget the steps that were not reported: they are taken back."""
        self._clear()

    @property
    def all_finite(self) -> bool:
        """Whether the losses that were not reported yet are numbers."""
        return bool(torch.isfinite(torch.stack(self._losses)).all())

    def _measure(self, steps: int) -> None:
        now = self.seconds
        # The rest that belongs to a step may be still to come.
        newest = max(1e-9, (now - self._reported) / steps, self._least_seconds_per_step)
        old = self._seconds_per_step or newest
        self._seconds_per_step = old + _NEWEST * (newest - old)
        self._reported = now
