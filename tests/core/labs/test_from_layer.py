"""A lab that is opened on a layer computes the network's own numbers, to a float's precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.labs.activation import ActivationLab
from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.core.labs.from_layer import LayerNumbers, lab_of, name_of, why_not
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.labs.pooling import PoolingLab
from cnnstudio.core.labs.written import as_text, from_text, same
from cnnstudio.core.layers import (
    GELU,
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    LeakyReLU,
    Linear,
    LocallyConnected2d,
    MaxPool2d,
    ReLU,
    Residual,
    Shape,
    Sigmoid,
    Softmax,
    Tanh,
)
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Input, Network
from cnnstudio.core.resources import resource_path
from cnnstudio.core.settings import InvalidValue
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import load_weights
from cnnstudio.engine.build import Model, layer_modules
from tests.core.labs.engine_pass import a_digit, model_of, outputs_of, seen_by


def tensors_of(model: Model, id: str) -> dict[str, Floats]:
    module = dict(layer_modules(model))[id]
    return {name: tensor.detach().numpy() for name, tensor in module.named_parameters()}


def value_of(lab: Lab) -> float:
    """The number that the lab's step comes to."""
    if isinstance(lab, PoolingLab):
        average = lab.question_about == "average"
        return lab.shown_average.result if average else lab.shown.result
    if isinstance(lab, ActivationLab):
        return float(lab.output[0][lab.place])
    assert isinstance(lab, ConvolutionLab | ChannelsLab)
    return lab.shown.sum


def one_layer(layer: Layer, picture: Input) -> tuple[LayerNumbers, Floats]:
    """What a layer reads where it is the first one, and what torch makes of it."""
    network = Network("One", (layer,), picture)
    model, digit = model_of(network), a_digit(3) - 0.3
    values = np.repeat(seen_by(network, digit)[None], picture.channels, axis=0)
    values = values * np.linspace(-1, 1, picture.channels + 2, dtype=np.float32)[1:-1, None, None]
    output = _through(network, model, values)
    return LayerNumbers(layer, values, tensors_of(model, layer.id)), output


def _through(network: Network, model: Model, values: Floats) -> Floats:
    import torch

    found = {}
    with torch.inference_mode():
        model(torch.from_numpy(values.copy())[None], lambda id, out: found.update({id: out}))
    return found[network.layers[0].id][0].numpy()


@pytest.fixture(scope="module")
def lenet() -> tuple[Network, Model, Floats, dict[str, Floats]]:
    network = starter("lenet5")
    weights, _ = load_weights(resource_path("pretrained", "lenet5.safetensors"), network)
    model, digit = model_of(network, weights), a_digit()
    return network, model, digit, outputs_of(network, model, digit)


@pytest.mark.parametrize(
    ("id", "before", "kind"),
    [
        ("conv1", None, ConvolutionLab),
        ("relu1", "conv1", ActivationLab),
        ("pool1", "relu1", PoolingLab),
        ("conv2", "pool1", ChannelsLab),
        ("pool2", "relu2", PoolingLab),
        ("relu3", "dense1", ActivationLab),
    ],
)
def test_every_number_of_lenets_layers_comes_out_in_its_lab(
    lenet: tuple[Network, Model, Floats, dict[str, Floats]],
    id: str,
    before: str | None,
    kind: type[Lab],
) -> None:
    network, model, digit, outputs = lenet
    values = digit[None] if before is None else outputs[before]
    numbers = LayerNumbers(network.find(id), values, tensors_of(model, id))
    output = outputs[id] if outputs[id].ndim == 3 else outputs[id].reshape(-1, 1, 1)
    rng = np.random.default_rng(1)
    for _ in range(40):
        spot = Spot(*(int(rng.integers(size)) for size in output.shape))
        lab = lab_of(numbers, spot)
        assert isinstance(lab, kind)
        assert value_of(lab) == pytest.approx(output[spot], rel=1e-5, abs=1e-5)


