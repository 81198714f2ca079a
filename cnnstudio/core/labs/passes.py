"""A digit's way through a network: what every layer puts out, as a value that stands by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.infer import LayerReport, Report, infer
from cnnstudio.core.labs.base import Nested
from cnnstudio.core.layers import Shape
from cnnstudio.core.network import Network
from cnnstudio.core.project_json import Fault, from_values, to_values
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, shown

Real = NDArray[np.float32]

#: The most that is kept of a level: maps, rows and columns of each, numbers of a list.
MOST_MAPS, LARGEST_SIDE, LONGEST_LIST = 16, 32, 512

#: The most layers in a row; a block is one of them.
MOST_LAYERS = 128

#: Lists of so many numbers stand as a column, others in rows.
_COLUMN = 16
_ROWS_PER_COLUMN = 1.3

#: Numbers that are kept of all levels together, so that a state can be pasted as text.
_MOST_NUMBERS = 150_000

#: Maps and side that are kept of each level, the first pair that leaves few enough.
_DETAILS = ((MOST_MAPS, LARGEST_SIDE), (16, 16), (8, 16), (8, 8), (4, 8))


class Detail(NamedTuple):
    """How much is kept of each level."""

    maps: int
    side: int


@dataclass(frozen=True, eq=False)
class Level:
    """What is kept of the numbers between two layers: `values` (maps, rows, columns).

    Of maps, the first ones, every `every`-th row and column; of a list, its first numbers, laid
    out in rows as if they were one map (`list_shape`).
    """

    values: Real
    every: int = 1

    def __post_init__(self) -> None:
        values = np.array(self.values, np.float32)
        if values.ndim != 3 or not values.size or not np.all(np.isfinite(values)):
            raise InvalidValue(_bad_numbers())
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    @classmethod
    def from_json(cls, found: object) -> Level:
        if not isinstance(found, dict) or set(found) != {"every", "values"}:
            raise InvalidValue(say("forward_level"))
        every, values = found["every"], found["values"]
        if type(every) is not int or every < 1:
            raise InvalidValue(say("forward_level"))
        return cls(_of_numbers(values), every)

    def as_json(self) -> dict[str, Any]:
        """The shortest texts from which the same float32 numbers come back."""
        texts = [float(str(value)) for value in self.values.ravel()]
        whole = [int(value) if value == int(value) else value for value in texts]
        rows, columns = self.values.shape[1:]
        lines = [whole[at : at + columns] for at in range(0, len(whole), columns)]
        maps = [lines[at : at + rows] for at in range(0, len(lines), rows)]
        return {"every": self.every, "values": maps}

    def fits(self, shape: Shape) -> bool:
        """Whether it can be what is kept of numbers of this shape."""
        maps, rows, columns = self.values.shape
        if len(shape) == 1:
            return self.every == 1 and (maps, rows, columns) == (1, *list_shape(shape[0]))
        kept = (-(-shape[1] // self.every), -(-shape[2] // self.every))
        small = maps <= min(MOST_MAPS, shape[0]) and max(kept) <= LARGEST_SIDE
        return small and (rows, columns) == kept


def _of_numbers(values: object) -> Real:
    """Nested lists of numbers as an array; raises InvalidValue for anything else."""
    _check_lists(values, (MOST_MAPS, LARGEST_SIDE, LARGEST_SIDE))
    try:
        with np.errstate(over="ignore"):
            return np.array(values, np.float64).astype(np.float32)
    except (ValueError, OverflowError):  # rows of unequal length, numbers beyond every float
        raise InvalidValue(_bad_numbers()) from None


def _check_lists(values: object, most: tuple[int, ...]) -> None:
    """InvalidValue unless these are lists in lists, so many at most, with numbers in the last."""
    if not isinstance(values, list) or not 0 < len(values) <= most[0]:
        raise InvalidValue(_bad_numbers())
    for value in values:
        if len(most) > 1:
            _check_lists(value, most[1:])
        elif type(value) not in (int, float):
            raise InvalidValue(_bad_numbers())


def _bad_numbers() -> Sentence:
    return say("forward_numbers", maps=MOST_MAPS, side=LARGEST_SIDE)


@lru_cache(maxsize=256)
def list_shape(count: int) -> tuple[int, int]:
    """Rows and columns in which the first numbers of a list are laid out: a column where they are
    few, else a rectangle that leaves out none of them, or only the last few."""
    kept = min(count, LONGEST_LIST)
    if kept <= _COLUMN:
        return kept, 1
    wanted = math.sqrt(kept * _ROWS_PER_COLUMN)
    fitting = [w for w in range(8, LARGEST_SIDE + 1) if kept // w <= LARGEST_SIDE]
    columns = min(fitting, key=lambda w: kept % w + abs(w - wanted))
    return kept // columns, columns


@dataclass(frozen=True, eq=False)
class Pass(Nested):
    """A network, and what is kept of its numbers: `levels` has those of its input first, then
    those after each of its layers. `digit` is what the picture shows, None where nobody knows."""

    network: Network
    levels: tuple[Level, ...]
    digit: int | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.network.layers) <= MOST_LAYERS:
            raise InvalidValue(say("forward_layers", limit=MOST_LAYERS))
        if self.digit is not None and (type(self.digit) is not int or not 0 <= self.digit < 10):
            raise InvalidValue(say("forward_digit", value=shown(self.digit)))
        shapes = shapes_of(self.network)
        if shapes is None or len(shapes) != len(self.levels):
            raise InvalidValue(say("forward_not_whole"))
        for place, (level, shape) in enumerate(zip(self.levels, shapes, strict=True)):
            if not level.fits(shape):
                raise InvalidValue(say("forward_shape", level=place))

    @cached_property
    def report(self) -> Report:
        return report_of(self.network)

    @property
    def reports(self) -> tuple[LayerReport, ...]:
        return self.report.layers

    def shape(self, level: int) -> Shape:
        """The whole shape of the numbers of a level."""
        output = self.reports[level - 1].output if level else self.network.input.shape
        assert output is not None
        return output

    def is_list(self, level: int) -> bool:
        return len(self.shape(level)) == 1

    @cached_property
    def _json(self) -> dict[str, Any]:
        network = to_values(self.network, None)
        levels = [level.as_json() for level in self.levels]
        return {"network": network, "digit": self.digit, "levels": levels}

    def as_json(self) -> dict[str, Any]:
        return self._json

    @classmethod
    def from_json(cls, found: object) -> Self:
        if not isinstance(found, dict) or set(found) != {"network", "digit", "levels"}:
            raise InvalidValue(say("forward_not_whole"))
        try:
            network, _ = from_values(found["network"])
        except Fault as fault:
            raise InvalidValue(
                say("forward_network", where=fault.where, why=fault.sentence)
            ) from None
        levels = found["levels"]
        if not isinstance(levels, list) or len(levels) != len(network.layers) + 1:
            raise InvalidValue(say("forward_not_whole"))
        return cls(network, tuple(Level.from_json(level) for level in levels), found["digit"])


@lru_cache(maxsize=4)
def report_of(network: Network) -> Report:
    return infer(network)


def shapes_of(network: Network) -> tuple[Shape, ...] | None:
    """The shape of the input and of what comes after each layer; None where a digit cannot pass
    all of them."""
    report = report_of(network)
    if not report.computes:
        return None
    outputs = [r.output for r in report.layers if r.output is not None]
    return (network.input.shape, *outputs) if len(outputs) == len(report.layers) else None


def detail_for(shapes: Sequence[Shape]) -> Detail:
    """How much can be kept of each of levels of these shapes."""
    for maps, side in _DETAILS:
        if sum(_kept(shape, maps, side) for shape in shapes) <= _MOST_NUMBERS:
            break
    return Detail(maps, side)


def _kept(shape: Shape, maps: int, side: int) -> int:
    if len(shape) == 1:
        return math.prod(list_shape(shape[0]))
    every = -(-max(shape[1:]) // side)
    return min(shape[0], maps) * -(-shape[1] // every) * -(-shape[2] // every)


def level_of(values: NDArray[np.floating], shape: Shape, detail: Detail, thinned: int = 1) -> Level:
    """What is kept of the numbers of a level, of which `values` may hold only the first maps and
    every `thinned`-th row and column."""
    if len(shape) == 1:
        rows, columns = list_shape(shape[0])
        return Level(values.ravel()[: rows * columns].reshape(1, rows, columns))
    every = -(-max(values.shape[1:]) // detail.side)
    return Level(values[: detail.maps, ::every, ::every], every * thinned)


def pass_of(
    network: Network,
    picture: NDArray[np.floating],
    outputs: Mapping[str, NDArray[np.floating]],
    digit: int | None = None,
) -> Pass:
    """The pass of a picture (rows, columns), as the network sees it, from what each layer put out.

    Outputs go by the layer's id; they may be thinned out as `messages.Probe` has thumbnails.
    Raises InvalidValue where one is missing or does not fit.
    """
    shapes = shapes_of(network)
    if shapes is None or not all(layer.id in outputs for layer in network.layers):
        raise InvalidValue(say("forward_not_whole"))
    detail = detail_for(shapes)
    levels = [level_of(picture[None], (1, *shapes[0][1:]), detail)]
    for layer, shape in zip(network.layers, shapes[1:], strict=True):
        values = outputs[layer.id]
        if values.ndim != len(shape) or (len(shape) == 1 and values.shape != shape):
            raise InvalidValue(say("forward_not_whole"))
        thinned = 1 if len(shape) == 1 else -(-shape[1] // values.shape[1])
        levels.append(level_of(values, shape, detail, thinned))
    return Pass(network, tuple(levels), digit)
