"""Weights that leave the program fit any copy of their network."""

from pathlib import Path

import numpy as np
import pytest

from cnnstudio.core.edits import Remove
from cnnstudio.core.files import ProjectError
from cnnstudio.core.layer_names import named_by_place, names_by_place, numbered
from cnnstudio.core.layers import fresh_copy
from cnnstudio.core.network import Network, apply
from cnnstudio.core.starters import STARTERS, starter
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.core.weights_file import load_weights, save_weights


def copy_of(network: Network) -> Network:
    layers = tuple(fresh_copy(layer) for layer in network.layers)
    return Network(network.name, layers, network.input)


def some_weights(network: Network) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(0)
    shapes = weights_of_network(network)
    return {key: chance.random(shape, np.float32) for key, shape in shapes.items()}


@pytest.mark.parametrize("name", ["lenet5", "resnet20"])
def test_weights_of_one_copy_fit_another_place_by_place(name: str, tmp_path: Path) -> None:
    one, other = copy_of(starter(name)), copy_of(starter(name))
    weights = some_weights(one)
    save_weights(tmp_path / "w.safetensors", named_by_place(one, weights))
    loaded, remarks = load_weights(tmp_path / "w.safetensors", other)
    assert remarks == []
    places = {place: id for id, place in names_by_place(other).items()}
    for key, tensor in named_by_place(one, weights).items():
        id, _, rest = key.partition(".")
        assert np.array_equal(loaded[f"{places[id]}.{rest}"], tensor)


def test_every_starter_is_named_by_its_places() -> None:
    for name in STARTERS:
        layers = starter(name).layers
        assert numbered(layers) == layers


def test_a_layers_own_id_goes_before_its_place(tmp_path: Path) -> None:
    network = apply(starter("lenet5"), Remove(("conv1", "relu1", "pool1")))
    weights = {"conv2.bias": np.arange(16, dtype=np.float32)}
    save_weights(tmp_path / "w.safetensors", weights)
    loaded, _ = load_weights(tmp_path / "w.safetensors", network)
    assert list(loaded) == ["conv2.bias"]


def test_weights_of_other_shapes_still_fit_nowhere(tmp_path: Path) -> None:
    save_weights(tmp_path / "w.safetensors", {"conv1.weight": np.zeros((3, 3), np.float32)})
    with pytest.raises(ProjectError, match=r"w\.safetensors"):
        load_weights(tmp_path / "w.safetensors", copy_of(starter("lenet5")))
