"""How soon the window is there: process start to first painted window, and to a ready engine.

Goals: the window within 0.7 s (warm disk) and before `import torch` alone would have finished;
the engine within 4 s. Prints seconds, the median of several starts, and their ratio.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

TRIES = 5

WINDOW = """
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from cnnstudio.ui.app import Program, make_application

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print("painted", flush=True)
            program.window.centralWidget().removeEventFilter(self)
        return False

def tell():
    if program.session.engine.state == "ready":
        print("ready", flush=True)
        app.quit()

if __name__ == "__main__":
    app = make_application()
    program = Program()
    watch = Watch()
    program.window.centralWidget().installEventFilter(watch)
    program.session.engine.state_changed.connect(tell)
    program.show()
    app.exec()
    program.close()
"""


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    starts = [start_window() for _ in range(TRIES + 1)][1:]  # The first one warms the disk.
    torch = statistics.median(seconds_to_import_torch() for _ in range(TRIES))
    painted = statistics.median(start["painted"] for start in starts)
    ready = statistics.median(start["ready"] for start in starts)
    print(f"window painted after {painted:.2f} s (goal 0.70)")
    print(f"import torch alone takes {torch:.2f} s; the window takes {painted / torch:.2f} of that")
    print(f"engine ready after   {ready:.2f} s (goal 4.00)")


def start_window() -> dict[str, float]:
    """Seconds from the start of the process to each line that it prints."""
    began = time.perf_counter()
    path = _script()
    with subprocess.Popen([sys.executable, path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        return {line.strip(): time.perf_counter() - began for line in process.stdout}


def seconds_to_import_torch() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.perf_counter() - began


def _script() -> str:
    """The engine is spawned, so the window needs a file that can be imported again."""
    import tempfile

    path = os.path.join(tempfile.gettempdir(), f"cnnstudio-startup-{os.getpid()}.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(WINDOW)
    return path


if __name__ == "__main__":
    main()
