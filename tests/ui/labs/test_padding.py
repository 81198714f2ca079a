"""The rule that fills a padding, as the padding lab writes it."""

from __future__ import annotations

import pytest

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.padding import PaddingLab
from cnnstudio.ui.labs.padding_rule import general_rule, told, worked_rule
from cnnstudio.ui.plates.items import Run


def text(found: tuple[Run, ...]) -> str:
    return "".join(run.text for run in found)


@pytest.mark.parametrize(
    ("mode", "general", "worked"),
    [
        ("zeros", "x̃[i, j] = 0", "x̃[−2, 1] = 0"),
        ("reflect", "x̃[i, j] = x[r(i), r(j)]", "x̃[−2, 1] = x[2, 1] = 2"),
        ("replicate", "x̃[i, j] = x[c(i), c(j)]", "x̃[−2, 1] = x[0, 1] = 2"),
        ("circular", "x̃[i, j] = x[i mod N, j mod N]", "x̃[−2, 1] = x[3, 1] = 2"),
    ],
)
def test_each_way_of_filling_is_written_in_letters_and_for_a_cell_of_the_last_ring(
    mode: str, general: str, worked: str
) -> None:
    lab = PaddingLab(padding=(2, 2), mode=mode).at(2)
    assert text(general_rule(lab)).startswith(general)
    cell = told(lab, None)
    assert cell is not None
    assert text(worked_rule(lab, cell)) == worked


def test_the_rule_is_told_of_the_padding_under_the_window_and_of_what_is_pointed_at() -> None:
    lab = PaddingLab(padding=(1, 1)).at(2)
    assert told(lab, None) == Cell("input:0", -1, -1)
    assert told(lab, Cell("padded", 2, 5)) == Cell("padded", 2, 5)
    inside = Cell("input:0", 0, 3)
    assert text(worked_rule(lab, inside)) == "x̃[0, 3] = x[0, 3] = 6"


def test_no_rule_is_told_of_a_cell_that_has_not_been_added_yet() -> None:
    lab = PaddingLab(padding=(2, 2)).at(1)
    assert told(lab, Cell("input:0", -2, 0)) == Cell("input:0", -1, 1)
    assert told(lab.at(0), Cell("input:0", -1, 0)) is None
