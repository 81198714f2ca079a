"""The wires against the layers of torch that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.wiring import WiringLab
from cnnstudio.core.settings import InvalidValue


def parameters(layer: nn.Module) -> int:
    return sum(p.numel() for p in layer.parameters())


@given(st.integers(2, 12), st.integers(1, 12))
def test_both_ends_of_the_wires_are_torchs_layers(inputs: int, window: int) -> None:
    window = min(window, inputs)
    lab = WiringLab(inputs=inputs, window=window)
    units = inputs - window + 1
    assert lab.at(0).parameters == parameters(nn.Linear(inputs, units))
    assert lab.at(lab.count).parameters == parameters(nn.Conv1d(1, 1, window))
    assert lab.at(units).weights == units * window


def test_a_picture_is_wired_like_a_2d_convolution() -> None:
    lab = WiringLab().change("view", "square")
    assert lab.at(lab.count).parameters == parameters(nn.Conv2d(1, 1, lab.window))
    assert lab.at(0).weights == 16 * 9


@given(st.integers(2, 8))
def test_parameters_never_grow_along_the_steps(inputs: int) -> None:
    lab = WiringLab(inputs=inputs, window=min(3, inputs))
    counts = [lab.at(step).parameters for step in range(lab.count + 1)]
    assert counts == sorted(counts, reverse=True)


def test_the_layer_that_is_counted_is_torchs() -> None:
    counts = WiringLab().counts
    assert counts.shared == parameters(nn.Conv2d(3, 6, 5)) == 456
    assert counts.dense == (3072 + 1) * 6 * 28 * 28
    assert counts.local == (75 + 1) * 6 * 28 * 28


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"window": 8}, "longer than the 7 inputs"),
        ({"view": "square", "inputs": 7}, "at most 6 inputs"),
        ({"filter": 33}, "larger than an image"),
    ],
)
def test_what_cannot_be_wired_is_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        WiringLab(**settings)


def test_a_unit_is_linked_with_fewer_inputs_once_it_is_cut() -> None:
    lab = WiringLab()
    unit = Cell("units", 0, 0)
    assert len(lab.linked(unit)) == 7
    assert len(lab.at(1).linked(unit)) == 3
    for cell in lab.at(1).linked(unit):
        assert unit in lab.at(1).linked(cell)
