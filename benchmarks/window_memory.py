"""How the window's memory grows over a long run: the slope of its resident size.

    python benchmarks/window_memory.py [minutes]

LeNet-5 is trained with the window up and Train in sight. Printed are the window's resident size
every few seconds, and the slope of a straight line through the second half of them: bounded
curves, filters and probes mean a slope near 0.

Needs a display, or QT_QPA_PLATFORM=offscreen, and psutil.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, QTimer

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.app import Program, make_application

SAMPLE_EVERY = 2.0  # seconds
PRINT_EVERY = 15
MIB = 2**20


class Soak:
    """Trains for a time and notes how large the window's process is."""

    def __init__(self, program: Program, minutes: float) -> None:
        self._program, self._run = program, program.session.run
        self._me = psutil.Process()
        self._loop = QEventLoop()
        self._started = time.monotonic()
        self._seconds = 60 * minutes
        self.samples: list[tuple[float, float]] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._sample)

    def run(self) -> None:
        self._timer.start(round(1000 * SAMPLE_EVERY))
        self._loop.exec()

    def _sample(self) -> None:
        session, passed = self._program.session, time.monotonic() - self._started
        if not self._run.is_active and session.can_train:
            session.start_run()
        self.samples.append((passed, self._me.memory_info().rss / MIB))
        if len(self.samples) % PRINT_EVERY == 1:
            size = self.samples[-1][1]
            print(f"{passed:6.0f} s   step {self._run.step:>9,}   {size:7.1f} MiB", flush=True)
        if passed > self._seconds:
            self._timer.stop()
            self._loop.quit()


def slope(samples: list[tuple[float, float]]) -> float:
    """MiB an hour, of a straight line through the second half of the samples."""
    later = np.array(samples[len(samples) // 2 :])
    return float(np.polyfit(later[:, 0], later[:, 1], 1)[0]) * 3600


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    app = make_application()
    program = Program()
    program.session.settings = replace(RunSettings(), epochs=1_000, evaluate_every=500)
    program.window.show_workspace("train")
    program.show()
    soak = Soak(program, minutes)
    soak.run()
    program.window.hide()
    program.close()
    print(f"slope over the second half: {slope(soak.samples):+.2f} MiB an hour")
    app.quit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        # The user's own autosave and settings are no part of this.
        os.environ["CNNSTUDIO_DATA"] = os.environ["XDG_CONFIG_HOME"] = scratch
        main()
