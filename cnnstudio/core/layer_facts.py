"""What one layer that holds no others comes to."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from cnnstudio.core.findings import Finding, problem
from cnnstudio.core.layers import Layer, Shape
from cnnstudio.core.sentences import say

#: The most numbers, weights or outputs, that one layer or the whole network may hold: a limit
#: of this program (4 GB in float32), not of PyTorch.
LARGEST = 1_000_000_000


class LayerFacts(NamedTuple):
    """`output` is None where the findings name a problem."""

    output: Shape | None
    parameters: int
    macs: int
    findings: tuple[Finding, ...]


@lru_cache(maxsize=4096)
def layer_facts(layer: Layer, shape: Shape) -> LayerFacts:
    """What a layer without a body says of itself; cached, since an edit changes few layers."""
    findings = layer.findings(shape)
    if any(finding.is_problem for finding in findings):
        return LayerFacts(None, 0, 0, findings)
    output = layer.output_shape(shape)
    parameters = layer.parameters(shape)
    largest = max(parameters, math.prod(output))
    if largest > LARGEST:
        sentence = say("layer_too_large", count=largest, limit=LARGEST)
        return LayerFacts(None, 0, 0, (problem(sentence),))
    return LayerFacts(output, parameters, layer.macs(shape), findings)
