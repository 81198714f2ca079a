"""The lab of the forward pass: a digit goes through a network, layer by layer, to its answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple, Self

import numpy as np

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.labs import pass_links
from cnnstudio.core.labs.base import Cell, Figure, Floats, Lab, nested
from cnnstudio.core.labs.first_pass import first_pass
from cnnstudio.core.labs.pass_links import Block, Spot
from cnnstudio.core.labs.passes import Pass
from cnnstudio.core.layers import AdaptiveAvgPool2d, Layer, Softmax
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import switch

#: Of more steps than this, each layer has a single one.
MOST_STEPS = 160

#: Terms of a figure that are written out.
_MOST_TERMS = 6

#: The strip's cells: `Cell(STRIP, 0, level)`.
STRIP = "level"


class Position(NamedTuple):
    """What the present step shows: a level (0 is the picture), and the map that is filled in;
    None where all of them are at once."""

    level: int
    map: int | None


@dataclass(frozen=True, kw_only=True, eq=False)
class ForwardLab(Lab):
    """Grids: map:level:m, of a list map:level:0; level 0 is the picture. `level` is the strip of
    all levels, at (0, level); a click there goes to it.

    A step is a map of a layer with a window, else a layer; the last one is the answer, where
    there is one.
    """

    key: ClassVar[str] = "forward"
    title: ClassVar[Sentence] = say("forward_title")
    summary: ClassVar[Sentence] = say("forward_summary")

    passed: Pass = nested(Pass, first_pass)
    follows: bool = switch(
        True,
        "Follow the network",
        "Shows the open network and the current digit, and goes on to do so when they change.",
    )

    # What it shows

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self.passed.network.layers

    @cached_property
    def answer(self) -> Floats | None:
        """The shares of the ten digits, softmax(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ of the first ten numbers at
        the end; None where there are fewer."""
        last = len(self.layers)
        if not self.passed.is_list(last) or self.passed.shape(last)[0] < CLASSES:
            return None
        numbers = self.passed.levels[last].values.ravel()[:CLASSES].astype(np.float64)
        if isinstance(self.layers[-1], Softmax):
            return numbers
        powers = np.exp(numbers - numbers.max())
        return np.asarray(powers / powers.sum())

    # Steps

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """The steps that come before each layer, and before what follows the last one."""
        steps = [self._maps_of(level) for level in range(1, len(self.layers) + 1)]
        if sum(steps) > MOST_STEPS:
            steps = [1] * len(steps)
        return tuple(int(start) for start in np.cumsum([0, *steps]))

    def _maps_of(self, level: int) -> int:
        """How many steps a layer has: one for each map that a window is moved for."""
        shape, layer = self.passed.shape(level - 1), self.layers[level - 1]
        slides = len(shape) == 3 and layer.window(shape) is not None
        slides = slides and not isinstance(layer, AdaptiveAvgPool2d)
        return len(self.passed.levels[level].values) if slides else 1

    @property
    def count(self) -> int:
        return self._starts[-1] + (self.answer is not None)

    @property
    def is_answered(self) -> bool:
        """Whether the step of the answer is shown."""
        return self.step > self._starts[-1]

    @property
    def position(self) -> Position:
        """Before the first step, that of the first layer."""
        return self.position_of(max(self.step, 1))

    def position_of(self, step: int) -> Position:
        """The answer's step is one of the last layer."""
        place = min(step, self._starts[-1]) - 1
        level = int(np.searchsorted(self._starts, place, side="right"))
        first, end = self._starts[level - 1 : level + 1]
        return Position(level, place - first if end - first > 1 else None)

    def first_step(self, level: int) -> int:
        """The step with which a level begins; 0 for the picture."""
        return self._starts[level - 1] + 1 if level else 0

    def last_step(self, level: int) -> int:
        """The step with which a level is complete."""
        return self._starts[level]

    def maps_done(self, level: int) -> int:
        """How many of a level's maps have been begun or are complete at this step."""
        maps = len(self.passed.levels[level].values)
        if not level or self.step >= self._starts[level]:
            return maps
        return max(0, self.step - self._starts[level - 1])

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        found = [(0, say("forward_input"))]
        found += [
            (self.first_step(level), say("forward_word", word=layer.word))
            for level, layer in enumerate(self.layers, 1)
            if layer.group != "bend"
        ]
        return (
            (*found, (self.count, say("forward_answer"))) if self.answer is not None else (*found,)
        )

    def ticks(self) -> tuple[int, ...]:
        return tuple(range(self.count + 1))

    def where(self) -> tuple[Sentence, Sentence]:
        if not self.step:
            name = say("forward_name", name=self.passed.network.name)
            return name, say("sweep_press_play")
        if self.is_answered:
            return say("forward_answer"), say("forward_from_numbers")
        level, map = self.position
        first = say("forward_layer", number=level, count=len(self.layers))
        name = self.layers[level - 1].title()[0]
        if map is None:
            return first, name
        maps = len(self.passed.levels[level].values)
        return first, say("forward_map", layer=name, map=map + 1, maps=maps)

    def picked(self, cell: Cell) -> Self | None:
        """A click on the strip shows a level, complete."""
        if cell.grid != STRIP or not 0 <= cell.column < len(self.passed.levels):
            return None
        return self.at(self.last_step(cell.column) if cell.column else 0)

    # What hangs together

    def spot(self, cell: Cell) -> tuple[int, Spot] | None:
        """The level of a cell of a map, and its number as the network has it."""
        return pass_links.spot_of(self.passed, cell)

    def read_by(self, level: int, spot: Spot) -> Block:
        """What a number of a layer is made from."""
        return pass_links.read_by(self.passed, level, spot)

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """Between the present layer and the one before it, what is read and by whom; between
        both and the picture, what is seen and by whom."""
        found = self.spot(cell)
        if found is None:
            return frozenset()
        level, spot = found
        present = self.position.level
        linked: frozenset[Cell] = frozenset()
        if level == present:
            linked |= self._cells(level - 1, self.read_by(level, spot))
        if level == present - 1:
            block = pass_links.readers_of(self.passed, level, spot)
            linked |= self._cells(present, block)
        if not level:
            for other in {present, present - 1} - {0}:
                linked |= self._cells(other, pass_links.seeing(self.passed, other, spot))
        elif level in (present, present - 1):
            linked |= self._cells(0, pass_links.seen_by(self.passed, level, spot))
        return linked - {cell}

    def _cells(self, level: int, block: Block | None) -> frozenset[Cell]:
        return frozenset() if block is None else pass_links.cells_of(self.passed, level, block)

    # Figures

    def figures(self) -> tuple[Figure, ...]:
        """The multiply-adds of the layers that have some, and of all of them."""
        terms = [report.macs for report in self.passed.reports if report.macs]
        if len(terms) < 2:
            return ()
        shown = [f"{term:,}" for term in terms]
        if len(shown) > _MOST_TERMS:
            shown = [*shown[:3], "…", shown[-1]]
        return (Figure(say("forward_macs"), " + ".join(shown), f"{sum(terms):,}"),)
