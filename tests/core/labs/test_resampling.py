"""Areas are averaged truly, greys are weighed, and ranges of numbers lead into each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.resampling import (
    LUMA,
    TOP,
    averaged,
    middle_part,
    rescaled,
    with_planes,
)

sides = st.integers(1, 40)
sizes = st.tuples(sides, sides)
scales = st.sampled_from(sorted(TOP))


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).random(shape)


@given(sizes, sizes)
def test_averages_of_areas_keep_the_mean_and_the_range(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    picture = noise(2, *before)
    made = averaged(picture, after)
    assert made.shape == (2, *after)
    assert made.mean(axis=(1, 2)) == pytest.approx(picture.mean(axis=(1, 2)))
    assert made.min() >= picture.min() - 1e-12
    assert made.max() <= picture.max() + 1e-12


@given(sizes)
def test_at_its_own_size_a_picture_stays_as_it_is(size: tuple[int, int]) -> None:
    assert averaged(noise(*size), size) == pytest.approx(noise(*size))


@given(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers(1, 5), st.integers(1, 5))
def test_enlarged_pixels_are_blocks_and_blocks_become_pixels(
    size: tuple[int, int], tall: int, wide: int
) -> None:
    picture = noise(*size)
    blocks = np.kron(picture, np.ones((tall, wide)))
    assert averaged(picture, blocks.shape) == pytest.approx(blocks)
    assert averaged(blocks, size) == pytest.approx(picture)


@given(scales, scales, st.integers(0, 9))
def test_small_numbers_come_back_from_every_range(first: str, second: str, number: int) -> None:
    there = rescaled(rescaled(np.array([float(number)]), "small", first), first, second)
    assert rescaled(there, second, "small") == pytest.approx([number])


@given(scales, scales)
def test_black_stays_black_and_white_white(before: str, after: str) -> None:
    made = rescaled(np.array([0, TOP[before]]), before, after)
    assert made.tolist() == [0, TOP[after]]


def test_pixels_become_whole_numbers_and_numbers_outside_the_range_are_kept() -> None:
    assert rescaled(np.array([0.5, -1.0, 2.0]), "unit", "bytes").tolist() == [128, -255, 510]
    assert rescaled(np.array([128.0]), "bytes", "small").tolist() == [5]
    assert rescaled(np.array([0.25]), "small", "small").tolist() == [0.25]


def test_grey_weighs_green_most_and_white_is_white() -> None:
    assert with_planes(np.eye(3)[:, :, None], 1).ravel().tolist() == LUMA.tolist()
    assert LUMA.sum() == pytest.approx(1)
    assert LUMA.argmax() == 1


def test_planes_come_round_again() -> None:
    picture = noise(3, 2, 2)
    assert np.array_equal(with_planes(picture, 5)[3:], picture[:2])
    assert np.array_equal(with_planes(picture[:1], 3), np.repeat(picture[:1], 3, axis=0))
    assert np.array_equal(with_planes(picture, 3), picture)


@given(sizes, sizes)
def test_the_middle_part_has_the_proportions_that_were_asked_for(
    before: tuple[int, int], wanted: tuple[int, int]
) -> None:
    part = middle_part(noise(*before), wanted)
    rows, columns = part.shape
    assert rows == before[0] or columns == before[1]
    assert abs(rows * wanted[1] / wanted[0] - columns) <= max(1, wanted[1] / wanted[0])


def test_the_middle_part_is_in_the_middle() -> None:
    wide = np.arange(7.0)[None].repeat(3, axis=0)
    assert middle_part(wide, (9, 9)).tolist() == [[2, 3, 4]] * 3
