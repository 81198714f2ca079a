"""Receptive fields against the gradients of torch, and the lecture's count of weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.receptive import ReceptiveLab
from cnnstudio.core.settings import InvalidValue


@st.composite
def labs(draw: st.DrawFn) -> ReceptiveLab:
    layer = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 2), st.just(0))
    stack = draw(st.lists(layer, min_size=1, max_size=4))
    need = 1
    for kernel, stride, dilation, _ in reversed(stack):
        need = (need - 1) * stride + (kernel - 1) * dilation + 1
    size = draw(st.integers(min(need, 32), 32))
    if need > 32:
        stack, size = [(3, 1, 1, 0)], 9
    return ReceptiveLab(stack=stack, size=size)


def gradient(lab: ReceptiveLab, level: int, index: int) -> np.ndarray:
    """Of a unit with respect to each input cell, all weights 1: the number of ways to it."""
    x = torch.zeros(1, 1, lab.size, dtype=torch.float64, requires_grad=True)
    values = x
    for layer in lab.layers[:level]:
        convolution = nn.Conv1d(
            1, 1, layer.kernel, layer.stride, dilation=layer.dilation, bias=False
        ).double()
        nn.init.ones_(convolution.weight)
        values = convolution(values)
    values[0, 0, index].backward()
    return np.asarray(x.grad)[0, 0]


@given(labs(), st.data())
def test_the_ways_to_each_input_cell_are_its_gradient(
    lab: ReceptiveLab, data: st.DataObject
) -> None:
    level = data.draw(st.integers(0, len(lab.layers)))
    index = data.draw(st.integers(0, lab.sizes[level] - 1))
    expected = gradient(lab, level, index)
    assert np.array_equal(lab.paths(level, index)[0], expected)
    assert lab.seen(level, index)[0] == set(np.flatnonzero(expected))


@given(labs())
def test_the_field_is_as_wide_as_what_the_top_sees(lab: ReceptiveLab) -> None:
    seen = lab.seen(len(lab.layers), lab.unit)[0]
    assert max(seen) - min(seen) + 1 == lab.field


@given(labs(), st.data())
def test_what_a_unit_sees_is_seen_by_it(lab: ReceptiveLab, data: st.DataObject) -> None:
    level = data.draw(st.integers(0, len(lab.layers)))
    cell = Cell(f"row:{level}", 0, data.draw(st.integers(0, lab.sizes[level] - 1)))
    for other in lab.linked(cell):
        assert cell in lab.linked(other)


def test_three_3x3_see_as_much_as_one_7x7_with_fewer_weights() -> None:
    three = replace(ReceptiveLab(), channels=64)
    assert three.field == 7
    assert three.weights == 3 * 9 * 64**2
    assert three.weights_of_one == 49 * 64**2
    (figure,) = three.figures()
    assert f"{figure.formula} = {figure.result}" == "1 + 2 + 2 + 2 = 7"


def test_pools_have_no_weights() -> None:
    stack = [[3, 1, 1, 0], [2, 2, 1, 1]]
    assert ReceptiveLab(stack=stack, size=12).weights == 9


def test_a_stack_too_tall_for_its_input_is_refused_with_its_numbers() -> None:
    with pytest.raises(InvalidValue, match="would see 7 cells"):
        replace(ReceptiveLab(), size=6)


@pytest.mark.parametrize("row", [[0, 1, 1, 0], [3, 1.5, 1, 0], [3, 1, 1, 2], [10, 1, 1, 0]])
def test_layers_of_other_numbers_are_refused(row: list[float]) -> None:
    with pytest.raises(InvalidValue, match="Layers"):
        ReceptiveLab(stack=[row])


def test_a_layer_more_and_a_layer_less_are_offered_while_there_may_be() -> None:
    lab = ReceptiveLab(stack=[[3, 1, 1, 0]])
    assert [str(c.name) for c in lab.choices()[1].choices] == ["One more"]
    for _ in range(5):
        made = lab.choices()[1].choices[0].make()
        assert isinstance(made, ReceptiveLab)
        lab = made
    assert len(lab.layers) == 6
    assert [str(c.name) for c in lab.choices()[1].choices] == ["One less"]


# Questions


@given(labs(), st.data())
def test_what_is_asked_for_is_how_many_cells_the_gradient_reaches(
    lab: ReceptiveLab, data: st.DataObject
) -> None:
    step = data.draw(st.integers(1, len(lab.layers)))
    question = lab.question(step)
    level = len(lab.layers) - step
    above = ReceptiveLab(stack=lab.stack[level:], size=lab.sizes[level])
    reached = gradient(above, len(above.layers), lab.unit)
    assert question.answer == np.count_nonzero(reached)
    assert reached[question.cell.column] > 0
    assert question.in_figures == (level == 0)
    assert all(value != question.answer for value, _ in question.wrong)


def test_a_forgotten_stride_and_a_forgotten_overlap_are_told() -> None:
    question = ReceptiveLab(stack=[[3, 2, 1, 0], [3, 1, 1, 0]], size=15).question(2)
    causes = {value: str(cause) for value, cause in question.wrong}
    assert question.answer == 7
    assert "stride of 1" in causes[5]
    assert "side by side" in causes[9]


def test_lenet_has_the_sizes_that_the_programs_own_network_has() -> None:
    case = next(c for c in ReceptiveLab().choices()[0].choices if "lenet" in c.name.code)
    assert case.make().sizes == (28 + 2 * 2, 28, 14, 10, 5)
