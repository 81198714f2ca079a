"""New layers as the palette makes them: with settings that fit the gap they are dropped into."""

from __future__ import annotations

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.edits import Place
from cnnstudio.core.infer import Report
from cnnstudio.core.layers import (
    KINDS,
    BatchNorm2d,
    Conv2d,
    Layer,
    Linear,
    ReLU,
    Residual,
    Shape,
    is_maps,
)
from cnnstudio.ui.spine.places import is_at_end, shape_at

_HIDDEN_OUTPUTS = 64
_MOST_FILTERS = 4096
_MOST_OUTPUTS = 65_536


def new_layer(kind: str, report: Report, place: Place) -> Layer:
    """A layer of this kind for a gap of the network that `report` is on."""
    match kind:
        case "Conv2d":
            return Conv2d(8, (3, 3), padding=(1, 1))
        case "Linear":
            last = is_at_end(report.network, place)
            return Linear(CLASSES if last else _HIDDEN_OUTPUTS)
        case "Residual":
            return residual_for(shape_at(report, place))
        case _:
            return KINDS[kind]()


def residual_for(shape: Shape | None) -> Residual:
    """A block whose layers give back the shape that they get, so that it fits at once."""
    if shape is None:
        return Residual((ReLU(),))
    if is_maps(shape):
        return Residual(_two_convolutions(shape[0])) if shape[0] <= _MOST_FILTERS else Residual()
    return Residual((Linear(shape[0]), ReLU())) if shape[0] <= _MOST_OUTPUTS else Residual()


def _two_convolutions(channels: int) -> tuple[Layer, ...]:
    """As in He et al. 2015: two 3×3 convolutions, each with batch norm, a ReLU between them."""
    first, second = (Conv2d(channels, (3, 3), padding=(1, 1), bias=False) for _ in range(2))
    return (first, BatchNorm2d(), ReLU(), second, BatchNorm2d())
