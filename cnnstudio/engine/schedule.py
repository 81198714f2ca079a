"""How the learning rate changes along a run, as a factor of the rate that was set."""

from __future__ import annotations

import math

_WARM_UP = 0.3  # share of the run in which one-cycle rises
_START = 1 / 25  # one-cycle's first factor
_END = 1e-4 / 25  # and its last; the three are those of torch's OneCycleLR


def factor(schedule: str, step: int, total: int) -> float:
    """The factor for the step after `step` steps of `total`."""
    done = min(1.0, step / max(1, total - 1))
    if schedule == "cosine":
        return _between(1, 0, step / max(1, total))
    if schedule == "onecycle":
        if done < _WARM_UP:
            return _between(_START, 1, done / _WARM_UP)
        return _between(1, _END, (done - _WARM_UP) / (1 - _WARM_UP))
    return 1


def _between(start: float, end: float, share: float) -> float:
    """Half a wave of a cosine from `start` to `end`."""
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2
