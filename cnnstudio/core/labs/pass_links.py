"""Which numbers of a pass hang together: what each layer reads, and who reads what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.passes import Pass
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    Conv2d,
    Flatten,
    Linear,
    LocallyConnected2d,
    LocalResponseNorm,
    Residual,
    Shape,
    Softmax,
    Window,
)
from cnnstudio.core.receptive_field import ReceptiveField


class Spot(NamedTuple):
    """One number of a level as the network has it: of a list, `map` is its place in that."""

    map: int
    row: int
    column: int


class Block(NamedTuple):
    """Numbers that are read together: maps, rows and columns of a level, each in order."""

    maps: Sequence[int]
    rows: Sequence[int]
    columns: Sequence[int]


def grid_of(level: int, map: int) -> str:
    """The name of the grid that shows a map of a level."""
    return f"map:{level}:{map}"


def level_and_map(grid: str) -> tuple[int, int] | None:
    """What `grid_of` was made from; None for another name."""
    parts = grid.split(":")
    if len(parts) != 3 or parts[0] != "map" or not all(part.isdecimal() for part in parts[1:]):
        return None
    return int(parts[1]), int(parts[2])


def spot_of(passed: Pass, cell: Cell) -> tuple[int, Spot] | None:
    """The level of a shown cell and its number there; None for a cell of no level."""
    found = level_and_map(cell.grid)
    if found is None or found[0] >= len(passed.levels):
        return None
    level, map = found
    kept = passed.levels[level]
    maps, rows, columns = kept.values.shape
    if not (map < maps and 0 <= cell.row < rows and 0 <= cell.column < columns):
        return None
    if passed.is_list(level):
        return level, Spot(cell.row * columns + cell.column, 0, 0)
    return level, Spot(map, cell.row * kept.every, cell.column * kept.every)


def cells_of(passed: Pass, level: int, block: Block) -> frozenset[Cell]:
    """The cells that show numbers of a block; those that are not kept have none."""
    kept = passed.levels[level]
    maps, rows, columns = kept.values.shape
    if passed.is_list(level):
        places = (divmod(place, columns) for place in block.maps if place < rows * columns)
        return frozenset(Cell(grid_of(level, 0), row, column) for row, column in places)
    shown_rows = _shown(block.rows, rows, kept.every)
    shown_columns = _shown(block.columns, columns, kept.every)
    return frozenset(
        Cell(grid_of(level, map), row, column)
        for map in block.maps
        if map < maps
        for row in shown_rows
        for column in shown_columns
    )


def _shown(places: Iterable[int], count: int, every: int) -> list[int]:
    shown = (place // every for place in places if not place % every)
    return [place for place in shown if 0 <= place < count]


# What a layer reads


def read_by(passed: Pass, level: int, spot: Spot) -> Block:
    """What a number of a level is made from, of the level before; zeros of padding too."""
    report = passed.reports[level - 1]
    shape = passed.shape(level - 1)
    layer = report.layer
    if isinstance(layer, Flatten):
        map, row, column = _unravelled(spot.map, shape)
        return Block((map,), (row,), (column,))
    rows, columns = _axes(report, shape)
    return Block(
        _channels_read(report, shape[0], spot.map),
        rows.read(spot.row),
        columns.read(spot.column),
    )


def readers_of(passed: Pass, level: int, spot: Spot) -> Block:
    """What is made from a number of a level, in the level after."""
    report = passed.reports[level]
    shape = passed.shape(level)
    if isinstance(report.layer, Flatten):
        return Block((_ravelled(spot, shape),), (0,), (0,))
    rows, columns = _axes(report, shape)
    maps = [
        map
        for map in range(passed.shape(level + 1)[0])
        if spot.map in _channels_read(report, shape[0], map)
    ]
    return Block(maps, rows.readers(spot.row), columns.readers(spot.column))


def _unravelled(place: int, shape: Shape) -> tuple[int, int, int]:
    if len(shape) == 1:
        return place, 0, 0
    map, row, column = (int(i) for i in np.unravel_index(place, shape))
    return map, row, column


def _ravelled(spot: Spot, shape: Shape) -> int:
    if len(shape) == 1:
        return spot.map
    return int(np.ravel_multi_index(spot, shape))


def _channels_read(report: LayerReport, channels: int, map: int) -> range:
    """The maps, or numbers of a list, that one of those after the layer is made from."""
    layer = report.layer
    if isinstance(layer, Conv2d):
        share = channels // layer.groups
        first = map // (layer.out_channels // layer.groups) * share
        return range(first, first + share)
    if isinstance(layer, Linear | LocallyConnected2d | Residual | Softmax):
        return range(channels)
    if isinstance(layer, LocalResponseNorm):
        # PyTorch pads the channels by size // 2 in front and (size − 1) // 2 behind.
        return range(max(0, map - layer.size // 2), min(channels, map + (layer.size - 1) // 2 + 1))
    return range(map, map + 1)


class _Axis(NamedTuple):
    """Along rows or columns: the cells that a place reads, and the places that read a cell."""

    read: Callable[[int], Sequence[int]]
    readers: Callable[[int], Sequence[int]]


def _axes(report: LayerReport, shape: Shape) -> tuple[_Axis, _Axis]:
    output = report.output or (1,)
    if len(shape) == 1 or len(output) == 1:
        return _itself(), _itself()
    layer = report.layer
    window: Window | None
    if isinstance(layer, AdaptiveAvgPool2d):
        return _bins(shape[1], output[1]), _bins(shape[2], output[2])
    window = _window_of_block(report) if isinstance(layer, Residual) else layer.window(shape)
    if window is None:
        return _itself(), _itself()
    return _sliding(window, 0, output), _sliding(window, 1, output)


def _itself() -> _Axis:
    return _Axis(lambda place: (place,), lambda cell: (cell,))


def _sliding(window: Window, which: int, output: Shape) -> _Axis:
    stride, padding = window.stride[which], window.padding[which]

    def read(place: int) -> Sequence[int]:
        start = place * stride - padding
        return range(start, start + window.reach(which), window.dilation[which])

    return _of_places(read, output[which + 1])


def _of_places(read: Callable[[int], Sequence[int]], places: int) -> _Axis:
    return _Axis(read, lambda cell: [place for place in range(places) if cell in read(place)])


def _bins(size: int, bins: int) -> _Axis:
    """PyTorch's AdaptiveAvgPool2d: place i reads the cells from floor(i·N/M) up to
    ceil((i + 1)·N/M)."""

    def read(place: int) -> Sequence[int]:
        return range(place * size // bins, -(-(place + 1) * size // bins))

    return _of_places(read, bins)


def _window_of_block(report: LayerReport) -> Window:
    """What a block's layers see of the block's input, as one window."""
    field = _through(ReceptiveField(), report.body)
    top, left = field.offset
    return Window(field.size, field.step, (-top, -left))


def _through(field: ReceptiveField, reports: Iterable[LayerReport]) -> ReceptiveField:
    for report in reports:
        if report.body:
            field = _through(field, report.body)
        elif report.input is not None:
            window = report.layer.window(report.input)
            field = field if window is None else field.through(window)
    return field


# The picture, which every level sees a part of


def seen_by(passed: Pass, level: int, spot: Spot) -> Block | None:
    """The part of the picture that a number of a level sees; None where nobody knows."""
    field = passed.reports[level - 1].receptive_field
    if field is None:
        return None
    one = passed.is_list(level)
    top, left, rows, columns = field.box(*((0, 0) if one else spot[1:]))
    return Block((0,), range(top, top + rows), range(left, left + columns))


def seeing(passed: Pass, level: int, pixel: Spot) -> Block | None:
    """The numbers of a level that see a pixel of the picture."""
    field = passed.reports[level - 1].receptive_field
    if field is None:
        return None
    shape = passed.shape(level)
    if passed.is_list(level):
        top, left, rows, columns = field.box(0, 0)
        inside = top <= pixel.row < top + rows and left <= pixel.column < left + columns
        return Block(range(shape[0]) if inside else (), (0,), (0,))
    found = [
        [
            place
            for place in range(shape[axis + 1])
            if 0
            <= pixel[axis + 1] - field.offset[axis] - place * field.step[axis]
            < field.size[axis]
        ]
        for axis in (0, 1)
    ]
    return Block(range(shape[0]), found[0], found[1])
