"""Whole tests on the test digits as files of one fixed size."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from cnnstudio.core.atomic_file import replacing
from cnnstudio.core.files import ProjectError, reading
from cnnstudio.core.messages import Evaluated
from cnnstudio.core.sentences import say

_DIGITS, _CLASSES = 10_000, 10
_MAGIC = b"CNNTEST1"

#: The file: little-endian, nothing else.
WHOLE = np.dtype(
    [
        ("magic", "S8"),
        ("step", "<i8"),
        ("epoch", "<f8"),
        ("seconds", "<f8"),
        ("loss", "<f8"),
        ("accuracy", "<f8"),
        ("confusion", "<i4", (_CLASSES, _CLASSES)),
        ("probabilities", "<f2", (_DIGITS, _CLASSES)),
    ]
)


def write_evaluation(path: Path, test: Evaluated) -> None:
    """The file is there whole or not at all. OSError if it cannot be written."""
    record = np.zeros((), WHOLE)
    record["magic"] = _MAGIC
    for name in ("step", "epoch", "seconds", "loss", "accuracy", "confusion"):
        record[name] = getattr(test, name)
    record["probabilities"][: len(test.probabilities)] = test.probabilities
    with replacing(path, lasting=False) as stream:
        stream.write(record.tobytes())


def read_evaluation(path: Path, run_id: str) -> Evaluated:
    """The test in a file. Raises ProjectError, whatever the file holds."""
    with reading(path) as stream:
        data = stream.read(WHOLE.itemsize + 1)
    if len(data) != WHOLE.itemsize:
        raise ProjectError(say("evaluation_damaged", file=path.name))
    record = np.frombuffer(data, WHOLE)[0]
    if not _is_sound(record):
        raise ProjectError(say("evaluation_damaged", file=path.name))
    return Evaluated(
        run_id,
        request=0,
        step=int(record["step"]),
        epoch=float(record["epoch"]),
        loss=float(record["loss"]),
        accuracy=float(record["accuracy"]),
        seconds=float(record["seconds"]),
        confusion=record["confusion"].astype(np.int64),
        probabilities=record["probabilities"].astype(np.float16),
    )


def _is_sound(record: np.void) -> bool:
    numbers = all(math.isfinite(record[name]) for name in ("epoch", "seconds", "loss", "accuracy"))
    confusion, shares = record["confusion"], record["probabilities"]
    return bool(
        record["magic"] == _MAGIC
        and numbers
        and 0 <= record["accuracy"] <= 1
        and confusion.min() >= 0
        and confusion.sum() <= _DIGITS
        and np.isfinite(shares).all()
    )
