"""The lab of padding: how often each cell is read, and how the border is filled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import (
    Cell,
    Choice,
    Figure,
    Floats,
    Group,
    Question,
    derived,
    numbers,
)
from cnnstudio.core.labs.filtering import output_size_figure, with_number
from cnnstudio.core.labs.padding_questions import filled_in, read_so_far
from cnnstudio.core.labs.pictured import PicturedLab
from cnnstudio.core.labs.sweep import SweepLab, fits
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.settings import InvalidValue, Pair, choice, pair
from cnnstudio.core.sliding import Axis, Convolution, Place, largest_padding, same_padding

LARGEST_SIZE, LARGEST_WINDOW, LARGEST_PADDING = 16, 7, 16

_SOURCES = ("ramp", "slides", "cross", "ring", "random", "zeros", "digit", "part", "image")


def _first_input() -> Floats:
    return sources.make("ramp", (1, 5, 5), scale="small")


@dataclass(frozen=True, kw_only=True, eq=False)
class PaddingLab(SweepLab, PicturedLab):
    """First the padding is added, ring by ring; then the window counts what it reads.

    Grids: input:0 with its padding; plain and padded: how often each cell is read without
    padding, and with it.
    """

    key: ClassVar[str] = "padding"
    title: ClassVar[Sentence] = say("padding_title")
    summary: ClassVar[Sentence] = say("padding_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES
    asks: ClassVar[bool] = True

    input: Floats = numbers("Input", 1, LARGEST_SIZE, LARGEST_SIZE, default=_first_input)
    source: str = "ramp"
    size: Pair = derived(
        pair(5, "Input", "Rows and columns of the input.", 1, LARGEST_SIZE, symbol="N")
    )
    kernel_size: Pair = pair(
        3, "Window", "Rows and columns of the window.", 1, LARGEST_WINDOW, symbol="F"
    )
    stride: Pair = pair(1, "Stride", "Cells that the window moves at each step.", 1, 8, symbol="S")
    padding: Pair = pair(
        1,
        "Padding",
        "Rows and columns added on each side.",
        0,
        LARGEST_PADDING,
        symbol="P",
    )
    fit: str = choice(
        "own",
        "How much",
        "PyTorch’s names: valid adds nothing; same adds what keeps the output as large as the "
        "input.",
        {"own": "As set", "valid": "valid", "same": "same"},
    )
    mode: str = choice(
        "zeros",
        "Filled with",
        "What the added cells hold, by PyTorch’s names.",
        {
            "zeros": "zeros",
            "reflect": "reflect",
            "replicate": "replicate",
            "circular": "circular",
        },
    )

    def derive(self) -> None:
        object.__setattr__(self, "size", self.input.shape[1:])

    @cached_property
    def axes(self) -> tuple[Axis, Axis]:
        """With the padding in front and behind that `fit` asks for."""
        return self._axis(0), self._axis(1)

    def _axis(self, which: int) -> Axis:
        kernel, stride = self.kernel_size[which], self.stride[which]
        if self.fit == "same":
            before, after = same_padding(kernel)
        else:
            before = after = 0 if self.fit == "valid" else self.padding[which]
        return Axis(self.size[which], kernel, stride, before, after, mode=self.mode)

    def check(self) -> None:
        super().check()
        if self.fit == "same" and self.stride != (1, 1):
            raise InvalidValue(say("padding_same_stride"))
        for which in (0, 1):
            self._check_width(which)
        rows, columns = self.axes
        if not fits(rows, columns):
            axis = rows if rows.positions < 1 else columns
            raise InvalidValue(say("sweep_too_large", reach=axis.reach, room=axis.extent))

    def _check_width(self, which: int) -> None:
        limit = largest_padding(self.mode, self.size[which])
        wanted = {
            "own": self.padding[which],
            "valid": 0,
            "same": same_padding(self.kernel_size[which])[1],
        }[self.fit]
        if limit is not None and wanted > limit:
            raise InvalidValue(
                say(
                    f"padding_limit_{self.mode}",
                    size=self.size[which],
                    limit=limit,
                    padding=wanted,
                )
            )

    @cached_property
    def operation(self) -> Convolution:
        weight = np.ones((1, 1, *self.kernel_size))
        return Convolution(self.input, weight, np.zeros(1), *self.axes)

    def unused(self) -> frozenset[str]:
        return frozenset() if self.fit == "own" else frozenset({"padding"})

    def channels_read(self, map: int) -> tuple[int, ...]:
        return (0,)

    # Steps: rings, then places

    @property
    def rings(self) -> int:
        """Rings of cells that are added around the input."""
        return max(max(axis.before, axis.after) for axis in self.axes)

    @property
    def count(self) -> int:
        return self.rings + self.operation.count

    @property
    def rings_shown(self) -> int:
        return min(self.step, self.rings)

    @property
    def places_shown(self) -> int:
        """Places that the window has been at."""
        return max(0, self.step - self.rings)

    @property
    def index(self) -> int:
        return max(self.places_shown, 1) - 1

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        _, rows, columns = self.operation.output_shape
        first = ((0, say("padding_chapter_add")),) if self.rings else ()
        return first + tuple(
            (self.rings + row * columns, say("sweep_row", row=row + 1)) for row in range(rows)
        )

    def ticks(self) -> tuple[int, ...]:
        return tuple(range(self.count + 1))

    def where(self) -> tuple[Sentence, Sentence]:
        if not self.step:
            return say(for_count("padding_before", self.rings), rings=self.rings), say(
                "sweep_press_play"
            )
        if not self.places_shown:
            return (
                say("padding_ring", ring=self.rings_shown, rings=self.rings),
                say("padding_added", cells=self.added_cells),
            )
        place = self.place
        rows = self.operation.output_shape[1]
        return (
            say("sweep_step", step=self.places_shown, count=self.operation.count),
            say("sweep_where", row=place.row + 1, rows=rows, column=place.column + 1),
        )

    def step_of(self, place: Place) -> int:
        return self.rings + super().step_of(place)

    # What is counted

    @property
    def added_cells(self) -> int:
        rows, columns = self.axes
        return rows.extent * columns.extent - int(self.input[0].size)

    @cached_property
    def plain_counts(self) -> NDArray[np.int64]:
        """How often each cell is read where nothing is added; zeros where no window fits."""
        axes = (
            Axis(self.size[i], self.kernel_size[i], self.stride[i], mode="zeros") for i in (0, 1)
        )
        rows, columns = (axis.times_read() for axis in axes)
        return np.outer(rows, columns)

    @cached_property
    def padded_counts(self) -> NDArray[np.int64]:
        """How often each cell, padding included, has been read by the windows shown so far."""
        rows, columns = self.axes
        counts = np.zeros((rows.extent, columns.extent), np.int64)
        for index in range(self.places_shown):
            place = self.operation.place(index)
            cells = np.array(rows.reads(place.row)) + rows.before
            counts[np.ix_(cells, np.array(columns.reads(place.column)) + columns.before)] += 1
        return counts

    # Changing

    editable = frozenset({"input:0"})

    def edited(self, cell: Cell, value: float) -> Self:
        changed = with_number(self.input, (0, cell.row, cell.column), value)
        return replace(self, input=changed, source="own")

    def change(self, name: str, value: Any) -> Self:
        if name == "padding":
            return replace(self, padding=value, fit="own")
        return super().change(name, value)

    def choices(self) -> tuple[Group, ...]:
        cases = (
            ("padding_case_none", (5, 5), (3, 3), 0, "zeros"),
            ("padding_case_lecture", (7, 7), (3, 3), 1, "zeros"),
            ("padding_case_five", (6, 6), (5, 5), 2, "zeros"),
            ("padding_case_reflect", (5, 5), (3, 3), 2, "reflect"),
        )
        made = tuple(
            Choice(
                say(code),
                partial(self._case, size, kernel, padding, mode),
                chosen=self._is(size, kernel, (padding, padding), mode, "own"),
            )
            for code, size, kernel, padding, mode in cases
        )
        even = Choice(
            say("padding_case_even"),
            partial(self._even_same),
            chosen=self._is((5, 5), (4, 4), self.padding, "zeros", "same"),
        )
        return (Group(say("padding_cases"), (*made, even)),)

    def _is(self, size: Pair, kernel: Pair, padding: Pair, mode: str, fit: str) -> bool:
        have = (self.size, self.kernel_size, self.padding, self.mode, self.fit)
        usual = self.source == "ramp" and self.stride == (1, 1)
        return usual and have == (size, kernel, padding, mode, fit)

    def _case(self, size: Pair, kernel: Pair, padding: int, mode: str) -> Self:
        return type(self)(
            input=sources.make("ramp", (1, *size), scale="small"),
            kernel_size=kernel,
            padding=(padding, padding),
            mode=mode,
            speed=self.speed,
        )

    def _even_same(self) -> Self:
        """An even window needs a cell more behind than in front."""
        return type(self)(kernel_size=(4, 4), fit="same", speed=self.speed)

    # What hangs together

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """The same cell in every grid; from a filled-in cell to the one whose number it has; from
        an input cell to the outputs that read it."""
        if cell.grid == "output:0":
            return super().linked(cell)
        same = {Cell(grid, cell.row, cell.column) for grid in ("input:0", "padded")}
        if self.is_inside(cell):
            same.add(Cell("plain", cell.row, cell.column))
        copied = self.copied(cell)
        return frozenset(same | ({copied} if copied else self.copies(cell))) - {cell}

    def copies(self, cell: Cell) -> set[Cell]:
        """The filled-in cells that have an input cell's number."""
        rows, columns = self.axes
        return {
            Cell("input:0", row, column)
            for row in _with_source(rows, cell.row)
            for column in _with_source(columns, cell.column)
        } - {Cell("input:0", cell.row, cell.column)}

    def is_inside(self, cell: Cell) -> bool:
        """Whether a cell is one of the input's own."""
        return 0 <= cell.row < self.size[0] and 0 <= cell.column < self.size[1]

    def is_there(self, cell: Cell) -> bool:
        """Whether a cell is the input's, or of a ring that has been added."""
        return all(
            max(-axis.before, -self.rings_shown)
            <= at
            < axis.size + min(axis.after, self.rings_shown)
            for at, axis in zip(cell[1:], self.axes, strict=True)
        )

    def copied(self, cell: Cell) -> Cell | None:
        """The input cell whose number a filled-in cell has; None for zeros and for the input."""
        rows, columns = self.axes
        row, column = rows.source(cell.row), columns.source(cell.column)
        if row is None or column is None or (row, column) == (cell.row, cell.column):
            return None
        return Cell("input:0", row, column)

    def figures(self) -> tuple[Figure, ...]:
        return (output_size_figure(*self.axes),)

    # Questions

    def question(self, step: int) -> Question | None:
        """Of a ring, what it is filled with; of a window, how often its first cell was read."""
        if step <= self.rings:
            return filled_in(self.input[0], self.axes, step)
        padded = self.at(step).padded_counts
        return read_so_far(padded, self.plain_counts, self.axes, self.place_of(step))

    def place_of(self, step: int) -> Place:
        """Where the window is at a step (from 1)."""
        return self.operation.place(step - self.rings - 1)

    def surprising(self, step: int) -> bool:
        """Every ring, and where the window lies over the border."""
        if step <= self.rings:
            return True
        places = zip(self.axes, self.place_of(step)[1:], strict=True)
        return any(
            not 0 <= cell < axis.size for axis, place in places for cell in axis.reads(place)
        )


def _with_source(axis: Axis, cell: int) -> list[int]:
    """The cells of an axis, padding included, that have the number of one of its cells."""
    return [n for n in range(-axis.before, axis.size + axis.after) if axis.source(n) == cell]
