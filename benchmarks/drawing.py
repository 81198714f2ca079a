"""How often a drawing is seen by the network while it is drawn, in the middle of a training.

    python benchmarks/drawing.py [--seconds N] [--idle]

The real window with Inside in sight, a real engine that trains LeNet-5 (not with --idle), and a
stroke drawn by mouse events 100 times a second. Printed are the answers a second that came while
the button was down, their ratio to the 15 that are wanted, and the time from a move of the mouse
to the first answer to it.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GOAL = 15.0  # answers a second
_MOVES = 0.01  # seconds between moves of the mouse


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--idle", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_DATA"] = os.environ["XDG_CONFIG_HOME"] = home
        _measure(args.seconds, args.idle)


def _measure(seconds: float, idle: bool) -> None:
    from cnnstudio.core.run_settings import RunSettings
    from cnnstudio.ui.app import Program, make_application
    from cnnstudio.ui.tray.drawing_flyout import DrawingFlyout
    from cnnstudio.ui.tray.tray import InputTray

    application = make_application()
    program = Program()
    program.window.resize(1600, 900)
    program.show()
    session = program.session
    wait(application, lambda: session.engine.state == "ready")
    program.window.show_workspace("inside")
    if not idle:
        session.settings = RunSettings(epochs=100)
        session.start_run()
        wait(application, lambda: session.run.step > 50)
    program.window.findChildren(InputTray)[0].draw()
    flyout = program.window.findChildren(DrawingFlyout)[0]
    answers = Answers(session)
    moves = draw(application, flyout.pad, seconds)
    answers.report(moves, seconds)
    session.run.stop()
    session.document.forget_unsaved()
    program.window.close()
    program.close()


class Answers:
    """When each probe of a drawing came, and which one it was of."""

    def __init__(self, session: object) -> None:
        self._session = session
        self._shown: dict[int, float] = {}
        self._delays: list[float] = []
        session.digit.changed.connect(lambda digit: self._shown.update({id(digit): now()}))
        session.live.probed.connect(self._probed)

    def _probed(self, _probed: object) -> None:
        shown = self._shown.pop(id(self._session.live.digit), None)
        if shown is not None:
            self._delays.append(now() - shown)

    def report(self, moves: int, seconds: float) -> None:
        rate = len(self._delays) / seconds
        print(f"{moves} moves of the mouse in {seconds:g} s, {rate:.1f} answers a second")
        print(f"ratio {rate / GOAL:.2f} (wanted: about 1, which is {GOAL:g} a second)")
        print(f"from a picture to its answer {1000 * median(self._delays):.0f} ms")


def draw(application: object, pad: object, seconds: float) -> int:
    """A spiral, without letting go of the button; how many moves it took."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    side, start, moves = pad.width(), now(), 0
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(side // 2, side // 2))
    while now() - start < seconds:
        turn = 2 * math.pi * (now() - start) / 3
        radius = side * 0.06 * turn % (side * 0.45)
        x, y = side / 2 + radius * math.cos(turn), side / 2 + radius * math.sin(turn)
        QTest.mouseMove(pad, QPoint(round(x), round(y)))
        moves += 1
        due = start + moves * _MOVES
        application.processEvents()
        while now() < due:
            application.processEvents()
            time.sleep(0.001)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton)
    return moves


def now() -> float:
    return time.perf_counter()


def wait(application: object, until: Callable[[], bool]) -> None:
    while not until():
        application.processEvents()
        time.sleep(0.001)


if __name__ == "__main__":
    main()
