"""Every input comes in the shape, the range and the form that was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.labs.kernels import kernel
from cnnstudio.core.labs.resampling import TOP, averaged
from cnnstudio.core.labs.sources import (
    DRAWN,
    SOURCES,
    fitted,
    make,
    random_kernel,
    rescaled,
    source,
)
from cnnstudio.core.mnist import load_digits
from cnnstudio.core.settings import InvalidValue

shapes = st.tuples(st.integers(1, 4), st.integers(1, 33), st.integers(1, 33))
scales = st.sampled_from(sorted(TOP))
keys = st.sampled_from([row.key for row in SOURCES])


@pytest.fixture(scope="module")
def digit() -> np.ndarray:
    return load_digits("test").images[35] / np.float32(255)


@settings(deadline=None)  # pictures are painted
@given(keys, shapes, scales, st.integers(0, 2**31))
def test_every_source_has_numbers_of_every_shape_and_scale(
    digit: np.ndarray, key: str, shape: tuple[int, int, int], scale: str, seed: int
) -> None:
    made = make(key, shape, seed=seed, digit=digit, scale=scale)
    assert made.shape == shape
    assert made.dtype == np.float64
    assert made.min() >= 0
    assert made.max() <= TOP[scale]
    assert scale == "unit" or np.array_equal(made, np.rint(made))
    assert np.array_equal(made, make(key, shape, seed=seed, digit=digit, scale=scale))


@given(keys, shapes)
def test_a_source_of_whole_numbers_loses_nothing_in_small_ones(
    digit: np.ndarray, key: str, shape: tuple[int, int, int]
) -> None:
    if source(key).whole and key not in ("slides", "ramp"):
        small = make(key, shape, scale="small")
        for scale in TOP:
            again = rescaled(make(key, shape, scale=scale), scale, "small")
            assert np.array_equal(again, small)


def test_zeros_and_ones_are_written_as_such_in_small_numbers() -> None:
    small, unit, bytes_ = (make("slides", (1, 5, 5), scale=s) for s in ("small", "unit", "bytes"))
    assert small[0].astype(int).tolist() == [
        [1, 1, 1, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 0],
        [0, 1, 1, 0, 0],
    ]
    assert np.array_equal(unit, small)
    assert np.array_equal(bytes_, 255 * small)


def test_patterns_run_up_to_the_top_of_their_scale() -> None:
    for scale, top in TOP.items():
        assert set(np.unique(make("cross", (1, 9, 9), scale=scale))) == {0, top}
        assert not make("zeros", (2, 3, 4), scale=scale).any()


def test_sobel_on_the_ramp_gives_the_same_number_everywhere() -> None:
    windows = np.lib.stride_tricks.sliding_window_view
    for scale in TOP:
        (ramp,) = make("ramp", (1, 9, 9), scale=scale)
        found = np.einsum("ijab,ab->ij", windows(ramp, (3, 3)), kernel("sobel_x", (3, 3)))
        assert found == pytest.approx(np.full((7, 7), found[0, 0]))
        assert found[0, 0] == pytest.approx(8 * (ramp[0, 1] - ramp[0, 0]))


@given(st.integers(0, 2**31))
def test_random_numbers_hang_on_their_seed_alone(seed: int) -> None:
    one, other = make("random", (2, 9, 9), seed=seed), make("random", (2, 9, 9), seed=seed + 1)
    assert np.array_equal(one, make("random", (2, 9, 9), seed=seed))
    assert not np.array_equal(one, other)


def test_random_numbers_are_each_digit_about_as_often() -> None:
    counts = np.bincount(make("random", (1, 100, 100)).astype(int).ravel(), minlength=10)
    assert len(counts) == 10
    assert counts.min() > 850


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 2**31))
def test_random_kernels_are_small_signed_and_never_all_0(shape: list[int], seed: int) -> None:
    made = random_kernel(tuple(shape), seed)
    assert made.shape == tuple(shape)
    assert made.any()
    assert abs(made).max() <= 3
    assert np.array_equal(made, np.rint(made))
    assert np.array_equal(made, random_kernel(tuple(shape), seed))


def test_random_kernels_hold_negative_numbers_as_often_as_positive_ones() -> None:
    made = random_kernel((100, 100))
    assert abs(made.mean()) < 0.1
    assert set(np.unique(made)) == set(range(-3, 4))


# The digit


def test_a_digit_of_28_by_28_is_itself(digit: np.ndarray) -> None:
    assert np.array_equal(make("digit", (1, 28, 28), digit=digit, scale="unit")[0], digit)
    as_bytes = make("digit", (1, 28, 28), digit=digit, scale="bytes")[0]
    assert np.array_equal(as_bytes, load_digits("test").images[35])


def test_a_small_digit_fills_its_square_with_ink_from_0_to_9(digit: np.ndarray) -> None:
    for side in (5, 7, 9, 12, 20):
        (made,) = make("digit", (1, side, side), digit=digit)
        assert made.min() == 0
        assert made.max() == 9
        assert made[0].any()
        assert made[-1].any()


def test_a_narrow_digit_is_not_made_broader() -> None:
    one = np.zeros((28, 28))
    one[4:24, 13:16] = 1
    (made,) = make("digit", (1, 20, 20), digit=one, scale="unit")
    assert np.flatnonzero(made.any(axis=0)).tolist() == [9, 10, 11]
    assert made.sum() == pytest.approx(60)


def test_a_larger_digit_keeps_its_mean(digit: np.ndarray) -> None:
    for side in (21, 32, 56):
        (made,) = make("digit", (1, side, side), digit=digit, scale="unit")
        assert made.mean() == pytest.approx(digit.mean(), rel=1e-5)


def test_a_digit_in_a_wide_field_keeps_its_proportions(digit: np.ndarray) -> None:
    wide = make("digit", (1, 9, 14), digit=digit)[0]
    assert np.array_equal(wide[:, 2:11], make("digit", (1, 9, 9), digit=digit)[0])
    assert not wide[:, 11:].any()


def test_a_single_row_of_a_digit_is_its_middle_one(digit: np.ndarray) -> None:
    row = make("digit", (1, 1, 28), digit=digit, scale="unit")
    assert np.array_equal(row[0, 0], digit[13].astype(np.float64))
    column = make("digit", (1, 28, 1), digit=digit, scale="unit")
    assert np.array_equal(column[0, :, 0], digit[:, 13].astype(np.float64))


@given(st.integers(0, 19), st.integers(0, 16))
def test_a_crop_has_the_digits_own_pixels(digit: np.ndarray, top: int, left: int) -> None:
    made = make("digit", (1, 9, 12), digit=digit, crop=(top, left), scale="unit")
    assert np.array_equal(made[0], digit[top : top + 9, left : left + 12])


@pytest.mark.parametrize("crop", [(20, 0), (0, 17), (-1, 0), (0, -1)])
def test_a_crop_beyond_the_digit_is_refused(digit: np.ndarray, crop: tuple[int, int]) -> None:
    with pytest.raises(InvalidValue, match=r"9 × 12 pixels must lie inside .* 28 × 28"):
        make("digit", (1, 9, 12), digit=digit, crop=crop)


def test_a_blank_digit_is_all_zeros() -> None:
    for side in (9, 28, 40):
        assert not make("digit", (1, side, side), digit=np.zeros((28, 28))).any()


def test_every_channel_of_a_digit_is_the_same(digit: np.ndarray) -> None:
    one, other, third = make("digit", (3, 9, 9), digit=digit)
    assert np.array_equal(one, other)
    assert np.array_equal(one, third)


def test_without_a_digit_there_is_a_sentence() -> None:
    with pytest.raises(InvalidValue, match="no current digit"):
        make("digit", (1, 9, 9))


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no input called 'moon'"):
        make("moon", (1, 9, 9))


def test_what_is_drawn_needs_nothing_from_outside() -> None:
    for key in DRAWN:
        assert make(key, (1, 6, 6)).shape == (1, 6, 6)
    assert {row.key for row in SOURCES} - DRAWN == {"digit", "part"}
    assert len({str(row.name) for row in SOURCES}) == len(SOURCES)


# Pictures and images


def test_a_grey_picture_has_the_luma_of_the_coloured_one() -> None:
    red, green, blue = make("house", (3, 32, 32), scale="unit")
    (grey,) = make("house", (1, 32, 32), scale="unit")
    assert grey == pytest.approx(0.299 * red + 0.587 * green + 0.114 * blue)


def images(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).integers(0, 256, shape).astype(np.uint8)


@given(st.integers(1, 60), st.integers(1, 60), shapes, st.booleans())
def test_any_image_fits_any_shape(
    high: int, wide: int, shape: tuple[int, int, int], coloured: bool
) -> None:
    image = images(high, wide, 3) if coloured else images(high, wide)
    made = fitted(image, shape)
    assert made.shape == shape
    assert made.min() >= 0
    assert made.max() <= 1


def test_an_image_of_the_same_proportions_is_shown_whole() -> None:
    image = images(40, 60, 3)
    made = fitted(image, (3, 20, 30))
    assert made.mean(axis=(1, 2)) == pytest.approx(image.mean(axis=(0, 1)) / 255)
    assert made == pytest.approx(averaged(np.moveaxis(image, -1, 0), (20, 30)) / 255)


def test_of_a_wide_image_the_middle_is_shown() -> None:
    image = images(20, 60)
    assert fitted(image, (1, 20, 20)) == pytest.approx(image[None, :, 20:40] / 255)


def test_a_crop_of_an_image_has_its_own_pixels() -> None:
    image = images(50, 60, 3)
    made = fitted(image, (3, 8, 9), crop=(10, 20))
    assert made == pytest.approx(np.moveaxis(image, -1, 0)[:, 10:18, 20:29] / 255)
    with pytest.raises(InvalidValue, match=r"8 × 9 pixels must lie inside .* 50 × 60"):
        fitted(image, (3, 8, 9), crop=(43, 0))
