"""The arithmetic of one number, for each kind of layer, from the tensors that torch uses.

Products are float32, as torch's are; their sums are float64, so that what differs from torch's own
value is torch's rounding. Formulas are those of PyTorch's documentation of each layer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from torch import Tensor

from cnnstudio.core.arithmetic import Arithmetic, Line, Reading
from cnnstudio.core.tensors import Floats
from cnnstudio.engine.pointwise import POINTWISE, batch_norm

Spot = tuple[int, int, int]

#: PyTorch's own, which the batch norm of a projection keeps.
PROJECTION_EPS = 1e-5


class Asked(NamedTuple):
    """A layer, its tensors by name, the number at `spot` of its output, and what it reads:
    `values` (channels, rows, columns) of `source`, a list as maps of one cell."""

    layer: Any
    tensors: Mapping[str, Tensor]
    spot: Spot
    source: str
    values: Floats

    def tensor(self, name: str) -> Floats:
        return self.tensors[name].detach().numpy()

    def bias(self, *place: int) -> float | None:
        return float(self.tensor("bias")[place]) if "bias" in self.tensors else None


def arithmetic(asked: Asked) -> Arithmetic:
    """Where the number comes from."""
    pointwise = POINTWISE.get(asked.layer.kind)
    if pointwise is None:
        return ARITHMETICS[asked.layer.kind](asked)
    channel, row, column = asked.spot
    found = pointwise(asked.layer, asked.tensors, float(asked.values[asked.spot]), channel)
    return Arithmetic(
        readings=(reading(asked.source, asked.values, [channel], [row], [column]),),
        lines=found.lines,
        terms=1,
        magnitude=found.magnitude,
        summary=found.summary,
    )


def branches(body: tuple[str, Floats], shortcut: tuple[str, Floats], spot: Spot) -> Arithmetic:
    """Of a residual block: what its layers and its shortcut put out, each with its name."""
    channel, row, column = spot
    readings = tuple(
        reading(source, values, [channel], [row], [column], branch=branch)
        for branch, (source, values) in zip(("body", "shortcut"), (body, shortcut), strict=True)
    )
    terms = [float(one.sums.sum()) for one in readings]
    line = Line("branches", sum(terms), {"body": terms[0], "shortcut": terms[1]})
    return Arithmetic(readings, (line,), terms=2, magnitude=sum(map(abs, terms)))


def projection(asked: Asked) -> Arithmetic:
    """Of a block's shortcut: a 1×1 convolution without bias, batch norm after it if there is."""
    _, row, column = asked.spot
    down, across = asked.layer.projection_stride()
    kernel = asked.tensor("shortcut.0.weight")[asked.spot[0]]
    channels = range(len(kernel))
    read = reading(
        asked.source, asked.values, channels, [row * down], [column * across], factors=kernel
    )
    summed = _summed(read, None)
    normed = {
        name.removeprefix("shortcut.1."): tensor
        for name, tensor in asked.tensors.items()
        if name.startswith("shortcut.1.")
    }
    if not normed:
        return summed
    then = batch_norm(normed, summed.result, asked.spot[0], eps=PROJECTION_EPS)
    scale = abs(then.summary.values["weight"]) / then.summary.values["spread"]
    return Arithmetic(
        summed.readings,
        (*summed.lines, *then.lines),
        summed.terms,
        summed.magnitude * scale + then.magnitude,
    )


