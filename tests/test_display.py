"""The display that tests of real mouse drags open their windows on."""

from __future__ import annotations

import os
import subprocess
import sys

OPEN_A_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget(windowTitle="A window of the test")
window.show()
application.processEvents()
print(application.platformName(), window.screen().size().toTuple(), flush=True)
input()
"""


def test_a_window_opens_there_and_xdotool_finds_it(xvfb_display: str, xdotool: str) -> None:
    environment = {**os.environ, "DISPLAY": xvfb_display, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(
        [sys.executable, "-c", OPEN_A_WINDOW],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline().strip() == "xcb (1600, 1000)"
        search = [xdotool, "search", "--sync", "--name", "A window of the test"]
        found = subprocess.run(search, env=environment, capture_output=True, text=True, timeout=30)
        window.communicate("\n", timeout=30)
    assert found.stdout.strip().isdigit()
