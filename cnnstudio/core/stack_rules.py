"""Findings and fixes that depend on the layers before and behind a layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cnnstudio.core.edits import Edit, Insert, Move, Place, Remove
from cnnstudio.core.findings import Finding, Fix, advice
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    Conv2d,
    Flatten,
    Linear,
    LocallyConnected2d,
    Shape,
    Softmax,
    is_maps,
)
from cnnstudio.core.network import Layers, walk
from cnnstudio.core.sentences import say
from cnnstudio.core.size_rules import smaller_fixes

_WITH_WEIGHTS = (Conv2d, LocallyConnected2d, Linear)


def stack_findings(
    findings: tuple[Finding, ...],
    layers: Layers,
    inputs: Sequence[Shape | None],
    parent: str | None,
) -> tuple[Finding, ...]:
    """A layer's own findings, with the fixes that its neighbours suggest.

    `layers` is the stack that the layer is in, the body of the block `parent` if not None;
    `inputs` are the shapes that its layers get, up to this one.
    """
    here = Place(len(inputs) - 1, parent)
    return tuple(_with_fixes(finding, layers, inputs, here) for finding in findings)


def early_softmaxes(layers: Layers) -> dict[str, Finding]:
    """Advice on each softmax that has weights behind it in the same stack, by the layer's id."""
    found: dict[str, Finding] = {}
    if not any(isinstance(layer, Softmax) for layer in layers):
        return found
    behind = False
    for layer in reversed(layers):
        if isinstance(layer, Softmax) and behind:
            remove = Fix(say("fix_remove"), (Remove((layer.id,)),))
            found[layer.id] = advice(say("softmax_early"), remove)
        behind = behind or any(isinstance(x, _WITH_WEIGHTS) for x in walk((layer,)))
    return found


def _with_fixes(
    finding: Finding, layers: Layers, inputs: Sequence[Shape | None], here: Place
) -> Finding:
    layer, shape = layers[here.index], inputs[here.index]
    match finding.code:
        case "needs_list":
            return _with_first(finding, *_flattening_fixes(here))
        case "needs_maps":
            return _with_first(finding, *_before_flatten(layers, inputs, here))
        case "layer_too_large" if shape is not None:
            return _with_first(finding, *smaller_fixes(layer, shape))
        case _:
            return finding


def _with_first(finding: Finding, *fixes: Fix) -> Finding:
    return replace(finding, fixes=fixes + finding.fixes)


def _flattening_fixes(here: Place) -> Iterator[Fix]:
    yield Fix(say("fix_flatten"), (Insert((Flatten(),), here),))
    averaged: Edit = Insert((AdaptiveAvgPool2d(), Flatten()), here)
    yield Fix(say("fix_pool_flatten"), (averaged,))


def _before_flatten(layers: Layers, inputs: Sequence[Shape | None], here: Place) -> Iterator[Fix]:
    """Move the layer before the Flatten that took the maps away, if no Dense layer came since."""
    for index in range(here.index - 1, -1, -1):
        shape = inputs[index]
        if isinstance(layers[index], Linear):
            return
        if isinstance(layers[index], Flatten) and shape is not None and is_maps(shape):
            move = Move((layers[here.index].id,), Place(index, here.parent))
            yield Fix(say("fix_move_before_flatten"), (move,))
            return
