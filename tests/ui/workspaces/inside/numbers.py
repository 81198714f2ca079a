"""Made-up numbers of a network, handed in as the engine's."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.messages import Floats, Probed
from cnnstudio.core.network import Network, walk
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session


def made_up(session: Session, *ids: str, seed: int = 0, logits: int = 10) -> Probed:
    """A probe of the session's network with random numbers in the shapes of these layers."""
    random = np.random.default_rng(seed)

    def numbers(shape: tuple[int, ...]) -> Floats:
        return random.normal(size=shape).astype(np.float32)

    reports = session.document.report.by_id
    maps = {id: numbers(reports[id].output or ()) for id in ids}
    filters = {}
    for id in ids:
        report = reports[id]
        shapes = report.layer.weight_shapes(report.input or ())
        filters[id] = {name: numbers(shape) for name, shape in shapes.items()}
    return Probed(0, "", 0, maps, {}, filters, numbers((logits,)))


def show(session: Session, probed: Probed) -> None:
    session.live.latest = probed
    session.live.probed.emit(probed)


def open_starter(session: Session, name: str) -> Network:
    network = starter(name)
    session.open(network, {})
    return network


def first(network: Network, kind: str) -> str:
    return next(layer.id for layer in walk(network.layers) if layer.kind == kind)
