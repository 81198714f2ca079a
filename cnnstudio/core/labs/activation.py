"""The lab of activations: a curve that each number goes through by itself; softmax for answers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import ClassVar, NamedTuple, Self

import numpy as np

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import Cell, Choice, Floats, Group, Question, derived, numbers
from cnnstudio.core.labs.filtering import with_number
from cnnstudio.core.labs.pictured import PicturedLab
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, Pair, choice, pair, real

LARGEST_SIZE = 16
CLASSES = 10

#: As large as the logits of trained networks get; e to the power of more has no room.
LARGEST_LOGIT = 40.0

_SOURCES = ("random", "zeros")


class Curve(NamedTuple):
    """A function of one number, with the slope that leaky ReLU has below zero."""

    of: Callable[[float, float], float]
    formula: str


#: By PyTorch's names. GELU is the exact one, x·Φ(x), not its approximation by tanh.
CURVES: dict[str, Curve] = {
    "relu": Curve(lambda x, _: max(0.0, x), "max(0, x)"),
    "leaky_relu": Curve(lambda x, slope: x if x >= 0 else slope * x, "max(0, x) + a·min(0, x)"),
    "sigmoid": Curve(lambda x, _: _sigmoid(x), "1 / (1 + e⁻ˣ)"),
    "tanh": Curve(lambda x, _: math.tanh(x), "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)"),
    "gelu": Curve(lambda x, _: 0.5 * x * (1 + math.erf(x / math.sqrt(2))), "x · Φ(x)"),
}


def _sigmoid(x: float) -> float:
    # e to a large power would overflow, so that the small one of the two is taken.
    power = math.exp(-abs(x))
    return 1 / (1 + power) if x >= 0 else power / (1 + power)


def _first_input() -> Floats:
    return np.array([[[-3, 1, 4, -1], [0.5, -2, 2, 3], [-0.5, 5, -4, 1], [2, -1, 0, -2.5]]])


def _first_logits() -> Floats:
    return np.array([-1.2, 0.3, 4.1, 1.0, -0.5, -2.0, -3.1, 1.8, 2.4, 0.0])


@dataclass(frozen=True, kw_only=True, eq=False)
class ActivationLab(PicturedLab):
    """Grids: input:0 and output:0 cell by cell; logits, powers and shares for softmax."""

    key: ClassVar[str] = "activation"
    title: ClassVar[Sentence] = say("activation_title")
    summary: ClassVar[Sentence] = say("activation_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES
    editable = frozenset({"input:0", "logits"})

    input: Floats = numbers("Input", 1, LARGEST_SIZE, LARGEST_SIZE, default=_first_input)
    logits: Floats = numbers("Logits", CLASSES, default=_first_logits)
    function: str = choice(
        "relu",
        "Activation",
        "The curve that every number goes through; softmax turns ten of them into shares.",
        {
            "relu": "ReLU",
            "leaky_relu": "Leaky ReLU",
            "sigmoid": "Sigmoid",
            "tanh": "Tanh",
            "gelu": "GELU",
            "softmax": "Softmax",
        },
    )
    slope: float = real(
        0.1, "Slope below 0", "What leaky ReLU multiplies numbers below zero with.", 0, 1
    )
    size: Pair = derived(
        pair(4, "Input", "Rows and columns of the input.", 1, LARGEST_SIZE, symbol="N")
    )

    def derive(self) -> None:
        object.__setattr__(self, "size", self.input.shape[1:])

    def check(self) -> None:
        super().check()
        if len(self.logits) != CLASSES:
            raise InvalidValue(say("activation_logits", count=CLASSES))
        if np.abs(self.logits).max() > LARGEST_LOGIT:
            raise InvalidValue(say("activation_large_logit", limit=int(LARGEST_LOGIT)))

    def drawn(
        self,
        source: str,
        shape: tuple[int, ...],
        seed: int = 0,
        digit: Floats | None = None,
    ) -> Floats:
        """Numbers below and above zero, as a convolution puts them out."""
        if source == "zeros":
            return np.zeros(shape)
        return sources.random_kernel(shape, seed)

    # What is computed

    @property
    def is_softmax(self) -> bool:
        return self.function == "softmax"

    @property
    def curve(self) -> Curve:
        """KeyError for softmax, which is no function of one number."""
        return CURVES[self.function]

    def value(self, x: float) -> float:
        return self.curve.of(x, self.slope)

    @cached_property
    def output(self) -> Floats:
        """The map after the activation, (1, H, W)."""
        return np.asarray(np.vectorize(self.value, otypes=[np.float64])(self.input))

    @cached_property
    def powers(self) -> Floats:
        """e to the power of each logit, (10,)."""
        return np.exp(self.logits)

    @cached_property
    def shares(self) -> Floats:
        """softmax(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ, (10,)."""
        return np.asarray(self.powers / self.powers.sum())

    # Steps: cell by cell; for softmax the powers, their sum, the shares

    @property
    def count(self) -> int:
        return 2 * CLASSES + 1 if self.is_softmax else self.input[0].size

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the shown cell."""
        row, column = divmod(max(self.step, 1) - 1, self.size[1])
        return row, column

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        if self.is_softmax:
            return (
                (0, say("activation_powers")),
                (CLASSES, say("activation_sum")),
                (CLASSES + 1, say("activation_shares")),
            )
        rows, columns = self.size
        return tuple((row * columns, say("sweep_row", row=row + 1)) for row in range(rows))

    def ticks(self) -> tuple[int, ...]:
        return tuple(range(self.count + 1))

    def where(self) -> tuple[Sentence, Sentence]:
        if not self.step:
            return say("activation_before", count=self.count), say("sweep_press_play")
        if self.is_softmax:
            return self._where_in_softmax()
        row, column = self.place
        return (
            say("activation_step", step=self.step, count=self.count),
            say("sweep_where", row=row + 1, rows=self.size[0], column=column + 1),
        )

    def _where_in_softmax(self) -> tuple[Sentence, Sentence]:
        first = say("activation_softmax_step", step=self.step, count=self.count)
        if self.step <= CLASSES:
            return first, say("activation_power_of", digit=self.step - 1)
        if self.step == CLASSES + 1:
            return first, say("activation_add_up")
        return first, say("activation_share_of", digit=self.step - CLASSES - 2)

    # Changing

    def unused(self) -> frozenset[str]:
        slope = frozenset() if self.function == "leaky_relu" else frozenset({"slope"})
        return slope | {"size"} if self.is_softmax else slope

    def sources(self) -> tuple[str, ...]:
        """Softmax reads the ten logits, which come from nowhere else."""
        return () if self.is_softmax else super().sources()

    def edited(self, cell: Cell, value: float) -> Self:
        if cell.grid == "logits":
            return replace(self, logits=with_number(self.logits, (cell.column,), value))
        place = (0, cell.row, cell.column)
        return replace(self, input=with_number(self.input, place, value), source="own")

    def choices(self) -> tuple[Group, ...]:
        names = {
            "relu": "activation_relu",
            "leaky_relu": "activation_leaky_relu",
            "sigmoid": "activation_sigmoid",
            "tanh": "activation_tanh",
            "gelu": "activation_gelu",
            "softmax": "activation_softmax",
        }
        made = tuple(
            Choice(
                say(code), partial(replace, self, function=key, step=0), chosen=key == self.function
            )
            for key, code in names.items()
        )
        return (Group(say("activation_functions"), made),)

    def picked(self, cell: Cell) -> Self | None:
        if cell.grid == "output:0" and not self.is_softmax:
            return self.at(cell.row * self.size[1] + cell.column + 1)
        return None

    # What hangs together, and questions

    def linked(self, cell: Cell) -> frozenset[Cell]:
        twins = {"input:0": ("output:0",), "output:0": ("input:0",)}
        rows = ("logits", "powers", "shares")
        others = twins.get(cell.grid, tuple(row for row in rows if row != cell.grid))
        return frozenset(Cell(grid, cell.row, cell.column) for grid in others)

    @property
    def asks(self) -> bool:  # type: ignore[override]
        """Powers of e are nothing to work out in the head."""
        return not self.is_softmax

    def question(self, step: int) -> Question | None:
        if self.is_softmax:
            return None
        row, column = divmod(step - 1, self.size[1])
        x = float(self.input[0, row, column])
        answer = self.value(x)
        wrong = (
            (x, say("activation_wrong_same")),
            (min(x, 0.0), say("activation_wrong_side")),
            (abs(x), say("activation_wrong_sign")),
            (max(x, 0.0), say("activation_wrong_relu")),
        )
        kept = tuple((value, cause) for value, cause in wrong if abs(value - answer) > 1e-9)
        return Question(Cell("output:0", row, column), answer, kept)

    def surprising(self, step: int) -> bool:
        """Below zero, where most activations bend."""
        return not self.is_softmax and bool(self.input.ravel()[step - 1] < 0)
