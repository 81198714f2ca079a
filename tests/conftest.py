"""What all tests share: no screen, no folder of the user, a display for those that need one."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Qt is imported, and inherited by every process that a test starts.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="cnnstudio-tests-", ignore_cleanup_errors=True)
for _variable in ("CNNSTUDIO_CACHE", "CNNSTUDIO_DATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
    os.environ[_variable] = str(Path(_HOME.name, _variable.lower()))


@pytest.fixture(scope="module", autouse=True)
def what_is_there_stays() -> None:
    """What has been imported before a module's tests, torch and its compiler above all, stays: no
    collection needs to look at it again, and tests of the window collect after each of them."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    _HOME.cleanup()


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The top folder of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def xvfb_display() -> Iterator[str]:
    """A screen in memory, 1600×1000 without a window manager: its name, for `DISPLAY`.

    A window shows there only in a process whose environment has this `DISPLAY` and
    `QT_QPA_PLATFORM=xcb`.
    """
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        [
            _program("Xvfb"),
            *("-displayfd", str(write_end)),
            *("-screen", "0", "1600x1000x24"),
            *("-nolisten", "tcp"),
            "-noreset",
        ],
        pass_fds=[write_end],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        if not number:
            pytest.fail(f"Xvfb ended with status {server.wait(10)} instead of opening a display")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def xdotool() -> str:
    """The program that moves the mouse on a real display: its path."""
    return _program("xdotool")


def _program(name: str) -> str:
    """The program's path. Without it, the tests that need it fail where all must run."""
    path = shutil.which(name)
    if path is None:
        missing = f"{name} is not installed (`make test` brings it)"
        if os.environ.get("CI") or os.environ.get("CNNSTUDIO_ALL_TESTS"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path
