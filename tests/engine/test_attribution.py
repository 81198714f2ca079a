"""Attributions are those of Captum, on networks that hypothesis makes up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from captum.attr import InputXGradient, IntegratedGradients, LayerGradCam, Saliency
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from cnnstudio.core.layers import Conv2d
from cnnstudio.core.messages import Attribute, Attributed, Progress
from cnnstudio.core.network import Network, walk
from cnnstudio.core.starters import starter
from cnnstudio.engine.attribution import attribute, input_of
from cnnstudio.engine.build import Model, layer_modules
from cnnstudio.engine.scene import Scene
from tests.engine.scenes import (
    answers,
    convolutional_networks,
    digit,
    running_networks,
    scene_of,
)

FEW = settings(max_examples=25, deadline=None)
SCORES = st.sampled_from(["logit", "probability"])
CLASSES = st.integers(0, 9)


def explained(scene: Scene, method: str, of: str, target: int, **more: object) -> Attributed:
    look = Attribute(1, digit(), {method: of}, (target,), **more)  # type: ignore[arg-type]
    (answer,) = answers(attribute(look, scene), Attributed)
    assert (answer.method, answer.of, answer.target) == (method, of, target)
    assert (answer.run_id, answer.step) == ("run", 7)
    return answer


def scores(model: Model, of: str) -> Callable[[Tensor], Tensor]:
    def forward(x: Tensor) -> Tensor:
        first = model(x)[:, :10]
        return first.softmax(1) if of == "probability" else first

    return forward


def input_for(scene: Scene) -> Tensor:
    return input_of(digit(), scene.network.input).requires_grad_()


def summed(attributions: Tensor) -> np.ndarray:
    return attributions[0].sum(0).detach().numpy()


def close(values: np.ndarray) -> object:
    """Equal to what float32 can tell, at the size of the largest number."""
    return pytest.approx(values, rel=1e-4, abs=1e-5 * max(float(np.abs(values).max()), 1e-3))


@FEW
@given(running_networks(), SCORES, CLASSES)
def test_the_gradient_is_captums(network: Network, of: str, target: int) -> None:
    scene = scene_of(network)
    captum = Saliency(scores(scene.model, of)).attribute(input_for(scene), target, abs=False)
    found = explained(scene, "gradient", of, target)
    assert found.values == close(summed(captum))
    expected = scores(scene.model, of)(input_for(scene))[0, target]
    assert found.score == pytest.approx(float(expected.detach()), rel=1e-4, abs=1e-6)


@FEW
@given(running_networks(), SCORES, CLASSES)
def test_gradient_times_input_is_captums(network: Network, of: str, target: int) -> None:
    scene = scene_of(network)
    captum = InputXGradient(scores(scene.model, of)).attribute(input_for(scene), target)
    assert explained(scene, "gradient_input", of, target).values == close(summed(captum))


@FEW
@given(running_networks(), SCORES, CLASSES, st.integers(1, 60))
def test_integrated_gradients_are_captums(
    network: Network, of: str, target: int, steps: int
) -> None:
    scene = scene_of(network)
    captum = IntegratedGradients(scores(scene.model, of)).attribute(
        input_for(scene), target=target, n_steps=steps
    )
    found = explained(scene, "integrated", of, target, steps=steps)
    assert found.values == close(summed(captum))
    black = scores(scene.model, of)(torch.zeros_like(input_for(scene)))[0, target]
    assert found.baseline == pytest.approx(float(black.detach()), rel=1e-4, abs=1e-6)


@FEW
@given(convolutional_networks(), SCORES, CLASSES, st.booleans(), st.data())
def test_grad_cam_of_any_convolution_is_captums(
    network: Network, of: str, target: int, only_for: bool, data: st.DataObject
) -> None:
    scene = scene_of(network)
    ids = [layer.id for layer in walk(network.layers) if isinstance(layer, Conv2d)]
    layer_id = data.draw(st.sampled_from(ids))
    layer = module_of(scene.model, layer_id)
    captum = LayerGradCam(scores(scene.model, of), layer).attribute(
        input_for(scene), target, relu_attributions=only_for
    )
    found = explained(scene, "grad_cam", of, target, layer_id=layer_id, only_for=only_for)
    assert found.coarse == close(captum[0, 0].detach().numpy())
    size = (network.input.height, network.input.width)
    stretched = F.interpolate(captum, size, mode="bilinear")
    assert found.values == close(stretched[0, 0].detach().numpy())
    assert len(found.weights) == layer.out_channels


def module_of(model: Model, layer_id: str) -> nn.Module:
    return dict(layer_modules(model))[layer_id]


def test_integrated_gradients_add_up_to_what_black_lacks() -> None:
    found = explained(scene_of(starter("lenet5")), "integrated", "logit", 3, steps=200)
    assert found.baseline is not None
    assert found.values.sum() == pytest.approx(found.score - found.baseline, abs=2e-3)


def test_each_method_is_answered_for_each_class_in_the_order_asked() -> None:
    scene = scene_of(starter("lenet5"))
    methods = {"grad_cam": "logit", "integrated": "probability", "gradient": "logit"}
    look = Attribute(5, digit(), methods, (4, 9), steps=30, layer_id="conv2")
    events = list(attribute(look, scene))
    told = [(e.method, e.target) for e in events if isinstance(e, Attributed)]
    assert told == [(method, target) for method in methods for target in (4, 9)]
    progress = [event for event in events if isinstance(event, Progress)]
    assert all(event.request == 5 and event.total == 64 for event in progress)
    assert progress[-1].done == 62


def test_weights_that_change_in_between_do_not_mix_into_an_answer() -> None:
    scene = scene_of(starter("lenet5"))
    methods = {"gradient": "logit"}
    whole = answers(attribute(Attribute(1, digit(), methods, (0, 1)), scene), Attributed)
    pieces = attribute(Attribute(1, digit(), methods, (0, 1)), scene)
    first = next(pieces)
    with torch.no_grad():
        for parameter in scene.model.parameters():
            parameter.zero_()
    assert isinstance(first, Attributed)
    (second,) = answers(pieces, Attributed)
    assert second.values == pytest.approx(whole[1].values)
    assert np.abs(second.values).max() > 0


@pytest.mark.parametrize("layer_id", ["nowhere", "dense1"])
def test_a_layer_without_maps_has_no_grad_cam(layer_id: str) -> None:
    with pytest.raises(KeyError):
        explained(scene_of(starter("lenet5")), "grad_cam", "logit", 0, layer_id=layer_id)
