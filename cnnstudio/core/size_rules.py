"""Fixes for what is larger than this program runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from cnnstudio.core.edits import Edit, Remove, Replace
from cnnstudio.core.findings import Fix
from cnnstudio.core.layer_facts import layer_facts
from cnnstudio.core.layers import Layer, Shape, with_settings
from cnnstudio.core.network import Network, apply, walk
from cnnstudio.core.reports import LayerReport, Report, walk_reports
from cnnstudio.core.sentences import for_count, say

_CAPS = (4096, 1024, 256, 64, 16)

#: Changing more layers one by one would keep somebody waiting.
_MOST_EDITS = 300


def smaller_fixes(layer: Layer, shape: Shape) -> Iterator[Fix]:
    """Fewer outputs for a layer that is too large for inputs of this shape, or no layer at all."""
    count = _outputs(layer) // 2
    while count >= 1:
        smaller = _with_at_most(layer, count)
        if layer_facts(smaller, shape).output is not None:
            count = _outputs(smaller)
            code = for_count("fix_smaller", count)
            yield Fix(say(code, count=count), (Replace(smaller),))
            break
        count //= 2
    yield Fix(say("fix_remove"), (Remove((layer.id,)),))


def fixes_for_size(report: Report, is_small: Callable[[Network], bool]) -> Iterator[Fix]:
    """For a network that is too large as a whole: changes after which `is_small` holds."""
    network = report.network
    for cap in _CAPS:
        edits = tuple(_edits_for_cap(network, cap))
        if len(edits) in range(1, _MOST_EDITS) and is_small(apply(network, *edits)):
            yield Fix(say("fix_all_smaller", count=cap), edits)
            break
    yield _without_largest(report, is_small)


def _without_largest(report: Report, is_small: Callable[[Network], bool]) -> Fix:
    """Remove as few of the largest layers as will do; without layers any network is small."""
    by_size = sorted(report.layers, key=lambda r: -max(r.parameters, _held(r)))
    count = 1
    while True:
        removed = Remove(tuple(r.layer.id for r in by_size[:count]))
        if count >= len(by_size) or is_small(apply(report.network, removed)):
            count = len(removed.ids)
            return Fix(say(for_count("fix_remove_largest", count), count=count), (removed,))
        count *= 2


def _held(report: LayerReport) -> int:
    """Outputs of the layer and of all that it holds."""
    return sum(math.prod(r.output) for r in walk_reports((report,)) if r.output)


def _edits_for_cap(network: Network, cap: int) -> Iterator[Edit]:
    for layer in walk(network.layers):
        if _outputs(layer) > cap:
            yield Replace(_with_at_most(layer, cap))


def _outputs(layer: Layer) -> int:
    """The number of filters or outputs that the layer is set to; 0 for other layers."""
    found: int = getattr(layer, "out_features", getattr(layer, "out_channels", 0))
    return found


def _with_at_most(layer: Layer, count: int) -> Layer:
    """The layer with `count` outputs, or somewhat fewer or more where groups have to share them."""
    groups: int = getattr(layer, "groups", 1)
    name = "out_features" if hasattr(layer, "out_features") else "out_channels"
    return with_settings(layer, **{name: max(groups, count - count % groups)})
