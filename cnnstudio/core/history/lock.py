"""The lock of a run that goes on: it ends with the process that holds it, however that ends."""

from __future__ import annotations

import sys
import time
import weakref
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from cnnstudio.core.history.places import LOCK, STATE
from cnnstudio.core.history.run_file import RunState, read_state

if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

    _TAKEN: type[OSError] = PermissionError
else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    _TAKEN: type[OSError] = BlockingIOError

#: Whoever only looks whether a lock is held has it for less than that (seconds).
_PATIENCE = 0.5


class Hold:
    """On a run's folder, until `release` is called or nobody has this object any more; on nothing
    where the disk knows no locks. OSError where the folder cannot be written."""

    def __init__(self, folder: Path) -> None:
        stream = (folder / LOCK).open("wb")
        self.release = weakref.finalize(self, stream.close)
        until = time.monotonic() + _PATIENCE
        with suppress(OSError):
            while not _take(stream) and time.monotonic() < until:
                time.sleep(0.01)


def is_held(folder: Path) -> bool:
    """Whether somebody has a hold on it; where there is no telling, as if so."""
    path = folder / LOCK
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return not _take(stream)
    except OSError:
        return True


def found_state(folder: Path, run_id: str) -> RunState:
    """How far a run is; one that nobody trains any more without its having ended is broken off.
    Raises ProjectError."""
    state = read_state(folder / STATE, run_id)
    if state.state != "finished" and not is_held(folder):
        return replace(state, state="broken off")
    return state


def _take(stream: BinaryIO) -> bool:
    """Whether nobody else has it. Raises OSError where the disk knows no locks."""
    try:
        _lock(stream)
    except _TAKEN:
        return False
    return True
