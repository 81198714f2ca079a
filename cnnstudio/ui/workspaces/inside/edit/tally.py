"""Answers to the test digits, counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
_CLASSES = 10


@dataclass(frozen=True, eq=False)
class Tally:
    """The network's `answers` to the first test digits, whose `labels` these are; of `total`.

    `step` is that of the run whose weights they were given with.
    """

    answers: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.integer]
    total: int
    step: int = 0

    @property
    def count(self) -> int:
        return len(self.answers)

    @property
    def is_whole(self) -> bool:
        return self.count == self.total

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.answers == self.labels[: self.count])

    @property
    def accuracy(self) -> float:
        return float(self.right.mean()) if self.count else 0.0

    def of_classes(self) -> npt.NDArray[np.float64]:
        """The share of each digit's pictures that is answered right; NaN where there is none."""
        labels = self.labels[: self.count]
        there = np.bincount(labels, minlength=_CLASSES).astype(float)
        right = np.bincount(labels[self.right], minlength=_CLASSES)
        return np.divide(right, there, out=np.full(_CLASSES, np.nan), where=there > 0)

    def first(self, count: int) -> Tally:
        """The same of fewer digits, to be compared with another that has got so far."""
        return Tally(self.answers[:count], self.labels, count, self.step)


def became(before: Tally, now: Tally, right: bool) -> npt.NDArray[np.int64]:
    """The indices of digits whose answer has become right, or wrong."""
    count = min(before.count, now.count)
    was, is_now = before.right[:count], now.right[:count]
    return np.flatnonzero(is_now & ~was if right else was & ~is_now).astype(np.int64)
