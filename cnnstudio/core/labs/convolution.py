"""The lab of 2-D convolution: one input, one kernel, product by product."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, ClassVar, Self

import numpy as np

from cnnstudio.core.labs import kernels, sources
from cnnstudio.core.labs.base import Choice, Floats, Group, derived, numbers
from cnnstudio.core.labs.digits import first_digit
from cnnstudio.core.labs.filtering import ImageFilterLab
from cnnstudio.core.labs.pictured import NOT_DRAWN
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Pair, choice, pair, switch
from cnnstudio.core.sliding import Convolution

LARGEST_SIZE, LARGEST_KERNEL = 32, 11

_SOURCES = (
    "digit",
    "part",
    "slides",
    "edge",
    "cross",
    "ring",
    "diagonal",
    "random",
    "zeros",
    "house",
    "ball",
    "image",
)


def _first_input() -> Floats:
    return sources.make("digit", (1, 9, 9), digit=first_digit(), scale="small")


def _first_weight() -> Floats:
    return kernels.kernel("sobel_x", (3, 3))[None, None]


@dataclass(frozen=True, kw_only=True, eq=False)
class ConvolutionLab(ImageFilterLab):
    """One channel, one filter: every number of every step."""

    key: ClassVar[str] = "convolution"
    title: ClassVar[Sentence] = say("convolution_title")
    summary: ClassVar[Sentence] = say("convolution_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES

    input: Floats = numbers("Input", 1, LARGEST_SIZE, LARGEST_SIZE, default=_first_input)
    weight: Floats = numbers("Kernel", 1, 1, LARGEST_KERNEL, LARGEST_KERNEL, default=_first_weight)
    bias: Floats = numbers("Bias", 1, default=lambda: np.zeros(1))
    source: str = "digit"
    size: Pair = derived(
        pair(9, "Input", "Rows and columns of the input.", 1, LARGEST_SIZE, symbol="N")
    )
    flipped: bool = switch(
        False,
        "Turn the kernel",
        "Signal processing turns the kernel by 180° before it multiplies; networks do not, since "
        "they learn the kernel anyway.",
    )
    scale: str = choice(
        "small",
        "Pixels",
        "The range in which pictures are written as numbers.",
        {"small": "0 to 9", "bytes": "0 to 255", "unit": "0 to 1"},
    )

    @property
    def is_flipped(self) -> bool:
        return self.flipped

    @cached_property
    def other_way(self) -> Convolution:
        """The same with the kernel turned where it is not, and not turned where it is."""
        operation = self.operation
        return replace(operation, flipped=not operation.flipped)

    @cached_property
    def turning_changes(self) -> int:
        """How many outputs are others for a kernel that is turned."""
        return int((~np.isclose(self.operation.output(), self.other_way.output())).sum())

    # Changing

    @property
    def range_of_pixels(self) -> str:
        return self.scale

    def change(self, name: str, value: Any) -> Self:
        if name == "scale":
            scale = self.setting(name).check(value)
            made = sources.rescaled(self.input, self.scale, scale)
            return replace(self, scale=scale, input=made)._drawn_anew()
        return super().change(name, value)

    def _drawn_anew(self) -> Self:
        """With the source's own numbers in the present range, not those that were rounded in
        another; as it is where they cannot be had."""
        if self.source in NOT_DRAWN:
            return self
        return replace(self, input=self.drawn(self.source, self.input.shape, self.seed))

    def kernels_of_size(self, size: Pair) -> Floats:
        """A known kernel stays that kernel at another size."""
        known = kernels.matching(self.weight[0, 0])
        if known is not None and kernels.takes(known, size):
            return kernels.kernel(known, size)[None, None]
        return super().kernels_of_size(size)

    # Choosing

    def choices(self) -> tuple[Group, ...]:
        return (Group(say("convolution_kernels"), tuple(self._kernel_choices())),)

    def _kernel_choices(self) -> list[Choice]:
        known = kernels.matching(self.weight[0, 0])
        found = [
            Choice(
                row.name,
                partial(self._with_kernel, row.key),
                kernels.kernel(row.key, _preset_size(row.key, self.kernel_size)),
                chosen=row.key == known,
            )
            for row in kernels.KERNELS
        ]
        chance = Choice(say("convolution_random"), partial(self._with_random_kernel))
        zeros = partial(replace, self, weight=np.zeros_like(self.weight))
        return [*found, chance, Choice(say("convolution_clear"), zeros)]

    def _with_random_kernel(self) -> Self:
        """Small whole numbers, others each time."""
        made = self.weight
        seed = self.seed
        while np.array_equal(made, self.weight):
            seed += 1
            made = sources.random_kernel(self.weight.shape, seed)
        return replace(self, weight=made, seed=seed)

    def _with_kernel(self, key: str) -> Self:
        size = _preset_size(key, self.kernel_size)
        return replace(self, weight=kernels.kernel(key, size)[None, None])


def _preset_size(key: str, size: Pair) -> Pair:
    """The size that a kernel is had in: the present one, or 3×3 where it makes no sense in that."""
    return size if kernels.takes(key, size) else (3, 3)
