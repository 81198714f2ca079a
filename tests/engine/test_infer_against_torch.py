"""What `infer` says is held against modules that torch builds and runs."""

from __future__ import annotations

import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from cnnstudio.core.infer import LayerReport, Report, infer, walk_reports
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Flatten,
    Layer,
    Residual,
    Shape,
)
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import STARTERS, starter
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.engine.build import BUILDERS, Model, _stack, build, named_tensors
from cnnstudio.engine.weights import initialised
from tests.strategies import extreme_networks, inputs, networks, pairs, sound_networks

#: What infer does not let through though torch would, and why.
STRICTER = {
    "ends_in_maps": "an answer is one number for each digit",
    "too_few_outputs": "each digit needs an output",
    "nothing_to_learn": "an optimizer refuses to start without parameters",
    "too_large": "a limit of this program",
    "layer_too_large": "a limit of this program",
}

quick = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def outputs_of(model: Model, picture: Shape) -> dict[str, Shape]:
    """The shape after every layer for a batch of two, by the layer's id."""
    found: dict[str, Shape] = {}

    def record(id: str, x: Tensor) -> None:
        found[id] = tuple(x.shape[1:])

    with torch.no_grad():
        model.eval()(torch.zeros(2, *picture), record)
    return found


@quick
@given(sound_networks())
def test_shapes_and_parameters_are_those_of_the_built_module(network: Network) -> None:
    report = infer(network)
    assume(report.runs)
    model = initialised(network, {}, 0)
    shapes = outputs_of(model, network.input.shape)
    learned = {name: p.numel() for name, p in model.named_parameters()}
    assert report.parameters == sum(learned.values())
    for layer in walk_reports(report.layers):
        assert shapes[layer.layer.id] == layer.output
    built = {name: tuple(t.shape) for name, t in named_tensors(model)}
    assert built == weights_of_network(network)


@quick
@given(sound_networks())
def test_multiply_adds_are_half_of_what_torch_counts(network: Network) -> None:
    report = infer(network)
    assume(report.runs)
    model = initialised(network, {}, 0).eval()
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, *network.input.shape))
    assert 2 * report.macs == counter.get_total_flops()


@quick
@given(networks())
def test_what_infer_calls_a_problem_torch_refuses_or_the_rule_is_named(network: Network) -> None:
    report = infer(network)
    assume(not report.runs)
    for layer in walk_reports(report.layers):
        if layer.problem and layer.problem.code not in STRICTER:
            assert layer.input is not None
            assert refuses(layer)
    named = {f.code for f in report.findings if f.is_problem}
    assert named <= set(STRICTER)


def refuses(report: LayerReport) -> bool:
    """Whether torch raises for the layer, or only stretches what does not fit."""
    assert report.problem is not None
    assert report.input is not None
    x = torch.zeros(2, *report.input)
    try:
        if isinstance(report.layer, Residual):
            _add_branches(report.layer, report, x)
            return report.problem.code == "branches_differ"  # it stretches an axis of length 1
        BUILDERS[report.layer.kind](report.layer, report.input).eval()(x)
    except (RuntimeError, ValueError, IndexError):
        return True
    # A Linear reads along the last axis of maps that happen to be as wide as they are many.
    return report.problem.code == "needs_list" and report.input[0] == report.input[-1]


def _add_branches(block: Residual, report: LayerReport, x: Tensor) -> None:
    assert report.input is not None
    body = report.body[-1].output if report.body else report.input
    assert body is not None
    if block.shortcut == "projection":
        stride = block.projection_stride()
        x = nn.Conv2d(report.input[0], body[0], 1, stride=stride, bias=False)(x)
    summed = x + torch.zeros(2, *body)
    assert x.shape != summed.shape or summed.shape[1:] != body


@quick
@given(extreme_networks())
def test_a_layer_with_any_settings_gives_what_torch_gives_or_is_refused_by_both(
    network: Network,
) -> None:
    """On torch's meta device, which knows shapes and rules but holds no numbers."""
    for layer in walk_reports(infer(network).layers):
        if layer.input is None or isinstance(layer.layer, Residual):
            continue
        if layer.problem and layer.problem.code in {"layer_too_large", "needs_list"}:
            continue
        assert layer.output == _output_on_meta(layer.layer, layer.input)


def _output_on_meta(layer: Layer, shape: Shape) -> Shape | None:
    """What torch's module gives; None where it refuses."""
    try:
        with torch.device("meta"):
            module = BUILDERS[layer.kind](layer, shape).eval()
            return tuple(module(torch.empty(2, *shape)).shape[1:])
    except (RuntimeError, ValueError, IndexError):
        return None


