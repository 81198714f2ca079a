"""How large the grids of a filter lab are: the arrangement in which most numbers are legible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cnnstudio.ui.labs.layout import fitting_cell
from cnnstudio.ui.labs.needs import Need

#: How much more the numbers of the step, and of the output, count than those of the input.
_STEP, _OUTPUT = 2.0, 1.25

#: What it is worth that products stand below the window, and that input and output have cells of
#: one size: no numbers, but a picture that is easier to read.
_STACKED, _ALIKE = 0.1, 0.1


@dataclass(frozen=True)
class Grids:
    """What is to be placed: rows and columns of the grids, and what their numbers need.

    `in_a_row`: grids of the kernel's size side by side, the products apart.
    """

    input: tuple[int, int]
    output: tuple[int, int]
    kernel: tuple[int, int]
    in_a_row: int
    input_need: Need
    output_need: Need
    step_need: Need
    products_need: Need


@dataclass(frozen=True)
class Space:
    """Pixels: all there is for grids, and what is taken by signs, arrows and words.

    `between` lies between two grids in a row, `bias` is the least cell of the bias at the right of
    the products, `least_middle` the width that the sum needs.
    """

    width: float
    height: float
    outside: float
    between: float
    bias: float
    above_step: float
    between_rows: float
    least_middle: float


@dataclass(frozen=True)
class Cells:
    """Sizes of cells. `stacked`: products stand below the window, else beside the kernel."""

    stacked: bool
    input: float
    output: float
    window: float
    products: float

    def are_largest_outside(self, grids: Grids) -> bool:
        """Whether input and output are as large as they may be, to a pixel."""
        return self.input > grids.input_need.most - 1 and self.output > grids.output_need.most - 1

    def are_largest_in_step(self, grids: Grids) -> bool:
        """The same of window and products."""
        return self.window > grids.step_need.most - 1 and (
            self.products > grids.products_need.most - 1
        )


@lru_cache(maxsize=64)
def best_cells(grids: Grids, space: Space) -> Cells:
    """The best of all arrangements that fit."""
    return max(_all(grids, space), key=lambda cells: _worth(cells, grids))


def _worth(cells: Cells, grids: Grids) -> float:
    step = grids.step_need.worth(cells.window) + grids.products_need.worth(cells.products)
    output = grids.output_need.worth(cells.output)
    outer = grids.input_need.worth(cells.input) + _OUTPUT * output
    calm = _STACKED * cells.stacked + _ALIKE * (cells.input == cells.output)
    return _STEP * step + outer + calm


def _all(grids: Grids, space: Space) -> Iterator[Cells]:
    for stacked in (True,) if grids.in_a_row > 2 else (True, False):
        for window, products in _steps(grids, space, stacked):
            width = middle_width(grids, space, stacked, window, products)
            for source, output in _outer(grids, space, space.width - space.outside - width):
                yield Cells(stacked, source, output, window, products)


def _steps(grids: Grids, space: Space, stacked: bool) -> Iterator[tuple[float, float]]:
    """Sizes of the window's cells and of the products'."""
    rows = grids.kernel[0]
    most = min(grids.step_need.most, (space.height - space.above_step) / rows)
    if not stacked:
        yield from ((size, size) for size in _sizes(most))
        return
    high = space.height - space.above_step - space.between_rows
    for size in _sizes(min(most, 0.5 * high / rows)):
        yield (
            size,
            fitting_cell(high - rows * size, rows, min(grids.products_need.most, 1.25 * size)),
        )


def _sizes(most: float) -> Iterator[float]:
    yield from (float(size) for size in range(8, int(most) + 1))
    if most < 8:
        yield max(most, 1.0)


def middle_width(
    grids: Grids, space: Space, stacked: bool, window: float, products: float
) -> float:
    """What window, kernel, products and sum need between input and output."""
    columns = grids.kernel[1]
    row = grids.in_a_row * columns * window + (grids.in_a_row - 1) * space.between
    if stacked:
        # The bias hangs on one side of the products, which stay in the middle.
        below = columns * products + 2 * (space.between + max(window, space.bias))
        return max(row, below, space.least_middle)
    row += 2 * space.between + columns * products + max(window, space.bias)
    return max(row, space.least_middle)


def _outer(grids: Grids, space: Space, width: float) -> Iterator[tuple[float, float]]:
    """Sizes of the input's cells and of the output's, side by side in a width."""
    (in_rows, in_columns), (out_rows, out_columns) = grids.input, grids.output
    most_in = min(grids.input_need.most, space.height / in_rows)
    most_out = min(grids.output_need.most, space.height / out_rows)
    width = max(width, in_columns + out_columns)
    alike = fitting_cell(width, in_columns + out_columns, min(most_in, most_out))
    yield alike, alike
    for size in (*grids.output_need.sizes, alike):
        output = fitting_cell(width - in_columns, out_columns, min(most_out, _up(size)))
        yield fitting_cell(width - output * out_columns, in_columns, most_in), output
    for size in (*grids.input_need.sizes, alike):
        source = fitting_cell(width - out_columns, in_columns, min(most_in, _up(size)))
        yield source, fitting_cell(width - source * in_columns, out_columns, most_out)


def _up(size: float) -> float:
    """The next whole size."""
    return float(-int(-size // 1))
