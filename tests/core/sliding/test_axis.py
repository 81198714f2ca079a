"""How a window slides along an axis, held against torch and against counting by hand."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.sliding import (
    MODES,
    Axis,
    largest_padding,
    largest_pool_padding,
    same_padding,
)
from tests.core.sliding.strategies import axes


def padded_numbers(size: int, before: int, after: int, mode: str) -> list[int | None]:
    """The numbers of the input cells as torch pads them; None for a zero."""
    numbers = torch.arange(size, dtype=torch.float64)[None, None]
    if mode == "zeros":
        found = F.pad(numbers, (before, after), value=-1)
    else:
        found = F.pad(numbers, (before, after), mode=mode)
    return [None if number < 0 else int(number) for number in found.flatten().tolist()]


def all_cells(axis: Axis) -> range:
    return range(-axis.before, axis.size + axis.after)


@given(axes())
def test_every_cell_has_the_value_that_torchs_padding_gives_it(axis: Axis) -> None:
    expected = padded_numbers(axis.size, axis.before, axis.after, axis.mode)
    assert [axis.source(cell) for cell in all_cells(axis)] == expected


@given(axes())
def test_a_cell_beyond_the_padding_has_no_value(axis: Axis) -> None:
    for cell in (-axis.before - 1, axis.size + axis.after):
        with pytest.raises(IndexError):
            axis.source(cell)


@given(axes())
def test_there_are_as_many_places_as_torch_has_outputs(axis: Axis) -> None:
    values, weight = torch.zeros(1, 1, axis.extent), torch.zeros(1, 1, axis.kernel)
    try:
        expected = F.conv1d(values, weight, stride=axis.stride, dilation=axis.dilation).shape[-1]
    except RuntimeError:  # "Kernel size can't be greater than actual input size"
        expected = 0
    assert axis.positions == expected
    assert axis.positions == max(0, axis.exact.__floor__())


@given(axes())
def test_a_window_fits_exactly_where_the_formula_gives_a_whole_number(axis: Axis) -> None:
    assert axis.fits_exactly == (axis.positions > 0 and axis.exact.denominator == 1)


@given(axes(fits=True))
def test_what_is_left_over_lies_behind_the_last_window(axis: Axis) -> None:
    last_read = axis.reads(axis.positions - 1)[-1]
    assert axis.left_over == axis.size + axis.after - 1 - last_read
    assert 0 <= axis.left_over < axis.stride


@given(axes(fits=True))
def test_the_windows_read_every_stride_th_cell_from_the_first_on(axis: Axis) -> None:
    cells = list(all_cells(axis))
    for place in range(axis.positions):
        first = place * axis.stride
        expected = [cells[first + tap * axis.dilation] for tap in range(axis.kernel)]
        assert axis.start(place) == expected[0]
        assert list(axis.reads(place)) == expected
        assert axis.reach == expected[-1] - expected[0] + 1


@given(axes())
def test_readers_are_the_inverse_of_reads(axis: Axis) -> None:
    beyond = range(-axis.before - 3, axis.size + axis.after + 3)
    assert {cell: axis.readers(cell) for cell in beyond} == {
        cell: tuple(
            (place, tap)
            for place in range(axis.positions)
            for tap, read in enumerate(axis.reads(place))
            if read == cell
        )
        for cell in beyond
    }


@given(axes())
def test_times_read_are_those_that_counting_gives(axis: Axis) -> None:
    counts = Counter(cell for place in range(axis.positions) for cell in axis.reads(place))
    assert axis.times_read().tolist() == [counts[cell] for cell in all_cells(axis)]
    assert axis.times_read().dtype == np.int64
    assert axis.unread() == tuple(cell for cell in range(axis.size) if not counts[cell])


@given(axes(fits=True))
def test_the_cells_of_a_tap_are_what_it_reads_place_by_place(axis: Axis) -> None:
    cells = list(all_cells(axis))
    for tap in range(axis.kernel):
        read = [axis.reads(place)[tap] for place in range(axis.positions)]
        assert cells[axis.cells_of_tap(tap)] == read


@pytest.mark.parametrize(
    ("padding", "stride", "exact", "places", "left_over"),
    [
        (0, 1, Fraction(5), 5, 0),
        (0, 2, Fraction(3), 3, 0),
        (0, 3, Fraction(7, 3), 2, 1),
        (1, 1, Fraction(7), 7, 0),
        (1, 2, Fraction(4), 4, 0),
        (1, 3, Fraction(3), 3, 0),
    ],
)
def test_the_lectures_sizes_of_a_3_cell_filter_on_7_cells(
    padding: int, stride: int, exact: Fraction, places: int, left_over: int
) -> None:
    axis = Axis(7, 3, stride, padding, padding)
    assert (axis.exact, axis.positions, axis.left_over) == (exact, places, left_over)
    assert axis.fits_exactly == (left_over == 0)


def test_stride_3_on_7_cells_never_reads_the_last_one() -> None:
    assert f"{float(Axis(7, 3, 3).exact):.2f}" == "2.33"
    assert Axis(7, 3, 3).unread() == (6,)


def test_cells_that_a_stride_jumps_over_are_unread_in_a_window_that_fits() -> None:
    assert Axis(7, 1, 3).unread() == (1, 2, 4, 5)
    assert Axis(7, 1, 3).left_over == 0


def test_cells_near_the_border_are_read_less_often() -> None:
    assert Axis(5, 3).times_read().tolist() == [1, 2, 3, 2, 1]


def test_a_window_larger_than_its_axis_has_no_place_and_leaves_nothing_over() -> None:
    axis = Axis(3, 5, 3)
    assert (axis.positions, axis.left_over, axis.fits_exactly) == (0, 0, False)
    assert axis.exact == Fraction(1, 3)
    assert axis.times_read().tolist() == [0, 0, 0]
    assert axis.unread() == (0, 1, 2)


def test_the_place_beyond_the_last_one_tells_what_it_would_read() -> None:
    axis = Axis(7, 3, 3)
    assert axis.start(axis.positions) == 6
    assert axis.reads(axis.positions) == (6, 7, 8)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")
@given(kernel=st.integers(1, 7), dilation=st.integers(1, 4), size=st.integers(1, 12))
def test_same_padding_is_torchs(kernel: int, dilation: int, size: int) -> None:
    values = torch.arange(1, size + 1, dtype=torch.float64)[None, None]
    weight = torch.arange(1, kernel + 1, dtype=torch.float64)[None, None] ** 3
    before, after = same_padding(kernel, dilation)
    ours = F.conv1d(F.pad(values, (before, after)), weight, dilation=dilation)
    assert torch.equal(ours, F.conv1d(values, weight, padding="same", dilation=dilation))
    assert Axis(size, kernel, 1, before, after, dilation).positions == size


@given(
    size=st.integers(1, 12),
    mode=st.sampled_from(MODES),
    padding=st.integers(0, 14),
    in_front=st.booleans(),
)
def test_padding_is_allowed_just_as_far_as_torch_allows_it(
    size: int, mode: str, padding: int, in_front: bool
) -> None:
    sides = (padding, 0) if in_front else (0, padding)
    limit = largest_padding(mode, size)
    if limit is None or padding <= limit:
        padded_numbers(size, *sides, mode)
        assert Axis(size, 1, 1, *sides, mode=mode).extent == size + padding
    else:
        with pytest.raises(RuntimeError):
            padded_numbers(size, *sides, mode)
        with pytest.raises(ValueError, match=f"{mode} padding is {padding} > {limit}"):
            Axis(size, 1, 1, *sides, mode=mode)


@given(kernel=st.integers(1, 7), dilation=st.integers(1, 4))
def test_torch_pools_with_the_largest_padding_and_not_with_one_more(
    kernel: int, dilation: int
) -> None:
    limit = largest_pool_padding(kernel)
    values = torch.zeros(1, 1, 30, 30)
    F.max_pool2d(values, kernel, 1, limit, dilation)
    F.avg_pool2d(values, kernel, 1, limit)
    with pytest.raises(RuntimeError, match="half of"):
        F.max_pool2d(values, kernel, 1, limit + 1, dilation)
    with pytest.raises(RuntimeError, match="half of"):
        F.avg_pool2d(values, kernel, 1, limit + 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0},
        {"kernel": 0},
        {"stride": 0},
        {"dilation": 0},
        {"before": -1},
        {"after": -1},
        {"mode": "mirror"},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        Axis(**{"size": 5, "kernel": 3, **wrong})
