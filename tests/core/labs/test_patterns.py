"""Patterns show what they are called, at any size and in every channel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.patterns import (
    PATTERNS,
    SMALL_NUMBERS,
    ZEROS_AND_ONES,
    from_slide,
    pattern,
    ramp,
)

sides = st.integers(1, 40)
shapes = st.tuples(st.integers(1, 5), sides, sides)
names = st.sampled_from(sorted(PATTERNS))


@given(names, shapes)
def test_a_pattern_is_of_zeros_and_ones(name: str, shape: tuple[int, int, int]) -> None:
    made = pattern(name, shape)
    assert made.shape == shape
    assert set(np.unique(made)) <= {0, 1}


@given(names, st.integers(3, 40), st.integers(3, 40))
def test_a_pattern_has_both_dark_and_bright_cells(name: str, rows: int, columns: int) -> None:
    assert 0 < pattern(name, (1, rows, columns)).mean() < 1


@given(st.integers(2, 40), st.integers(2, 40))
def test_an_edge_is_dark_at_the_left_and_bright_at_the_right(rows: int, columns: int) -> None:
    (made,) = pattern("edge", (1, rows, columns))
    assert made.sum(axis=0).tolist() == [0] * (columns // 2) + [rows] * (columns - columns // 2)


@given(st.sampled_from(["cross", "ring", "diagonal"]), st.integers(2, 40))
def test_a_square_pattern_is_the_same_from_above_and_from_the_left(name: str, side: int) -> None:
    (made,) = pattern(name, (1, side, side))
    assert np.array_equal(made, made.T)
    assert np.array_equal(made, made[::-1, ::-1])


@given(st.integers(3, 40))
def test_a_diagonal_has_its_ends_in_two_corners(side: int) -> None:
    (made,) = pattern("diagonal", (1, side, side))
    assert np.all(np.diag(made) == 1)
    assert made[0, -1] == made[-1, 0] == 0


def test_a_checkerboard_alternates() -> None:
    (made,) = pattern("checker", (1, 8, 8))
    assert np.array_equal(made, 1 - np.roll(made, 1, axis=1))
    assert made[0, 0] == 1


@pytest.mark.parametrize("name", ["edge", "cross", "diagonal", "ring"])
@pytest.mark.parametrize("size", [(9, 9), (32, 32), (9, 14)])
def test_each_of_three_channels_has_a_pattern_of_its_own(name: str, size: tuple[int, int]) -> None:
    planes = pattern(name, (3, *size))
    assert len({plane.tobytes() for plane in planes}) == 3


def test_the_slides_numbers_are_there_at_their_own_size() -> None:
    assert from_slide(ZEROS_AND_ONES, (1, 5, 5)).tolist() == [[list(r) for r in ZEROS_AND_ONES]]
    assert from_slide(SMALL_NUMBERS, (1, 4, 4)).tolist() == [[list(r) for r in SMALL_NUMBERS]]


@given(shapes)
def test_slides_begin_alike_at_every_size(shape: tuple[int, int, int]) -> None:
    made = from_slide(ZEROS_AND_ONES, shape)
    assert made.shape == shape
    assert np.array_equal(
        made, from_slide(ZEROS_AND_ONES, (5, 40, 40))[: shape[0], : shape[1], : shape[2]]
    )


def test_larger_slides_are_mirrored_at_the_last_row_and_column() -> None:
    (made,) = from_slide(ZEROS_AND_ONES, (1, 9, 9))
    assert np.array_equal(made, made[::-1])
    assert np.array_equal(made, made[:, ::-1])
    assert np.array_equal(made[:5, :5], ZEROS_AND_ONES)


@given(st.integers(1, 40), st.integers(2, 40), st.sampled_from([1.0, 255.0]))
def test_a_ramp_rises_in_equal_steps_from_0(rows: int, columns: int, top: float) -> None:
    (made,) = ramp((1, rows, columns), top)
    steps = np.diff(made, axis=1)
    assert np.all(made[:, 0] == 0)
    assert np.all(steps > 0)
    assert steps == pytest.approx(np.full_like(steps, steps[0, 0]))
    assert top / 2 < made.max() <= top


@given(st.integers(2, 96))
def test_a_ramp_of_small_numbers_is_whole_and_never_falls(columns: int) -> None:
    (made,) = ramp((1, 3, columns), 9)
    assert np.array_equal(made, np.rint(made))
    assert np.all(np.diff(made, axis=1) >= 0)
    assert 4.5 < made.max() <= 9
    assert columns > 10 or len(set(np.diff(made[0]))) == 1


def test_ramps_of_other_channels_rise_in_other_directions() -> None:
    right, down, left, up = ramp((4, 6, 6), 9)
    assert np.array_equal(down, right.T)
    assert np.array_equal(left, right[:, ::-1])
    assert np.array_equal(up, down[::-1])
