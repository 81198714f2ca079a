"""The maps of occlusion against a loop, and against Captum's."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from captum.attr import Occlusion
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.attribution import Square
from cnnstudio.core.messages import Occlude, Occluded
from cnnstudio.core.network import Network
from cnnstudio.core.occlusion import Places, class_scores
from cnnstudio.engine.attribution import input_of, score_of
from cnnstudio.engine.occlusion import occlude
from cnnstudio.engine.scene import Scene
from tests.engine.scenes import answers, digit, running_networks, scene_of

FEW = settings(max_examples=20, deadline=None)
SQUARES = st.builds(Square, size=st.integers(1, 7), stride=st.integers(1, 4), value=st.floats(0, 1))
SCORES = st.sampled_from(["logit", "probability"])


def swept(scene: Scene, square: Square) -> tuple[np.ndarray, np.ndarray]:
    """Logits at all places, and those of the picture as it is."""
    told = answers(occlude(Occlude(1, digit(), square), scene), Occluded)
    assert [event.first for event in told] == list(
        np.cumsum([0, *(len(event.logits) for event in told[:-1])])
    )
    return np.concatenate([event.logits for event in told]), told[0].untouched


@FEW
@given(running_networks(), SQUARES, SCORES, st.integers(0, 9))
def test_each_place_has_the_fall_that_a_loop_finds(
    network: Network, square: Square, of: str, target: int
) -> None:
    scene = scene_of(network)
    logits, untouched = swept(scene, square)
    falls = class_scores(untouched[None], target, of) - class_scores(logits, target, of)
    picture, score = input_of(digit(), network.input), score_of(scene.model, target, of)
    side = (min(square.size, network.input.height), min(square.size, network.input.width))
    found = []
    with torch.no_grad():
        whole = float(score(picture))
        for top in starts(network.input.height, side[0], square.stride):
            for left in starts(network.input.width, side[1], square.stride):
                covered = picture.clone()
                covered[..., top : top + side[0], left : left + side[1]] = square.value
                found.append(whole - float(score(covered)))
    assert falls == pytest.approx(np.array(found), rel=1e-3, abs=1e-5)


def starts(length: int, side: int, stride: int) -> list[int]:
    """Where squares begin along an axis, until one reaches the edge."""
    found, stride = [0], min(stride, side)
    while found[-1] + side < length:
        found.append(found[-1] + stride)
    return found


@FEW
@given(running_networks(), SQUARES, SCORES, st.integers(0, 9))
def test_the_mean_over_squares_is_captums_occlusion(
    network: Network, square: Square, of: str, target: int
) -> None:
    scene = scene_of(network)
    places = Places(network.input.height, network.input.width, square)
    logits, untouched = swept(scene, square)
    falls = class_scores(untouched[None], target, of) - class_scores(logits, target, of)
    side, channels = places.side, network.input.channels
    with torch.no_grad():
        captum = Occlusion(lambda x: score_of(scene.model, target, of)(x)).attribute(
            input_of(digit(), network.input),
            sliding_window_shapes=(channels, *side),
            strides=(channels, *(min(square.stride, length) for length in side)),
            baselines=square.value,
        )
    # Captum gives each channel the whole fall; so all channels have the same map.
    expected = captum[0, 0].numpy()
    assert places.pixel_map(falls) == pytest.approx(expected, rel=1e-3, abs=1e-5)
