"""Windows that hypothesis makes up, and what torch makes of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from hypothesis import strategies as st

from cnnstudio.core.sliding import (
    MODES,
    Axis,
    Convolution,
    Floats,
    Pooling,
    largest_padding,
    largest_pool_padding,
)


@st.composite
def axes(draw: st.DrawFn, *, mode: str | None = None, fits: bool = False) -> Axis:
    """Any axis of at most 12 cells whose padding torch allows; with `fits` the window fits."""
    size = draw(st.integers(1, 12))
    mode = draw(st.sampled_from(MODES)) if mode is None else mode
    limit = largest_padding(mode, size)
    padding = st.integers(0, 4 if limit is None else min(4, limit))
    before, after = draw(padding), draw(padding)
    dilation = draw(st.sampled_from([1, 1, 2, 3]))
    most = (before + size + after - 1) // dilation + 1
    kernel = draw(st.integers(1, min(most, 5) if fits else 6))
    return Axis(size, kernel, draw(st.integers(1, 5)), before, after, dilation, mode)


@st.composite
def pool_axes(draw: st.DrawFn, kind: str, *, symmetric: bool = False) -> Axis:
    """An axis that a pooling of this kind takes, and whose window fits."""
    size = draw(st.integers(1, 12))
    dilation = draw(st.integers(1, 3)) if kind == "max" else 1
    kernel = draw(st.integers(1, 5))
    padding = st.integers(0, largest_pool_padding(kernel))
    before = draw(padding)
    after = before if symmetric else draw(padding)
    size = max(size, dilation * (kernel - 1) + 1 - before - after)
    return Axis(size, kernel, draw(st.integers(1, 5)), before, after, dilation)


@st.composite
def arrays(draw: st.DrawFn, *shape: int) -> Floats:
    """Small whole numbers, as on slides, or any others."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    if draw(st.booleans()):
        return random.integers(-9, 10, shape).astype(np.float64)
    return random.standard_normal(shape)


@st.composite
def convolutions(draw: st.DrawFn, *, in_a_row: bool = False) -> Convolution:
    """Convolutions with a place at least; `in_a_row` those of one row."""
    mode = draw(st.sampled_from(MODES))
    columns = draw(axes(mode=mode, fits=True))
    rows = Axis(1, 1) if in_a_row else draw(axes(mode=mode, fits=True))
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    channels, filters = (groups * draw(st.integers(1, 3)) for _ in range(2))
    return Convolution(
        input=draw(arrays(channels, rows.size, columns.size)),
        weight=draw(arrays(filters, channels // groups, rows.kernel, columns.kernel)),
        bias=draw(arrays(filters)),
        rows=rows,
        columns=columns,
        flipped=draw(st.booleans()),
        groups=groups,
    )


@st.composite
def poolings(draw: st.DrawFn, *, symmetric: bool = False) -> Pooling:
    """Poolings with a place at least; `symmetric` those that torch's functions can do alone."""
    kind = draw(st.sampled_from(["max", "average"]))
    rows, columns = (draw(pool_axes(kind, symmetric=symmetric)) for _ in range(2))
    values = draw(arrays(draw(st.integers(1, 3)), rows.size, columns.size))
    return Pooling(values, rows, columns, kind, draw(st.booleans()))


def torch_pad(values: Floats, rows: Axis, columns: Axis, value: float = 0.0) -> torch.Tensor:
    """What torch's `pad` makes of (C, H, W), axis by axis: (1, C, rows, columns)."""
    tensor = torch.tensor(values)[None]
    for axis, pad in (
        (rows, (0, 0, rows.before, rows.after)),
        (columns, (columns.before, columns.after, 0, 0)),
    ):
        if axis.mode == "zeros":
            tensor = F.pad(tensor, pad, value=value)
        else:
            tensor = F.pad(tensor, pad, mode=axis.mode)
    return tensor


def settings_for_torch(rows: Axis, columns: Axis) -> dict[str, Any]:
    return {
        "stride": (rows.stride, columns.stride),
        "dilation": (rows.dilation, columns.dilation),
    }
