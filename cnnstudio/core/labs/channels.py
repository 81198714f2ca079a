"""The lab of channels: a filter has a kernel for each plane of its input, and sums them all up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Self

import numpy as np

from cnnstudio.core.labs import kernels, sources
from cnnstudio.core.labs.base import Choice, Figure, Floats, Group, derived, numbers
from cnnstudio.core.labs.filtering import ImageFilterLab
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Pair, pair, whole

LARGEST_SIZE, LARGEST_KERNEL, MOST_CHANNELS = 32, 11, 16

_SOURCES = ("numbers", "slides", "random", "house", "ball", "flower", "lights", "digit", "image")


def _first_input() -> Floats:
    return sources.make("random", (3, 4, 4), seed=5, scale="small")


def _first_weight() -> Floats:
    made = [kernels.kernel(name, (3, 3)) for name in ("sobel_x", "identity", "laplacian")]
    return np.stack(made)[None]


@dataclass(frozen=True, kw_only=True, eq=False)
class ChannelsLab(ImageFilterLab):
    """C planes, one filter of C kernels: partial sums, their total, the bias, one output cell."""

    key: ClassVar[str] = "channels"
    title: ClassVar[Sentence] = say("channels_title")
    summary: ClassVar[Sentence] = say("channels_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES

    input: Floats = numbers(
        "Input", MOST_CHANNELS, LARGEST_SIZE, LARGEST_SIZE, default=_first_input
    )
    weight: Floats = numbers(
        "Filter", 1, MOST_CHANNELS, LARGEST_KERNEL, LARGEST_KERNEL, default=_first_weight
    )
    bias: Floats = numbers("Bias", 1, default=lambda: np.ones(1))
    source: str = "random"
    seed: int = 5
    size: Pair = derived(
        pair(4, "Input", "Rows and columns of each plane.", 1, LARGEST_SIZE, symbol="N")
    )
    channels: int = derived(
        whole(
            3,
            "Channels C",
            "Planes of the input. The filter always has a kernel for each of them.",
            1,
            8,
        )
    )

    def derive(self) -> None:
        super().derive()
        # Inputs of layers may have more channels than the box offers.
        object.__setattr__(self, "channels", min(len(self.input), 8))

    @property
    def depth(self) -> int:
        """Channels of the input, and kernels of the filter."""
        return len(self.input)

    def change(self, name: str, value: Any) -> Self:
        if name == "channels":
            return self._with_depth(self.setting(name).check(value))
        return super().change(name, value)

    def _with_depth(self, depth: int) -> Self:
        """Planes and kernels are added, or left out, together."""
        size = self.weight.shape[2:]
        more = sources.random_kernel((1, depth, *size), seed=depth)
        common = min(depth, self.depth)
        more[:, :common] = self.weight[:, :common]
        return replace(self, input=self.input_of_shape((depth, *self.size)), weight=more)

    def kernels_of_size(self, size: Pair) -> Floats:
        """Known kernels stay what they are at another size."""
        centred = super().kernels_of_size(size)
        for channel, kernel in enumerate(self.weight[0]):
            known = kernels.matching(kernel)
            if known is not None and kernels.takes(known, size):
                centred[0, channel] = kernels.kernel(known, size)
        return centred

    # Choosing

    def choices(self) -> tuple[Group, ...]:
        cases = (
            Choice(
                say("channels_case_small"),
                partial(self._small),
                chosen=self.is_like((3, 4, 4), (1, 3, 3, 3), "random"),
            ),
            Choice(
                say("channels_case_lecture"),
                partial(self._lecture),
                chosen=self.is_like((3, 32, 32), (1, 3, 5, 5), "house"),
            ),
            Choice(say("channels_case_grey"), partial(self._grey), chosen=self._is_pointwise),
        )
        filters = (
            Choice(say("channels_filter_edges"), partial(self._same_in_all, "sobel_x")),
            Choice(say("channels_filter_blur"), partial(self._same_in_all, "blur")),
            Choice(say("channels_filter_opposed"), partial(self._opposed)),
            Choice(say("channels_filter_random"), partial(self._random)),
        )
        return (Group(say("channels_cases"), cases), Group(say("channels_filters"), filters))

    @property
    def _is_pointwise(self) -> bool:
        return self.kernel_size == (1, 1)

    def _small(self) -> Self:
        return type(self)(speed=self.speed)

    def _lecture(self) -> Self:
        """The lecture's 32×32×3 image and 5×5×3 filter."""
        weight = np.stack([kernels.kernel("sobel_x", (5, 5))] * 3)[None]
        return type(self)(
            input=self.drawn("house", (3, 32, 32)),
            source="house",
            weight=weight,
            bias=np.zeros(1),
            speed=self.speed,
        )

    def _grey(self) -> Self:
        """1×1: no neighbours, only the channels are mixed; here into brightness (sources.LUMA)."""
        weight = np.resize(np.array([0.3, 0.6, 0.1]), (1, self.depth, 1, 1))
        return replace(self, weight=weight, bias=np.zeros(1), step=0)

    def _same_in_all(self, name: str) -> Self:
        size = self.kernel_size if kernels.takes(name, self.kernel_size) else (3, 3)
        return replace(self, weight=np.stack([kernels.kernel(name, size)] * self.depth)[None])

    def _opposed(self) -> Self:
        """The first channel counts for, the second against: such filters find colours."""
        weight = np.zeros((1, self.depth, *self.kernel_size))
        middle = tuple((n - 1) // 2 for n in self.kernel_size)
        weight[(0, 0, *middle)] = 1
        if self.depth > 1:
            weight[(0, 1, *middle)] = -1
        return replace(self, weight=weight)

    def _random(self) -> Self:
        seed = self.seed + 1
        made = sources.random_kernel(self.weight.shape, seed)
        return replace(self, weight=made, seed=seed)

    def figures(self) -> tuple[Figure, ...]:
        rows, columns = self.kernel_size
        weights = self.weight.size + 1
        formula = f"{rows}·{columns}·{self.depth} + 1"
        return (*super().figures(), Figure(say("channels_parameters"), formula, str(weights)))
