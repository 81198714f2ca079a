"""Grad-CAM: where a convolution's maps speak for a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor


class Cam(NamedTuple):
    """`weights` (channels,), `coarse` (map's rows, columns), `stretched` (input's rows,
    columns), and the score that is explained."""

    weights: Tensor
    coarse: Tensor
    stretched: Tensor
    score: Tensor


def grad_cam(score: Callable[..., Tensor], x: Tensor, layer_id: str, only_for: bool) -> Cam:
    """Of one picture (1, channels, rows, columns); KeyError for a layer that is not there or
    gives no maps.

    Selvaraju et al., “Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
    Localization”, 2017, equations 1 and 2: each map of the layer weighs as much as its mean
    gradient; with `only_for` a ReLU keeps what speaks for the class. It is stretched bilinearly.
    """
    outputs: dict[str, Tensor] = {}
    value = score(x.detach().requires_grad_(), outputs.__setitem__)
    maps = outputs[layer_id]
    if maps.dim() != 4:
        raise KeyError(f"{layer_id} gives no maps")
    (slopes,) = torch.autograd.grad(value.sum(), maps)
    weights = slopes.mean((2, 3), keepdim=True)
    coarse = (weights * maps.detach()).sum(1, keepdim=True)
    if only_for:
        coarse = coarse.relu()
    size = (x.shape[2], x.shape[3])
    stretched = F.interpolate(coarse, size, mode="bilinear", align_corners=False)
    return Cam(weights.flatten(), coarse[0, 0], stretched[0, 0], value)