def reading(
    source: str,
    values: Floats,
    channels: Sequence[int],
    rows: Sequence[int],
    columns: Sequence[int],
    *,
    factors: Floats | None = None,
    branch: str = "",
) -> Reading:
    """The numbers at these places of maps, 0 beyond them, and what each channel of them comes to
    when they are multiplied by the factors, if any, and added."""
    size = (values.shape[1], values.shape[2])
    window = np.zeros((len(channels), len(rows), len(columns)), np.float32)
    inside = [
        [at for at, place in enumerate(places) if 0 <= place < length]
        for places, length in zip((rows, columns), size, strict=True)
    ]
    if len(channels) and inside[0] and inside[1]:
        of_rows, of_columns = [rows[at] for at in inside[0]], [columns[at] for at in inside[1]]
        found = values[np.ix_(channels, of_rows, of_columns)]
        window[np.ix_(range(len(channels)), *inside)] = found
    products = window if factors is None else window * factors
    sums = products.sum(axis=(1, 2), dtype=np.float64)
    places = tuple(map(int, rows)), tuple(map(int, columns))
    kept = None if factors is None else np.ascontiguousarray(factors, np.float32)
    indices = np.asarray(channels, np.intp)
    return Reading(source, indices, *places, size, window, kept, sums, branch)


def _summed(read: Reading, bias: float | None) -> Arithmetic:
    """Of products that are added, and a bias."""
    products = read.values if read.factors is None else read.values * read.factors
    total = float(read.sums.sum()) + (bias or 0.0)
    line = Line(
        "sum_of_products" if bias is None else "sum_and_bias", total, {"products": products.size}
    )
    magnitude = float(np.abs(products).sum(dtype=np.float64)) + abs(bias or 0.0)
    return Arithmetic((read,), (line,), products.size + 1, magnitude, bias)


def _taps(asked: Asked, dilation: tuple[int, int] = (1, 1)) -> tuple[list[int], list[int]]:
    """Rows and columns, padding included, that the layer's window reads for the number."""
    layer = asked.layer
    rows, columns = (
        [
            place * layer.stride[axis] - layer.padding[axis] + tap * dilation[axis]
            for tap in range(layer.kernel_size[axis])
        ]
        for axis, place in enumerate(asked.spot[1:])
    )
    return rows, columns


def _convolution(asked: Asked) -> Arithmetic:
    layer, filter = asked.layer, asked.spot[0]
    share = len(asked.values) // layer.groups
    first = filter // (layer.out_channels // layer.groups) * share
    rows, columns = _taps(asked, layer.dilation)
    kernel = asked.tensor("weight")[filter]
    channels = range(first, first + share)
    read = reading(asked.source, asked.values, channels, rows, columns, factors=kernel)
    return _summed(read, asked.bias(filter))


def _locally_connected(asked: Asked) -> Arithmetic:
    kernel = asked.tensor("weight")[asked.spot]
    kernel = kernel.reshape(len(asked.values), *asked.layer.kernel_size)
    channels, (rows, columns) = range(len(asked.values)), _taps(asked)
    read = reading(asked.source, asked.values, channels, rows, columns, factors=kernel)
    return _summed(read, asked.bias(*asked.spot))


def _linear(asked: Asked) -> Arithmetic:
    output = asked.spot[0]
    weights = asked.tensor("weight")[output].reshape(-1, 1, 1)
    channels = range(len(asked.values))
    read = reading(asked.source, asked.values, channels, [0], [0], factors=weights)
    return _summed(read, asked.bias(output))


def _max_pool(asked: Asked) -> Arithmetic:
    rows, columns = _taps(asked)
    read = reading(asked.source, asked.values, asked.spot[:1], rows, columns)
    inside = [
        (row, column)
        for row, column in np.ndindex(len(rows), len(columns))
        if not read.is_padding(row, column)
    ]
    values = np.array([read.values[0, row, column] for row, column in inside])
    winner = int(values.argmax())
    line = Line("largest", float(values[winner]), {"numbers": len(inside)})
    return Arithmetic((read,), (line,), 1, abs(line.result), winner=(0, *inside[winner]))


def _average(asked: Asked, rows: Sequence[int], columns: Sequence[int]) -> Arithmetic:
    read = reading(asked.source, asked.values, asked.spot[:1], rows, columns)
    count, total = read.values.size, float(read.sums.sum())
    lines = (
        Line("sum_of_window", total, {"numbers": count}),
        Line("divided", total / count, {"sum": total, "numbers": count}),
    )
    magnitude = float(np.abs(read.values).sum(dtype=np.float64)) / count
    return Arithmetic((read,), lines, count, magnitude)


