"""The arithmetic of a number adds up to torch's own value, whatever the network."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cnnstudio.core.footprint import footprint
from cnnstudio.core.infer import infer
from cnnstudio.core.interventions import Unit
from cnnstudio.core.layers import (
    KINDS,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    LocalResponseNorm,
    Residual,
)
from cnnstudio.core.messages import Explain, Explained
from cnnstudio.core.network import Input, Network, walk
from cnnstudio.core.sources import shortcut_of
from cnnstudio.core.starters import starter
from cnnstudio.engine.arithmetic import ARITHMETICS
from cnnstudio.engine.build import Model, named_tensors
from cnnstudio.engine.datasets import DeviceDigits, adapt
from cnnstudio.engine.pointwise import POINTWISE
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised
from cnnstudio.engine.xray import explain
from tests.strategies import sound_networks

NO_DIGITS = DeviceDigits(torch.empty(0, 28, 28, dtype=torch.uint8), torch.empty(0).long())


@pytest.fixture(scope="module")
def digit() -> np.ndarray:
    random = np.random.default_rng(0)
    return random.random((28, 28)).astype(np.float32)


def scene_of(network: Network, seed: int = 0) -> Scene:
    """The network with random weights; norms shift and scale by something, too."""
    model = initialised(network, {}, seed).eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in named_tensors(model):
            if name.endswith(("running_mean", "bias")):
                tensor.normal_(0, 0.5, generator=generator)
            elif name.endswith("running_var"):
                tensor.uniform_(0.2, 3, generator=generator)
    return Scene(model, network, "run", 7, NO_DIGITS, NO_DIGITS)


def asked(scene: Scene, digit: np.ndarray, id: str, spot: tuple[int, int, int]) -> Explained:
    (found,) = explain(Explain(3, digit, id, spot), scene)
    assert isinstance(found, Explained)
    return found


def targets(network: Network) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every layer and projection with the shape of what it puts out."""
    for id, report in infer(network).by_id.items():
        assert report.output is not None
        shape = (*report.output, 1, 1)[:3]
        yield id, shape
        if getattr(report.layer, "shortcut", "") == "projection":
            yield shortcut_of(id), shape


def recorded(model: Model, picture: torch.Tensor) -> dict[str, torch.Tensor]:
    outputs: dict[str, torch.Tensor] = {}
    model(picture, outputs.__setitem__)
    return outputs


def number(outputs: dict[str, torch.Tensor], id: str, shape: tuple, spot: tuple) -> float:
    return outputs[id].detach()[0].reshape(shape)[spot].item()


def test_every_kind_of_layer_has_its_arithmetic() -> None:
    assert {*ARITHMETICS, *POINTWISE} == {*KINDS} - {"Residual"}
    assert not set(ARITHMETICS) & set(POINTWISE)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), network=sound_networks(), seed=st.integers(0, 9))
def test_the_parts_of_every_number_come_to_torchs_value(
    digit: np.ndarray, data: st.DataObject, network: Network, seed: int
) -> None:
    assume(infer(network).computes)
    scene = scene_of(network, seed)
    outputs = recorded(scene.model, adapt(torch.from_numpy(digit)[None, None], network.input))
    for id, shape in targets(network):
        spot = tuple(data.draw(st.integers(0, length - 1)) for length in shape)
        found = asked(scene, digit, id, spot)
        torchs = number(outputs, id, shape, spot)
        # How memory is aligned decides the last bits, from one forward pass to the next; the parts
        # come to what torch made of them in their own.
        assert found.value == pytest.approx(torchs, rel=1e-5, abs=1e-6)
        assert found.arithmetic.agrees_with(found.value), (id, spot, found.arithmetic)
        assert (found.run_id, found.step, found.request) == ("run", 7, 3)
        for reading in found.arithmetic.readings:
            assert reading.values.shape[0] == len(reading.channels) == len(reading.sums)
        for following in found.following:
            own = number(outputs, following.layer_id, shape, spot)
            assert following.value == pytest.approx(own, rel=1e-5, abs=1e-6)
            assert following.line.result == pytest.approx(own, rel=1e-4, abs=1e-5)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), network=sound_networks(), seed=st.integers(0, 9))
