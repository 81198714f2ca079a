"""A convolution whose every place has weights of its own. torch has no such layer."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnstudio.core.layers import Shape
from cnnstudio.core.settings import Pair


class LocallyConnected2d(nn.Module):
    """`weight` is (filters, rows, columns, inputs of a window), the inputs in the order of
    `torch.nn.functional.unfold`; `bias`, if there is one, is (filters, rows, columns)."""

    def __init__(
        self, weight: Shape, bias: Shape | None, *, kernel_size: Pair, stride: Pair, padding: Pair
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.empty(weight))
        self.bias = None if bias is None else nn.Parameter(torch.empty(bias))

    def forward(self, x: Tensor) -> Tensor:
        filters, rows, columns, inputs = self.weight.shape
        windows = F.unfold(x, self.kernel_size, padding=self.padding, stride=self.stride)
        # One small product of matrices for each place: (batch × inputs) by (inputs × filters).
        places = windows.permute(2, 0, 1)
        # Reshaped: as weights of a whole model they may lie channels last in memory.
        weights = self.weight.reshape(filters, rows * columns, inputs).permute(1, 2, 0)
        out = torch.bmm(places, weights).permute(1, 2, 0)
        # Of one digit and one row, it would be neither clearly channels first nor last, and torch's
        # batch norm would then give gradients to the wrong numbers (torch 2.15).
        out = out.reshape(x.shape[0], filters, rows, columns).contiguous()
        return out if self.bias is None else out + self.bias
