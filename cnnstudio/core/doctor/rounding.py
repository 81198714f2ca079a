"""Sizes that are said, not measured: a few figures are enough."""

from __future__ import annotations

import math


def to_one_figure(value: float) -> float:
    return float(f"{value:.0e}")


def to_two_figures(value: float) -> int:
    power: int = 10 ** max(0, math.floor(math.log10(value)) - 1)
    return round(value / power) * power
