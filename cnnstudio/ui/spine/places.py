"""Where layers are in a network, and where new ones would go."""

from __future__ import annotations

from collections.abc import Iterable

from cnnstudio.core.edits import Place
from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.layers import Flatten, Layer, Residual, Shape
from cnnstudio.core.network import Network, walk


def siblings(report: Report, parent: str | None) -> tuple[LayerReport, ...]:
    """The stack that a gap of the block `parent`, or of the network itself, is in."""
    return report.layers if parent is None else report.by_id[parent].body


def shape_at(report: Report, place: Place) -> Shape | None:
    """The shape that a layer in this gap would get; None behind a problem."""
    stack = siblings(report, place.parent)
    if place.index < len(stack):
        return stack[place.index].input
    if stack:
        return stack[-1].output
    return report.network.input.shape if place.parent is None else report.by_id[place.parent].input


def roots(network: Network, ids: Iterable[str]) -> tuple[str, ...]:
    """The layers with these ids in the order of the stack, without those inside other ones."""
    wanted = set(ids)
    found: list[str] = []
    _collect(network.layers, wanted, found)
    return tuple(found)


def _collect(layers: Iterable[Layer], wanted: set[str], found: list[str]) -> None:
    for layer in layers:
        if layer.id in wanted:
            found.append(layer.id)
        elif isinstance(layer, Residual):
            _collect(layer.body, wanted, found)


def place_behind(network: Network, ids: Iterable[str]) -> Place | None:
    """The gap behind the last of these layers; None where there are none."""
    last = roots(network, ids)[-1:]
    if not last:
        return None
    place = network.place_of(last[0])
    return Place(place.index + 1, place.parent)


def usual_place(network: Network, group: str) -> Place:
    """Where a new layer of a palette group makes sense when nothing is selected."""
    if group != "decide":
        for index, layer in enumerate(network.layers):
            if isinstance(layer, Flatten):
                return Place(index)
    return Place(len(network.layers))


def is_at_end(network: Network, place: Place) -> bool:
    """Whether no layer with weights comes behind this gap."""
    if place.parent is not None:
        return False
    return not any(hasattr(layer, "bias") for layer in walk(network.layers[place.index :]))
