"""What the doctor costs: the share of a run's time that goes into vital signs.

    python benchmarks/vital_signs.py [steps]

LeNet-5 is trained with a test every 300 steps, and without tests. The share is of one and the
same run, so that a busy machine hardly changes it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

from cnnstudio.core.messages import Event, RunStarted, StartRun
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.engine import datasets
from cnnstudio.engine.devices import choose
from cnnstudio.engine.inbox import Inbox
from cnnstudio.engine.training import Training
from cnnstudio.engine.vitals import VitalSigns


class Stopwatch:
    """Adds up the seconds that vital signs take."""

    def __init__(self) -> None:
        self.seconds, self.count = 0.0, 0
        remember, measured = VitalSigns.remember, VitalSigns.measured

        def timed_remember(signs: VitalSigns, trainer: object) -> None:
            began = time.perf_counter()
            remember(signs, trainer)  # type: ignore[arg-type]
            self.seconds += time.perf_counter() - began

        def timed_measured(signs: VitalSigns, *rest: object) -> Iterator[object]:
            pieces = measured(signs, *rest)  # type: ignore[arg-type]
            self.count += 1
            while True:
                began = time.perf_counter()
                piece = next(pieces, self)
                self.seconds += time.perf_counter() - began
                if piece is self:
                    return
                yield piece

        VitalSigns.remember = timed_remember  # type: ignore[method-assign,assignment]
        VitalSigns.measured = timed_measured  # type: ignore[method-assign,assignment]


def main() -> int:
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 900
    watch = Stopwatch()
    digits = datasets.load_both()
    for every in (300, 0):
        watch.seconds, watch.count = 0.0, 0
        settings = RunSettings(evaluate_every=every)
        start = StartRun("run", starter("lenet5"), settings, {})
        run = Training(start, Inbox(), choose("cpu"), digits, max(1, (os.cpu_count() or 1) - 1))
        seconds = _train(run, steps)
        share = watch.seconds / seconds
        print(f"tests every {every or '-'}: {watch.count} times, {share:.2%} of {seconds:.1f} s")
    return 0


def _train(run: Training, steps: int) -> float:
    """Seconds from the first step to step number `steps`."""
    began = time.perf_counter()
    for event in run.events():
        if isinstance(event, RunStarted):
            began = time.perf_counter()
        if _step_of(event) >= steps:
            break
    return time.perf_counter() - began


def _step_of(event: Event) -> int:
    steps = getattr(event, "steps", None)
    return int(steps[-1]) if steps is not None and len(steps) else 0


if __name__ == "__main__":
    sys.exit(main())
