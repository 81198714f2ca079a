"""Asks a look of made-up and other networks, in this process."""

from __future__ import annotations

from collections.abc import Iterator

from cnnstudio.core.messages import Event, Look
from cnnstudio.core.network import Network
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.looks import ANSWERS
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised


def scene_of(network: Network, digits: tuple[DeviceDigits, ...], seed: int = 0) -> Scene:
    """The network with its first weights."""
    train, test = digits
    return Scene(initialised(network, {}, seed).eval(), network, "run", 7, train, test)


def said(look: Look, scene: Scene) -> list[Event | None]:
    return list(asked(look, scene))


def asked(look: Look, scene: Scene) -> Iterator[Event | None]:
    return ANSWERS[type(look)](look, scene)
