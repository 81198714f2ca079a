"""The lab of stride and output size: where the window jumps, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

import numpy as np

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import Choice, Floats, Group, derived, numbers
from cnnstudio.core.labs.filtering import ImageFilterLab
from cnnstudio.core.labs.pictured import NOT_DRAWN
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.settings import InvalidValue, Pair, pair
from cnnstudio.core.sliding import Axis

LARGEST_SIZE, LARGEST_KERNEL = 32, 11

_SOURCES = ("slides", "ramp", "checker", "cross", "random", "zeros", "digit", "part", "image")

#: Settings nearby that fit are offered up to so many.
_MOST_OFFERS = 4


def _first_input() -> Floats:
    return sources.make("slides", (1, 7, 7), scale="small")


def _ones(size: Pair) -> Floats:
    return np.ones((1, 1, *size))


@dataclass(frozen=True, kw_only=True, eq=False)
class StrideLab(ImageFilterLab):
    """A window of ones, so that each output is the sum of what it reads: only the places count."""

    key: ClassVar[str] = "stride"
    title: ClassVar[Sentence] = say("stride_title")
    summary: ClassVar[Sentence] = say("stride_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES

    input: Floats = numbers("Input", 1, LARGEST_SIZE, LARGEST_SIZE, default=_first_input)
    weight: Floats = numbers(
        "Kernel", 1, 1, LARGEST_KERNEL, LARGEST_KERNEL, default=lambda: _ones((3, 3))
    )
    bias: Floats = numbers("Bias", 1, default=lambda: np.zeros(1))
    source: str = "slides"
    size: Pair = derived(
        pair(7, "Input", "Rows and columns of the input.", 1, LARGEST_SIZE, symbol="N")
    )
    stride: Pair = pair(2, "Stride", "Cells that the window moves at each step.", 1, 16, symbol="S")

    editable = frozenset({"input:0"})

    def kernels_of_size(self, size: Pair) -> Floats:
        return _ones(size)

    # What does not fit

    @property
    def comes_out_even(self) -> bool:
        return all(axis.fits_exactly for axis in self.axes)

    def unread(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Rows and columns of the input that no window reads."""
        rows, columns = self.axes
        return rows.unread(), columns.unread()

    def advice(self) -> Sentence | None:
        """What PyTorch makes of a size that does not come out even, or what a long stride skips."""
        rows, columns = self.axes
        uneven = [not axis.fits_exactly for axis in (rows, columns)]
        if not any(uneven):
            return say("stride_skips") if any(self.unread()) else None
        if rows == columns:
            return _rounding("stride_rounds", rows)
        if all(uneven):
            return say(
                "stride_rounds_each",
                exact_rows=f"{float(rows.exact):.2f}",
                exact_columns=f"{float(columns.exact):.2f}",
                rows=rows.positions,
                columns=columns.positions,
                left_rows=rows.left_over,
                left_columns=columns.left_over,
            )
        return (
            _rounding("stride_rounds_rows", rows)
            if uneven[0]
            else _rounding("stride_rounds_columns", columns)
        )

    # Choosing

    def choices(self) -> tuple[Group, ...]:
        lecture = Group(say("stride_lecture"), tuple(self._lecture()))
        offers = tuple(self.offers())
        return (Group(say("stride_offers"), offers), lecture) if offers else (lecture,)

    def _lecture(self) -> Iterator[Choice]:
        """The lecture's cases: N = 7, F = 3, S = 1, 2, 3 without padding and with one of 1; its
        quiz: 5×5 filters, stride 1, padding 2 on 32×32."""
        cases = [(7, 3, stride, padding) for padding in (0, 1) for stride in (1, 2, 3)]
        for size, kernel, stride, padding in [*cases, (32, 5, 1, 2)]:
            name = say("stride_case", size=size, kernel=kernel, stride=stride, padding=padding)
            chosen = (
                self.size == (size, size)
                and self.kernel_size == (kernel, kernel)
                and self.stride == (stride, stride)
                and self.padding == (padding, padding)
                and self.dilation == (1, 1)
            )
            yield Choice(name, partial(self._case, size, kernel, stride, padding), chosen=chosen)

    def _case(self, size: int, kernel: int, stride: int, padding: int) -> Self:
        source = "slides" if self.source in NOT_DRAWN else self.source
        return type(self)(
            input=self.drawn(source, (1, size, size), self.seed),
            source=source,
            seed=self.seed,
            weight=_ones((kernel, kernel)),
            stride=(stride, stride),
            padding=(padding, padding),
            speed=self.speed,
        )

    def offers(self) -> Iterator[Choice]:
        """Settings nearby with which the last window ends at the last cell; none where it does."""
        if self.comes_out_even:
            return
        found = 0
        for name, symbol in (
            ("padding", "P"),
            ("stride", "S"),
            ("kernel_size", "F"),
            ("size", "N"),
        ):
            made = self._nearest(name)
            if made is not None and found < _MOST_OFFERS:
                found += 1
                values = getattr(made, name)
                text = str(values[0]) if values[0] == values[1] else f"{values[0]}×{values[1]}"
                yield Choice(say("stride_offer", symbol=symbol, value=text), partial(_same, made))

    def _nearest(self, name: str) -> Self | None:
        """With the nearest other value of one setting that fits both axes, if there is one."""
        now: Pair = getattr(self, name)
        for away in range(1, 8):
            for sign in (1, -1):
                wanted = (now[0] + sign * away, now[1] + sign * away)
                try:
                    made = self.change(name, wanted)
                except InvalidValue:
                    continue
                if made.comes_out_even:
                    return made
        return None

    def surprising(self, step: int) -> bool:
        place = self.operation.place(step - 1)
        return place.column == 0 or place.column == self.operation.columns.positions - 1


def _rounding(code: str, axis: Axis) -> Sentence:
    """What is left over along an axis that does not come out even."""
    left = axis.left_over
    values = {"exact": f"{float(axis.exact):.2f}", "size": axis.positions, "left": left}
    return say(for_count(code, left), **values)


def _same(lab: StrideLab) -> StrideLab:
    return lab
