"""Where the window lies at a start, on screens of several sizes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from cnnstudio.ui.window_place import place, remember
app = QApplication([])
app.setOrganizationName("tests")
window = QWidget()
window.resize(1600, 900)
window.setMinimumSize(1180, 680)
place(window)
window.show()
app.processEvents()
print(window.width(), window.height(), int(window.isMaximized()), int(window.isFullScreen()))
for wanted in sys.argv[1:]:
    if wanted == "full":
        window.showFullScreen()
    else:
        window.showNormal()
        window.resize(*map(int, wanted.split("x")))
    app.processEvents()
    remember(window)
"""


def start(home: Path, screen: tuple[int, int], *then: str) -> tuple[int, int, bool, bool]:
    """Width, height, maximised and full-screen of a window on a screen of that size; `then` is
    what its user does before leaving."""
    width, height = screen
    shape = {"x": 0, "y": 0, "width": width, "height": height, "name": "one"}
    config = home / "screens.json"
    config.write_text(json.dumps({"screens": [shape]}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "XDG_CONFIG_HOME": str(home),
    }
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, *then],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    wide, high, maximised, full = map(int, run.stdout.split())
    return wide, high, bool(maximised), bool(full)


def test_a_large_screen_shows_the_window_as_it_is_made(tmp_path: Path) -> None:
    assert start(tmp_path, (1920, 1080)) == (1600, 900, False, False)


def test_on_a_small_screen_the_window_fills_it(tmp_path: Path) -> None:
    wide, high, maximised, _ = start(tmp_path, (1366, 768))
    assert maximised
    assert (1350, 750) <= (wide, high) <= (1366, 768)  # but for its frame


def test_the_next_start_finds_the_window_as_it_was_left(tmp_path: Path) -> None:
    start(tmp_path, (1920, 1080), "1300x700")
    assert start(tmp_path, (1920, 1080)) == (1300, 700, False, False)


def test_a_window_that_was_left_on_a_larger_screen_fits_the_next(tmp_path: Path) -> None:
    start(tmp_path, (2560, 1440), "2400x1300")
    wide, high, _, _ = start(tmp_path, (1366, 768))
    assert (wide, high) <= (1366, 768)


def test_full_screen_is_not_begun_with(tmp_path: Path) -> None:
    start(tmp_path, (1920, 1080), "1300x700", "full")
    assert start(tmp_path, (1920, 1080)) == (1300, 700, False, False)