def _adaptive_average(asked: Asked) -> Arithmetic:
    """Place i reads the cells from floor(i·N/M) up to ceil((i + 1)·N/M)."""
    rows, columns = (
        range(place * size // bins, -(-(place + 1) * size // bins))
        for place, size, bins in zip(
            asked.spot[1:], asked.values.shape[1:], asked.layer.output_size, strict=True
        )
    )
    return _average(asked, rows, columns)


def _flatten(asked: Asked) -> Arithmetic:
    place = np.unravel_index(asked.spot[0], asked.values.shape)
    channel, row, column = (int(at) for at in place)
    read = reading(asked.source, asked.values, [channel], [row], [column])
    value = float(read.values[0, 0, 0])
    return Arithmetic((read,), (Line("taken_over", value),), 1, abs(value))


def _softmax(asked: Asked) -> Arithmetic:
    """e^xᵢ / Σⱼ e^xⱼ over the channels; the largest x is taken off all of them first, which
    changes no share and keeps the powers finite."""
    channel, row, column = asked.spot
    every = range(len(asked.values))
    read = reading(asked.source, asked.values, every, [row], [column])
    numbers = read.values[:, 0, 0].astype(np.float64)
    largest = numbers.max()
    powers = np.exp(numbers - largest)
    total, own = float(powers.sum()), float(powers[channel])
    lines = (
        Line("power", own, {"value": float(numbers[channel]), "largest": float(largest)}),
        Line("sum_of_powers", total, {"numbers": len(numbers)}),
        Line("share", own / total, {"power": own, "sum": total}),
    )
    magnitude = own / total * (1 + abs(float(numbers[channel] - largest)))
    return Arithmetic((replace(read, sums=powers),), lines, len(numbers), magnitude)


def _local_response_norm(asked: Asked) -> Arithmetic:
    """x / (k + α/n · Σ x²)^β over n channels around the number's own; those that would lie beyond
    the first or the last count as 0 (Krizhevsky et al. 2012; PyTorch divides α by n)."""
    layer, (channel, row, column) = asked.layer, asked.spot
    first = max(0, channel - layer.size // 2)
    end = min(len(asked.values), channel + (layer.size - 1) // 2 + 1)
    window = asked.values[first:end, row : row + 1, column : column + 1]
    read = reading(asked.source, asked.values, range(first, end), [row], [column], factors=window)
    own, squares = float(asked.values[asked.spot]), float(read.sums.sum())
    inner = layer.k + layer.alpha / layer.size * squares
    divisor = inner**layer.beta
    settings = {"k": layer.k, "alpha": layer.alpha, "size": layer.size, "squares": squares}
    lines = (
        Line("sum_of_squares", squares, {"maps": end - first}),
        Line("loudness", inner, settings),
        Line("to_the_power", divisor, {"base": inner, "beta": layer.beta}),
        Line("divided_by", own / divisor, {"value": own, "divisor": divisor}),
    )
    return Arithmetic((read,), lines, end - first, abs(own / divisor) * (1 + layer.beta))


#: Kind of layer -> its arithmetic, where it reads more than the one number at the same place.
ARITHMETICS: Mapping[str, Callable[[Asked], Arithmetic]] = {
    "Conv2d": _convolution,
    "LocallyConnected2d": _locally_connected,
    "Linear": _linear,
    "MaxPool2d": _max_pool,
    "AvgPool2d": lambda asked: _average(asked, *_taps(asked)),
    "AdaptiveAvgPool2d": _adaptive_average,
    "Flatten": _flatten,
    "Softmax": _softmax,
    "LocalResponseNorm": _local_response_norm,
}
