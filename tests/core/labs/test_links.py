"""What hangs together does so in both directions."""

from __future__ import annotations

import pytest

from cnnstudio.core.labs.base import Cell, Lab
from cnnstudio.core.labs.catalogue import kind_of


def reached(lab: Lab, start: Cell) -> set[Cell]:
    """All cells that links lead to from one."""
    seen: set[Cell] = set()
    waiting = [start]
    while waiting:
        cell = waiting.pop()
        if cell not in seen:
            seen.add(cell)
            waiting += lab.linked(cell)
    return seen


@pytest.mark.parametrize("share", [0, 0.5, 1])
@pytest.mark.parametrize("key", ["convolution", "channels", "stride", "pooling"])
def test_every_link_leads_back(key: str, share: float) -> None:
    lab = kind_of(key)()
    lab = lab.at(round(share * lab.count))
    cells = reached(lab, Cell("input:0", 1, 1))
    assert {cell.grid for cell in cells} >= {"input:0", "output:0"}
    for cell in cells:
        for other in lab.linked(cell):
            assert cell in lab.linked(other), (cell, other)


def test_the_present_output_lights_all_that_it_is_made_from() -> None:
    lab = kind_of("convolution")().at(9)
    here = Cell("output:0", lab.place.row, lab.place.column)
    kinds = {cell.grid.partition(":")[0] for cell in lab.linked(here)}
    assert kinds == {"input", "window", "products", "kernel", "bias"}
    assert lab.at(0).linked(Cell("bias:0", 0, 0)) == frozenset()
