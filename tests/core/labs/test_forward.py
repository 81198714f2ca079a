"""The lab of the forward pass: its steps, its answer, and its state as JSON."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.forward import MOST_STEPS, STRIP, ForwardLab
from cnnstudio.core.labs.written import as_text, from_text, same
from cnnstudio.core.layers import Conv2d, Flatten, Linear, ReLU, Softmax
from cnnstudio.core.network import Network
from cnnstudio.core.settings import InvalidValue
from cnnstudio.core.starters import starter
from tests.core.labs.engine_pass import made_pass


@pytest.fixture(scope="module")
def lab() -> ForwardLab:
    return ForwardLab()


def of(*layers: object) -> ForwardLab:
    return ForwardLab(passed=made_pass(Network("Own", layers)))  # type: ignore[arg-type]


def test_maps_that_a_window_makes_come_one_by_one_others_at_once(lab: ForwardLab) -> None:
    # Conv 6, ReLU, pool 6, conv 16, ReLU, pool 16, six layers without a window, the answer.
    assert lab.count == 6 + 1 + 6 + 16 + 1 + 16 + 6 + 1


def test_every_step_goes_on_by_one_map_or_one_layer(lab: ForwardLab) -> None:
    shown = [lab.position_of(step) for step in range(1, lab.count + 1)]
    assert shown[0] == (1, 0)
    assert shown[5:8] == [(1, 5), (2, None), (3, 0)]
    assert shown == sorted(shown, key=lambda p: (p.level, p.map or 0))
    assert {position.level for position in shown} == set(range(1, 13))


def test_first_and_last_steps_of_a_level_are_its_own(lab: ForwardLab) -> None:
    for level in range(1, 13):
        first, last = lab.first_step(level), lab.last_step(level)
        assert lab.at(first).position.level == lab.at(last).position.level == level
        assert lab.at(first - 1).position.level == max(1, level - 1)
        assert lab.at(last).maps_done(level) == len(lab.passed.levels[level].values)
        assert lab.at(first - 1).maps_done(level) == 0
    assert lab.first_step(0) == 0


def test_the_answer_is_the_softmax_of_the_last_numbers(lab: ForwardLab) -> None:
    logits = torch.from_numpy(lab.passed.levels[-1].values.ravel().copy())
    assert lab.answer == pytest.approx(logits.softmax(0).numpy(), abs=1e-6)
    assert int(np.argmax(lab.answer)) == 2
    assert not lab.at(lab.count - 1).is_answered
    assert lab.at(lab.count).is_answered


def test_shares_that_a_softmax_made_are_the_answer_as_they_are() -> None:
    made = of(Flatten(id="f"), Linear(10, id="d"), Softmax(id="s"))
    assert made.answer == pytest.approx(made.passed.levels[-1].values.ravel())


def test_a_network_that_ends_elsewhere_has_no_answer() -> None:
    for made in (of(Conv2d(2, id="c")), of(Flatten(id="f"), Linear(3, id="d"))):
        assert made.answer is None
        assert not made.at(made.count).is_answered
        assert made.at(made.count).position.level == len(made.layers)


def test_a_long_network_has_one_step_for_each_layer() -> None:
    layers = []
    for n in range(12):
        layers += [Conv2d(16, padding=(1, 1), id=f"c{n}"), ReLU(id=f"r{n}")]
    made = of(*layers)
    assert MOST_STEPS < 12 * 17
    assert made.count == 24
    assert [made.at(step).position for step in (1, 24)] == [(1, None), (24, None)]


def test_a_click_on_the_strip_shows_that_layer_complete(lab: ForwardLab) -> None:
    assert lab.at(30).picked(Cell(STRIP, 0, 3)).step == lab.last_step(3)
    assert lab.at(30).picked(Cell(STRIP, 0, 0)).step == 0
    assert lab.picked(Cell(STRIP, 0, 99)) is None
    assert lab.picked(Cell("map:1:0", 0, 0)) is None


def test_what_is_said_of_the_step_names_layer_and_map(lab: ForwardLab) -> None:
    assert [str(line) for line in lab.where()] == ["LeNet-5", "press play"]
    first, second = lab.at(15).where()
    assert str(first) == "Layer 4 of 12"
    assert str(second) == "Conv 16 @ 5×5, map 2 of 16"
    assert str(lab.at(lab.count).where()[0]) == "Answer"


def test_chapters_are_the_layers_that_do_the_work(lab: ForwardLab) -> None:
    names = [str(name) for _, name in lab.chapters()]
    assert names[:3] == ["Input", "Conv", "Max pool"]
    assert names[-1] == "Answer"
    assert "ReLU" not in names


def test_the_head_line_adds_up_the_multiply_adds(lab: ForwardLab) -> None:
    (figure,) = lab.figures()
    assert figure.formula == "117,600 + 240,000 + 48,000 + 10,080 + 840"
    assert figure.result == "416,520"


def test_of_many_layers_the_head_line_leaves_terms_out() -> None:
    (figure,) = ForwardLab(passed=made_pass(starter("plain20"))).figures()
    assert figure.formula.count("+") == 4
    assert "…" in figure.formula


def test_a_state_comes_back_with_all_of_its_numbers(lab: ForwardLab) -> None:
    made = replace(of(Conv2d(2, id="c"), ReLU(id="r")), follows=False).at(2)
    back = from_text(as_text(made))
    assert same(made, back)
    assert back.step == 2
    assert not same(made, lab)


@pytest.mark.parametrize("passed", [None, 1, [], "pass", {}, {"network": 1}])
def test_a_state_without_a_pass_is_refused(passed: object) -> None:
    with pytest.raises(InvalidValue, match="Forward pass"):
        ForwardLab(passed=passed)  # type: ignore[arg-type]


def test_a_cell_of_nothing_hangs_together_with_nothing(lab: ForwardLab) -> None:
    for cell in (
        Cell("map:99:0", 0, 0),
        Cell("map:1:99", 0, 0),
        Cell("map:1:0", 99, 0),
        Cell("level", 0, 1),
        Cell("map:x:0", 0, 0),
    ):
        assert lab.at(5).linked(cell) == frozenset()
