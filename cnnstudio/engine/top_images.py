"""The test digits that excite each unit of a layer most and least, in one pass for all units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from cnnstudio.core.messages import (
    BINS,
    MOST_UNITS,
    Event,
    FindTopImages,
    Floats,
    Picks,
    Progress,
    TopImages,
)
from cnnstudio.engine.passing import output_shape, passing
from cnnstudio.engine.scene import Scene

#: Units whose histograms are made in one piece.
_AT_ONCE = 256


def find_top_images(look: FindTopImages, scene: Scene) -> Iterator[Event | None]:
    """Progress in digits, then a TopImages."""
    scene = scene.kept()
    output = output_shape(scene, look.layer_id)
    total, units = len(scene.test_digits), min(output[0], MOST_UNITS)
    excitements = torch.empty(units, total)
    strongest, weakest = Ranking(look.count, 1), Ranking(look.count, -1)
    for start, end, numbers, _ in passing(scene, look.layer_id, total, to_the_end=False):
        with torch.inference_mode():
            maps = numbers[:, :units].reshape(end - start, units, *numbers.shape[2:] or (1, 1))
            peaks = maps.amax((2, 3)).T.contiguous()
            excitements[:, start:end] = peaks
            strongest.add(peaks, maps, start)
            weakest.add(peaks, maps, start)
        yield Progress(look.request, end, total)
    histogram, low, high = np.zeros((units, BINS), np.int64), *np.zeros((2, units), np.float32)
    for first in range(0, units, _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        histogram[part], low[part], high[part] = histograms(excitements[part])
        yield None
    yield TopImages(
        look.request,
        scene.run_id,
        scene.step,
        look.layer_id,
        output[0],
        total,
        strongest.picks(),
        weakest.picks(),
        histogram,
        low,
        high,
        (excitements <= 0).sum(1).numpy(),
    )


@dataclass
class Ranking:
    """The `count` digits with the largest peaks (`sign` 1) or the smallest (-1), of each unit."""

    count: int
    sign: int

    def __post_init__(self) -> None:
        self._peaks = torch.empty(0, 0)
        self._digits = self._places = torch.empty(0, 0, dtype=torch.int64)
        self._columns = 1

    def add(self, peaks: Tensor, maps: Tensor, start: int) -> None:
        """Peaks (units, n) of the maps (n, units, rows, columns) of the digits from `start` on."""
        peaks, digits = self._first(peaks)
        units = torch.arange(len(peaks)).unsqueeze(1)
        places = maps[digits, units].flatten(2).argmax(2)
        digits = digits + start
        if self._peaks.numel():
            peaks = torch.cat([self._peaks, peaks], 1)
            digits = torch.cat([self._digits, digits], 1)
            places = torch.cat([self._places, places], 1)
        self._peaks, order = self._first(peaks)
        self._digits, self._places = digits.gather(1, order), places.gather(1, order)
        self._columns = maps.shape[3]

    def _first(self, peaks: Tensor) -> tuple[Tensor, Tensor]:
        """The first ones in order and their places; among equals the one that came first, and
        what is no number last."""
        scores = (self.sign * peaks).nan_to_num(-torch.inf, torch.inf, -torch.inf)
        order = scores.argsort(dim=1, descending=True, stable=True)[:, : self.count]
        return peaks.gather(1, order), order

    def picks(self) -> Picks:
        places = torch.stack((self._places // self._columns, self._places % self._columns), 2)
        return Picks(self._digits.numpy(), self._peaks.numpy(), places.numpy())


def histograms(numbers: Tensor) -> tuple[np.ndarray, Floats, Floats]:
    """Of numbers (units, n): counts int64 (units, BINS), and the ends of the ranges (units,).
    What is no number is not counted."""
    known = numbers.isfinite()
    low = numbers.where(known, torch.inf).amin(1)
    high = numbers.where(known, -torch.inf).amax(1)
    span = (high - low).where(high > low, torch.ones(()))
    bins = ((numbers - low[:, None]) / span[:, None] * BINS).nan_to_num(0).long()
    counts = torch.zeros(len(numbers), BINS, dtype=torch.int64)
    counts.scatter_add_(1, bins.clamp(0, BINS - 1), known.long())
    return counts.numpy(), low.numpy(), high.numpy()
