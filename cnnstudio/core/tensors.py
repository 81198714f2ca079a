"""Which tensors a network has: "<layer id>.<PyTorch's name>", each with its shape."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from cnnstudio.core.infer import infer
from cnnstudio.core.layers import Residual, Shape
from cnnstudio.core.network import Network
from cnnstudio.core.reports import LayerReport, walk_reports

Floats = npt.NDArray[np.float32]
Weights = Mapping[str, Floats]


class ExpectedTensors:
    """What weights may look like that belong to a network.

    `shapes` are those of the network's tensors, in the order of its layers. Behind a problem no
    shapes are known: the layers there, whose ids are in `unknown`, may have any tensors.
    """

    def __init__(self, network: Network) -> None:
        self.shapes: dict[str, Shape] = {}
        self.unknown: set[str] = set()
        for report in walk_reports(infer(network).layers):
            if report.input is None or report.output is None:
                self.unknown.add(report.layer.id)
            else:
                shapes = _shapes(report, report.input, report.output)
                self.shapes |= {f"{report.layer.id}.{name}": size for name, size in shapes.items()}

    def fits(self, name: str, shape: Shape) -> bool:
        if name in self.shapes:
            return self.shapes[name] == shape
        return name.partition(".")[0] in self.unknown


def _shapes(report: LayerReport, shape: Shape, output: Shape) -> dict[str, Shape]:
    layer = report.layer
    if isinstance(layer, Residual):
        learned = layer.projection_shapes(shape[0], output[0])
        return {**learned, **layer.projection_buffers(output[0])}
    return {**layer.weight_shapes(shape), **layer.buffer_shapes(shape)}


def weights_of_network(network: Network) -> dict[str, Shape]:
    """The shape of every tensor, learned or kept, of the layers up to a problem."""
    return ExpectedTensors(network).shapes


def fitting(network: Network, weights: Weights) -> dict[str, Floats]:
    """Those of the weights that belong to the network as it is."""
    expected = ExpectedTensors(network)
    return {name: array for name, array in weights.items() if expected.fits(name, array.shape)}
