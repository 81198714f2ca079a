"""Which moments of a run are kept: closely spaced early, ever wider later, within a budget."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

#: Later on, a moment is kept about every 1/CLOSE of the steps so far; before, every step.
CLOSE = 50

#: The end of an epoch is as hard to give up as a moment this many times as far from its
#: neighbours.
EPOCH_END_COUNTS = 4.0

#: The first moment and the latest are kept whatever they cost.
FEWEST = 2


def is_wanted(step: int, latest: int | None, steps_per_epoch: int) -> bool:
    """Whether the moment of `step` is to be kept, where `latest` is the last kept one."""
    if latest is None or is_epoch_end(step, steps_per_epoch):
        return True
    return step - latest >= max(1, latest // CLOSE)


def is_epoch_end(step: int, steps_per_epoch: int) -> bool:
    return step > 0 and step % steps_per_epoch == 0


def room(budget: int, each: int) -> int:
    """How many moments of `each` bytes fit into a budget: never fewer than the first and the
    latest."""
    return max(FEWEST, budget // max(1, each))


def thinned(steps: Sequence[int], limit: int, steps_per_epoch: int) -> tuple[int, ...]:
    """At most `limit` (2 or more) of the steps, in order: the first, the last, and of the others
    those that leave the gaps as even as can be. No epoch's end goes beside a moment that could."""
    kept = sorted(set(steps))
    while len(kept) > max(FEWEST, limit):
        del kept[_least_missed(kept, steps_per_epoch)]
    return tuple(kept)


def _least_missed(steps: Sequence[int], steps_per_epoch: int) -> int:
    """The index of the inner step whose neighbours are closest, as the plan counts distance; in
    the place of an epoch's end, an ordinary neighbour of it."""
    places = np.array([place(step) for step in steps])
    ends = np.array([is_epoch_end(step, steps_per_epoch) for step in steps])
    worth = np.full(len(steps), math.inf)
    worth[1:-1] = (places[2:] - places[:-2]) * np.where(ends[1:-1], EPOCH_END_COUNTS, 1)
    least = int(np.argmin(worth))
    nearby = range(max(1, least - 1), min(len(steps) - 1, least + 2))
    ordinary = [index for index in nearby if not ends[index]]
    return min(ordinary or [least], key=lambda index: worth[index])


def place(step: int) -> float:
    """Where a step stands on a scale on which the moments of the plan are evenly spaced: the step
    itself at first, its logarithm later."""
    return float(step) if step <= CLOSE else CLOSE * (1 + math.log(step / CLOSE))
