"""The pass before any network is open, against the engine's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cnnstudio.core.labs import digits, first_pass
from cnnstudio.core.labs.digits import first_digit
from cnnstudio.core.mnist import MnistError
from cnnstudio.core.resources import resource_path
from cnnstudio.core.sentences import say
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import load_weights
from tests.core.labs.engine_pass import model_of, outputs_of


def test_its_numbers_are_those_of_the_engine() -> None:
    network = starter("lenet5")
    weights, _ = load_weights(resource_path("pretrained", "lenet5.safetensors"), network)
    digit = first_digit().astype(np.float32)
    expected = outputs_of(network, model_of(network, weights), digit)
    made = first_pass.first_pass()
    assert made.digit == 2
    for layer, level in zip(network.layers, made.levels[1:], strict=True):
        assert np.allclose(level.values.ravel(), expected[layer.id].ravel(), atol=2e-5), layer.id


def test_it_is_computed_once() -> None:
    assert first_pass.first_pass() is first_pass.first_pass()


def test_without_digits_and_weights_there_is_still_something_to_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_digits() -> np.ndarray:
        raise MnistError(say("mnist_missing", file="x"))

    monkeypatch.setattr(first_pass, "first_digit", no_digits)
    monkeypatch.setattr(first_pass, "resource_path", lambda *_: tmp_path / "none.safetensors")
    made = first_pass.first_pass.__wrapped__()
    assert made.digit is None
    assert all(not level.values.any() for level in made.levels)
    assert digits.FIRST == 35
