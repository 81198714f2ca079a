"""The row against torch, and the wires against the layers that they stand for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.row import RowLab
from cnnstudio.core.labs.wiring import WiringLab
from cnnstudio.core.settings import InvalidValue


@st.composite
def rows(draw: st.DrawFn) -> RowLab:
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    size, padding = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    count = max(draw(st.integers(1, 12)), size - 2 * padding)
    filters = draw(st.integers(1, 3))
    lab = RowLab(
        input=rng.integers(-5, 10, (1, 1, count)),
        weight=rng.integers(-3, 4, (filters, 1, 1, size)),
        bias=rng.integers(-2, 3, filters),
        stride=draw(st.integers(1, 3)),
        padding=padding,
    )
    return lab.at(draw(st.integers(0, lab.count)))


@given(rows())
def test_every_unit_is_torchs_conv1d(lab: RowLab) -> None:
    expected = F.conv1d(
        torch.from_numpy(lab.input[:, 0].copy())[None],
        torch.from_numpy(lab.weight[:, :, 0].copy()),
        torch.from_numpy(lab.bias.copy()),
        stride=lab.stride,
        padding=lab.padding,
    )[0]
    place = lab.place
    assert lab.shown.sum == pytest.approx(float(expected[place.map, place.column]))
    assert lab.count == expected.numel()


@given(rows())
def test_a_unit_is_linked_with_what_it_reads_and_back(lab: RowLab) -> None:
    place = lab.place
    unit = Cell(f"output:{place.map}", 0, place.column)
    inputs = {cell for cell in lab.linked(unit) if cell.grid == "input:0"}
    assert {cell.column for cell in inputs} == set(lab.operation.columns.reads(place.column))
    assert all(unit in lab.linked(cell) for cell in inputs)


def test_the_slides_units_are_those_of_the_slides() -> None:
    lab = RowLab()
    assert lab.count == 3
    assert [lab.operation.columns.reads(place) for place in range(3)] == [(0, 1), (2, 3), (4, 5)]
    every, two = (choice.make() for choice in lab.choices()[0].choices[1:3])
    assert every.count == 5
    assert two.count == 10


@given(st.integers(1, 16), st.integers(1, 4))
def test_sizes_and_filters_can_be_changed(inputs: int, filters: int) -> None:
    lab = replace(RowLab(), padding=1).change("inputs", inputs).change("filters", filters)
    assert lab.input.shape == (1, 1, inputs)
    assert lab.weight.shape == (filters, 1, 1, 2)
    assert lab.bias.shape == (filters,)


def test_a_filter_longer_than_the_row_is_refused() -> None:
    with pytest.raises(InvalidValue, match="reaches over 7 cells"):
        RowLab().change("kernel_size", 7)


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
