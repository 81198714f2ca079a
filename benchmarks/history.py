"""What a run's history costs its training, and how fast its moments pass by.

    python benchmarks/history.py [steps] [rounds]

LeNet-5 is trained for so many steps without a history and with one, in turn for so many rounds.
Then, while a run with a history trains on, its moments are shown one after the other, each with
the filters and maps of every layer for a digit: as fast as they come, and 25 a second, which is
more than anybody sees. Printed are

* images/s with history ÷ without, the median of the rounds; wanted: at least 0.97;
* CPU time of the engine for a step without history ÷ with: the same, but steadier where other
  programs compute too;
* moments shown a second, as fast as they come; wanted: at least 15;
* images/s while 25 moments a second are shown ÷ before, in the same run.

Every step of the first 50 and the end of the first epoch are within the measured steps.
"""

from __future__ import annotations

import queue
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import psutil

from cnnstudio.bridge.link import EngineLink
from cnnstudio.core.messages import (
    Event,
    HistorySettings,
    Metrics,
    MomentsAre,
    MomentShown,
    Probe,
    Probed,
    Ready,
    RunStarted,
    ShowMoment,
    StartRun,
)
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter

LENET = starter("lenet5")
LAYERS = tuple(layer.id for layer in LENET.layers)
BATCH = 64
RATIO_GOAL, SCRUB_GOAL = 0.97, 15
#: Moments a second of the drag that training goes on beside.
DRAG = 25
SECONDS = 6.0


class Engine:
    """A real engine process, whose training rate is known."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.link = EngineLink(self._events.put)
        self.link.start()
        self.wait(Ready)
        self.moments: tuple[int, ...] = ()
        self.step, self.seconds = 0, 0.0

    def wait(self, kind: type, until: Callable[[], bool] = lambda: True) -> Event:
        while True:
            event = self._events.get()
            match event:
                case Metrics():
                    self.step, self.seconds = int(event.steps[-1]), event.seconds
                case MomentsAre():
                    self.moments = event.steps
            if isinstance(event, kind) and until():
                return event

    def train(self, root: str | None) -> None:
        history = HistorySettings(root, 512_000_000, "benchmark") if root else None
        settings = RunSettings(epochs=50, batch_size=BATCH)
        self.link.send(StartRun("benchmark", LENET, settings, {}, history=history))

    def images_a_second(self, steps: int) -> float:
        """From the last report on, for so many steps."""
        first, began = self.step, self.seconds
        self.wait(Metrics, lambda: self.step >= first + steps)
        return (self.step - first) * BATCH / (self.seconds - began)

    @property
    def cpu_seconds(self) -> float:
        """CPU time of the engine's process so far."""
        times = psutil.Process(self.link.pid).cpu_times()
        return times.user + times.system

    def show(self, request: int, step: int, folder: str) -> None:
        """Show a moment, and all of it for a digit."""
        self.link.send(ShowMoment(request, folder, step))
        self.wait(MomentShown)
        digit = np.zeros((28, 28), np.float32)
        self.link.send(Probe(request, digit, maps=LAYERS, filters=LAYERS))
        probed = self.wait(Probed)
        assert isinstance(probed, Probed)
        assert probed.step == step


def training(steps: int, root: str | None) -> tuple[float, float]:
    """Images a second, and CPU seconds a step, from a run's first step on."""
    engine = Engine()
    engine.train(root)
    engine.wait(RunStarted)
    used = engine.cpu_seconds
    rate = engine.images_a_second(steps)
    used = (engine.cpu_seconds - used) / engine.step
    engine.link.close()
    return rate, used


def scrubbing(root: str) -> tuple[float, float]:
    """Moments a second as fast as they come, and the training's rate while DRAG are shown a
    second ÷ its rate before."""
    engine = Engine()
    engine.train(root)
    engine.wait(MomentsAre, lambda: len(engine.moments) > 50)
    folder = str(Path(root) / "benchmark")
    before = engine.images_a_second(300)
    shown, end = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        engine.show(shown, engine.moments[shown % 50], folder)
        shown += 1
    fastest = shown / SECONDS
    first, began, drag = engine.step, engine.seconds, time.perf_counter()
    for count in range(int(SECONDS * DRAG)):
        engine.show(count, engine.moments[count % 50], folder)
        time.sleep(max(0, drag + (count + 1) / DRAG - time.perf_counter()))
    engine.wait(Metrics)
    beside = (engine.step - first) * BATCH / (engine.seconds - began)
    engine.link.close()
    return fastest, beside / before


def verdict(met: bool) -> str:
    return "met" if met else "missed"


def main() -> None:
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1_200
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    ratios, shares, speeds, besides = [], [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as root:
            without, cpu_without = training(steps, None)
            kept, cpu_kept = training(steps, root)
        ratios.append(kept / without)
        shares.append(cpu_without / cpu_kept)
        print(
            f"without history {without:,.0f} images/s, with {kept:,.0f}: {ratios[-1]:.2f}; "
            f"by CPU time {shares[-1]:.2f}",
            flush=True,
        )
    for _ in range(2):
        with tempfile.TemporaryDirectory() as root:
            fastest, beside = scrubbing(root)
        speeds.append(fastest)
        besides.append(beside)
        print(f"{fastest:.0f} moments a second; training beside {DRAG} a second: {beside:.2f}")
    ratio, speed = median(ratios), median(speeds)
    goal = f"goal {RATIO_GOAL}: {verdict(ratio >= RATIO_GOAL)}"
    print(f"with ÷ without history: {ratio:.2f} ({goal}); by CPU time {median(shares):.2f}")
    print(f"moments a second: {speed:.0f} (goal {SCRUB_GOAL}: {verdict(speed >= SCRUB_GOAL)})")
    print(f"training while {DRAG} moments a second are shown: {median(besides):.2f}")


if __name__ == "__main__":
    main()
