"""How long a frame of each lab takes while it plays: the goal is 16 ms for 95 of 100 (60 a second).

Each lab plays in the real window, without a screen: the clock moves on by a sixtieth of a second,
and the picture is painted at once. On the desk at 1600×900, and projected at 1920×1080.
Prints the median, the 95th of 100 and the longest frame in ms, and the 95th's share of 16 ms.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time

import numpy as np

FRAME = 1 / 60
GOAL = 16.0
FRAMES = 240
SPEEDS = (2.0, 20.0, 200.0)


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_DATA"] = os.environ["XDG_CONFIG_HOME"] = home
        _measure_all(sys.argv[1:])
    return 0


def _measure_all(wanted: list[str]) -> None:
    from cnnstudio.core.labs.catalogue import LABS
    from cnnstudio.ui.app import Program, make_application
    from cnnstudio.ui.theme import Theme, theme_manager

    make_application()
    program = Program()
    window = program.window
    window.show()
    print(f"{'lab':14}{'look':12}{'steps/s':>8}{'median':>9}{'p95':>9}{'worst':>9}{'p95/16':>9}")
    for look, size in (("desk", (1600, 900)), ("projector", (1920, 1080))):
        theme_manager().set_theme(Theme(projector=look == "projector"))
        window.resize(*size)
        for row in LABS:
            if wanted and row.key not in wanted:
                continue
            for speed in SPEEDS:
                _print(row.key, look, speed, _frames(program, row.key, speed))
    window.close()
    program.close()


def _frames(program: object, key: str, speed: float) -> np.ndarray:
    """Milliseconds of each frame."""
    from PySide6.QtWidgets import QApplication

    window, labs = program.window, program.session.labs  # type: ignore[attr-defined]
    labs.open(key)
    page = window.stage.workspace("learn").page
    transport = window.stage.workspace("learn").driver
    document = labs.document(key)
    document.set_speed(speed)
    transport.seek(0)
    transport.set_loop(True)
    transport.play(True)
    QApplication.processEvents()
    times = []
    for _ in range(FRAMES):
        start = time.perf_counter()
        transport.clock.advance(FRAME)
        page.stage.view.repaint()
        times.append(1000 * (time.perf_counter() - start))
    transport.play(False)
    return np.array(times[10:])


def _print(key: str, look: str, speed: float, times: np.ndarray) -> None:
    p95 = np.percentile(times, 95)
    print(
        f"{key:14}{look:12}{speed:8g}{np.median(times):9.1f}{p95:9.1f}{times.max():9.1f}"
        f"{p95 / GOAL:9.2f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
