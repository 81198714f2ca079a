"""Weights in and out of plain safetensors files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from cnnstudio.core.edits import Remove, Replace
from cnnstudio.core.layers import Linear
from cnnstudio.core.network import Network, apply
from cnnstudio.core.project import ProjectError
from cnnstudio.core.starters import starter
from cnnstudio.core.tensors import Floats, weights_of_network
from cnnstudio.core.weights_file import load_weights, save_weights

LENET5 = starter("lenet5")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "weights.safetensors"


def lenet5_weights() -> dict[str, Floats]:
    chance = np.random.default_rng(1)
    shapes = weights_of_network(LENET5)
    return {name: chance.random(shape, dtype=np.float32) for name, shape in shapes.items()}


def assert_same(found: dict[str, Floats], expected: dict[str, Floats]) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == np.float32


def test_exported_weights_can_be_read_by_the_safetensors_library(path: Path) -> None:
    save_weights(path, lenet5_weights())
    assert_same(load_file(path), lenet5_weights())


def test_weights_of_the_safetensors_library_can_be_imported(path: Path) -> None:
    save_file(lenet5_weights(), path, metadata={"format": "pt"})
    weights, notes = load_weights(path, LENET5)
    assert_same(weights, lenet5_weights())
    assert notes == []


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
def test_other_floating_point_numbers_become_float32(path: Path, dtype: type) -> None:
    save_file({name: a.astype(dtype) for name, a in lenet5_weights().items()}, path)
    weights, notes = load_weights(path, LENET5)
    expected = {name: a.astype(dtype).astype(np.float32) for name, a in lenet5_weights().items()}
    assert_same(weights, expected)
    assert notes == []


def test_what_does_not_fit_is_left_out_and_said(path: Path) -> None:
    given = lenet5_weights()
    given["conv1.weight"] = np.ones((6, 1, 3, 3), np.float32)
    given["counts"] = np.ones(3, np.int64)  # type: ignore[assignment]
    del given["dense3.bias"]
    save_file(given, path)
    weights, notes = load_weights(path, LENET5)
    left_out = set(weights_of_network(LENET5)) - set(weights)
    assert left_out == {"conv1.weight", "conv1.bias", "dense3.bias"}  # a bias goes with its weight
    assert [note.code for note in notes] == ["weights_left_out", "weights_kept"]
    assert str(notes[0]).startswith("3 tensors in “weights.safetensors” fit no layer")


def test_one_tensor_is_not_said_to_be_several(path: Path) -> None:
    given = lenet5_weights()
    del given["dense3.bias"]
    save_file(given, path)
    (note,) = load_weights(path, LENET5)[1]
    assert str(note) == (
        "One tensor of this network is not in “weights.safetensors” and stays as it is "
        "(dense3.bias)."
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "is not a safetensors file"),
        (b"\x80\x02}q\x00.", "is not a safetensors file"),
        (b"\xff" * 100, "is not a safetensors file"),
        (b"\x02" + bytes(7) + b"{}", "None of the tensors in"),
    ],
)
def test_what_holds_no_weights_is_refused(path: Path, data: bytes, expected: str) -> None:
    path.write_bytes(data)
    with pytest.raises(ProjectError, match=expected):
        load_weights(path, LENET5)


def test_weights_of_another_network_are_refused(path: Path) -> None:
    save_weights(path, {"other.weight": np.ones((2, 2), np.float32)})
    with pytest.raises(ProjectError, match="None of the tensors"):
        load_weights(path, LENET5)


def test_biases_that_fit_by_chance_make_no_file_of_another_network_fit(path: Path) -> None:
    wider = replace(LENET5.find("conv1"), kernel_size=(3, 3), padding=(1, 1))
    other = apply(LENET5, Replace(wider), Remove(("conv2", "dense1", "dense2", "dense3")))
    save_weights(path, lenet5_weights())
    with pytest.raises(ProjectError, match="None of the tensors"):
        load_weights(path, other)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_weights_that_are_no_numbers_are_refused(path: Path, number: float) -> None:
    given = lenet5_weights()
    given["conv2.bias"][3] = number
    save_weights(path, given)
    with pytest.raises(ProjectError, match="no numbers"):
        load_weights(path, LENET5)


def test_tensors_are_called_by_their_layers_places(path: Path) -> None:
    layers = tuple(replace(layer, id=f"x{n}") for n, layer in enumerate(LENET5.layers))
    given = lenet5_weights()
    del given["conv2.weight"]
    save_weights(path, given)
    weights, notes = load_weights(path, replace(LENET5, layers=layers))
    assert "x0.weight" in weights
    assert "(conv2.weight)" in str(notes[-1])


def test_tensors_follow_the_layers_and_stop_at_a_problem() -> None:
    assert list(weights_of_network(LENET5))[:4] == [
        "conv1.weight",
        "conv1.bias",
        "conv2.weight",
        "conv2.bias",
    ]
    assert weights_of_network(Network("broken", (Linear(10, id="d"),))) == {}
    block = [name for name in weights_of_network(starter("resnet20")) if "shortcut" in name]
    assert block[:5] == [
        "block4.shortcut.0.weight",
        "block4.shortcut.1.weight",
        "block4.shortcut.1.bias",
        "block4.shortcut.1.running_mean",
        "block4.shortcut.1.running_var",
    ]