@pytest.mark.parametrize("name", STARTERS)
def test_starters_have_the_parameters_of_their_modules(name: str) -> None:
    model = build(starter(name), "meta")
    assert sum(p.numel() for p in model.parameters()) == infer(starter(name)).parameters


# --- receptive fields, seen by gradients -----------------------------------------------------


def plain_layers() -> st.SearchStrategy[Layer]:
    """Layers whose every output changes with all that it sees, if all weights are positive."""
    convolution = st.builds(
        Conv2d,
        out_channels=st.just(1),
        kernel_size=pairs(1, 4),
        stride=pairs(1, 3),
        padding=pairs(0, 2),
        dilation=pairs(1, 2),
    )
    pool = st.builds(AvgPool2d, kernel_size=pairs(2, 3), stride=pairs(1, 3), padding=pairs(0, 1))
    block = st.builds(
        Residual,
        body=st.lists(
            st.sampled_from([1, 3, 5]).map(
                lambda n: Conv2d(1, kernel_size=(n, n), padding=(n // 2, n // 2))
            ),
            max_size=2,
        ).map(tuple),
    )
    strided = st.just(0).map(
        lambda _: Residual(
            (Conv2d(1, (3, 3), (2, 2), (1, 1)), Conv2d(1, (3, 3), (1, 1), (1, 1))),
            "projection",
            projection_norm=False,
        )
    )
    return st.one_of(convolution, pool, block, strided)


def seen_by(model: Model, picture: Shape, row: int, column: int) -> Tensor:
    """Rows and columns of the pixels that a cell of the output depends on, shape (n, 2)."""
    x = torch.ones(1, *picture, dtype=torch.float64, requires_grad=True)
    out = model.stack(x)
    (gradient,) = torch.autograd.grad(out[0, 0, row, column], x)
    return gradient[0].abs().sum(0).nonzero()


def positive_model(report: Report) -> Model:
    """The module of a network of maps, with all weights 0.1."""
    model = Model(_stack(report)).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(0.1)
    return model.eval()


def field_reports(layers: tuple[Layer, ...], picture: Input) -> Report:
    report = infer(Network("field", layers, picture))
    assume(report.layers)
    assume(all(r.problem is None for r in walk_reports(report.layers)))
    return report


sizes = st.integers(4, 20)
pictures = st.builds(Input, height=sizes, width=sizes)


@quick
@given(st.lists(plain_layers(), min_size=1, max_size=4).map(tuple), pictures, st.data())
def test_receptive_fields_are_where_gradients_arrive(
    layers: tuple[Layer, ...], picture: Input, data: st.DataObject
) -> None:
    report = field_reports(layers, picture)
    last = report.layers[-1]
    assert last.output is not None
    assert last.receptive_field is not None
    row = data.draw(st.integers(0, last.output[1] - 1))
    column = data.draw(st.integers(0, last.output[2] - 1))
    seen = seen_by(positive_model(report), picture.shape, row, column)
    top, left, height, width = last.receptive_field.box(row, column)
    for axis, start, size in ((0, top, height), (1, left, width)):
        inside = start >= 0 and start + size <= picture.shape[axis + 1]
        if inside and len(seen):
            assert (seen[:, axis].min(), seen[:, axis].max()) == (start, start + size - 1)
        elif len(seen):
            assert seen[:, axis].min() >= start
            assert seen[:, axis].max() < start + size


@quick
@given(inputs(), pairs(1, 6), st.data())
def test_the_field_of_adaptive_pooling_covers_every_window(
    picture: Input, size: tuple[int, int], data: st.DataObject
) -> None:
    report = field_reports((AdaptiveAvgPool2d(size),), picture)
    field = report.layers[0].receptive_field
    assert field is not None
    row = data.draw(st.integers(0, size[0] - 1))
    column = data.draw(st.integers(0, size[1] - 1))
    seen = seen_by(positive_model(report), picture.shape, row, column)
    top, left, height, width = field.box(row, column)
    assert (seen[:, 0] >= top).all()
    assert (seen[:, 0] < top + height).all()
    assert (seen[:, 1] >= left).all()
    assert (seen[:, 1] < left + width).all()
    if picture.height % size[0] == 0 and picture.width % size[1] == 0:
        assert len(seen) == height * width


@quick
@given(sound_networks())
def test_a_dense_layer_sees_no_more_than_the_picture_and_all_of_it_if_it_comes_first(
    network: Network,
) -> None:
    report = infer(network)
    assume(report.runs)
    limits = network.input.shape[1:]
    seen = report.layers[-1].receptive_field
    assert seen is not None
    assert (seen.size[0] <= limits[0], seen.size[1] <= limits[1]) == (True, True)
    if isinstance(network.layers[0], Flatten):
        assert seen.size == limits
