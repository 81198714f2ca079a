"""What every lab is: one frozen value that knows its steps and how its numbers hang together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Checked, InvalidValue, shown

Floats = NDArray[np.float64]

#: Steps a second.
SLOWEST, FASTEST = 0.25, 200.0

#: The largest magnitude of a number in a lab: sums of many stay exact enough to be shown.
LARGEST = 1e6


class Cell(NamedTuple):
    """One cell of one grid of a lab. Padding cells have numbers below 0 or beyond the last."""

    grid: str
    row: int
    column: int


@dataclass(frozen=True)
class Numbers:
    """What a field of numbers may hold: its name, and the most of them along each dimension."""

    name: str
    label: str
    most: tuple[int, ...]

    def check(self, value: object) -> Floats:
        """`value` as a read-only array of so many dimensions, or InvalidValue."""
        found = _as_array(self, value)
        wrong = found.ndim != len(self.most) or 0 in found.shape
        if wrong or any(a > b for a, b in zip(found.shape, self.most, strict=True)):
            raise self.too_many()
        if not np.all(np.abs(found) <= LARGEST):  # not a number compares as False
            raise InvalidValue(say("lab_number", label=self.label, limit=int(LARGEST)))
        found.setflags(write=False)
        return found

    def too_many(self) -> InvalidValue:
        """What is raised where there are more, or none."""
        return InvalidValue(
            say("lab_shape", label=self.label, most=" × ".join(map(str, self.most)))
        )


class _TooManyError(Exception):
    """More numbers than a field may hold."""


def _as_array(numbers: Numbers, value: object) -> Floats:
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        return np.array(value, np.float64)
    try:
        _only_numbers(value, int(np.prod(numbers.most)))
        return np.array(value, np.float64)
    except _TooManyError:
        raise numbers.too_many() from None
    except (ValueError, TypeError, OverflowError):
        raise InvalidValue(say("lab_not_numbers", label=numbers.label)) from None


def _only_numbers(value: object, most: int) -> int:
    """How many numbers nested lists hold; ValueError for anything else, _TooManyError for more
    than `most`."""
    if isinstance(value, list | tuple):
        count = 0
        for item in value:
            count += _only_numbers(item, most - count)
        return count
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(shown(value))
    if most < 1:
        raise _TooManyError
    return 1


def numbers(label: str, *most: int, default: Any = None) -> Any:
    """A field of numbers with so many dimensions: float64, read-only. `default` makes them."""
    metadata = {"numbers": (label, most)}
    if default is None:
        return field(metadata=metadata)
    return field(default_factory=default, metadata=metadata)


def numbers_of(kind: type) -> tuple[Numbers, ...]:
    """The fields of numbers of a lab, in the order of its fields."""
    found = ((f.name, f.metadata["numbers"]) for f in fields(kind) if "numbers" in f.metadata)
    return tuple(Numbers(name, label, most) for name, (label, most) in found)


def derived(described: Any) -> Any:
    """A setting that the numbers decide, such as the input's size: not written into files.

    It is changed by `Lab.change`, which brings the numbers to the wanted size.
    """
    described.init = False
    return described


class Nested(ABC):
    """A frozen value within a lab that is neither a setting nor numbers: it has a JSON form of
    its own."""

    @abstractmethod
    def as_json(self) -> Any:
        """The value as plain values of JSON."""

    @classmethod
    @abstractmethod
    def from_json(cls, found: object) -> Self:
        """What `as_json` gave, wherever it comes from; raises InvalidValue."""


def nested(kind: type[Nested], default: Callable[[], Nested]) -> Any:
    """A field with such a value; given as plain values of JSON, it is read from them."""
    return field(default_factory=default, metadata={"nested": kind})


class Choice(NamedTuple):
    """A value to take over with one click, such as a kernel: its name, and the lab with it.

    `picture` is what its button shows (rows, columns), signed; None for a button of words. Where
    it is `bare` the button shows the picture alone.
    """

    name: Sentence
    make: Callable[[], Lab]
    picture: Floats | None = None
    chosen: bool = False
    bare: bool = False


class Group(NamedTuple):
    """Choices that belong together: kernels, or the lecture's examples."""

    name: Sentence
    choices: tuple[Choice, ...]


class Figure(NamedTuple):
    """A figure worked out in a line, such as “Output size (9 + 2·0 − 3) / 1 + 1 = 7”.

    `formula` is numbers and signs only, the same in every language, and `sign` stands between it
    and the result; `note` may say what follows.
    """

    name: Sentence
    formula: str
    result: str
    note: Sentence | None = None
    sign: str = "="


