"""What a layer makes of all test digits, a piece of them at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from cnnstudio.core.infer import LayerReport, Report, infer, walk_reports
from cnnstudio.core.layers import Shape
from cnnstudio.core.sentences import say
from cnnstudio.engine.build import Model
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.devices import memory_format
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.scene import Scene

#: Numbers that one layer may put out for one piece: 64 MB.
_MOST_NUMBERS = 16_000_000


class Piece(NamedTuple):
    """The digits `start` to `end`, what the layer makes of them (digits, ...), and the network's
    logits, None where the pass ended at the layer."""

    start: int
    end: int
    output: Tensor
    logits: Tensor | None


class _ReachedError(Exception):
    """Ends a pass at the layer that is looked at."""


def passing(scene: Scene, layer_id: str, count: int, to_the_end: bool) -> Iterator[Piece]:
    """The first `count` test digits pass the network, `to_the_end` or only to the layer.

    Raises RefusedError for a layer that is not there.
    """
    output_shape(scene, layer_id)
    report = infer(scene.network)
    size = _digits_of_a_piece(report, report.by_id[layer_id], to_the_end)
    for start in range(0, count, size):
        end = min(count, start + size)
        pixels, _ = scene.test_digits.slice(start, end)
        x = adapt(pixels, scene.network.input).contiguous(memory_format=memory_format("cpu"))
        with torch.inference_mode():
            output, logits = _passed(scene.model, x, layer_id, to_the_end)
        yield Piece(start, end, output, logits)


def output_shape(scene: Scene, layer_id: str) -> Shape:
    """The shape of what a layer puts out. Raises RefusedError for one that is not there."""
    report = infer(scene.network).by_id.get(layer_id)
    if report is None or report.output is None:
        raise RefusedError(say("layer_not_there"))
    return report.output


def _passed(
    model: Model, x: Tensor, layer_id: str, to_the_end: bool
) -> tuple[Tensor, Tensor | None]:
    found: list[Tensor] = []

    def record(id: str, output: Tensor) -> None:
        if id == layer_id:
            found.append(output)
            if not to_the_end:
                raise _ReachedError

    try:
        logits = model(x, record)
    except _ReachedError:
        logits = None
    return found[0], logits


def _digits_of_a_piece(report: Report, layer: LayerReport, to_the_end: bool) -> int:
    """So many that a piece takes about a tenth of a second and little memory."""
    macs, largest = 0, 1
    for passed in report.layers:
        macs += passed.macs
        outputs = (math.prod(r.output or ()) for r in walk_reports((passed,)))
        largest = max(largest, *outputs)
        if not to_the_end and layer in walk_reports((passed,)):
            break
    return max(1, min(piece_size(macs), _MOST_NUMBERS // largest))
