"""Filters as coloured pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.messages import Floats
from cnnstudio.ui.look import Theme
from cnnstudio.ui.theme_tables import LEGEND_PERCENTILE
from cnnstudio.ui.widgets.colormap import ColourMap, Pixels, colours_of
from cnnstudio.ui.workspaces.inside.scale import Scale, legend_limit

#: Of a filter with more weights than this, a percentile looks at some: they decide it as well.
_ENOUGH = 512


def limits_of(kernels: Floats, scale: Scale) -> NDArray[np.floating]:
    """Where the colours of each filter (filters, …) end, (filters,), by the mode of the scale."""
    count = len(kernels)
    if scale.mode == "fixed":
        return np.full(count, scale.limit, np.float32)
    if scale.mode == "map":
        flat = kernels.reshape(count, -1)
        every = flat.shape[1] // _ENOUGH | 1  # odd, so that it does not keep to the same places
        flat = np.abs(np.nan_to_num(flat[:, ::every], posinf=0, neginf=0))
        ends = np.percentile(flat, LEGEND_PERCENTILE, axis=1)
        ends = np.where(ends > 0, ends, flat.max(1))
        return np.where(ends > 0, ends, 1.0)
    return np.full(count, legend_limit(kernels, ColourMap.SIGNED), np.float32)


def kernel_pixels(kernels: Floats, limits: NDArray[np.floating], theme: Theme) -> Pixels:
    """Kernels (N, rows, columns), blue below 0 and orange above it; limits (N,)."""
    return colours_of(kernels, ColourMap.SIGNED, limits.reshape(-1, 1, 1), theme)
