"""Logs that only grow: records of a fixed size, one after the other, without a header.

What a crash or a full disk leaves of a record at the end is told apart by its size.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from io import RawIOBase
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cnnstudio.core.files import reading
from cnnstudio.core.history.places import LAST_STEP

Records = npt.NDArray[np.void]
#: For each record, whether it can be one.
Rule = Callable[[Records], npt.NDArray[np.bool_]]

#: One training step.
STEP = np.dtype([("step", "<i8"), ("loss", "<f4"), ("accuracy", "<f4"), ("learning_rate", "<f4")])
#: One test on the test digits: `epoch` and `seconds` of training so far.
EVALUATION = np.dtype(
    [("step", "<i8"), ("loss", "<f8"), ("accuracy", "<f8"), ("epoch", "<f8"), ("seconds", "<f8")]
)

#: The most bytes of a log that are read: more than the steps of any run on this earth take.
LONGEST = 400_000_000


class Log(NamedTuple):
    """The sound part of a log. `torn`: its last record is cut short. `altered`: a record cannot
    be, such as a step that is not later than the one before; it and what follows are left out."""

    records: Records
    torn: bool
    altered: bool


def append(path: Path, records: Records) -> None:
    """Add records, in the place of a torn one; OSError, and the log as it was, if that cannot be
    done."""
    with path.open("ab", buffering=0) as stream:
        size = stream.tell()
        whole = size - size % records.dtype.itemsize
        stream.truncate(whole)
        try:
            _write_all(stream, records.tobytes())
        except OSError:
            stream.truncate(whole)
            raise


def _write_all(stream: RawIOBase, data: bytes) -> None:
    """A disk that is nearly full takes a part."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) or 0 :]


def read(path: Path, dtype: np.dtype[Any], are_sound: Rule | None = None) -> Log:
    """What a log holds. Raises ProjectError if it cannot be read."""
    with reading(path) as stream:
        data = stream.read(LONGEST // dtype.itemsize * dtype.itemsize)
    whole = len(data) - len(data) % dtype.itemsize
    records = np.frombuffer(data[:whole], dtype)
    count = _sound(records, are_sound or _are_numbers)
    return Log(records[:count], whole != len(data), count != len(records))


def cut_after(path: Path, dtype: np.dtype[Any], step: int, are_sound: Rule | None = None) -> None:
    """Forget the records of later steps. Raises ProjectError or OSError."""
    if path.exists():
        records = read(path, dtype, are_sound).records
        count = int(np.searchsorted(records["step"], step, side="right"))
        os.truncate(path, count * dtype.itemsize)


def _are_numbers(records: Records) -> npt.NDArray[np.bool_]:
    fine = (records["accuracy"] >= 0) & (records["accuracy"] <= 1)
    for name in records.dtype.names or ():
        fine &= np.isfinite(records[name])
    return np.asarray(fine)


def _sound(records: Records, are_sound: Rule) -> int:
    """How many records there are up to the first that cannot be."""
    fine = are_sound(records)
    fine &= np.diff(records["step"], prepend=-1) > 0
    fine &= records["step"] <= LAST_STEP
    return len(records) if fine.all() else int(np.argmin(fine))
