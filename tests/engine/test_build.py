"""The built module against what `infer` says, for every starter network."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from cnnstudio.core.infer import infer, walk_reports
from cnnstudio.core.layers import (
    KINDS,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    LocallyConnected2d,
    Residual,
    Softmax,
)
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import STARTERS, starter
from cnnstudio.engine.build import BUILDERS, build, named_tensors
from cnnstudio.engine.quick_pool import QuickMaxPool2d
from cnnstudio.engine.weights import initialised


def maps_of(network: Network) -> dict[str, torch.Tensor]:
    maps: dict[str, torch.Tensor] = {}
    model = build(network, "meta").eval()
    with torch.no_grad():
        model(torch.empty(1, *network.input.shape, device="meta"), maps.__setitem__)
    return maps


@pytest.mark.parametrize("name", STARTERS)
def test_every_layer_gives_the_shape_that_infer_says(name: str) -> None:
    network = starter(name)
    maps = maps_of(network)
    for report in walk_reports(infer(network).layers):
        assert tuple(maps[report.layer.id].shape[1:]) == report.output, report.layer


@pytest.mark.parametrize("name", STARTERS)
def test_parameters_add_up_to_what_infer_says(name: str) -> None:
    model = build(starter(name), "meta")
    assert sum(p.numel() for p in model.parameters()) == infer(starter(name)).parameters


@pytest.mark.parametrize("name", STARTERS)
def test_tensors_have_the_names_and_shapes_that_layers_give(name: str) -> None:
    expected = {}
    for report in walk_reports(infer(starter(name)).layers):
        layer, shape, output = report.layer, report.input, report.output
        assert shape is not None
        assert output is not None
        named = {**layer.weight_shapes(shape), **layer.buffer_shapes(shape)}
        if isinstance(layer, Residual):
            named |= layer.projection_shapes(shape[0], output[0])
            named |= layer.projection_buffers(output[0])
        expected |= {f"{layer.id}.{tensor}": size for tensor, size in named.items()}
    built = {name: tuple(t.shape) for name, t in named_tensors(build(starter(name), "meta"))}
    assert built == expected


def test_every_kind_of_layer_but_the_block_has_a_builder() -> None:
    assert {*BUILDERS, "Residual"} == set(KINDS)


def test_layers_may_be_named_like_attributes_of_a_module() -> None:
    network = Network("odd", (Flatten(id="keys"), Linear(10, id="forward")))
    assert [name for name, _ in named_tensors(build(network))] == ["forward.weight", "forward.bias"]


def test_a_network_with_a_problem_is_refused() -> None:
    with pytest.raises(ValueError, match="flatten first"):
        build(Network("wrong", (Linear(10),)))


def test_a_softmax_at_the_end_is_shown_but_not_part_of_the_logits() -> None:
    plain = Network("plain", (Flatten(id="a"), Linear(10, id="b")))
    shown = Network("shown", (*plain.layers, Softmax(id="c")))
    x = torch.rand(3, 1, 28, 28)
    maps: dict[str, torch.Tensor] = {}
    logits = initialised(shown, {}, 0)(x, maps.__setitem__)
    assert torch.equal(logits, initialised(plain, {}, 0)(x))
    assert torch.equal(maps["c"], logits.softmax(1))


def test_of_several_softmaxes_at_the_end_none_is_part_of_the_logits() -> None:
    plain = Network("plain", (Flatten(id="a"), Linear(10, id="b")))
    shown = Network("shown", (*plain.layers, Softmax(id="c"), Softmax(id="d")))
    x = torch.rand(3, 1, 28, 28)
    maps: dict[str, torch.Tensor] = {}
    logits = initialised(shown, {}, 0)(x, maps.__setitem__)
    assert torch.equal(logits, initialised(plain, {}, 0)(x))
    assert torch.equal(maps["c"], logits.softmax(1))
    assert torch.equal(maps["d"], maps["c"].softmax(1))


def test_a_locally_connected_layer_with_equal_weights_is_a_convolution() -> None:
    local = LocallyConnected2d(4, 3, stride=2, padding=1, id="x")
    network = Network("n", (local, Flatten(), Linear(10)), Input(2, 9, 8))
    layer = initialised(network, {}, 0).stack.steps[0]
    conv = nn.Conv2d(2, 4, 3, stride=2, padding=1)
    with torch.no_grad():
        layer.weight.copy_(conv.weight.view(4, 1, 1, -1).expand_as(layer.weight))
        layer.bias.copy_(conv.bias.view(4, 1, 1).expand_as(layer.bias))
    x = torch.rand(5, 2, 9, 8)
    torch.testing.assert_close(layer(x), conv(x))


def test_batch_norm_after_a_locally_connected_layer_of_one_row_has_its_own_gradients() -> None:
    layers = (LocallyConnected2d(2, 1, bias=False, id="x"), BatchNorm2d(id="norm"))
    network = Network("n", (*layers, Flatten(), Linear(10)), Input(1, 1, 2))
    model = initialised(network, {}, 0).eval()
    picture = torch.tensor([[[[0.5, 0.7]]]], requires_grad=True)
    maps: dict[str, torch.Tensor] = {}
    model(picture, maps.__setitem__)
    for place in (0, 1):
        (gradient,) = torch.autograd.grad(maps["norm"][0, 0, 0, place], picture, retain_graph=True)
        assert gradient[0, 0, 0, place] != 0
        assert gradient[0, 0, 0, 1 - place] == 0


def test_a_blocks_shortcut_is_recorded_beside_its_body() -> None:
    body = (Conv2d(4, 3, padding=1, stride=2, id="conv"),)
    block = Residual(body, "projection", id="block")
    network = Network("n", (block, Flatten(), Linear(10)))
    maps: dict[str, torch.Tensor] = {}
    initialised(network, {}, 0).eval()(torch.rand(2, 1, 28, 28), maps.__setitem__)
    torch.testing.assert_close(maps["block"], maps["conv"] + maps["block.shortcut"])


def test_first_weights_of_a_layer_do_not_depend_on_the_others() -> None:
    short = Network("n", (Flatten(id="a"), Linear(10, id="b")))
    longer = Network("n", (Conv2d(1, 3, padding=1, id="new"), *short.layers))
    assert torch.equal(
        dict(named_tensors(initialised(short, {}, 7)))["b.weight"],
        dict(named_tensors(initialised(longer, {}, 7)))["b.weight"],
    )


def test_first_weights_fill_the_range_of_torchs_default() -> None:
    layer = Linear(200, id="b")
    network = Network("n", (Flatten(id="a"), layer))
    ours = dict(named_tensors(initialised(network, {}, 7)))
    theirs = nn.Linear(784, 200)
    for name, tensor in theirs.named_parameters():
        assert ours[f"b.{name}"].abs().max().item() == pytest.approx(
            tensor.abs().max().item(), rel=0.02
        )
        assert ours[f"b.{name}"].abs().max().item() <= 1 / math.sqrt(784)


@pytest.mark.parametrize("size", [(28, 28), (7, 9), (2, 2)])
@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("channels", [1, 6, 16])
def test_quick_max_pooling_is_torchs_forward_and_back(
    size: tuple[int, int], memory_format: torch.memory_format, channels: int
) -> None:
    x = torch.randn(5, channels, *size).contiguous(memory_format=memory_format)
    ours, theirs = x.clone().requires_grad_(), x.clone().requires_grad_()
    pooled, expected = QuickMaxPool2d()(ours), nn.functional.max_pool2d(theirs, 2)
    assert torch.equal(pooled, expected)
    gradient = torch.randn_like(expected)
    pooled.backward(gradient)
    expected.backward(gradient)
    assert torch.equal(ours.grad, theirs.grad)


def test_the_quick_order_of_layers_has_the_outputs_and_gradients_of_the_plain_one() -> None:
    quick, plain = (initialised(starter("lenet5"), {}, 1) for _ in range(2))
    x = torch.rand(16, 1, 28, 28)
    outputs = quick(x), plain(x, {}.__setitem__)
    assert torch.equal(*outputs)
    for output in outputs:
        output.square().sum().backward()
    for ours, theirs in zip(quick.parameters(), plain.parameters(), strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad)
