"""One backward step against torch: the gradients, the step and the loss after it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import HealthCheck, given, settings

from cnnstudio.core.infer import infer
from cnnstudio.core.interventions import Unit
from cnnstudio.core.layers import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Softmax
from cnnstudio.core.messages import BackwardStep, BackwardStepTaken, Progress
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import starter
from cnnstudio.engine import backward
from cnnstudio.engine.backward import backward_step
from cnnstudio.engine.build import Model, layer_modules, named_tensors
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.freezing import Freezer
from cnnstudio.engine.replica import copy_of
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised
from tests.engine.conftest import Digits
from tests.strategies import sound_networks


def scene_of(network: Network, digits: Digits, seed: int = 0) -> Scene:
    return Scene(initialised(network, {}, seed).eval(), network, "run", 7, *digits)


def taken(look: BackwardStep, scene: Scene) -> BackwardStepTaken:
    (answer,) = (event for event in backward_step(look, scene) if event is not None)
    assert isinstance(answer, BackwardStepTaken)
    return answer


def one_digit(digits: Digits, index: int = 3) -> tuple[np.ndarray, int]:
    x, labels = digits[1].slice(index, index + 1)
    return x[0, 0].numpy(), int(labels[0])


def sgd_step(scene: Scene, x: torch.Tensor, labels: torch.Tensor, rate: float) -> Model:
    """torch's own optimizer, on the gradients of torch's own backward pass."""
    model = copy_of(scene.network, scene.model)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    F.cross_entropy(model(adapt(x, scene.network.input)), labels).backward()
    optimizer.step()
    return model


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(network=sound_networks())
def test_weights_gradients_and_losses_are_torchs_on_random_networks(
    few_digits: Digits, network: Network
) -> None:
    if not infer(network).runs:
        return
    scene = scene_of(network, few_digits)
    pixels, label = one_digit(few_digits)
    answer = taken(BackwardStep(1, 0.1, pixels, label), scene)
    x, labels = few_digits[1].slice(3, 4)
    model = sgd_step(scene, x, labels, 0.1)
    with torch.no_grad():
        before = F.cross_entropy(scene.model(adapt(x, network.input)), labels)
        after = F.cross_entropy(model(adapt(x, network.input)), labels)
    assert answer.loss == pytest.approx(float(before), rel=1e-4, abs=1e-6)
    assert answer.loss_after == pytest.approx(float(after), rel=1e-3, abs=1e-5)
    for id, module in layer_modules(model):
        for name, weight in module.named_parameters():
            nudge = answer.nudges[id][name]
            assert nudge.gradient == pytest.approx(weight.grad.numpy(), rel=1e-3, abs=1e-5)
            assert nudge.after == pytest.approx(weight.detach().numpy(), rel=1e-4, abs=1e-5)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(network=sound_networks())
def test_what_flows_back_is_the_slope_of_the_loss(few_digits: Digits, network: Network) -> None:
    """The gradient of a layer's output is torch's of a network that begins behind it."""
    if not infer(network).runs:
        return
    scene = scene_of(network, few_digits)
    pixels, label = one_digit(few_digits)
    answer = taken(BackwardStep(1, 0.1, pixels, label), scene)
    x = torch.from_numpy(pixels).view(1, 1, 28, 28)
    hooked: dict[str, torch.Tensor] = {}
    kept: dict[str, torch.Tensor] = {}

    def look(id: str, output: torch.Tensor) -> None:
        kept[id] = output.detach()
        if output.requires_grad:
            output.register_hook(lambda gradient: hooked.__setitem__(id, gradient))

    F.cross_entropy(scene.model(adapt(x, network.input), look), torch.tensor([label])).backward()
    scene.model.zero_grad(set_to_none=True)
    for flow in answer.flows[1:]:
        assert flow.values == pytest.approx(kept[flow.layer_id][0].numpy(), rel=1e-4, abs=1e-6)
        if flow.layer_id in hooked:
            expected = hooked[flow.layer_id][0].numpy()
            assert flow.gradients == pytest.approx(expected, rel=1e-3, abs=1e-6)
            assert flow.norm == pytest.approx(float(np.linalg.norm(expected)), rel=1e-3, abs=1e-6)


def test_the_gradient_of_the_logits_is_the_shares_less_the_truth(few_digits: Digits) -> None:
    scene = scene_of(starter("lenet5"), few_digits)
    pixels, label = one_digit(few_digits)
    answer = taken(BackwardStep(1, 0.1, pixels, label), scene)
    truth = np.eye(10, dtype=np.float32)[label]
    assert answer.logit_gradients == pytest.approx(answer.shares - truth, abs=1e-6)
    assert answer.loss == pytest.approx(-np.log(answer.shares[label]), rel=1e-5)
    assert answer.loss_after == pytest.approx(-np.log(answer.shares_after[label]), rel=1e-5)


def test_a_gradient_says_how_the_loss_follows_a_weight(few_digits: Digits) -> None:
    """Difference quotients know nothing of autograd."""
    network = starter("lenet5")
    scene = scene_of(network, few_digits)
    pixels, label = one_digit(few_digits)
    answer = taken(BackwardStep(1, 0.1, pixels, label), scene)
    model = copy_of(network, scene.model).double()
    x = torch.from_numpy(pixels).double().view(1, 1, 28, 28)
    weights = dict(named_tensors(model))
    for name, place in (("conv1.weight", (2, 0, 1, 3)), ("dense1.weight", (5, 77))):
        losses = []
        for change in (1e-5, -2e-5):
            weights[name].detach()[place] += change
            losses.append(F.cross_entropy(model(x), torch.tensor([label])).item())
        weights[name].detach()[place] += 1e-5
        id, _, tensor = name.partition(".")
        slope = (losses[0] - losses[1]) / 2e-5
        assert answer.nudges[id][tensor].gradient[place] == pytest.approx(slope, rel=1e-2, abs=1e-6)


def test_a_batch_in_pieces_is_the_mean_of_its_digits(
    few_digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of(starter("mlp"), few_digits)
    whole = taken(BackwardStep(1, 0.05, count=12, seed=5, shown=8), scene)
    monkeypatch.setattr(backward, "piece_size", lambda _macs: 15)
    *progress, pieces = (
        e for e in backward_step(BackwardStep(1, 0.05, count=12, seed=5, shown=8), scene) if e
    )
    assert isinstance(pieces, BackwardStepTaken)
    assert [event.done for event in progress if isinstance(event, Progress)] == [5, 10, 12, 17, 22]
    assert pieces.losses_after == pytest.approx(whole.losses_after, rel=1e-4)
    for one, other in zip(pieces.flows, whole.flows, strict=True):
        assert one.gradients == pytest.approx(other.gradients, abs=1e-7)
    x = torch.from_numpy(whole.digits).unsqueeze(1)
    model = sgd_step(scene, x, torch.from_numpy(whole.labels), 0.05)
    for id, module in layer_modules(model):
        for name, weight in module.named_parameters():
            assert pieces.nudges[id][name].after == pytest.approx(weight.detach().numpy(), abs=1e-6)
    assert whole.logit_gradients.sum() == pytest.approx(0, abs=1e-6)
    assert np.abs(whole.logit_gradients).max() < 1 / 12


def test_another_seed_draws_other_digits_and_the_same_seed_the_same(few_digits: Digits) -> None:
    scene = scene_of(starter("linear"), few_digits)
    drawn = [taken(BackwardStep(1, 0.1, count=8, seed=seed), scene).digits for seed in (1, 1, 2)]
    assert (drawn[0] == drawn[1]).all()
    assert (drawn[0] != drawn[2]).any()


def test_the_networks_own_weights_and_gradients_stay_as_they_are(few_digits: Digits) -> None:
    scene = scene_of(starter("lenet5"), few_digits)
    before = {name: tensor.detach().clone() for name, tensor in named_tensors(scene.model)}
    taken(BackwardStep(1, 1.0, count=4), scene)
    for name, tensor in named_tensors(scene.model):
        assert torch.equal(tensor, before[name])
        assert tensor.grad is None


def test_a_softmax_for_show_has_no_part_in_the_loss(few_digits: Digits) -> None:
    layers = (Flatten(id="flat"), Linear(10, id="dense"), Softmax(id="show"))
    answer = taken(BackwardStep(1, 0.1, count=1), scene_of(Network("n", layers), few_digits))
    assert [flow.layer_id for flow in answer.flows] == ["", "flat", "dense"]


def test_dropout_lets_all_through(few_digits: Digits) -> None:
    layers = (Flatten(), Dropout(0.9, id="drop"), Linear(10))
    answer = taken(BackwardStep(1, 0.1, count=1), scene_of(Network("n", layers), few_digits))
    before, after = answer.flows[1], answer.flows[2]
    assert (before.values == after.values).all()
    assert (before.gradients == after.gradients).all()


def test_of_large_outputs_and_tensors_a_part_is_told_and_its_norm_is_of_all(
    few_digits: Digits,
) -> None:
    layers = (
        Conv2d(80, (3, 3), padding=(1, 1), id="conv"),
        ReLU(),
        MaxPool2d((8, 8), (8, 8)),
        Flatten(),
        Linear(40, id="wide"),
        Linear(10),
    )
    scene = scene_of(Network("large", layers, Input(3, 64, 64)), few_digits)
    answer = taken(BackwardStep(1, 0.1, count=1), scene)
    conv = next(flow for flow in answer.flows if flow.layer_id == "conv")
    assert conv.shape == (80, 64, 64)
    assert conv.every == 2
    assert conv.values.shape == (64, 32, 32) == conv.gradients.shape
    assert conv.norm >= np.linalg.norm(conv.gradients)
    wide = answer.nudges["wide"]["weight"]
    assert wide.shape == (40, 80 * 64)
    assert len(wide.before) == backward.MOST_WEIGHTS // (80 * 64) == len(wide.after)
    assert answer.gradient_norms["wide"] > np.linalg.norm(wide.gradient)


def test_what_is_frozen_stays_to_the_last_bit_as_in_a_run(few_digits: Digits) -> None:
    network = starter("lenet5")
    scene = scene_of(network, few_digits)
    pixels, label = one_digit(few_digits)
    frozen = frozenset({Unit("conv1", 0), Unit("conv1", 3), Unit("dense3", 9)})
    answer = taken(BackwardStep(1, 0.1, pixels, label, frozen=frozen), scene)
    free = taken(BackwardStep(1, 0.1, pixels, label), scene)
    model = copy_of(network, scene.model)
    freezer = Freezer(model, frozen)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x = torch.from_numpy(pixels).view(1, 1, 28, 28)
    F.cross_entropy(model(x), torch.tensor([label])).backward()
    freezer.before_update()
    optimizer.step()
    freezer.after_update()
    for name, weight in named_tensors(model):
        id, _, tensor = name.partition(".")
        nudge = answer.nudges[id][tensor]
        assert nudge.after == pytest.approx(weight.detach().numpy(), abs=1e-6)
        assert nudge.gradient == pytest.approx(free.nudges[id][tensor].gradient)
    nudge = answer.nudges["conv1"]["weight"]
    assert nudge.frozen == answer.nudges["conv1"]["bias"].frozen == (0, 3)
    assert (nudge.after[[0, 3]] == nudge.before[[0, 3]]).all()
    assert (nudge.change(0.1)[[0, 3]] == 0).all()
    assert nudge.change_length < free.nudges["conv1"]["weight"].change_length
    assert nudge.change_length == pytest.approx(np.linalg.norm(nudge.change(0.1)), rel=1e-5)
    assert nudge.length == pytest.approx(np.linalg.norm(nudge.before), rel=1e-5)


def test_to_what_is_switched_off_no_gradient_comes(few_digits: Digits) -> None:
    scene = scene_of(starter("lenet5"), few_digits)
    scene.model.switch_off(frozenset({Unit("conv1", 2)}))
    nudge = taken(BackwardStep(1, 0.1, count=4), scene).nudges["conv1"]["weight"]
    assert nudge.off == (2,)
    assert (nudge.gradient[2] == 0).all()
    assert (nudge.after[2] == nudge.before[2]).all()
