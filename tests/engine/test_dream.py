"""Dreams climb, stay within 0 to 1, and are the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.dreaming import DreamSettings, Excited
from cnnstudio.core.messages import Dream, Dreamed, Progress
from cnnstudio.core.network import Network
from cnnstudio.core.resources import resource_path
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import load_weights
from cnnstudio.engine.dream import ascended, dream, excitation, variation_slope
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised
from tests.engine.scenes import answers, convolutional_networks, digit, scene_of

SHORT = DreamSettings(steps=30)


@pytest.fixture(scope="module")
def trained() -> Scene:
    network = starter("lenet5")
    weights, _ = load_weights(resource_path("pretrained", "lenet5.safetensors"), network)
    return scene_of(network)._replace(model=initialised(network, weights, 0).eval())


def dreamed(
    scene: Scene, excited: Excited, settings: DreamSettings = SHORT
) -> tuple[np.ndarray, np.ndarray]:
    """All frames and excitations, whatever pieces they came in."""
    told = answers(dream(Dream(1, excited, settings, digit()), scene), Dreamed)
    ends = np.cumsum([len(event.frames) for event in told])
    assert [event.first for event in told] == [0, *ends[:-1]]
    frames = np.concatenate([event.frames for event in told])
    excitations = np.concatenate([event.excitations for event in told])
    assert len(frames) == len(excitations) == settings.steps + 1
    return frames, excitations


@pytest.mark.parametrize(
    "excited",
    [
        Excited("", (3,)),
        Excited("dense1", (17,)),
        Excited("conv2", (10,)),
        Excited("conv2", (10,), (4, 5)),
        Excited("relu1", (2,)),
    ],
    ids=str,
)
def test_a_dream_excites_more_than_what_it_began_with(trained: Scene, excited: Excited) -> None:
    frames, excitations = dreamed(trained, excited)
    assert excitations[-1, 0] > excitations[0, 0] + 0.1
    assert frames.shape == (31, 1, 1, 28, 28)


def test_a_dream_of_a_class_is_taken_for_that_class(trained: Scene) -> None:
    frames, _ = dreamed(trained, Excited("", tuple(range(10))), DreamSettings(steps=60))
    last = torch.from_numpy(frames[-1].astype(np.float32) / 255)
    assert trained.model(last).argmax(1).tolist() == list(range(10))


def test_the_same_seed_dreams_the_same_and_another_seed_does_not(trained: Scene) -> None:
    excited = Excited("conv2", (3,))
    one, other = dreamed(trained, excited), dreamed(trained, excited)
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])
    third, _ = dreamed(trained, excited, DreamSettings(steps=30, seed=1))
    assert not np.array_equal(one[0], third)


def test_dreams_begin_alike_alone_and_beside_others(trained: Scene) -> None:
    alone, _ = dreamed(trained, Excited("", (7,)))
    beside, _ = dreamed(trained, Excited("", (2, 7)))
    assert np.array_equal(alone[0, 0], beside[0, 1])
    assert np.array_equal(beside[0, 0], beside[0, 1])
    assert not np.array_equal(beside[-1, 0], beside[-1, 1])


def test_a_dream_may_begin_with_the_digit(trained: Scene) -> None:
    frames, _ = dreamed(trained, Excited("", (7,)), DreamSettings(steps=1, start="digit"))
    assert frames[0, 0, 0] == pytest.approx(digit() * 255, abs=0.51)


@settings(max_examples=20, deadline=None)
@given(convolutional_networks(), st.data())
def test_a_first_small_step_goes_uphill(network: Network, data: st.DataObject) -> None:
    scene = scene_of(network)
    x = torch.rand(1, network.input.channels, network.input.height, network.input.width) / 2 + 0.25
    excited = Excited("", (data.draw(st.integers(0, 9)),))
    still = DreamSettings(rate=0.005, jitter=0, l2=0, total_variation=0, blur=0)
    before = excitation(scene.model, x, excited)
    after = excitation(scene.model, ascended(scene.model, x, excited, still, (0, 0)), excited)
    assert after >= before - 1e-3 * (1 + before.abs())


def test_the_step_is_the_formula(trained: Scene) -> None:
    x = torch.rand(1, 1, 28, 28)
    chosen = DreamSettings(rate=0.1, jitter=0, l2=0.7, total_variation=0.4, blur=0)
    found = ascended(trained.model, x, Excited("", (5,)), chosen, (0, 0))
    free = x.clone().requires_grad_()
    trained.model(free)[0, 5].backward()
    assert free.grad is not None
    uphill = free.grad / free.grad.square().mean().sqrt()
    smooth = x.clone().requires_grad_()
    near = 2 * 0.1 * 0.4
    for dim in (2, 3):
        differences = smooth.diff(dim=dim)
        huber = F.huber_loss(differences, torch.zeros_like(differences), "sum", near) / near
        huber.backward()
    assert smooth.grad is not None
    assert variation_slope(x, near) == pytest.approx(smooth.grad / 4, abs=1e-6)
    expected = x + 0.1 * (uphill - 0.7 * x - 0.4 * smooth.grad / 4)
    assert found == pytest.approx(expected.clamp(0, 1), abs=1e-5)


@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_the_stronger_it_is_smoothed_the_smoother_a_dream_becomes(
    trained: Scene, rate: float
) -> None:
    def variation(strength: float) -> float:
        chosen = DreamSettings(steps=60, rate=rate, total_variation=strength)
        last = dreamed(trained, Excited("", (3,)), chosen)[0][-1].astype(np.float32)
        return float(sum(np.abs(np.diff(last, axis=axis)).mean() for axis in (-1, -2)))

    variations = [variation(strength) for strength in (0.0, 1.0, 2.0, 5.0)]
    assert variations == sorted(variations, reverse=True)


def test_jitter_moves_the_gradient_and_not_the_picture(trained: Scene) -> None:
    x = torch.rand(1, 1, 28, 28)
    chosen = DreamSettings(rate=0.005, l2=0, total_variation=0, blur=0)
    one = ascended(trained.model, x, Excited("", (5,)), chosen, (3, -2))
    assert (one - x).abs().mean() < 0.01
    other = ascended(trained.model, x, Excited("", (5,)), chosen, (0, 0))
    assert not torch.equal(one, other)


def test_what_nothing_can_excite_stays_as_it_is(trained: Scene) -> None:
    still = DreamSettings(steps=3, l2=0, total_variation=0, blur=0)
    scene = scene_of(starter("lenet5"))
    with torch.no_grad():
        for parameter in scene.model.parameters():
            parameter.zero_()
    frames, excitations = dreamed(scene, Excited("", (0,)), still)
    assert np.array_equal(frames[0], frames[-1])
    assert not excitations.any()


def test_progress_is_told_in_steps(trained: Scene) -> None:
    events = list(dream(Dream(4, Excited("", (1,)), SHORT, digit()), trained))
    progress = [event for event in events if isinstance(event, Progress)]
    assert progress[-1] == Progress(4, 30, 30)


def test_a_layer_that_is_not_there_cannot_be_dreamed_of(trained: Scene) -> None:
    with pytest.raises(KeyError):
        dreamed(trained, Excited("elsewhere", (0,)))
