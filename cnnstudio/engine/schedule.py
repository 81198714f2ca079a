"""How the learning rate changes along a run, as a factor of the rate that was set."""

from __future__ import annotations

import math

_WARM_UP = 0.3  # share of the run in which one-cycle rises
_START = 1 / 25  # one-cycle's first factor
_END = 1e-4 / 25  # and its last; the three are those of torch's OneCycleLR


def factor(schedule: str, step: int, total: int) -> float:
    """The factor for the step after `step` steps of `total`, as torch's schedulers have it."""
    if schedule == "cosine":
        return _between(1, 0, step / total)
    if schedule == "onecycle":
        peak = max(0.0, _WARM_UP * total - 1)
        if step < peak:
            return _between(_START, 1, step / peak)
        return _between(1, _END, (step - peak) / max(1.0, total - 1 - peak))
    return 1


def _between(start: float, end: float, share: float) -> float:
    """Half a wave of a cosine from `start` to `end`."""
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2
