"""Writes a run's checkpoints often, but never for more than a small share of its time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from cnnstudio.core.messages import Checkpointed
from cnnstudio.engine import checkpoints
from cnnstudio.engine.trainer import Trainer

_INTERVAL = 3.0  # seconds
_SHARE = 0.05  # of a run's time, at most


class Keeper:
    """Keeps one file up to date; with no `path`, none."""

    def __init__(self, path: Path | None, run_id: str) -> None:
        self._path = path
        self._run_id = run_id
        self._next = time.monotonic() + _INTERVAL
        self._kept_step: int | None = None

    @property
    def is_due(self) -> bool:
        return self._path is not None and time.monotonic() >= self._next

    def keep(self, trainer: Trainer, notes: Mapping[str, object]) -> Iterator[Checkpointed]:
        """Write the file, unless it has this step already; says so when it is there.

        A full disk ends no run: then there is no checkpoint, and another try later.
        """
        if self._path is None or trainer.step == self._kept_step:
            return
        started = time.monotonic()
        try:
            checkpoints.save(self._path, trainer.tensors(), {**trainer.notes(), **notes})
        except OSError:
            self._next = time.monotonic() + 10 * _INTERVAL
            return
        cost = time.monotonic() - started
        self._next = time.monotonic() + max(_INTERVAL, cost / _SHARE)
        self._kept_step = trainer.step
        yield Checkpointed(self._run_id, trainer.step, str(self._path))
