"""`cnnstudio` without a subcommand: the window, as a shell meets it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

WINDOW = [sys.executable, "-m", "cnnstudio"]


def environment(**changes: str) -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {k: v for k, v in os.environ.items() if k not in hidden} | changes


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_without_a_display_one_sentence_says_what_to_do(project_root: Path) -> None:
    run = subprocess.run(
        WINDOW, cwd=project_root, env=environment(), capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 2
    assert len(run.stderr.strip().splitlines()) == 1
    assert "xvfb-run" in run.stderr


def test_a_built_window_of_a_fresh_process_has_no_torch(project_root: Path) -> None:
    script = (
        "import sys\n"
        "from cnnstudio.ui.app import Program, make_application\n"
        "app = make_application()\n"
        "program = Program()\n"
        "for key in ('build', 'train', 'inside'):\n"
        "    program.window.show_workspace(key)\n"
        "program.window.show()\n"
        "app.processEvents()\n"
        "print(*(name for name in sys.modules if name.partition('.')[0] == 'torch'))\n"
        "program.window.close()\n"
        "program.close()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project_root,
        env=environment(QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.strip() == ""


def test_a_killed_window_takes_its_engine_along_within_two_seconds(project_root: Path) -> None:
    window = subprocess.Popen(
        WINDOW, cwd=project_root, env=environment(QT_QPA_PLATFORM="offscreen")
    )
    try:
        engine = wait_for_engine(psutil.Process(window.pid))
    finally:
        window.kill()
        window.wait()
    engine.wait(timeout=2)


def wait_for_engine(window: psutil.Process) -> psutil.Process:
    """The child that has loaded torch."""
    for _ in range(600):
        for child in window.children():
            if any("torch" in file.path for file in child.memory_maps()):
                return child
        time.sleep(0.1)
    raise AssertionError("no engine was started")
