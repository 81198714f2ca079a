"""The filters of the first layer that looks at the picture, at moments along a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnstudio.core.layers import Conv2d, Layer, Linear, Shape
from cnnstudio.core.network import Network

Maps = npt.NDArray[np.float32]

#: Filters that are kept: more do not fit on the screen.
MOST_FILTERS = 32
_RGB = 3
#: Of filters that look at so many channels a single picture shows everything.
PICTURED_CHANNELS = (1, _RGB)
#: Moments that are kept at most.
MOST_MOMENTS = 64
_EARLY = (0, 20, 60, 200)


@dataclass(frozen=True, eq=False)
class Moment:
    """Filters (N, height, width), or in colour (N, 3, height, width), as they were at a step."""

    step: int
    maps: Maps


def looking_layer(network: Network) -> Conv2d | Linear | None:
    """The first layer with filters or templates that can be seen as pictures."""
    for layer in network.layers:
        if isinstance(layer, Conv2d | Linear):
            return layer
    return None


def as_maps(layer: Layer, weight: Maps, picture: Shape) -> Maps | None:
    """A layer's weights as pictures: of its first input channel, or, of a convolution over red,
    green and blue, in colour, (filters, 3, height, width). None where they are none.

    Conv2d's weight is (filters, channels, height, width); Linear's is (outputs, inputs), pictures
    where the inputs are those of a `picture` (channels, height, width).
    """
    if isinstance(layer, Conv2d):
        shown = weight[:MOST_FILTERS]
        return np.array(shown if weight.shape[1] == _RGB else shown[:, 0], np.float32)
    channels, height, width = picture
    if weight.shape[1] != channels * height * width:
        return None
    return np.array(weight[:MOST_FILTERS].reshape(-1, channels, height, width)[:, 0], np.float32)


class FilterHistory:
    """Keeps the first probe at or after each of a few steps: 0, 20, 60, 200, then epochs."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.now: Moment | None = None
        self._per_epoch = 0
        self._next = 0

    def start(self) -> None:
        """Forget everything: a run begins."""
        self.moments, self.now = [], None
        self._next = 0

    def set_epoch(self, steps: int) -> None:
        """An epoch has so many steps."""
        self._per_epoch = steps

    def add(self, step: int, maps: Maps) -> None:
        """Filters at a step that is not before the last one."""
        self.now = Moment(step, maps)
        if step < self._next or len(self.moments) >= MOST_MOMENTS:
            return
        self.moments.append(self.now)
        self._next = self._target_after(step)

    def targets(self, last: int) -> list[int]:
        """The steps up to the last one of which moments are wanted."""
        found, step = list[int](), 0
        while step <= last and len(found) < MOST_MOMENTS:
            found.append(step)
            step = self._target_after(step)
        return found

    def fill(self, moments: list[Moment]) -> None:
        """The moments of a run of which nothing was seen, in order."""
        self.moments = moments
        self._next = self._target_after(moments[-1].step) if moments else 0

    def _target_after(self, step: int) -> int:
        later = [early for early in _EARLY if early > step]
        if self._per_epoch:
            done = step // self._per_epoch
            # Beyond the fourth epoch a moment stands for a quarter more each time.
            later.append((done + max(1, done // 4)) * self._per_epoch)
        return min(later, default=step + 1)

    def columns(self, most: int) -> list[Moment]:
        """At most so many moments, the first and the present ones among them."""
        now = [self.now] if self.now else []
        past = [m for m in self.moments if not self.now or m.step < self.now.step]
        room = max(most - len(now), 1)
        if len(past) > room:
            places = np.unique(np.linspace(0, len(past) - 1, room).round().astype(int))
            past = [past[place] for place in places]
        return past + now
