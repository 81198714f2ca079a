"""The points of a map of digits, and which of them are where: no drawing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.messages import Floats

Indices = NDArray[np.intp]

#: Of the digits misread, above which a ring round each would hide the classes' colours.
MOST_RINGED = 0.15


@dataclass(frozen=True, eq=False)
class Cloud:
    """`points` (n, 2) of the first n test digits, their `labels` (n,), and the network's `answers`
    (n,), -1 where it has none."""

    points: Floats
    labels: NDArray[np.integer]
    answers: NDArray[np.integer]

    def __len__(self) -> int:
        return len(self.points)

    @property
    def misread(self) -> NDArray[np.bool_]:
        """(n,): which digits the network takes for others."""
        return (self.answers >= 0) & (self.answers != self.labels)

    @property
    def has_too_many_rings(self) -> bool:
        """Whether so many are misread that to ring them tells nothing."""
        return int(self.misread.sum()) > MOST_RINGED * len(self)

    def counts(self) -> NDArray[np.intp]:
        """How many digits there are of each class, (10,)."""
        return np.bincount(self.labels, minlength=CLASSES)

    def of_class(self, label: int) -> Indices:
        return np.flatnonzero(self.labels == label)

    def middles(self) -> Floats:
        """The median of each class, (10, 2); NaN for one that has no digits."""
        found = np.full((CLASSES, 2), np.nan, np.float32)
        for label in range(CLASSES):
            mine = self.points[self.labels == label]
            if len(mine):
                found[label] = np.median(mine, axis=0)
        return found


def nearest(
    places: Floats, visible: NDArray[np.bool_], x: float, y: float, radius: float
) -> int | None:
    """The index of the visible place (n, 2) nearest to a point, None beyond `radius`."""
    distances = np.hypot(places[:, 0] - x, places[:, 1] - y)
    distances[~visible] = np.inf
    index = int(distances.argmin()) if len(distances) else 0
    return index if len(distances) and distances[index] <= radius else None


def inside(places: Floats, polygon: Floats) -> NDArray[np.bool_]:
    """Which places (n, 2) lie within a polygon (corners, 2): those from which a ray to the right
    crosses its edges an odd number of times."""
    crossings = np.zeros(len(places), np.intp)
    x, y = places[:, 0], places[:, 1]
    for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        spans = (y1 > y) != (y2 > y)
        crossings += spans & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return crossings % 2 == 1
