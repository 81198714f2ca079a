"""Maps that are off are 0 from there on, in every path through the module, forward and backward."""

from __future__ import annotations

from collections.abc import Callable

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from cnnstudio.core.infer import infer, walk_reports
from cnnstudio.core.interventions import Interventions, Patch, Unit
from cnnstudio.core.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Residual, Softmax
from cnnstudio.core.network import Network
from cnnstudio.engine.build import Block, Model, Stack
from cnnstudio.engine.replica import Replica, copy_of
from cnnstudio.engine.weights import initialised
from tests.strategies import sound_networks

LENET_LIKE = Network(
    "small",
    (
        Conv2d(4, 3, padding=1, id="conv"),
        ReLU(id="relu"),
        MaxPool2d(2, id="pool"),
        Flatten(id="flat"),
        Linear(10, id="dense"),
        Softmax(id="shares"),
    ),
)


def digits(network: Network, count: int = 3) -> Tensor:
    return torch.rand(count, *network.input.shape, generator=torch.Generator().manual_seed(1))


def by_hooks(model: Model, off: frozenset[Unit], x: Tensor) -> Tensor:
    """What comes out of a model with nothing off whose layers' outputs torch's hooks make 0."""
    handles = []

    def zero(indices: list[int]) -> Callable[..., Tensor]:
        def hook(_module: object, _inputs: object, output: Tensor) -> Tensor:
            output = output.clone()
            output[:, [index for index in indices if index < output.shape[1]]] = 0
            return output

        return hook

    def hang(stack: Stack) -> None:
        for id, step in zip(stack.ids, stack.steps, strict=True):
            indices = [unit.index for unit in off if unit.layer_id == id]
            handles.append(step.register_forward_hook(zero(indices)))
            if isinstance(step, Block):
                hang(step.body)
                beside = [unit.index for unit in off if unit.layer_id == f"{id}.shortcut"]
                if step.shortcut is not None:
                    handles.append(step.shortcut.register_forward_hook(zero(beside)))

    hang(model.stack)
    out: Tensor = model(x, lambda *_: None)
    for handle in handles:
        handle.remove()
    return out


@st.composite
def networks_and_units(draw: st.DrawFn) -> tuple[Network, frozenset[Unit]]:
    network = draw(sound_networks().filter(lambda network: infer(network).runs))
    ids = []
    for report in walk_reports(infer(network).layers):
        ids.append(report.layer.id)
        if isinstance(report.layer, Residual) and report.layer.shortcut != "identity":
            ids.append(f"{report.layer.id}.shortcut")
    units = st.builds(Unit, st.sampled_from(ids), st.integers(0, 7))
    return network, draw(st.frozensets(units, max_size=6))


@settings(max_examples=60, deadline=None)
@given(networks_and_units())
def test_what_is_off_is_what_hooks_of_torch_make_zero(
    found: tuple[Network, frozenset[Unit]],
) -> None:
    network, off = found
    model, plain = (initialised(network, {}, 5).eval() for _ in range(2))
    model.switch_off(off)
    x = digits(network)
    with torch.no_grad():
        expected = by_hooks(plain, off, x)
        torch.testing.assert_close(model(x, lambda *_: None), expected)
        torch.testing.assert_close(model(x), expected)


@settings(max_examples=40, deadline=None)
@given(networks_and_units())
def test_gradients_of_both_paths_are_the_same_with_maps_off(
    found: tuple[Network, frozenset[Unit]],
) -> None:
    network, off = found
    gradients = []
    for record in (None, lambda *_: None):
        model = initialised(network, {}, 5).double().eval()
        model.switch_off(off)
        model(digits(network).double(), record).square().sum().backward()
        gradients.append([weight.grad for weight in model.parameters()])
    torch.testing.assert_close(gradients[0], gradients[1])


def test_every_output_that_is_recorded_is_zero_where_it_is_off() -> None:
    model = initialised(LENET_LIKE, {}, 0)
    with torch.no_grad():
        model.stack.steps[0].bias.fill_(1)
    off = {("conv", 1), ("relu", 2), ("pool", 0), ("flat", 30), ("dense", 7)}
    model.switch_off(frozenset(Unit(*unit) for unit in off))
    seen: dict[str, Tensor] = {}
    model(digits(LENET_LIKE), seen.__setitem__)
    for id, index in off:
        assert not seen[id][:, index].any()
        assert seen[id].any()
    assert not seen["relu"][:, 1].any()
    assert not seen["pool"][:, [1, 2]].any()


def test_indices_and_layers_that_a_network_lacks_mean_nothing() -> None:
    model = initialised(LENET_LIKE, {}, 0)
    before = model(digits(LENET_LIKE))
    model.switch_off(frozenset({Unit("conv", 99), Unit("gone", 0), Unit("shares", 3)}))
    assert torch.equal(model(digits(LENET_LIKE)), before)


def test_a_mask_made_for_a_probe_lets_gradients_pass_later() -> None:
    model = initialised(LENET_LIKE, {}, 0)
    model.switch_off(frozenset({Unit("conv", 1)}))
    with torch.inference_mode():
        model(digits(LENET_LIKE))
    model(digits(LENET_LIKE)).sum().backward()
    gradient = model.stack.steps[0].weight.grad
    assert isinstance(gradient, Tensor)
    assert not gradient[1].any()
    assert gradient[0].any()


def test_a_copy_has_the_same_units_off() -> None:
    model = initialised(LENET_LIKE, {}, 0)
    model.switch_off(frozenset({Unit("conv", 1)}))
    copy = copy_of(LENET_LIKE, model)
    assert copy.off == model.off
    assert torch.equal(copy(digits(LENET_LIKE)), model(digits(LENET_LIKE)))


def test_a_replica_takes_weights_and_what_is_off_together() -> None:
    model = initialised(LENET_LIKE, {}, 0)
    replica = Replica(LENET_LIKE, "run")
    model.switch_off(frozenset({Unit("pool", 3)}))
    replica.rest(model, 12)
    assert not replica.model.off
    replica.fresh(0)
    assert (replica.step, replica.model.off) == (12, model.off)
    assert torch.equal(replica.model(digits(LENET_LIKE)), model(digits(LENET_LIKE)))


def test_numbers_changed_in_a_replica_stay_when_it_is_asked_again() -> None:
    replica = Replica(LENET_LIKE, model=initialised(LENET_LIKE, {}, 0))
    patch = Patch("conv.weight", torch.tensor([0, 5]).numpy(), torch.tensor([3.0, 4.0]).numpy())
    replica.intervene(Interventions(off=frozenset({Unit("relu", 0)})), (patch,))
    replica.fresh(0)
    weight = replica.model.stack.steps[0].weight
    assert isinstance(weight, Tensor)
    assert (weight[0, 0, 0, 0], weight[0, 0, 1, 2]) == (3, 4)
    assert replica.model.off == {Unit("relu", 0)}