def test_gradient_times_input_is_autograds_and_nothing_beyond_the_receptive_field(
    digit: np.ndarray, data: st.DataObject, network: Network, seed: int
) -> None:
    assume(infer(network).computes)
    scene = scene_of(network, seed)
    picture = adapt(torch.from_numpy(digit)[None, None], network.input).clone().requires_grad_()
    outputs = recorded(scene.model, picture)
    id, shape = data.draw(st.sampled_from(list(targets(network))))
    spot = tuple(data.draw(st.integers(0, length - 1)) for length in shape)
    found = asked(scene, digit, id, spot)
    (gradient,) = torch.autograd.grad(outputs[id][0].reshape(shape)[spot], picture)
    expected = (gradient * picture)[0].sum(0).detach().numpy()
    scale = float(np.abs(expected).max()) or 1.0
    assert found.influence / scale == pytest.approx(expected / scale, abs=1e-5)
    assert not found.influence[~found.seen].any()
    assert not np.abs(expected[~found.seen] / scale > 1e-6).any()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), network=sound_networks())
def test_the_receptive_field_is_where_a_gradient_can_be(
    data: st.DataObject, network: Network
) -> None:
    """With positive weights and pixels, smooth bends and averages for maxima, every path counts."""
    network = dataclasses.replace(network, layers=_open_paths(network.layers))
    assume(infer(network).computes)
    model = scene_of(network).model
    with torch.no_grad():
        for name, tensor in named_tensors(model):
            tensor.fill_(0.0 if name.endswith(("bias", "running_mean")) else 0.1)
    picture = torch.rand(1, *network.input.shape, dtype=torch.float64) + 0.5
    picture.requires_grad_()
    outputs = recorded(model.double(), picture)
    report = infer(network)
    id, shape = data.draw(st.sampled_from(list(targets(network))))
    spot = tuple(data.draw(st.integers(0, length - 1)) for length in shape)
    (gradient,) = torch.autograd.grad(outputs[id][0].reshape(shape)[spot], picture)
    reached = (gradient[0] != 0).any(0).numpy()
    assert np.array_equal(footprint(report, id, spot).seen, reached)


def _open_paths(layers: tuple) -> tuple:
    """The same layers, but those through which a number may have no influence by chance."""
    kept = []
    for layer in layers:
        if isinstance(layer, Residual):
            kept.append(dataclasses.replace(layer, body=_open_paths(layer.body)))
        elif layer.kind == "MaxPool2d":
            settings = {n: getattr(layer, n) for n in ("kernel_size", "stride", "padding", "id")}
            kept.append(KINDS["AvgPool2d"](**settings))
        elif layer.kind not in ("ReLU", "LeakyReLU", "GELU", "Tanh", "Sigmoid", "Softmax"):
            kept.append(layer)
    return tuple(kept)


