"""What the end of a network must be: one number for each of the ten digits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from cnnstudio.core.edits import Insert, Place, Replace
from cnnstudio.core.findings import Finding, Fix, advice, problem
from cnnstudio.core.layers import Flatten, Layer, Linear, Shape, Softmax, is_maps, times
from cnnstudio.core.network import Network
from cnnstudio.core.sentences import for_count, say

CLASSES = 10


def answer_findings(network: Network, output: Shape | None, parameters: int) -> tuple[Finding, ...]:
    """Findings on a network that gives `output`; none where that is not known."""
    if output is None:
        return ()
    end = _end(network)
    if is_maps(output):
        sentence = say(
            for_count("ends_in_maps", output[0]), channels=output[0], size=times(output[1:])
        )
        return (problem(sentence, *_fixes_for_maps(end, output)),)
    if output[0] < CLASSES:
        sentence = say(for_count("too_few_outputs", output[0]), count=output[0])
        return (problem(sentence, *_fixes_for_count(network, end)),)
    if not parameters:
        return (problem(say("nothing_to_learn"), *_fixes_for_count(network, end)),)
    if output[0] > CLASSES:
        extra = output[0] - CLASSES
        sentence = say(for_count("too_many_outputs", extra), count=output[0], extra=extra)
        return (advice(sentence, *_fixes_for_count(network, end)),)
    return ()


def last_layer(network: Network) -> Layer | None:
    """The layer that gives the logits: the last one that is not a softmax kept for show."""
    end = _end(network)
    return network.layers[end - 1] if end else None


def _end(network: Network) -> int:
    """The index behind the last layer that is not a closing softmax."""
    end = len(network.layers)
    while end and isinstance(network.layers[end - 1], Softmax):
        end -= 1
    return end


def _fixes_for_maps(end: int, output: Shape) -> Iterator[Fix]:
    place = Place(end)
    if math.prod(output) == CLASSES:
        yield Fix(say("fix_add_flatten"), (Insert((Flatten(),), place),))
    yield Fix(say("fix_flatten_dense"), (Insert((Flatten(), Linear(CLASSES)), place),))


def _fixes_for_count(network: Network, end: int) -> Iterator[Fix]:
    last = network.layers[end - 1] if end else None
    if isinstance(last, Linear):
        ten = Replace(replace(last, out_features=CLASSES))
        yield Fix(say("fix_ten_outputs"), (ten,))
    yield Fix(say("fix_add_dense"), (Insert((Linear(CLASSES),), Place(end)),))
