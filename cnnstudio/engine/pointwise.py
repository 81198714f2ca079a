"""The arithmetic of layers that make each number from the one at the same place."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from torch import Tensor

from cnnstudio.core.arithmetic import Line


class Made(NamedTuple):
    """`lines` from x to the result, `summary` all in one line. `magnitude` is how large the
    numbers are whose float32 rounding shows in the result."""

    lines: tuple[Line, ...]
    summary: Line
    magnitude: float

    @classmethod
    def at_once(cls, code: str, x: float, result: float, **values: float) -> Made:
        line = Line(code, result, {"value": x, **values})
        return cls((line,), line, max(abs(result), abs(x) * 2.0**-20))


#: (layer, its tensors by name, x, the map that x is in) -> what is made of x.
Pointwise = Callable[[Any, Mapping[str, Tensor], float, int], Made]


def _activation(code: str, formula: Callable[[float], float]) -> Pointwise:
    return lambda _layer, _tensors, x, _map: Made.at_once(code, x, formula(x))


def _leaky_relu(layer: Any, _tensors: Mapping[str, Tensor], x: float, _map: int) -> Made:
    slope = layer.negative_slope
    return Made.at_once("leaky_relu", x, x if x > 0 else slope * x, slope=slope)


def _sigmoid(x: float) -> float:
    power = math.exp(-abs(x))
    return (1 if x >= 0 else power) / (1 + power)


def _gelu(_layer: Any, _tensors: Mapping[str, Tensor], x: float, _map: int) -> Made:
    """x · Φ(x), with Φ the share of the standard normal distribution below x."""
    share = 0.5 * (1 + math.erf(x / math.sqrt(2)))
    line = Line("gelu", x * share, {"value": x, "share": share})
    # float32 forms 1 + erf first, which loses the small shares of large negative x.
    return Made((line,), line, abs(x))


def _batch_norm(layer: Any, tensors: Mapping[str, Tensor], x: float, map: int) -> Made:
    return batch_norm(tensors, x, map, layer.eps)


def batch_norm(tensors: Mapping[str, Tensor], x: float, map: int, eps: float) -> Made:
    """(x − mean) / √(variance + ε) · weight + bias, with the mean and the variance that were
    kept while training."""
    names = ("running_mean", "running_var", "weight", "bias")
    mean, variance, weight, bias = (tensors[name].detach()[map].item() for name in names)
    spread = math.sqrt(variance + eps)
    centred = x - mean
    scaled = centred / spread
    result = scaled * weight + bias
    lines = (
        Line("minus_mean", centred, {"value": x, "mean": mean}),
        Line("over_spread", scaled, {"value": centred, "spread": spread}),
        Line("times_weight", scaled * weight, {"value": scaled, "weight": weight}),
        Line("plus_shift", result, {"value": scaled * weight, "shift": bias}),
    )
    values = {"value": x, "mean": mean, "spread": spread, "weight": weight, "shift": bias}
    magnitude = (abs(x) + abs(mean)) * abs(weight) / spread + abs(bias)
    return Made(lines, Line("batch_norm", result, values), magnitude)


#: Kind of layer -> what it makes of a number.
POINTWISE: Mapping[str, Pointwise] = {
    "ReLU": _activation("relu", lambda x: x if math.isnan(x) else max(0.0, x)),
    "LeakyReLU": _leaky_relu,
    "Tanh": _activation("tanh", math.tanh),
    "Sigmoid": _activation("sigmoid", _sigmoid),
    "GELU": _gelu,
    "BatchNorm2d": _batch_norm,
    "Dropout": _activation("kept", lambda x: x),
}
