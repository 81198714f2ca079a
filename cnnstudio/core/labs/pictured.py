"""Labs whose input is a picture: where it comes from, and how it is brought to another size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import Floats, Lab
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue, Pair, Setting, settings_of, shown

#: Inputs that nothing can make anew: the user's own numbers, an image file, the current digit.
NOT_DRAWN = ("own", "image", "digit", "part")

_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, kw_only=True, eq=False)
class PicturedLab(Lab):
    """A lab with a field `input` (C, H, W) of numbers in the range `scale`.

    `source` says what the input was made from, or "own"; `seed` which of the random ones.
    """

    #: What its input may come from.
    SOURCES: ClassVar[tuple[str, ...]] = ()

    input: Floats
    source: str = "own"
    seed: int = 0

    def check(self) -> None:
        super().check()
        if self.source not in (*self.SOURCES, "own"):
            raise InvalidValue(say("lab_source", value=shown(self.source)))
        whole = isinstance(self.seed, int) and not isinstance(self.seed, bool)
        if not whole or not 0 <= self.seed <= _LARGEST_SEED:
            raise InvalidValue(say("lab_seed", value=shown(self.seed)))

    @property
    def range_of_pixels(self) -> str:
        """How pixels are written as numbers: small (0 to 9), bytes (0 to 255), unit (0 to 1)."""
        return "small"

    def range_of(self, source: str) -> str:
        """The range that an input from this source is made in."""
        return self.range_of_pixels

    def sources(self) -> tuple[str, ...]:
        return self.SOURCES

    def with_source(self, source: str, seed: int, digit: Floats | None) -> Self:
        made = self.drawn(source, self.input.shape, seed, digit)
        return replace(self, input=made, source=source, seed=seed)

    def drawn(
        self, source: str, shape: tuple[int, ...], seed: int = 0, digit: Floats | None = None
    ) -> Floats:
        """An input from one of the sources, in this shape."""
        channels, rows, columns = shape
        return sources.make(
            source, (channels, rows, columns), seed=seed, digit=digit, scale=self.range_of(source)
        )

    def with_image(self, image: NDArray[np.uint8]) -> Self:
        channels, rows, columns = self.input.shape
        fitted = sources.fitted(image, (channels, rows, columns))
        made = sources.rescaled(fitted, "unit", self.range_of("image"))
        return replace(self, input=made, source="image")

    def input_of_shape(self, shape: tuple[int, ...]) -> Floats:
        """The input in another shape: drawn anew where it can be, else cut or filled with zeros."""
        if self.source not in NOT_DRAWN:
            return self.drawn(self.source, shape, self.seed)
        return resized(self.input, shape)

    def change(self, name: str, value: Any) -> Self:
        if name == "size":
            size: Pair = self.setting(name).check(value)
            return replace(self, input=self.input_of_shape((len(self.input), *size)))
        return super().change(name, value)

    def setting(self, name: str) -> Setting:
        return next(s for s in settings_of(type(self)) if s.name == name)


def resized(values: Floats, shape: tuple[int, ...]) -> Floats:
    """The numbers cut off, or filled up with zeros, at the far end of each dimension."""
    made = np.zeros(shape)
    common = tuple(slice(min(a, b)) for a, b in zip(values.shape, shape, strict=True))
    made[common] = values[common]
    return made
