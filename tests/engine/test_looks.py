"""Looks take turns, keep to themselves what goes wrong with them, and end when they are told to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cnnstudio.core.messages import Event, Failed, Look, LookEnded, Progress
from cnnstudio.core.starters import starter
from cnnstudio.engine.build import named_tensors
from cnnstudio.engine.looks import Looks
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised


@dataclass(frozen=True)
class Count(Look):
    """Counts to `most` in pieces, and fails at `bad`."""

    most: int
    bad: int = -1


def count(look: Count, scene: Scene) -> Iterator[Event | None]:
    for done in range(1, look.most + 1):
        if done == look.bad:
            raise ValueError("no further")
        yield Progress(look.request, done, look.most)


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def looks(told: list[Event]) -> Looks:
    return Looks(told.append, {Count: count})


@pytest.fixture
def scene(few_digits: tuple) -> Scene:
    network = starter("lenet5")
    return Scene(initialised(network, {}, 0).eval(), network, "", 0, *few_digits)


def finish(looks: Looks) -> None:
    while not looks.is_empty:
        looks.go_on()


def test_the_first_piece_is_answered_at_once(looks: Looks, scene: Scene, told: list[Event]) -> None:
    looks.begin(Count(7, most=2), scene)
    assert told == [Progress(7, 1, 2)]
    finish(looks)
    assert told == [Progress(7, 1, 2), Progress(7, 2, 2), LookEnded(7, whole=True)]


def test_looks_take_turns(looks: Looks, scene: Scene, told: list[Event]) -> None:
    looks.begin(Count(1, most=2), scene)
    looks.begin(Count(2, most=2), scene)
    finish(looks)
    assert [(e.request, e.done) for e in told if isinstance(e, Progress)] == [
        *((1, 1), (2, 1)),
        *((1, 2), (2, 2)),
    ]


def test_a_look_that_fails_leaves_the_others_alone(
    looks: Looks, scene: Scene, told: list[Event]
) -> None:
    looks.begin(Count(1, most=3, bad=2), scene)
    looks.begin(Count(2, most=3), scene)
    finish(looks)
    (failed,) = (event for event in told if isinstance(event, Failed))
    assert failed.request == 1
    assert [e for e in told if isinstance(e, LookEnded)] == [LookEnded(2, whole=True)]


def test_a_cancelled_look_ends_and_says_so(looks: Looks, scene: Scene, told: list[Event]) -> None:
    looks.begin(Count(1, most=9), scene)
    looks.cancel(1)
    looks.cancel(1)
    looks.cancel(2)
    assert looks.is_empty
    assert told[1:] == [LookEnded(1, whole=False)]


def test_a_kept_scene_does_not_follow_the_weights(scene: Scene) -> None:
    kept = scene.kept()
    for _, tensor in named_tensors(scene.model):
        tensor.detach().zero_()
    assert all(tensor.abs().sum() > 0 for _, tensor in named_tensors(kept.model))
    assert not kept.model.training
