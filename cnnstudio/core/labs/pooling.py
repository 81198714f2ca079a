"""The lab of pooling: of each window its maximum and its average, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import Cell, Choice, Figure, Floats, Group, Question, derived, numbers
from cnnstudio.core.labs.diagnosis import wrong_pools
from cnnstudio.core.labs.filtering import output_size_figure, with_number
from cnnstudio.core.labs.pictured import PicturedLab
from cnnstudio.core.labs.pictures import PICTURES
from cnnstudio.core.labs.sweep import SweepLab, fits
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, Pair, choice, pair
from cnnstudio.core.sliding import Axis, Pooling, PoolStep, largest_pool_padding

LARGEST_SIZE, LARGEST_WINDOW, LARGEST_SHIFT = 64, 9, 4

_SOURCES = (
    "slides",
    "ramp",
    "checker",
    "ring",
    "random",
    "zeros",
    "digit",
    "part",
    "house",
    "ball",
    "image",
)

#: Sources that are looked at as pictures; those of them that need all greys.
_PICTURES = frozenset({*PICTURES, "digit", "part", "image"})
_SHADED = frozenset({*PICTURES, "image"})

#: The output grids: what each keeps of a window.
MAXIMUM, AVERAGE = "output:0", "output:1"


def _first_input() -> Floats:
    return sources.make("random", (1, 6, 6), seed=3, scale="small")


@dataclass(frozen=True, kw_only=True, eq=False)
class PoolingLab(SweepLab, PicturedLab):
    """Grids: input:0 (shifted), window:0, output:0 for the maximum, output:1 for the average."""

    key: ClassVar[str] = "pooling"
    title: ClassVar[Sentence] = say("pooling_title")
    summary: ClassVar[Sentence] = say("pooling_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES
    asks: ClassVar[bool] = True

    input: Floats = numbers("Input", 1, LARGEST_SIZE, LARGEST_SIZE, default=_first_input)
    source: str = "random"
    seed: int = 3
    size: Pair = derived(
        pair(6, "Input", "Rows and columns of the input.", 1, LARGEST_SIZE, symbol="N")
    )
    kernel_size: Pair = pair(
        2,
        "Window",
        "Rows and columns of which one number is kept.",
        1,
        LARGEST_WINDOW,
        symbol="F",
    )
    stride: Pair = pair(2, "Stride", "Cells that the window moves at each step.", 1, 9, symbol="S")
    padding: Pair = pair(
        0,
        "Padding",
        "Rows and columns added around the input, at most half a window. They never are the "
        "maximum, and count as zeros in an average.",
        0,
        LARGEST_WINDOW // 2,
        symbol="P",
    )
    shift: Pair = pair(
        0,
        "Shift by",
        "Moves the input by so many rows and columns, to see how little the outputs change.",
        -LARGEST_SHIFT,
        LARGEST_SHIFT,
    )
    question_about: str = choice(
        "maximum",
        "Ask for",
        "Which of the two numbers is to be predicted.",
        {"maximum": "the maximum", "average": "the average"},
        advanced=True,
    )

    def derive(self) -> None:
        object.__setattr__(self, "size", self.input.shape[1:])

    def check(self) -> None:
        super().check()
        for kernel, padding in zip(self.kernel_size, self.padding, strict=True):
            limit = largest_pool_padding(kernel)
            if padding > limit:
                raise InvalidValue(
                    say("pooling_padding", window=kernel, limit=limit, padding=padding)
                )
        rows, columns = self.axes
        if not fits(rows, columns):
            axis = rows if rows.positions < 1 else columns
            raise InvalidValue(say("sweep_too_large", reach=axis.reach, room=axis.extent))

    @property
    def axes(self) -> tuple[Axis, Axis]:
        rows, columns = (
            Axis(
                self.size[i],
                self.kernel_size[i],
                self.stride[i],
                self.padding[i],
                self.padding[i],
            )
            for i in (0, 1)
        )
        return rows, columns

    def range_of(self, source: str) -> str:
        return "bytes" if source in _SHADED else "small"

    # What is pooled

    @cached_property
    def shifted(self) -> Floats:
        """The input moved by `shift`; what comes in from beyond is 0."""
        return moved(self.input, self.shift)

    @cached_property
    def operation(self) -> Pooling:
        """The maximum's; `average` has the same places."""
        return Pooling(self.shifted, *self.axes, kind="max")

    @cached_property
    def average(self) -> Pooling:
        return Pooling(self.shifted, *self.axes, kind="average")

    @cached_property
    def shown_average(self) -> PoolStep:
        return self.average.step(self.index)

    def channels_read(self, map: int) -> tuple[int, ...]:
        return (0,)

    # What hangs together

    def linked(self, cell: Cell) -> frozenset[Cell]:
        if cell.grid == AVERAGE:
            twin = cell._replace(grid=MAXIMUM)
            return super().linked(twin) | {twin}
        found = super().linked(cell)
        twins = {other._replace(grid=AVERAGE) for other in found if other.grid == MAXIMUM}
        if cell.grid == MAXIMUM:
            twins.add(cell._replace(grid=AVERAGE))
        return found | twins

    def picked(self, cell: Cell) -> Self | None:
        return super().picked(cell._replace(grid=MAXIMUM) if cell.grid == AVERAGE else cell)

    # Changing

    editable = frozenset({"input:0"})

    def edited(self, cell: Cell, value: float) -> Self:
        """Cells are named where they now lie: the shift is taken into the numbers."""
        changed = with_number(self.shifted, (0, cell.row, cell.column), value)
        return replace(self, input=changed, shift=(0, 0), source="own")

    def choices(self) -> tuple[Group, ...]:
        cases: tuple[tuple[str, int, int, Pair, str], ...] = (
            ("pooling_case_usual", 2, 2, (6, 6), "random"),
            ("pooling_case_overlap", 3, 2, (7, 7), "random"),
            ("pooling_case_picture", 9, 1, (48, 48), "house"),
            ("pooling_case_checker", 2, 1, (8, 8), "checker"),
        )
        now = (self.kernel_size, self.stride, self.padding, self.size, self.source)
        made = tuple(
            Choice(
                say(code),
                partial(self._case, kernel, stride, size, source),
                chosen=now == ((kernel, kernel), (stride, stride), (0, 0), size, source),
            )
            for code, kernel, stride, size, source in cases
        )
        moves = tuple(
            Choice(say(code), partial(replace, self, shift=shift), chosen=self.shift == shift)
            for code, shift in (
                ("pooling_shift_none", (0, 0)),
                ("pooling_shift_right", (0, 1)),
                ("pooling_shift_down", (1, 0)),
                ("pooling_shift_both", (1, 1)),
            )
        )
        return (Group(say("pooling_cases"), made), Group(say("pooling_shifts"), moves))

    def _case(self, kernel: int, stride: int, size: Pair, source: str) -> Self:
        return type(self)(
            input=self.drawn(source, (1, *size), seed=3),
            source=source,
            seed=3,
            kernel_size=(kernel, kernel),
            stride=(stride, stride),
            speed=self.speed,
        )

    # Figures and questions

    def figures(self) -> tuple[Figure, ...]:
        return (output_size_figure(*self.axes),)

    @property
    def is_of_picture(self) -> bool:
        return self.source in _PICTURES

    @cached_property
    def changed(self) -> dict[str, NDArray[np.bool_]]:
        """Of the input and of each output: which numbers the shift changes."""
        still = Pooling(self.input, *self.axes, kind="max")
        still_average = Pooling(self.input, *self.axes, kind="average")
        pairs = {
            "input": (self.input, self.shifted),
            "maximum": (still.output(), self.operation.output()),
            "average": (still_average.output(), self.average.output()),
        }
        return {name: ~np.isclose(before, after) for name, (before, after) in pairs.items()}

    @property
    def changes(self) -> dict[str, tuple[int, int]]:
        """How many numbers the shift changes, of how many."""
        return {name: (int(mask.sum()), mask.size) for name, mask in self.changed.items()}

    def while_asked(self) -> Self:
        return self.at(self.step + 1)

    def question(self, step: int) -> Question | None:
        maximum = self.question_about == "maximum"
        operation = self.operation if maximum else self.average
        shown = operation.step(step - 1)
        row, column = shown.place[1:]
        cell = Cell(MAXIMUM if maximum else AVERAGE, row, column)
        about = "pooling_ask_maximum" if maximum else "pooling_ask_average"
        words = say(about, row=row + 1, column=column + 1)
        return Question(cell, shown.result, wrong_pools(operation, step - 1), words)


def moved(values: Floats, shift: Pair) -> Floats:
    """(C, H, W) moved by rows and columns; zeros come in from beyond the border."""
    made = np.zeros_like(values)
    spans = [
        (slice(max(by, 0), size + min(by, 0)), slice(max(-by, 0), size - max(by, 0)))
        for by, size in zip(shift, values.shape[1:], strict=True)
        if abs(by) < size
    ]
    if len(spans) == 2:
        (to_rows, from_rows), (to_columns, from_columns) = spans
        made[:, to_rows, to_columns] = values[:, from_rows, from_columns]
    return made
