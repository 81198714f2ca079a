"""Feature maps and numbers that are switched off."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Off:
    """Puts 0 in the place of some maps (N, channels, height, width) or numbers (N, count) of an
    output, and so of their gradients. Indices that the output lacks mean nothing."""

    def __init__(self, indices: tuple[int, ...]) -> None:
        self._indices = indices
        self._mask: Tensor | None = None

    def __call__(self, x: Tensor) -> Tensor:
        return x.masked_fill(self._mask_for(x), 0)

    def _mask_for(self, x: Tensor) -> Tensor:
        shape = (x.shape[1], *[1] * (x.dim() - 2))
        if self._mask is None or self._mask.shape != shape or self._mask.device != x.device:
            with torch.inference_mode(False):  # else no gradient could pass it later
                mask = torch.zeros(shape, dtype=torch.bool)
                mask[[index for index in self._indices if index < len(mask)]] = True
                self._mask = mask.to(x.device)
        return self._mask


class Switched:
    """A layer some of whose outputs are off."""

    def __init__(self, step: nn.Module, off: Off) -> None:
        self._step = step
        self._off = off

    def __call__(self, x: Tensor) -> Tensor:
        return self._off(self._step(x))
