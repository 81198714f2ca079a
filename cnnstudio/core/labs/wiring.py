"""The lab “From dense to convolutional”: lines are cut, then their colours fuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import ClassVar, NamedTuple, Self

from cnnstudio.core.labs.base import Cell, Choice, Figure, Group, Lab
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, choice, whole
from cnnstudio.core.sliding import Axis

Spot = tuple[int, int]

MOST_IN_ROW, MOST_IN_SQUARE = 12, 6


class Line(NamedTuple):
    """One connection: from an input to a unit, and which weight it has.

    Lines with the same number share their weight. A line that is cut has none: −1.
    """

    unit: Spot
    input: Spot
    weight: int
    tap: int  # its place in the window; −1 outside of it


class Count(NamedTuple):
    """Parameters of a layer that is wired in one of the three ways."""

    dense: int
    local: int
    shared: int


@dataclass(frozen=True, kw_only=True, eq=False)
class WiringLab(Lab):
    """Step k of the first half cuts the k-th unit down to its window, of the second half makes the
    k-th unit share its weights. Grids: input and units; along a row, row is 0.

    The sizes of a real layer (`side`, `depth`, `filter`, `maps`) are only counted.
    """

    key: ClassVar[str] = "wiring"
    title: ClassVar[Sentence] = say("wiring_title")
    summary: ClassVar[Sentence] = say("wiring_summary")

    speed: float = 1.0
    view: str = choice(
        "row",
        "Shown as",
        "Inputs in a row, or as a small picture.",
        {"row": "Row", "square": "Picture"},
    )
    inputs: int = whole(
        7, "Inputs n", "In the row, or along each side of the picture.", 2, MOST_IN_ROW
    )
    window: int = whole(
        3, "Window F", "Neighbours that a unit keeps, along each side.", 1, MOST_IN_ROW, symbol="F"
    )
    side: int = whole(32, "Image side", "Of the layer that is counted.", 1, 512)
    depth: int = whole(3, "Image channels", "3 for colour.", 1, 512)
    filter: int = whole(5, "Filter side", "Of the layer that is counted.", 1, 64)
    maps: int = whole(6, "Maps", "Feature maps of the layer that is counted.", 1, 1024)

    def check(self) -> None:
        if self.view == "square" and self.inputs > MOST_IN_SQUARE:
            raise InvalidValue(say("wiring_square", limit=MOST_IN_SQUARE, found=self.inputs))
        if self.window > self.inputs:
            raise InvalidValue(say("wiring_window", window=self.window, inputs=self.inputs))
        if self.filter > self.side:
            raise InvalidValue(say("wiring_filter", filter=self.filter, side=self.side))

    def change(self, name: str, value: object) -> Self:
        if name == "view" and value == "square":
            inputs = min(self.inputs, 4)
            return replace(
                self, view="square", inputs=inputs, window=min(self.window, inputs - 1, 2), step=0
            )
        return super().change(name, value)

    # The small layer that is drawn

    @property
    def is_square(self) -> bool:
        return self.view == "square"

    @property
    def axis(self) -> Axis:
        return Axis(self.inputs, self.window)

    @cached_property
    def input_spots(self) -> tuple[Spot, ...]:
        rows = self.inputs if self.is_square else 1
        return tuple((row, column) for row in range(rows) for column in range(self.inputs))

    @cached_property
    def unit_spots(self) -> tuple[Spot, ...]:
        units = self.axis.positions
        rows = units if self.is_square else 1
        return tuple((row, column) for row in range(rows) for column in range(units))

    @property
    def cut(self) -> int:
        """Units that read only their window."""
        return min(self.step, len(self.unit_spots))

    @property
    def sharing(self) -> int:
        """Units whose weights are those of the filter."""
        return max(0, self.step - len(self.unit_spots))

    def tap(self, unit: Spot, input: Spot) -> int:
        """The place of an input in a unit's window; −1 outside of it."""
        row, column = input[0] - unit[0], input[1] - unit[1]
        rows = self.window if self.is_square else 1
        if 0 <= row < rows and 0 <= column < self.window:
            return row * self.window + column
        return -1

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines as they are at this step, those that are cut left out."""
        found = []
        taps = self.taps
        for number, unit in enumerate(self.unit_spots):
            for place, input in enumerate(self.input_spots):
                tap = self.tap(unit, input)
                if number < self.cut and tap < 0:
                    continue
                own = taps + number * len(self.input_spots) + place
                found.append(Line(unit, input, tap if number < self.sharing else own, tap))
        return tuple(found)

    @property
    def taps(self) -> int:
        """Weights of one window."""
        return self.window**2 if self.is_square else self.window

    @property
    def weights(self) -> int:
        """Weights that are different from each other now."""
        return len({line.weight for line in self.lines})

    @property
    def biases(self) -> int:
        """Each unit has its own, until it shares the filter's."""
        units = len(self.unit_spots)
        return units - self.sharing + (self.sharing > 0)

    @property
    def parameters(self) -> int:
        return self.weights + self.biases

    # A layer of real size

    @property
    def counts(self) -> Count:
        """Of the layer that is counted: K maps of (N − F + 1)² units each, biases included."""
        units = self.maps * (self.side - self.filter + 1) ** 2
        window = self.filter**2 * self.depth
        inputs = self.side**2 * self.depth
        return Count(units * (inputs + 1), units * (window + 1), self.maps * (window + 1))

    # Steps

    @property
    def count(self) -> int:
        return 2 * len(self.unit_spots)

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        units = len(self.unit_spots)
        return (
            (0, say("wiring_dense")),
            (units, say("wiring_local")),
            (2 * units, say("wiring_shared")),
        )

    def ticks(self) -> tuple[int, ...]:
        return tuple(range(self.count + 1))

    def where(self) -> tuple[Sentence, Sentence]:
        units = len(self.unit_spots)
        parameters = say("wiring_parameters", count=self.parameters)
        if self.step == 0:
            return parameters, say("wiring_dense_now")
        if self.step <= units:
            return parameters, say("wiring_cutting", unit=self.step, units=units)
        return parameters, say("wiring_fusing", unit=self.step - units, units=units)

    def choices(self) -> tuple[Group, ...]:
        views = tuple(
            Choice(say(code), partial(self.change, "view", key), chosen=self.view == key)
            for key, code in (("row", "wiring_row"), ("square", "wiring_picture"))
        )
        sizes = (
            ("wiring_size_cifar", 32, 3, 5, 6),
            ("wiring_size_mnist", 28, 1, 5, 6),
            ("wiring_size_imagenet", 224, 3, 3, 64),
        )
        layers = tuple(
            Choice(
                say(code),
                partial(replace, self, side=side, depth=depth, filter=filter, maps=maps),
                chosen=(self.side, self.depth, self.filter, self.maps)
                == (side, depth, filter, maps),
            )
            for code, side, depth, filter, maps in sizes
        )
        return (Group(say("wiring_shown"), views), Group(say("wiring_counted"), layers))

    # What hangs together

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """A unit with the inputs that it still reads, an input with the units that read it."""
        spot = (cell.row, cell.column)
        if cell.grid == "units":
            return frozenset(Cell("input", *line.input) for line in self.lines if line.unit == spot)
        return frozenset(Cell("units", *line.unit) for line in self.lines if line.input == spot)

    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure(
                say("wiring_figure"),
                f"{self.weights} + {self.biases}",
                str(self.parameters),
            ),
        )
