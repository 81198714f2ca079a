"""Which runs of top-level layers repeat, so that they may fold into one card."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import NamedTuple

from cnnstudio.core.layers import Layer, Residual

#: The longest run of layers that is looked for, and how often it must be there at least.
LONGEST_UNIT = 8
FEWEST_REPEATS = 3

#: Groups whose layers follow another one: a unit never begins with them.
_FOLLOWING = ("bend", "steady")

#: Blocks, and repeats, are folded from the start in networks with more layers than this.
LARGE_NETWORK = 40


class Repeat(NamedTuple):
    """`times` over the same `unit` layers, the first of them at `start`."""

    start: int
    unit: int
    times: int

    @property
    def length(self) -> int:
        return self.unit * self.times


@lru_cache(maxsize=8192)
def likeness(layer: Layer) -> int:
    """A number that is the same for layers that differ in nothing but their ids."""
    settings = tuple(
        getattr(layer, field.name) for field in fields(layer) if field.name not in ("id", "body")
    )
    body = tuple(map(likeness, layer.body)) if isinstance(layer, Residual) else ()
    return hash((layer.kind, settings, body))


def repeats(layers: tuple[Layer, ...]) -> tuple[Repeat, ...]:
    """Runs that repeat, from the front, none overlapping; the one that covers most is taken."""
    marks = [likeness(layer) for layer in layers]
    found: list[Repeat] = []
    start = 0
    while start < len(marks):
        begins = layers[start].group not in _FOLLOWING
        best = _best_at(marks, start) if begins else None
        if best is None:
            start += 1
        else:
            found.append(best)
            start += best.length
    return tuple(found)


def _best_at(marks: list[int], start: int) -> Repeat | None:
    candidates = [
        Repeat(start, unit, times)
        for unit in range(1, LONGEST_UNIT + 1)
        if (times := _count(marks, start, unit)) >= FEWEST_REPEATS
    ]
    return max(candidates, key=lambda repeat: (repeat.length, -repeat.unit), default=None)


def _count(marks: list[int], start: int, unit: int) -> int:
    first = marks[start : start + unit]
    times = 1
    while marks[start + times * unit : start + (times + 1) * unit] == first:
        times += 1
    return times
