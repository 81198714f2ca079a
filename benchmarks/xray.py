"""How long it takes from the click on a number to the picture of where it comes from.

    python benchmarks/xray.py [clicks]

The real window with the real engine in its own process shows Inside; so many cells of feature
maps are clicked, with the mouse, and each click is timed until the X-ray's panel has painted what
the engine answered. Printed are, for LeNet-5 and ResNet-18 on 64×64 with no run going, and for
LeNet-5 while it trains, the median and the 90th percentile, and their ratio to the goal.

Needs a display, or QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.ui.app import Program, make_application

#: Goals for the median, in milliseconds.
LENET, RESNET, WHILE_TRAINING = 50.0, 150.0, 200.0


def until(condition: Callable[[], object], seconds: float = 120) -> None:
    """Let events be handled until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("Waited in vain")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


class Clicker:
    """Clicks cells of the grid of maps and times what follows."""

    def __init__(self, program: Program) -> None:
        self._session = program.session
        self._view = program.window.stage.workspace("inside").view("xray")

    def milliseconds(self, layer_id: str, clicks: int) -> list[float]:
        """From each of the clicks on the layer's maps to the picture of its answer."""
        self._session.select((layer_id,))
        shape = self._session.document.report.by_id[layer_id].output
        grid = self._view.maps.grid
        until(lambda: grid.maps().shape == shape and self._view.xray.explained is not None)
        found = []
        for _ in range(clicks):
            until(self._is_quiet, 5)
            found.append(self._click(tuple(random.randrange(length) for length in shape)))
        return found

    def _is_quiet(self) -> bool:
        training = self._session.run.is_running
        return training or self._session.live.is_fresh

    def _click(self, spot: tuple[int, ...]) -> float:
        grid, panel = self._view.maps.grid, self._view.xray
        place = grid.cell_rect(*spot).center().toPoint()
        start = time.perf_counter()
        QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
        chosen = self._session.trail.present.spot
        until(lambda: panel.explained is not None and panel.explained.spot == chosen)
        # What was asked to be painted is painted.
        QCoreApplication.processEvents()
        return 1000 * (time.perf_counter() - start)


def report(what: str, times: list[float], goal: float) -> None:
    median, late = statistics.median(times), statistics.quantiles(times, n=10)[8]
    verdict = "met" if median <= goal else "missed"
    print(
        f"{what}: median {median:.0f} ms, 90 % within {late:.0f} ms; "
        f"{median / goal:.2f} of the goal of {goal:.0f} ms ({verdict})"
    )


def main() -> None:
    clicks = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    app = make_application()
    program = Program()
    session, window = program.session, program.window
    window.show_workspace("inside")
    program.show()
    until(lambda: session.can_train and session.evaluation is not None)
    clicker = Clicker(program)
    report("LeNet-5", clicker.milliseconds("conv2", clicks), LENET)
    session.settings = RunSettings(epochs=50)
    session.start_run()
    until(lambda: session.run.step > 200)
    report("LeNet-5 while it trains", clicker.milliseconds("conv2", clicks), WHILE_TRAINING)
    session.run.stop()
    until(lambda: not session.run.is_active)
    network = starter("resnet18")
    picture = replace(network.input, height=64, width=64)
    session.open(replace(network, input=picture), {})
    last_block = next(x.id for x in reversed(network.layers) if x.kind == "Residual")
    report("ResNet-18 on 64×64", clicker.milliseconds(last_block, clicks), RESNET)
    session.document.forget_unsaved()
    window.hide()
    program.close()
    QTimer.singleShot(0, app.quit)
    app.exec()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        # The user's own autosave and settings are no part of this.
        os.environ["CNNSTUDIO_DATA"] = os.environ["XDG_CONFIG_HOME"] = scratch
        main()
