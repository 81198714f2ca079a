"""The numbers of a run along its steps, in bounded memory."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: Points kept; beyond, neighbours are averaged, so that a long run costs no more than a short one.
CAPACITY = 16_384

Doubles = npt.NDArray[np.float64]


class Curves:
    """Step, loss and accuracy of each training step: one row a step, later one for several."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._rows = np.empty((capacity, 3))
        self._count = 0
        self._group = 1
        self._pending: Doubles = np.empty((0, 3))

    @property
    def steps(self) -> Doubles:
        return self._rows[: self._count, 0]

    @property
    def losses(self) -> Doubles:
        return self._rows[: self._count, 1]

    @property
    def accuracies(self) -> Doubles:
        return self._rows[: self._count, 2]

    @property
    def group(self) -> int:
        """How many steps one point is the mean of."""
        return self._group

    def known_at(self, step: float) -> int:
        """How many points are of steps up to this one; 0 where those just before it are missing,
        as where a run's log ends earlier."""
        count = int(np.searchsorted(self.steps, step, side="right"))
        # Up to a point's worth of steps wait for the next point, which lies in their middle.
        return count if count and step - self.steps[count - 1] < 2 * self._group else 0

    def append(
        self, steps: npt.ArrayLike, losses: npt.ArrayLike, accuracies: npt.ArrayLike
    ) -> None:
        new = np.column_stack([np.asarray(x, np.float64) for x in (steps, losses, accuracies)])
        rows = np.concatenate([self._pending, new])
        whole = len(rows) // self._group * self._group
        self._pending = rows[whole:]
        self._add(_means(rows[:whole], self._group))

    def cut_after(self, step: int) -> None:
        """Forget what came after a step, as when a run goes on from an earlier one."""
        self._count = int(np.searchsorted(self.steps, step, side="right"))
        self._pending = self._pending[self._pending[:, 0] <= step]

    def _add(self, rows: Doubles) -> None:
        while self._count + len(rows) > len(self._rows):
            rows = self._halve(rows)
        self._rows[self._count : self._count + len(rows)] = rows
        self._count += len(rows)

    def _halve(self, rows: Doubles) -> Doubles:
        """Average neighbours; returns those of `rows` that are still to be added."""
        everything = np.concatenate([self._rows[: self._count], rows])
        even = len(everything) // 2 * 2
        left_over = np.repeat(everything[even:], self._group, axis=0)
        self._pending = np.concatenate([left_over, self._pending])
        self._group *= 2
        self._count = 0
        return _means(everything[:even], 2)


def _means(rows: Doubles, group: int) -> Doubles:
    return rows.reshape(-1, group, 3).mean(axis=1)
