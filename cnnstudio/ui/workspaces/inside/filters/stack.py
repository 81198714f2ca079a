"""A layer's filters as one stack of kernels, with how large each is and how far it has moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Linear
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Network
from cnnstudio.ui.workspaces.inside.learned import (
    Kernels,
    Learned,
    Matrix,
    Place,
    Templates,
    learned,
    maps_read_by,
)

#: Channels of a colour picture.
RGB = 3


@dataclass(frozen=True, eq=False)
class FilterStack:
    """`kernels` float32 (filters, channels, rows, columns): of a dense layer, the weights of each
    output laid out as the maps that it reads, or each weight a kernel of its own.

    `is_rgb`: the channels are the colours of the picture. `shown` is the form it was learned in.
    """

    kernels: Floats
    is_rgb: bool
    shown: Learned
    bias: Floats | None = None

    def __len__(self) -> int:
        return len(self.kernels)

    @property
    def flat(self) -> Floats:
        """(filters, numbers)."""
        return self.kernels.reshape(len(self.kernels), -1)

    def norms(self) -> Floats:
        """The root of the sum of squares of each filter's weights."""
        return np.asarray(np.linalg.norm(self.flat, axis=1), np.float32)

    def changes(self, start: FilterStack) -> Floats:
        """How far each filter is from where it started, as a share of its norm there; NaN where
        that was 0."""
        first = start.norms()
        moved = np.linalg.norm(self.flat - start.flat, axis=1)
        return np.where(first > 0, moved / np.where(first > 0, first, 1), np.nan).astype(np.float32)


def filter_stack(
    network: Network,
    reports: tuple[LayerReport, ...],
    report: LayerReport,
    tensors: Mapping[str, Floats],
    place: Place | None,
) -> FilterStack | None:
    """The filters in a layer's tensors; None where it has none. `place` as `learned` has it."""
    shown = learned(network, report, tensors, place)
    bias = tensors.get("bias")
    bias = bias if bias is not None and bias.ndim == 1 else None
    if isinstance(shown, Kernels):
        return FilterStack(shown.weight, _reads_colours(network, report, shown), shown, bias)
    if isinstance(shown, Templates):
        return FilterStack(shown.weight[:, None], False, shown, bias)
    if isinstance(shown, Matrix) and isinstance(report.layer, Linear):
        maps = maps_read_by(reports, report.layer)
        shape = maps if maps is not None and len(maps) == 3 else (shown.weight.shape[1], 1, 1)
        return FilterStack(shown.weight.reshape(-1, *shape), False, shown, bias)
    return None


def _reads_colours(network: Network, report: LayerReport, shown: Kernels) -> bool:
    """Whether a filter looks at all three channels of a picture itself."""
    first = network.layers[0].id if network.layers else None
    reads_the_picture = report.layer.id == first and network.input.channels == RGB
    return reads_the_picture and shown.weight.shape[1] == RGB


def sorted_by(key: str, stack: FilterStack, start: FilterStack | None) -> NDArray[np.intp]:
    """The order of the filters: by their number, or by norm or change, the largest first; what is
    no number comes last."""
    if key == "norm":
        values = stack.norms()
    elif key == "change" and start is not None:
        values = stack.changes(start)
    else:
        return np.arange(len(stack))
    return np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")
