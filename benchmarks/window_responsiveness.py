"""What the window costs a run, and what a run costs the window.

    python benchmarks/window_responsiveness.py [steps] [rounds] [train|inside]

LeNet-5 is trained for so many steps by the engine alone, then with the window up and Train in
sight (or Inside, with the X-ray of a number of the second convolution open and its maps live), in
turn for so many rounds, at the same thread count. With the window the run keeps its history, as it
does for every user. Printed are

* images/s with the window ÷ engine alone, the median of the rounds; wanted: at least 0.9;
* gaps of the window's event loop while it trains, p50 and p99; wanted: p99 of at most 20 ms.

Needs a display, or QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import os
import queue
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QObject, Qt, QTimer

from cnnstudio.bridge.link import EngineLink
from cnnstudio.core.messages import Event, Finished, Metrics, Ready, RunStarted, StartRun
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.ui.app import Program, make_application

#: How often the heart beats (ms): a gap is the time from one beat to the next.
BEAT = 4
#: Steps at the start that are not counted: caches fill, and the window opens its panels.
WARM_UP = 300
RATIO_GOAL, GAP_GOAL = 0.9, 20.0


def settings(steps: int) -> RunSettings:
    return RunSettings(epochs=1 + steps // 938, batch_size=64)


class Rate:
    """Images a second, from the arrival of Metrics after the warm-up."""

    def __init__(self, batch_size: int) -> None:
        self._batch_size = batch_size
        self._first: tuple[int, float] | None = None
        self.last = (0, 0.0)

    def add(self, metrics: Metrics) -> None:
        self.last = int(metrics.steps[-1]), metrics.seconds
        if self._first is None and self.last[0] >= WARM_UP:
            self._first = self.last

    @property
    def value(self) -> float:
        assert self._first is not None
        steps, seconds = (b - a for a, b in zip(self._first, self.last, strict=True))
        return steps * self._batch_size / seconds


def engine_alone(steps: int) -> tuple[float, int]:
    """Images a second and the threads that were used."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    link = EngineLink(events.put)
    link.start()
    rate, threads = Rate(64), 0
    while True:
        match events.get():
            case Ready():
                link.send(StartRun("alone", starter("lenet5"), settings(steps), {}))
            case RunStarted() as started:
                threads = started.threads
            case Metrics() as metrics:
                rate.add(metrics)
                if rate.last[0] >= steps:
                    break
            case Finished():
                break
    link.close()
    return rate.value, threads


class Heart(QObject):
    """Beats in the event loop and notes how long each beat was in coming (ms)."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._since.start()
        self._timer.start(BEAT)

    def _beat(self) -> None:
        self.gaps.append(self._since.nsecsElapsed() / 1e6)
        self._since.start()

    def stop(self) -> None:
        self._timer.stop()


def until(condition, seconds: float = 300) -> None:
    """Let events be handled until something is so."""
    loop, deadline = QEventLoop(), time.monotonic() + seconds
    check = QTimer()
    check.timeout.connect(lambda: (condition() or time.monotonic() > deadline) and loop.quit())
    check.start(50)
    loop.exec()


def with_window(steps: int, threads: int, workspace: str) -> tuple[float, list[float]]:
    """Images a second with this workspace in sight, and the gaps of the event loop."""
    program = Program()
    session, run = program.session, program.session.run
    program.window.show_workspace(workspace)
    session.select(("conv2",))
    program.show()
    until(lambda: session.can_train and session.evaluation is not None)
    session.settings = replace(settings(steps), threads=threads)
    rate, heart = Rate(64), Heart()
    run.advanced.connect(lambda: run.metrics and rate.add(run.metrics))
    session.start_run()
    until(lambda: run.step >= WARM_UP)
    heart.start()
    until(lambda: run.step >= steps or not run.is_active)
    heart.stop()
    program.window.hide()
    program.close()
    program.window.deleteLater()
    QCoreApplication.processEvents()
    return rate.value, heart.gaps


def verdict(met: bool) -> str:
    return "met" if met else "missed"


def main() -> None:
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    workspace = sys.argv[3] if len(sys.argv) > 3 else "train"
    app = make_application()
    ratios, gaps = [], []
    for _ in range(rounds):
        alone, threads = engine_alone(steps)
        windowed, more = with_window(steps, threads, workspace)
        ratios.append(windowed / alone)
        gaps += more
        print(f"alone {alone:,.0f} images/s, with {workspace} {windowed:,.0f} ({threads} threads)")
    ratio = statistics.median(ratios)
    cuts = statistics.quantiles(gaps, n=100)
    print(
        f"with the window ÷ alone: {ratio:.2f} (goal {RATIO_GOAL}: {verdict(ratio >= RATIO_GOAL)})"
    )
    print(f"event loop gap: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, worst {max(gaps):.0f} ms")
    print(f"goal for p99, {GAP_GOAL:.0f} ms: {verdict(cuts[98] <= GAP_GOAL)}")
    app.quit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        # The user's own autosave and settings are no part of this.
        os.environ["CNNSTUDIO_DATA"] = os.environ["XDG_CONFIG_HOME"] = scratch
        main()
