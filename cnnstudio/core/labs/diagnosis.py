"""What the usual mistakes come to at one place of a window: answers that tell what went wrong."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs.predict import is_right, written
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.sliding import Axis, Convolution, Floats, Place, Pooling, PoolStep, Step
from cnnstudio.core.sliding.windows import read

Wrong = tuple[float, Sentence]
Cells = tuple[int, ...]

#: The windows around one: what they are called, rows and columns from here.
_AROUND = (("right", 0, 1), ("left", 0, -1), ("below", 1, 0), ("above", -1, 0))


def wrong_sums(operation: Convolution, index: int) -> tuple[Wrong, ...]:
    """What comes out at the place of that number if something is forgotten or mixed up.

    The likeliest mistakes come first. None of the answers is the right one, none is there twice.
    """
    step = operation.step(index)
    found = (
        *_wrong_arithmetic(step, operation.flipped),
        *_wrong_windows(operation, step),
        *_wrong_reading(operation, step),
    )
    return distinct(found, step.sum)


def wrong_pools(operation: Pooling, index: int) -> tuple[Wrong, ...]:
    """The same for a pooling."""
    step = operation.step(index)
    inside = step.window[_inside(operation, step)]
    found = (
        *_wrong_neighbours(operation, step),
        *_wrong_statistics(operation, step, inside),
    )
    return distinct(found, step.result)


def distinct(found: Iterable[Wrong], right: float) -> tuple[Wrong, ...]:
    """Each wrong answer once, with the first of its causes; `right` is none of them."""
    kept: dict[float, Sentence] = {}
    for value, cause in found:
        if math.isfinite(value) and not is_right(right, value):
            kept.setdefault(value, cause)
    return tuple(kept.items())


# Sums of products


def _wrong_arithmetic(step: Step, flipped: bool) -> Iterator[Wrong]:
    """The right numbers, but something else done with them."""
    if step.bias:
        yield step.total, say("predict_no_bias", bias=written(step.bias))
    turned = _sum(step.window, step.kernel[:, ::-1, ::-1], step.bias)
    yield turned, say("predict_not_turned" if flipped else "predict_turned")
    yield float(np.sum(step.window + step.kernel)) + step.bias, say("predict_added")
    if len(step.channels) > 1:
        first = float(step.partial_sums[0]) + step.bias
        yield first, say("predict_first_channel", channels=len(step.channels))
    yield float(np.sum(np.abs(step.products))) + abs(step.bias), say("predict_no_minus")


def _wrong_windows(operation: Convolution, step: Step) -> Iterator[Wrong]:
    """The window one column or row away from its place."""
    names = (("column_right", 0, 1), ("column_left", 0, -1), ("row_below", 1, 0))
    for name, down, right in (*names, ("row_above", -1, 0)):
        cells = _moved(step.rows, down), _moved(step.columns, right)
        yield from _sum_of(operation, step, cells, say(f"predict_{name}"))


def _wrong_reading(operation: Convolution, step: Step) -> Iterator[Wrong]:
    """The window as it would be if one of the settings were not there."""
    rows, columns, place = operation.rows, operation.columns, step.place
    slow = (
        _moved(step.rows, (1 - rows.stride) * place.row),
        _moved(step.columns, (1 - columns.stride) * place.column),
    )
    yield from _sum_of(operation, step, slow, say("predict_no_stride"))
    bare = _moved(step.rows, rows.before), _moved(step.columns, columns.before)
    yield from _sum_of(operation, step, bare, say("predict_no_padding"))
    dense = _without_gaps(step.rows), _without_gaps(step.columns)
    dilation = max(rows.dilation, columns.dilation)
    yield from _sum_of(operation, step, dense, say("predict_no_dilation", dilation=dilation))
    blank = np.where(_inside(operation, step), step.window, 0.0)
    yield _sum(blank, step.kernel, step.bias), say("predict_zeros")


def _sum_of(
    operation: Convolution, step: Step, cells: tuple[Cells, Cells], cause: Sentence
) -> Iterator[Wrong]:
    """The sum with a window of other cells; nothing where they are the same, or not all there."""
    axes = operation.rows, operation.columns
    if cells == (step.rows, step.columns) or not all(map(_exist, axes, cells)):
        return
    channels = operation.input[step.channels[0] : step.channels[-1] + 1]
    yield _sum(read(channels, axes, cells), step.kernel, step.bias), cause


def _sum(window: Floats, kernel: Floats, bias: float) -> float:
    return float(np.sum(window * kernel)) + bias


def _moved(cells: Cells, by: int) -> Cells:
    return tuple(cell + by for cell in cells)


def _without_gaps(cells: Cells) -> Cells:
    return tuple(range(cells[0], cells[0] + len(cells)))


def _exist(axis: Axis, cells: Cells) -> bool:
    return -axis.before <= cells[0] and cells[-1] < axis.size + axis.after


def _inside(operation: Convolution | Pooling, step: Step | PoolStep) -> NDArray[np.bool_]:
    """Which cells of the window are the input's, (FH, FW)."""
    axes = (operation.rows, step.rows), (operation.columns, step.columns)
    rows, columns = ([0 <= cell < axis.size for cell in cells] for axis, cells in axes)
    return np.outer(rows, columns)


# Pooling


def _wrong_neighbours(operation: Pooling, step: PoolStep) -> Iterator[Wrong]:
    """What the windows around this one come to."""
    map, row, column = step.place
    for name, down, right in _AROUND:
        place = Place(map, row + down, column + right)
        rows, columns = operation.output_shape[1:]
        if 0 <= place.row < rows and 0 <= place.column < columns:
            there = operation.step(operation.index(place))
            yield there.result, say(f"predict_pool_{name}")


def _wrong_statistics(operation: Pooling, step: PoolStep, inside: Floats) -> Iterator[Wrong]:
    """The right window, but another number made of it. `inside` are its cells of the input."""
    if not len(inside):
        return
    if operation.kind == "max":
        if len(inside) < step.window.size:
            yield 0.0, say("predict_pool_padding")
        yield step.sum / step.window.size, say("predict_pool_average")
        yield step.sum / len(inside), say("predict_pool_average")
        yield step.sum, say("predict_pool_sum")
    else:
        yield step.sum, say("predict_pool_undivided", divisor=step.divisor)
        yield float(inside.max()), say("predict_pool_largest")
        cause = "predict_pool_without" if operation.count_include_pad else "predict_pool_with"
        other = len(inside) if operation.count_include_pad else step.window.size
        yield step.sum / other, say(cause)
    yield float(inside.min()), say("predict_pool_smallest")