@pytest.mark.parametrize("name", ["linear", "mlp", "lenet5-1998", "local", "resnet20"])
def test_the_numbers_of_a_starter_come_to_torchs_values(digit: np.ndarray, name: str) -> None:
    scene = scene_of(starter(name))
    for id, shape in targets(scene.network):
        spot = (shape[0] // 2, shape[1] // 2, shape[2] // 3)
        found = asked(scene, digit, id, spot)
        assert found.arithmetic.agrees_with(found.value), id


def test_what_is_read_can_be_asked_for_in_its_turn(digit: np.ndarray) -> None:
    scene = scene_of(starter("resnet20"))
    id, spot, names = scene.network.layers[-1].id, (3, 0, 0), []
    while id:
        found = asked(scene, digit, id, spot)
        names.append(id)
        reading = found.arithmetic.readings[0]
        inside = next(
            (row, column)
            for row, column in np.ndindex(reading.values.shape[1:])
            if not reading.is_padding(row, column)
        )
        expected = float(reading.values[0, *inside])
        id = reading.source
        spot = (int(reading.channels[0]), reading.rows[inside[0]], reading.columns[inside[1]])
        if id:
            assert asked(scene, digit, id, spot).value == pytest.approx(
                expected, rel=1e-4, abs=1e-5
            )
    assert len(names) > 20


def test_a_block_with_a_projection_adds_both_branches(digit: np.ndarray) -> None:
    block = Residual((Conv2d(4, 3, stride=2, padding=1, id="inner"),), "projection", id="block")
    layers = (Conv2d(3, 3, id="conv"), block, Flatten(), Linear(10))
    scene = scene_of(Network("block", layers))
    found = asked(scene, digit, "block", (2, 4, 5))
    body, shortcut = found.arithmetic.readings
    assert (body.source, body.branch) == ("inner", "body")
    assert (shortcut.source, shortcut.branch) == ("block.shortcut", "shortcut")
    beside = asked(scene, digit, "block.shortcut", (2, 4, 5))
    assert beside.value == pytest.approx(float(shortcut.sums[0]))
    assert [line.code for line in beside.arithmetic.lines] == [
        *("sum_of_products", "minus_mean", "over_spread", "times_weight", "plus_shift")
    ]
    assert beside.arithmetic.agrees_with(beside.value)


def test_batch_norm_and_activation_behind_a_convolution_follow_it(digit: np.ndarray) -> None:
    layers = (Conv2d(3, 3, id="conv"), BatchNorm2d(id="norm"), KINDS["ReLU"](id="relu"))
    scene = scene_of(Network("three", (*layers, LocalResponseNorm(), Flatten(), Linear(10))))
    found = asked(scene, digit, "conv", (1, 2, 3))
    assert [(f.layer_id, f.line.code) for f in found.following] == [
        *(("norm", "batch_norm"), ("relu", "relu"))
    ]
    assert [following.value for following in found.following] == pytest.approx(
        [asked(scene, digit, id, (1, 2, 3)).value for id in ("norm", "relu")]
    )


def test_a_map_that_is_switched_off_is_0_and_says_so(digit: np.ndarray) -> None:
    scene = scene_of(starter("lenet5"))
    scene.model.switch_off(frozenset({Unit("conv2", 3), Unit("relu1", 2)}))
    off = asked(scene, digit, "conv2", (3, 4, 4))
    assert off.value == 0
    assert [line.code for line in off.arithmetic.lines] == ["sum_and_bias", "switched_off"]
    assert off.arithmetic.agrees_with(0)
    assert not off.influence.any()
    before = asked(scene, digit, "conv1", (2, 9, 9))
    assert before.arithmetic.agrees_with(before.value)
    assert [(f.line.code, f.value) for f in before.following] == [("switched_off", 0.0)]
    on = asked(scene, digit, "conv2", (4, 4, 4))
    assert on.arithmetic.agrees_with(on.value)


def test_a_sum_that_is_another_does_not_agree(digit: np.ndarray) -> None:
    found = asked(scene_of(starter("lenet5")), digit, "conv2", (1, 2, 3))
    assert found.arithmetic.agrees_with(found.value)
    assert not found.arithmetic.agrees_with(found.value + 1e-4)
    assert not found.arithmetic.agrees_with(float("nan"))


@pytest.mark.parametrize(
    ("id", "spot"),
    [
        ("gone", (0, 0, 0)),
        ("conv2", (16, 0, 0)),
        ("conv2", (0, -1, 0)),
        ("conv2.shortcut", (0, 0, 0)),
    ],
)
def test_a_number_that_is_not_there_has_no_answer(
    digit: np.ndarray, id: str, spot: tuple[int, int, int]
) -> None:
    assert list(explain(Explain(1, digit, id, spot), scene_of(starter("lenet5")))) == []


def test_weights_that_ran_away_are_explained_too(digit: np.ndarray) -> None:
    scene = scene_of(starter("lenet5"))
    with torch.no_grad():
        dict(named_tensors(scene.model))["conv1.weight"].fill_(float("nan"))
    for layer in walk(scene.network.layers):
        found = asked(scene, digit, layer.id, (0, 0, 0))
        assert np.isnan(found.value)
        assert found.arithmetic.agrees_with(found.value)


def test_an_unfinished_network_is_explained_as_far_as_it_goes(digit: np.ndarray) -> None:
    scene = scene_of(Network("part", (Conv2d(3, 3, id="conv"),), Input(3, 20, 20)))
    found = asked(scene, digit, "conv", (2, 17, 17))
    assert found.arithmetic.agrees_with(found.value)
    assert found.map.shape == (18, 18)
