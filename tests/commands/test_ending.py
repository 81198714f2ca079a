"""Signals to a command, sent to a real process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX are sent")

#: Works in pieces; those of a command that hangs never end.
_COMMAND = """
import sys, time
from cnnstudio.commands.ending import Ending
with Ending() as ending:
    ending.told = lambda: print("told", flush=True)
    print("begun", flush=True)
    while True:
        time.sleep(0.01)
        if sys.argv[1] == "works":
            ending.heed()
"""


@pytest.fixture
def command(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND, request.param], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("command", ["works"], indirect=True)
def test_a_signal_is_heeded_between_two_pieces_of_work(command: subprocess.Popen[str]) -> None:
    command.send_signal(signal.SIGINT)
    assert command.wait(timeout=20) == 128 + signal.SIGINT


@pytest.mark.parametrize("command", ["hangs"], indirect=True)
def test_a_second_ctrl_c_ends_what_hangs(command: subprocess.Popen[str]) -> None:
    assert command.stdout is not None
    command.send_signal(signal.SIGINT)
    assert command.stdout.readline() == "told\n"
    assert command.poll() is None
    command.send_signal(signal.SIGINT)
    assert command.wait(timeout=20) == -signal.SIGINT
