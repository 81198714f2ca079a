"""The lab of receptive fields: what a unit high up in a stack of layers sees of the input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import ClassVar, NamedTuple, Self

import numpy as np

from cnnstudio.core.labs.base import Cell, Choice, Figure, Floats, Group, Lab, Question, numbers
from cnnstudio.core.labs.diagnosis import Wrong, distinct
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.settings import InvalidValue, choice, whole
from cnnstudio.core.sliding import Axis

MOST_LAYERS, LARGEST_INPUT = 6, 32

#: Columns of the table of layers.
KERNEL, STRIDE, DILATION, POOLS = range(4)

#: The most that each of them may be.
_MOST = (9, 4, 4, 1)


class StackLayer(NamedTuple):
    """One layer of the stack, the same along rows and columns."""

    kernel: int
    stride: int = 1
    dilation: int = 1
    pools: bool = False


def _table(*layers: StackLayer) -> Floats:
    return np.array([[float(value) for value in layer] for layer in layers])


@dataclass(frozen=True, kw_only=True, eq=False)
class ReceptiveLab(Lab):
    """Grids: row:0 is the input, row:n the output of the n-th layer, stack the table of layers.

    Along one axis only (`view` rows) cells are row:n at (0, i); as maps at (i, j). Step k shows
    the cone k layers below the unit.
    """

    key: ClassVar[str] = "receptive"
    title: ClassVar[Sentence] = say("receptive_title")
    summary: ClassVar[Sentence] = say("receptive_summary")
    editable = frozenset({"stack"})
    asks: ClassVar[bool] = True
    links_tell: ClassVar[bool] = True

    stack: Floats = numbers("Layers", MOST_LAYERS, 4, default=lambda: _table(*(StackLayer(3),) * 3))
    size: int = whole(
        11, "Input", "Cells along one side of the input.", 1, LARGEST_INPUT, symbol="N"
    )
    channels: int = whole(
        1, "Channels", "Of each layer: what the weights are counted with.", 1, 512, symbol="C"
    )
    view: str = choice(
        "rows",
        "Shown as",
        "One axis alone, or whole maps.",
        {"rows": "Rows", "maps": "Maps"},
    )

    def check(self) -> None:
        if self.stack.shape[1] != 4:
            raise InvalidValue(say("receptive_table"))
        whole_numbers = np.all(self.stack == np.rint(self.stack))
        least = np.array([1, 1, 1, 0])
        if not whole_numbers or np.any(self.stack < least) or np.any(self.stack > _MOST):
            kernel, stride, dilation, _ = _MOST
            raise InvalidValue(
                say("receptive_numbers", kernel=kernel, stride=stride, dilation=dilation)
            )
        if any(axis.positions < 1 for axis in self.axes):
            raise InvalidValue(say("receptive_small", size=self.size, field=self.field))

    # The stack

    @cached_property
    def layers(self) -> tuple[StackLayer, ...]:
        return tuple(
            StackLayer(int(row[KERNEL]), int(row[STRIDE]), int(row[DILATION]), bool(row[POOLS]))
            for row in self.stack
        )

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """How each layer slides along one axis of what lies below it."""
        found: list[Axis] = []
        size = self.size
        for layer in self.layers:
            axis = Axis(max(size, 1), layer.kernel, layer.stride, dilation=layer.dilation)
            found.append(axis)
            size = axis.positions
        return tuple(found)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Cells along one side of the input and of each layer's output."""
        return (self.size, *(axis.positions for axis in self.axes))

    @cached_property
    def field(self) -> int:
        """Input cells along one side that a unit at the top sees.

        r = 1 + Σ (Fₗ − 1)·Dₗ·Πₖ₍ₖ﹤ₗ₎ Sₖ: each layer adds its reach, in steps of those below it
        (Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks, 2019).
        """
        field, step = 1, 1
        for layer in self.layers:
            field += (layer.kernel - 1) * layer.dilation * step
            step *= layer.stride
        return field

    @property
    def unit(self) -> int:
        """The unit at the top whose cone is shown: the one in the middle."""
        return (self.sizes[-1] - 1) // 2

    # Cones, along one axis

    def seen(self, level: int, index: int) -> tuple[frozenset[int], ...]:
        """For each level from 0 to `level`, the cells that a unit there sees."""
        found = [frozenset({index})]
        for axis in reversed(self.axes[:level]):
            found.append(frozenset(c for place in found[-1] for c in axis.reads(place)))
        return tuple(reversed(found))

    def seeing(self, level: int, index: int) -> tuple[frozenset[int], ...]:
        """For each level from `level` to the top, the units that see a cell there."""
        found = [frozenset({index})]
        for axis in self.axes[level:]:
            found.append(frozenset(p for cell in found[-1] for p, _ in axis.readers(cell)))
        return tuple(found)

    def paths(self, level: int, index: int) -> tuple[Floats, ...]:
        """For each level from 0 to `level`, by how many ways each cell reaches a unit there."""
        ways = np.zeros(self.sizes[level])
        ways[index] = 1
        found = [ways]
        for axis in reversed(self.axes[:level]):
            below = np.zeros(axis.size)
            for place in np.flatnonzero(found[-1]):
                below[list(axis.reads(int(place)))] += found[-1][place]
            found.append(below)
        return tuple(reversed(found))

    # Steps

    @property
    def count(self) -> int:
        return len(self.layers)

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        top = len(self.layers)
        return tuple((step, self._level_name(top - step)) for step in range(top + 1))

    def _level_name(self, level: int) -> Sentence:
        return say("receptive_layer", layer=level) if level else say("receptive_input")

    def where(self) -> tuple[Sentence, Sentence]:
        level = len(self.layers) - self.step
        cells = len(self.seen(len(self.layers), self.unit)[level])
        if self.view == "maps":
            cells *= cells
        return self._level_name(level), say(for_count("receptive_cells", cells), count=cells)

    # Questions

    def question(self, step: int) -> Question:
        """How many cells along one side the unit sees of the next level down."""
        level = len(self.layers) - step
        below, above = (len(self._seen_from_top[n]) for n in (level, level + 1))
        row = self._middle_of(level) if self.view == "maps" else 0
        return Question(
            Cell(f"row:{level}", row, self._middle_of(level)),
            float(below),
            distinct(_wrong_counts(self.layers[level], above), below),
            say("receptive_ask", where=self._level_name(level)),
            in_figures=level == 0,
        )

    @cached_property
    def _seen_from_top(self) -> tuple[frozenset[int], ...]:
        return self.seen(len(self.layers), self.unit)

    def _middle_of(self, level: int) -> int:
        """The cell in the middle of what the unit sees of a level."""
        cells = sorted(self._seen_from_top[level])
        return cells[len(cells) // 2]

    def surprising(self, step: int) -> bool:
        """Where windows do not lie side by side, or have gaps."""
        layer = self.layers[len(self.layers) - step]
        return layer.stride > 1 or layer.dilation > 1

    # Changing

    def edited(self, cell: Cell, value: float) -> Self:
        changed = self.stack.copy()
        changed[cell.row, cell.column] = value
        return replace(self, stack=changed)

    def choices(self) -> tuple[Group, ...]:
        three, seven = (StackLayer(3),) * 3, (StackLayer(7),)
        cases = (
            ("receptive_three", three, 11),
            ("receptive_seven", seven, 11),
            ("receptive_strided", (StackLayer(3, 2), StackLayer(3), StackLayer(3)), 15),
            ("receptive_pooled", _POOLED, 14),
            ("receptive_dilated", tuple(StackLayer(3, 1, d) for d in (1, 2, 4)), 19),
            ("receptive_lenet", _LENET, 32),
        )
        made = tuple(
            Choice(
                say(code),
                partial(self._with_layers, layers, size),
                chosen=self.layers == layers and self.size == size,
            )
            for code, layers, size in cases
        )
        return (Group(say("receptive_stacks"), made), Group(say("receptive_change"), self._moves()))

    def _moves(self) -> tuple[Choice, ...]:
        """A layer more, or one less, where there may be."""
        found: list[Choice] = []
        more = (*self.layers, StackLayer(3))
        if len(more) <= MOST_LAYERS and self._fitting(more) <= LARGEST_INPUT:
            size = max(self.size, self._fitting(more))
            found.append(Choice(say("receptive_more"), partial(self._with_layers, more, size)))
        if len(self.layers) > 1:
            less = self.layers[:-1]
            found.append(Choice(say("receptive_less"), partial(self._with_layers, less, self.size)))
        return tuple(found)

    def _fitting(self, layers: tuple[StackLayer, ...]) -> int:
        """The least input on which such a stack has a unit at its top."""
        size = 1
        for layer in reversed(layers):
            size = (size - 1) * layer.stride + (layer.kernel - 1) * layer.dilation + 1
        return size

    def _with_layers(self, layers: tuple[StackLayer, ...], size: int) -> Self:
        return replace(self, stack=_table(*layers), size=size, step=0)

    # What hangs together

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """Down to all that a unit sees, and up to all that see it."""
        kind, _, number = cell.grid.partition(":")
        if kind != "row":
            return frozenset()
        level = int(number)
        rows = self._cone(level, cell.row) if self.view == "maps" else None
        columns = self._cone(level, cell.column)
        return frozenset(
            Cell(f"row:{n}", row, column)
            for n, across in enumerate(columns)
            for row in (rows[n] if rows is not None else (0,))
            for column in across
        ) - {cell}

    def _cone(self, level: int, index: int) -> tuple[frozenset[int], ...]:
        """For every level, what a cell sees there or is seen by."""
        return (*self.seen(level, index)[:-1], *self.seeing(level, index))

    # Figures

    @property
    def weights(self) -> int:
        """Weights of the stack's filters for `channels` in and out, without biases."""
        return sum(layer.kernel**2 * self.channels**2 for layer in self.layers if not layer.pools)

    @property
    def weights_of_one(self) -> int:
        """Weights of a single layer that sees as much."""
        return self.field**2 * self.channels**2

    def figures(self) -> tuple[Figure, ...]:
        terms = []
        step = 1
        for layer in self.layers:
            factors = [str(layer.kernel - 1)]
            factors += [str(f) for f in (layer.dilation, step) if f > 1]
            terms.append("·".join(factors))
            step *= layer.stride
        return (Figure(say("receptive_field"), f"1 + {' + '.join(terms)}", str(self.field)),)


def _wrong_counts(layer: StackLayer, above: int) -> Iterator[Wrong]:
    """What the usual mistakes come to, where `above` cells of a layer are seen."""
    kernel, stride, dilation = layer.kernel, layer.stride, layer.dilation
    if stride > 1:
        yield above + (kernel - 1) * dilation, say("receptive_no_stride", stride=stride)
    if dilation > 1:
        yield (above - 1) * stride + kernel, say("receptive_no_dilation", dilation=dilation)
    yield above * kernel, say("receptive_no_overlap")
    yield kernel, say("receptive_one_window", cells=above)
    if stride == dilation == 1:
        yield above + kernel, say("receptive_one_too_many")
    yield above, say("receptive_same_as_above")


_POOLED = (StackLayer(3), StackLayer(2, 2, 1, True), StackLayer(3))

#: LeNet-5's convolutions and pools. They see an input of 32: 28 and the first one's padding of 2.
_LENET = (StackLayer(5), StackLayer(2, 2, 1, True), StackLayer(5), StackLayer(2, 2, 1, True))