def test_a_lab_on_a_layer_has_its_settings_and_its_filter(
    lenet: tuple[Network, Model, Floats, dict[str, Floats]],
) -> None:
    network, model, digit, _ = lenet
    tensors = tensors_of(model, "conv1")
    numbers = LayerNumbers(network.find("conv1"), digit[None], tensors, of_digit=True)
    lab = lab_of(numbers, Spot(4, 7, 9))
    assert isinstance(lab, ConvolutionLab)
    assert lab.padding == (2, 2)
    assert np.array_equal(lab.weight[0, 0], tensors["weight"][4, 0])
    assert lab.bias[0] == tensors["bias"][4]
    assert lab.place == (0, 7, 9)
    assert lab.source == "digit"
    again = lab.with_source("digit", 0, digit.astype(np.float64))
    assert np.allclose(again.input, lab.input)
    assert same(from_text(as_text(lab)), lab)
    assert str(name_of(network.find("conv1"), Spot(4, 7, 9))) == (
        "Open filter 5 of Conv 6 @ 5×5 in the lab"
    )


@st.composite
def slid(draw: st.DrawFn) -> tuple[Layer, Input]:
    """A convolution or a pooling, on maps small enough for a lab or not."""
    pair = lambda low, high: tuple(draw(st.integers(low, high)) for _ in range(2))  # noqa: E731
    picture = Input(4, *pair(20, 80), "resize")
    kernel = pair(1, 5)
    if draw(st.booleans()):
        return Conv2d(
            4,
            kernel,
            pair(1, 4),
            pair(0, 6),
            dilation=pair(1, 3),
            groups=draw(st.sampled_from([1, 2, 4])),
            bias=draw(st.booleans()),
            id="a",
        ), picture
    padding = tuple(draw(st.integers(0, n // 2)) for n in kernel)
    kind = draw(st.sampled_from([MaxPool2d, AvgPool2d]))
    return kind(kernel, pair(1, 4), padding, id="a"), picture


@settings(max_examples=60)
@given(slid(), st.data())
def test_all_windows_of_a_lab_are_windows_of_the_layer(
    made: tuple[Layer, Input], data: st.DataObject
) -> None:
    """Around the chosen number as far as the lab goes, cut maps and their padding included."""
    layer, picture = made
    numbers, output = one_layer(layer, picture)
    spot = Spot(*(data.draw(st.integers(0, size - 1)) for size in output.shape))
    lab = lab_of(numbers, spot)
    assert isinstance(lab, ConvolutionLab | ChannelsLab | PoolingLab)
    assert value_of(lab) == pytest.approx(output[spot], rel=1e-4, abs=1e-5)
    operation = lab.operation
    if isinstance(lab, PoolingLab) and lab.question_about == "average":
        operation = lab.average
    _, rows, columns = operation.output_shape
    top, left = spot.row - lab.place.row, spot.column - lab.place.column
    expected = output[spot.map, top : top + rows, left : left + columns]
    assert operation.output()[0] == pytest.approx(expected, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(
    "layer",
    [
        ReLU(id="a"),
        LeakyReLU(negative_slope=0.3, id="a"),
        Tanh(id="a"),
        Sigmoid(id="a"),
        GELU(id="a"),
    ],
    ids=lambda layer: layer.kind,
)
def test_activations_come_out_as_torch_has_them(layer: Layer) -> None:
    numbers, output = one_layer(layer, Input(2, 40, 9, "resize"))
    for spot in (Spot(0, 0, 0), Spot(1, 39, 8), Spot(1, 20, 3)):
        lab = lab_of(numbers, spot)
        assert value_of(lab) == pytest.approx(output[spot], rel=1e-5, abs=1e-6)
        assert lab.input[0][lab.place] == pytest.approx(float(numbers.values[spot]))


@pytest.mark.parametrize("count", [1, 7, 84, 400, 4096])
def test_a_number_of_a_list_is_found_in_its_rows(count: int) -> None:
    values = np.linspace(-2, 3, count, dtype=np.float32)
    for place in {0, count // 3, count - 1}:
        lab = lab_of(LayerNumbers(ReLU(), values), Spot(place, 0, 0))
        assert isinstance(lab, ActivationLab)
        assert lab.input[0][lab.place] == pytest.approx(float(values[place]))


def test_softmax_opens_with_its_ten_numbers() -> None:
    logits = np.linspace(-20, 25, 10, dtype=np.float32)
    lab = lab_of(LayerNumbers(Softmax(), logits), Spot(3, 0, 0))
    assert isinstance(lab, ActivationLab)
    assert lab.is_softmax
    assert lab.shares.argmax() == 9
    assert np.allclose(lab.logits, logits)


def test_an_average_down_to_one_number_is_a_pooling() -> None:
    numbers, output = one_layer(AdaptiveAvgPool2d((2, 3), id="a"), Input(2, 14, 27, "resize"))
    lab = lab_of(numbers, Spot(1, 1, 2))
    assert isinstance(lab, PoolingLab)
    assert lab.kernel_size == (7, 9)
    assert value_of(lab) == pytest.approx(output[1, 1, 2], rel=1e-5)


@pytest.mark.parametrize(
    ("layer", "shape", "said"),
    [
        (Conv2d(), None, "mend the network first"),
        (Conv2d(8), (17, 9, 9), "reads 17 channels; the lab shows at most 16"),
        (Conv2d(8, (12, 3)), (1, 30, 30), "at most 11 × 11 cells, not 12×3"),
        (Conv2d(8, stride=(17, 1)), (1, 30, 30), "at most 16 cells, not by 17×1"),
        (Conv2d(8, dilation=(9, 9)), (1, 30, 30), "at most 8, not 9×9"),
        (Conv2d(8, (9, 9), dilation=(5, 5)), (1, 60, 60), "41 cells; the lab shows at most 32"),
        (MaxPool2d((10, 10)), (1, 30, 30), "at most 9 × 9 cells"),
        (AdaptiveAvgPool2d((5, 5)), (1, 28, 28), "differ in size on maps of 28×28"),
        (AdaptiveAvgPool2d((1, 1)), (1, 28, 28), "at most 9 × 9 cells"),
        (Softmax(), (7,), "ten numbers"),
        (Softmax(), (10, 3, 3), "ten numbers"),
        (Linear(), (84,), "No lab shows what this layer does (Dense)."),
        (Flatten(), (3, 3, 3), "No lab"),
        (Dropout(), (3, 3, 3), "No lab"),
        (BatchNorm2d(), (3, 3, 3), "No lab"),
        (LocallyConnected2d(), (3, 9, 9), "No lab"),
        (Residual(), (3, 9, 9), "No lab"),
    ],
)
def test_where_there_is_no_lab_a_sentence_says_why(
    layer: Layer, shape: Shape | None, said: str
) -> None:
    sentence = why_not(layer, shape)
    assert said in str(sentence)
    if shape is not None:
        with pytest.raises(InvalidValue) as refused:
            lab_of(LayerNumbers(layer, np.zeros(shape)), Spot(0, 0, 0))
        assert refused.value.sentence == sentence


def test_a_grouped_convolution_is_as_deep_as_its_groups() -> None:
    assert why_not(Conv2d(32, groups=4), (64, 9, 9)) is None
    assert why_not(Conv2d(64, groups=64), (64, 9, 9)) is None


def test_a_number_that_is_not_there_is_refused() -> None:
    for spot in (Spot(0, 9, 0), Spot(0, 0, -1), Spot(8, 0, 0)):
        with pytest.raises(InvalidValue, match="no such number"):
            lab_of(LayerNumbers(ReLU(), np.zeros((8, 9, 9))), spot)


def test_numbers_beyond_every_lab_are_refused() -> None:
    with pytest.raises(InvalidValue):
        lab_of(LayerNumbers(ReLU(), np.full((1, 2, 2), np.nan)), Spot(0, 0, 0))
