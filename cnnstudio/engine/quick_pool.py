"""Max pooling by 2×2 windows, several times faster on a CPU than torch's for few channels."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

#: From here on torch's own fills the CPU's vectors, as it computes along the channels.
_FEW_CHANNELS = 16


class QuickMaxPool2d(nn.Module):
    """nn.MaxPool2d(2). Where two numbers of a window are equal and the largest, the gradient may
    go to another of the two than with torch's."""

    def forward(self, x: Tensor) -> Tensor:
        if x.device.type != "cpu" or x.shape[1] >= _FEW_CHANNELS:
            return F.max_pool2d(x, 2)
        rows, columns = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
        pooled: Tensor = _Pool.apply(x[:, :, :rows, :columns])
        return pooled


class _Pool(torch.autograd.Function):
    """The larger row of each pair, then the larger column: whole rows at once."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        tall = torch.maximum(*_rows(x))
        ctx.save_for_backward(x, tall)
        return torch.maximum(*_columns(tall))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        x, tall = ctx.saved_tensors
        of_tall, of_x = torch.empty_like(tall), torch.empty_like(x)
        _share(
            gradients[0], tall[..., 0::2], tall[..., 1::2], of_tall[..., 0::2], of_tall[..., 1::2]
        )
        _share(of_tall, x[:, :, 0::2], x[:, :, 1::2], of_x[:, :, 0::2], of_x[:, :, 1::2])
        return of_x


def _rows(x: Tensor) -> tuple[Tensor, Tensor]:
    return x[:, :, 0::2], x[:, :, 1::2]


def _columns(x: Tensor) -> tuple[Tensor, Tensor]:
    return x[..., 0::2], x[..., 1::2]


def _share(gradient: Tensor, a: Tensor, b: Tensor, of_a: Tensor, of_b: Tensor) -> None:
    """Give each gradient to the larger of the two, into `of_a` and `of_b`; to `a` if equal."""
    torch.ge(a, b, out=of_a)
    of_a.mul_(gradient)
    torch.sub(gradient, of_a, out=of_b)
