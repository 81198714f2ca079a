"""Colours of lines: a weight of its own has one of its own, until it is shared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QSizeF

from cnnstudio.core.labs.wiring import WiringLab
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.wiring import compose
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Wire


def colours_by_unit(lab: WiringLab) -> list[tuple[str, ...]]:
    """The colours of each unit's lines, from the first input to the last."""
    found: dict[float, list[tuple[float, str]]] = defaultdict(list)
    for item in compose(lab, Moment(), QSizeF(1200, 460), Theme()).items:
        if isinstance(item, Wire) and str(item.tone).startswith("identity:"):
            start, end = item.points
            found[end.x()].append((start.x(), str(item.tone)))
    return [tuple(tone for _, tone in sorted(lines)) for _, lines in sorted(found.items())]


@pytest.mark.parametrize(("inputs", "window"), [(7, 3), (9, 3), (12, 8), (5, 2)])
def test_colours_fuse_only_when_weights_are_shared(inputs: int, window: int) -> None:
    lab = WiringLab(inputs=inputs, window=window)
    shared = colours_by_unit(lab.at(lab.count))
    assert len(set(shared)) == 1
    local = colours_by_unit(lab.at(len(lab.unit_spots)))
    assert len(local) == len(lab.unit_spots)
    for colours in local:
        assert all(own != common for own, common in zip(colours, shared[0], strict=True))
    for one, next_one in pairwise(local):
        assert all(a != b for a, b in zip(one, next_one, strict=True))


def test_each_step_of_sharing_gives_one_more_unit_the_filters_colours() -> None:
    lab = WiringLab()
    units = len(lab.unit_spots)
    common = colours_by_unit(lab.at(lab.count))[0]
    for step in range(units + 1):
        now = colours_by_unit(replace(lab, step=units + step))
        assert sum(colours == common for colours in now) == step
