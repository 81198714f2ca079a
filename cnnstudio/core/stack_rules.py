"""Findings and fixes that depend on the layers before and behind a layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnstudio.core.edits import Edit, Insert, Move, Place, Remove, Replace
from cnnstudio.core.findings import Finding, Fix, advice
from cnnstudio.core.layers import AdaptiveAvgPool2d, Flatten, Layer, Linear, Softmax
from cnnstudio.core.sentences import say

Layers = tuple[Layer, ...]


def stack_findings(
    findings: tuple[Finding, ...], layers: Layers, index: int, parent: str | None
) -> tuple[Finding, ...]:
    """A layer's own findings, with the fixes and advice that its neighbours suggest.

    `layers` is the stack that the layer is in, the body of the block `parent` if not None.
    """
    here = Place(index, parent)
    mended = tuple(_with_fixes(finding, layers, here) for finding in findings)
    if isinstance(layers[index], Softmax) and _has_weights(layers[index + 1 :]):
        remove = Fix(say("fix_remove"), (Remove((layers[index].id,)),))
        mended += (advice(say("softmax_early"), remove),)
    return mended


def _has_weights(layers: Layers) -> bool:
    return any(hasattr(layer, "bias") for layer in layers)


def _with_fixes(finding: Finding, layers: Layers, here: Place) -> Finding:
    layer = layers[here.index]
    match finding.code:
        case "needs_list":
            return _with_first(finding, *_flattening_fixes(here))
        case "needs_maps":
            return _with_first(finding, *_before_flatten(layers, here))
        case "too_large":
            return _with_first(finding, *smaller_fixes(layer))
        case _:
            return finding


def _with_first(finding: Finding, *fixes: Fix) -> Finding:
    return replace(finding, fixes=fixes + finding.fixes)


def _flattening_fixes(here: Place) -> Iterator[Fix]:
    yield Fix(say("fix_flatten"), (Insert((Flatten(),), here),))
    averaged: Edit = Insert((AdaptiveAvgPool2d(), Flatten()), here)
    yield Fix(say("fix_pool_flatten"), (averaged,))


def _before_flatten(layers: Layers, here: Place) -> Iterator[Fix]:
    """Move the layer in front of the Flatten before it, if no Dense layer is in between."""
    for index in range(here.index - 1, -1, -1):
        if isinstance(layers[index], Linear):
            return
        if isinstance(layers[index], Flatten):
            move = Move((layers[here.index].id,), Place(index, here.parent))
            yield Fix(say("fix_move_before_flatten"), (move,))
            return


def smaller_fixes(layer: Layer) -> Iterator[Fix]:
    """Fewer outputs where the layer has many, else no layer at all."""
    for name in ("out_features", "out_channels"):
        count = getattr(layer, name, 0)
        if count > 10:
            fewer = Replace(replace(layer, **{name: max(10, count // 16)}))
            yield Fix(say("fix_smaller", count=max(10, count // 16)), (fewer,))
    yield Fix(say("fix_remove"), (Remove((layer.id,)),))
