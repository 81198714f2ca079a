"""Labs in which a window sweeps over an input: their steps, and which cells hang together."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from cnnstudio.core.labs.base import Cell, Lab
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.sliding import Axis, Place, Windows


@dataclass(frozen=True, kw_only=True, eq=False)
class SweepLab(Lab):
    """Step k shows place k − 1 of `operation`; grids are called input:c, window:c and output:m.

    Cells of the input are named as in `core.sliding` (padding below 0 and beyond the last), those
    of the window by its taps.
    """

    @property
    @abstractmethod
    def operation(self) -> Windows[Any]:
        """What the window does; it fits, or the lab would not exist."""

    @abstractmethod
    def channels_read(self, map: int) -> tuple[int, ...]:
        """The channels of the input that a map of the output is made from."""

    # Steps

    @property
    def count(self) -> int:
        return self.operation.count

    @property
    def index(self) -> int:
        """The place that is shown: that of the first step at the start."""
        return max(self.step, 1) - 1

    @property
    def place(self) -> Place:
        return self.operation.place(self.index)

    @cached_property
    def shown(self) -> Any:
        """The step that is shown, worked out."""
        return self.operation.step(self.index)

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        """Where each row of the output begins; with several maps, where each of those does."""
        maps, rows, columns = self.operation.output_shape
        if maps == 1:
            return tuple((row * columns, say("sweep_row", row=row + 1)) for row in range(rows))
        return tuple((map * rows * columns, say("sweep_map", map=map + 1)) for map in range(maps))

    def ticks(self) -> tuple[int, ...]:
        maps, rows, columns = self.operation.output_shape
        if maps == 1:
            return tuple(range(rows * columns + 1))
        return tuple(row * columns for row in range(maps * rows))

    def where(self) -> tuple[Sentence, Sentence]:
        maps, rows, _ = self.operation.output_shape
        if not self.step:
            return say(for_count("sweep_before", self.count), count=self.count), say(
                "sweep_press_play"
            )
        place = self.place
        values = {"row": place.row + 1, "rows": rows, "column": place.column + 1}
        first = say("sweep_step", step=self.step, count=self.count)
        if maps == 1:
            return first, say("sweep_where", **values)
        return first, say("sweep_where_map", map=place.map + 1, **values)

    def picked(self, cell: Cell) -> Self | None:
        """A click on an output cell goes to the step that makes it."""
        kind, map = split(cell.grid)
        maps, rows, columns = self.operation.output_shape
        if kind != "output" or map >= maps:
            return None
        if not (0 <= cell.row < rows and 0 <= cell.column < columns):
            return None
        return self.at(self.step_of(Place(map, cell.row, cell.column)))

    def step_of(self, place: Place) -> int:
        """The step that shows a place."""
        return self.operation.index(place) + 1

    # What hangs together

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """From an input cell to every output that reads it, from an output to its window, and
        between window and input at the present step."""
        kind, number = split(cell.grid)
        if kind == "input":
            return self._from_input(cell, number)
        if kind == "output":
            return self._from_output(cell, number)
        return self._from_tap(cell, number)

    def tap_grids(self, channel: int) -> tuple[str, ...]:
        """Grids whose cells are the window's taps in a channel of the input."""
        return (f"window:{channel}",)

    def _from_input(self, cell: Cell, channel: int) -> frozenset[Cell]:
        place = self.place
        found = set()
        for row, column, tap_row, tap_column in self.operation.readers_of(cell.row, cell.column):
            for map in range(self.operation.maps):
                if channel in self.channels_read(map):
                    found.add(Cell(f"output:{map}", row, column))
            here = (row, column) == place[1:] and channel in self.channels_read(place.map)
            if here and self.step:
                found |= {Cell(grid, tap_row, tap_column) for grid in self.tap_grids(channel)}
        return frozenset(found)

    def _from_output(self, cell: Cell, map: int) -> frozenset[Cell]:
        place = Place(map, cell.row, cell.column)
        cells = self.operation.cells_of(place)
        found = {
            Cell(f"input:{channel}", row, column)
            for channel in self.channels_read(map)
            for row, column in cells
        }
        return frozenset(found | self._taps() if self.is_present(place) else found)

    def is_present(self, place: Place) -> bool:
        """Whether the window lies there now."""
        return self.step > 0 and place == self.place

    def _taps(self) -> set[Cell]:
        """All cells of the window as it is shown by itself."""
        rows, columns = self.operation.rows.kernel, self.operation.columns.kernel
        return {
            Cell(grid, row, column)
            for channel in self.channels_read(self.place.map)
            for grid in self.tap_grids(channel)
            for row in range(rows)
            for column in range(columns)
        }

    def _from_tap(self, cell: Cell, channel: int) -> frozenset[Cell]:
        rows, columns = self.operation.rows, self.operation.columns
        inside = 0 <= cell.row < rows.kernel and 0 <= cell.column < columns.kernel
        if not inside or not self.step:
            return frozenset()
        place = self.place
        row, column = rows.reads(place.row)[cell.row], columns.reads(place.column)[cell.column]
        taps = (Cell(grid, cell.row, cell.column) for grid in self.tap_grids(channel))
        here = Cell(f"output:{place.map}", place.row, place.column)
        return frozenset({Cell(f"input:{channel}", row, column), here, *taps}) - {cell}

    def surprising(self, step: int) -> bool:
        """At a border or where the window has just jumped to another row."""
        place = self.operation.place(step - 1)
        at_border = any(
            not 0 <= cell < axis.size
            for axis, at in ((self.operation.rows, place.row), (self.operation.columns, place[2]))
            for cell in axis.reads(at)
        )
        skips = place.column > 0 and self.operation.columns.stride > 1
        return at_border or skips or (place.column == 0 and place.row > 0)


def split(grid: str) -> tuple[str, int]:
    """The kind of a grid and its last number: ("kernel", 2) for "kernel:0:2"."""
    kind, _, number = grid.partition(":")
    number = number.rpartition(":")[2]
    return kind, int(number) if number.isdecimal() else 0


def fits(rows: Axis, columns: Axis) -> bool:
    return rows.positions > 0 and columns.positions > 0