class Question(NamedTuple):
    """A number to predict: the cell that it belongs into, and the right answer.

    `wrong` are answers that come from a known mistake, each with what it came from. `words` ask
    for it where the cell's place does not say enough. `in_figures`: the lab's figures tell the
    answer.
    """

    cell: Cell
    answer: float
    wrong: tuple[tuple[float, Sentence], ...] = ()
    words: Sentence | None = None
    in_figures: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Lab(Checked):
    """The state of a lab. Settings are described by `core.settings`, arrays by `numbers`.

    `step` counts the steps that have been shown: 0 is the start, `count` the end. Making a lab
    with settings that do not fit together raises InvalidValue, so that every lab that exists
    can be drawn.
    """

    #: The name in files, the title, and one sentence of what there is to see.
    key: ClassVar[str]
    title: ClassVar[Sentence]
    summary: ClassVar[Sentence]

    #: Grids whose cells can be changed.
    editable: ClassVar[frozenset[str]] = frozenset()

    #: Whether there are numbers to predict.
    asks: ClassVar[bool] = False

    #: Whether what a cell is connected with gives an answer away.
    links_tell: ClassVar[bool] = False

    step: int = 0
    speed: float = 2.0

    def __post_init__(self) -> None:
        """Check everything; subclasses say in `derive` and `check` what goes beyond ranges."""
        for kind in numbers_of(type(self)):
            object.__setattr__(self, kind.name, kind.check(getattr(self, kind.name)))
        self._read_nested()
        self.derive()
        super().__post_init__()
        object.__setattr__(self, "step", _step(self.step))
        object.__setattr__(self, "speed", _speed(self.speed))
        self.check()
        object.__setattr__(self, "step", min(self.step, self.count))

    def _read_nested(self) -> None:
        for f in fields(self):
            kind: type[Nested] | None = f.metadata.get("nested")
            given = getattr(self, f.name, None)
            if kind is not None and not isinstance(given, kind):
                object.__setattr__(self, f.name, kind.from_json(given))

    def derive(self) -> None:
        """Set the settings that follow from the numbers (see `derived`)."""

    def check(self) -> None:
        """Raise InvalidValue where settings and numbers do not fit together."""

    # Its steps

    @property
    def count(self) -> int:
        """How many steps there are."""
        raise NotImplementedError

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        """(step, name) of the steps at which something begins, such as a row of the output."""
        return ()

    def ticks(self) -> tuple[int, ...]:
        """Steps with a small mark on the slider."""
        return ()

    def where(self) -> tuple[Sentence, Sentence]:
        """Two lines: which step this is, and where that lies."""
        raise NotImplementedError

    # How it changes

    def at(self, step: int) -> Self:
        """The same at another step, kept within 0 and `count`."""
        return replace(self, step=max(0, min(step, self.count)))

    def change(self, name: str, value: Any) -> Self:
        """With one setting changed, and the numbers that hang on it brought in line."""
        return replace(self, **{name: value})

    def unused(self) -> frozenset[str]:
        """Names of settings that change nothing as the others are now."""
        return frozenset()

    def edited(self, cell: Cell, value: float) -> Self:
        """With one number changed, of a grid that is `editable`."""
        raise NotImplementedError

    def picked(self, cell: Cell) -> Self | None:
        """The lab after a click on a cell: at another step, or looking elsewhere; None for cells
        that do nothing."""
        return None

    def choices(self) -> tuple[Group, ...]:
        """What there is to choose with one click."""
        return ()

    def sources(self) -> tuple[str, ...]:
        """Keys of `core.labs.sources` that the input may come from."""
        return ()

    def with_source(self, source: str, seed: int, digit: Floats | None) -> Self:
        """With the input from one of `sources`; `digit` is the current one, (28, 28), 0 to 1."""
        raise NotImplementedError

    def with_image(self, image: NDArray[np.uint8]) -> Self:
        """With the input from an image (H, W, 3), where "image" is one of `sources`."""
        raise NotImplementedError

    def figures(self) -> tuple[Figure, ...]:
        """What is worked out in the lab's head line."""
        return ()

    # What hangs together, and what can be asked

    def name_of(self, cell: Cell) -> Sentence | None:
        """What a cell is called where its row and column do not say it."""
        return None

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """Every cell, of all grids, that a cell is connected with; itself not among them."""
        return frozenset()

    def question(self, step: int) -> Question | None:
        """What to ask before step `step` (from 1) is shown; None where nothing is computed."""
        return None

    def while_asked(self) -> Self:
        """The lab as it is shown while the number of the next step is asked for: perhaps already at
        that step, so that what its number is made of can be seen."""
        return self

    def surprising(self, step: int) -> bool:
        """Whether the answer of a step is one that is easily got wrong."""
        return False


def _step(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise InvalidValue(say("lab_step", value=shown(value)))
    return value


def _speed(value: object) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if not good or not SLOWEST <= float(value) <= FASTEST:  # type: ignore[arg-type]
        raise InvalidValue(
            say("lab_speed", minimum=SLOWEST, maximum=int(FASTEST), value=shown(value))
        )
    return float(value)  # type: ignore[arg-type]
