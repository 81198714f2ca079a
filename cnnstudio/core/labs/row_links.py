"""What hangs together along a row: inputs, weights, units, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.filtering import FilterLab
from cnnstudio.core.labs.sweep import split
from cnnstudio.core.sliding import Axis

#: Marks what belongs to the second filter; twice what belongs to the third.
PRIME = "\N{PRIME}"

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def lowered(letter: str, index: int, primes: int = 0) -> str:
    """“x₃”; what belongs to the second filter has a prime before its number, as on slides."""
    return letter + PRIME * primes + str(index).translate(_LOWERED)


@dataclass(frozen=True, kw_only=True, eq=False)
class RowLinks(FilterLab):
    """Besides the grids of its base there are lines: line:k at (place, tap) is the one from an
    input to a unit of the k-th filter.

    A line hangs together with its two ends, its weight, and every other line with that weight; a
    unit with its bias; and a weight with all inputs that it multiplies, and the units that it does
    so for. All of it holds in both directions.
    """

    def linked(self, cell: Cell) -> frozenset[Cell]:
        kind, number = split(cell.grid)
        find = {
            "input": self._of_input,
            "kernel": self._of_weight,
            "bias": self._of_bias,
            "output": self._of_unit,
            "line": self._of_line,
        }.get(kind)
        if find is None:
            return frozenset()
        filter = int(cell.grid.split(":")[1]) if kind == "kernel" else number
        return frozenset(find(filter, cell)) - {cell}

    @property
    def _axis(self) -> Axis:
        return self.operation.columns

    def _of_input(self, _: int, cell: Cell) -> set[Cell]:
        found = set()
        for place, tap in self._axis.readers(cell.column):
            for filter in range(self.operation.maps):
                found |= {Cell(f"output:{filter}", 0, place), Cell(f"line:{filter}", place, tap)}
                found.add(Cell(f"kernel:{filter}:0", 0, tap))
        return found

    def _of_unit(self, filter: int, cell: Cell) -> set[Cell]:
        if not 0 <= cell.column < self._axis.positions:
            return set()
        found = {Cell(f"bias:{filter}", 0, 0)}
        for tap, read in enumerate(self._axis.reads(cell.column)):
            found |= {Cell("input:0", 0, read), Cell(f"line:{filter}", cell.column, tap)}
            found.add(Cell(f"kernel:{filter}:0", 0, tap))
        return found

    def _of_weight(self, filter: int, cell: Cell) -> set[Cell]:
        tap, found = cell.column, set()
        for place in range(self._axis.positions):
            found |= {Cell(f"line:{filter}", place, tap), Cell(f"output:{filter}", 0, place)}
            found.add(Cell("input:0", 0, self._axis.reads(place)[tap]))
        return found

    def _of_bias(self, filter: int, _: Cell) -> set[Cell]:
        return {Cell(f"output:{filter}", 0, place) for place in range(self._axis.positions)}

    def _of_line(self, filter: int, cell: Cell) -> set[Cell]:
        place, tap = cell.row, cell.column
        if not (0 <= place < self._axis.positions and 0 <= tap < self._axis.kernel):
            return set()
        alike = {Cell(f"line:{filter}", other, tap) for other in range(self._axis.positions)}
        ends = {
            Cell("input:0", 0, self._axis.reads(place)[tap]),
            Cell(f"output:{filter}", 0, place),
            Cell(f"kernel:{filter}:0", 0, tap),
        }
        return alike | ends
