"""Points of a curve before they are drawn: smoothed, thinned, fitted into a range."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

#: Fractions of a power of ten at which ticks of a logarithmic scale stand.
_SERIES = (1, 2, 5)
#: What a loss of 0 is drawn as where the scale is logarithmic.
FLOOR = 1e-7
#: Where the accuracy scale may begin, in order; it begins as high as nearly all points allow.
_ACCURACY_BOTTOMS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98)
#: How many times larger or smaller than the middle one a loss may be and still be seen.
_WIDEST = 1e4
#: The share of points that may lie below the scale.
_CUT = 0.12
#: The share of the losses of single steps that is to be seen, and how much higher than the others
#: they may make a scale that is not logarithmic.
_SINGLES = 0.998
_HIGHER = 2.0


def trailing_mean(values: Doubles, count: int) -> Doubles:
    """The mean of each value and the `count` − 1 before it, of fewer at the start.

    Values that are not finite are left out; where there are no others, the mean is not a number.
    """
    if count <= 1 or not len(values):
        return values
    finite = np.isfinite(values)
    # Not by differences of running sums: after one huge loss they would hold nothing else.
    sums = np.convolve(np.where(finite, values, 0.0), np.ones(count))[: len(values)]
    known = np.concatenate([[0], np.cumsum(finite)])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - count, 0)
    counts = known[ends] - known[starts]
    means = sums / np.maximum(counts, 1)
    return np.where(counts > 0, means, np.nan)


def thinned(
    x: Doubles, y: Doubles, low: float, high: float, columns: int
) -> tuple[Doubles, Doubles]:
    """The points from `low` to `high`, as few as look the same on so many columns of pixels.

    Of each group of neighbours the least and the greatest stay. One point more stays at each
    end, so that the line goes on to the edge. Without values there are no points.
    """
    if not len(y):
        return y, y
    first = max(int(np.searchsorted(x, low)) - 1, 0)
    last = min(int(np.searchsorted(x, high, side="right")) + 1, len(x))
    x, y = x[first:last], y[first:last]
    group = len(x) // max(columns, 1)
    if group < 4:
        return x, y
    whole = len(x) // group * group
    grouped = y[:whole].reshape(-1, group)
    filled = np.where(np.isfinite(grouped), grouped, grouped[:, :1])
    ends = np.stack([filled.min(axis=1), filled.max(axis=1)], axis=1).ravel()
    places = x[:whole].reshape(-1, group)[:, [0, group // 2]].ravel()
    return np.concatenate([places, x[whole:]]), np.concatenate([ends, y[whole:]])


def series_below(value: float) -> float:
    """The greatest of …, 0.1, 0.2, 0.5, 1, 2, 5, … that is at most `value`."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in _SERIES if step * power <= value * (1 + 1e-9))


def series_between(low: float, high: float) -> list[float]:
    """All of …, 0.1, 0.2, 0.5, 1, 2, 5, … from `low` to `high`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = (step * 10.0**power for power in powers for step in _SERIES)
    return [value for value in values if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)]


def even_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from `low` to `high` at equal distances, at most about `most`."""
    step = series_below(max((high - low) / most, 1e-12))
    while (high - low) / step > most:
        step = _next_in_series(step)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _next_in_series(value: float) -> float:
    return series_below(value * 2.5)


def loss_range(values: Doubles, logarithmic: bool, singles: Doubles) -> tuple[float, float]:
    """Where the loss scale begins and ends, for the smoothed and the test losses, and for those of
    single steps, of which a few of the largest, and the smallest, may lie beyond it.

    So may losses of a run gone astray, far from most of the others.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return (0.01, 2.6) if logarithmic else (0.0, 2.5)
    middle = max(float(np.median(known)), FLOOR)
    known = np.clip(known, middle / _WIDEST, middle * _WIDEST)
    high = max(float(known.max()) * 1.15, 10 * FLOOR)
    single = singles[np.isfinite(singles) & (singles <= middle * _WIDEST)]
    if len(single):
        highest = float(np.quantile(single, _SINGLES))
        high = max(high, highest if logarithmic else min(highest, _HIGHER * high))
    if not logarithmic:
        return 0.0, high
    low = series_below(max(float(known.min()) * 0.6, FLOOR))
    return min(low, high / 10), high


def accuracy_bottom(values: Doubles) -> float:
    """Where the accuracy scale begins, which ends at 1."""
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0
    typical = float(np.quantile(known, _CUT))
    return max(bottom for bottom in _ACCURACY_BOTTOMS if bottom <= max(typical, 0.0))


def right_end(step: int, per_epoch: int, total: int) -> float:
    """The step at which the axis of steps ends: soon after `step`, and seldom another one."""
    if step < per_epoch:
        return float(min(_next_in_series(series_below(max(step, 20))), per_epoch))
    epochs = math.ceil(step / per_epoch + 1e-9)
    ahead = max(epochs, math.ceil(1.25 * step / per_epoch)) if epochs > 4 else epochs
    return float(min(max(ahead * per_epoch, step), max(total, step)))


def step_ticks(low: float, high: float, per_epoch: int, most: int = 6) -> list[tuple[float, int]]:
    """Ticks of the axis of steps: (step, epoch), with −1 for a step within an epoch."""
    if per_epoch <= 0 or high - low < 1.2 * per_epoch:
        return [(tick, -1) for tick in even_ticks(low, high, most) if tick > 0 or low <= 0]
    epochs = even_ticks(low / per_epoch, high / per_epoch, most)
    whole = [round(epoch) for epoch in epochs if abs(epoch - round(epoch)) < 1e-6]
    return [(float(epoch * per_epoch), epoch) for epoch in whole]
