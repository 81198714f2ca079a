"""The activation lab against torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnstudio.core.labs.activation import CLASSES, CURVES, ActivationLab
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.settings import InvalidValue

SLOPE = 0.25
TORCH = {
    "relu": nn.ReLU(),
    "leaky_relu": nn.LeakyReLU(SLOPE),
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
    "gelu": nn.GELU(),
}


def test_every_curve_is_compared_with_torch() -> None:
    assert TORCH.keys() == CURVES.keys()


@given(st.sampled_from(sorted(CURVES)), st.floats(-900, 900))
def test_every_curve_is_torchs(function: str, x: float) -> None:
    lab = ActivationLab(function=function, slope=SLOPE, input=np.array([[[x]]]), source="own")
    expected = TORCH[function](torch.tensor(x, dtype=torch.float64)).item()
    assert lab.output[0, 0, 0] == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(-12, 12), min_size=CLASSES, max_size=CLASSES))
def test_softmax_is_torchs(logits: list[float]) -> None:
    lab = ActivationLab(function="softmax", logits=logits)
    expected = torch.softmax(torch.tensor(logits, dtype=torch.float64), 0)
    assert np.allclose(lab.shares, expected)
    assert lab.shares.sum() == pytest.approx(1)


def test_softmax_takes_ten_powers_their_sum_and_ten_shares() -> None:
    lab = ActivationLab(function="softmax")
    assert lab.count == 21
    assert [str(name) for _, name in lab.chapters()] == ["powers", "sum", "shares"]
    assert str(lab.at(11).where()[1]) == "all powers added up"
    assert str(lab.at(12).where()[1]) == "share of digit 0"


@pytest.mark.parametrize("logits", [[0] * 9, [0] * 9 + [40.5], []])
def test_logits_that_are_not_ten_or_too_large_are_refused(logits: list[float]) -> None:
    with pytest.raises(InvalidValue, match="Logits"):
        ActivationLab(logits=logits)


def test_each_cell_is_linked_with_its_own_only() -> None:
    lab = ActivationLab()
    assert lab.linked(Cell("input:0", 2, 1)) == {Cell("output:0", 2, 1)}
    assert lab.linked(Cell("output:0", 2, 1)) == {Cell("input:0", 2, 1)}
    assert lab.linked(Cell("logits", 0, 3)) == {Cell("powers", 0, 3), Cell("shares", 0, 3)}


def test_forgetting_the_activation_is_recognised() -> None:
    question = ActivationLab().question(1)
    assert question is not None
    assert question.answer == 0
    assert any(value == -3 and "not been applied" in str(cause) for value, cause in question.wrong)


def test_logits_and_inputs_can_be_edited() -> None:
    lab = ActivationLab().edited(Cell("logits", 0, 4), 7.0).edited(Cell("input:0", 1, 2), -9.0)
    assert lab.logits[4] == 7
    assert lab.input[0, 1, 2] == -9
    assert replace(lab, function="relu").output[0, 1, 2] == 0
