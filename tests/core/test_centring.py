"""Drawings become digits as MNIST's authors made theirs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.centring import (
    BOX,
    CENTRE,
    SIDE,
    centre_like_mnist,
    centre_of_mass,
    fit_whole,
    off_centre,
    resized,
)
from cnnstudio.core.mnist import load_digits
from cnnstudio.core.shifting import shifted


@pytest.fixture(scope="module")
def test_images() -> np.ndarray:
    return load_digits("test").images[:300].astype(np.float32) / 255


def test_how_far_a_picture_lies_off_the_middle_is_told_by_its_ink(test_images: np.ndarray) -> None:
    picture = centre_like_mnist(test_images[0])
    assert off_centre(picture) == (0, 0)
    assert off_centre(shifted(picture, -3, 2)) == (-3, 2)
    assert off_centre(np.zeros((28, 28), np.float32)) == (0, 0)


def test_a_real_mnist_digit_stays_where_it_is(test_images: np.ndarray) -> None:
    for picture in test_images:
        before, after = centre_of_mass(picture), centre_of_mass(centre_like_mnist(picture))
        assert np.abs(np.subtract(before, after)).max() < 1


def test_nearly_every_real_mnist_digit_comes_out_pixel_for_pixel(test_images: np.ndarray) -> None:
    same = [np.allclose(centre_like_mnist(picture), picture, atol=1e-6) for picture in test_images]
    assert np.mean(same) > 0.95


def test_mnist_centres_lie_where_the_constant_says(test_images: np.ndarray) -> None:
    centres = np.array([centre_of_mass(picture) for picture in test_images])
    assert centres.mean(axis=0) == pytest.approx([CENTRE, CENTRE], abs=0.05)


def test_a_real_digit_drawn_ten_times_larger_in_a_corner_comes_back_alike(
    test_images: np.ndarray,
) -> None:
    for picture in test_images[:20]:
        pad = np.zeros((420, 420), np.float32)
        pad[100:380, 130:410] = np.kron(picture, np.ones((10, 10), np.float32))
        again = centre_like_mnist(pad)
        assert np.corrcoef(again.ravel(), picture.ravel())[0, 1] > 0.97


def test_a_bar_fills_twenty_rows_and_keeps_its_aspect_ratio() -> None:
    ink = np.zeros((280, 280))
    ink[20:120, 200:225] = 1
    digit = centre_like_mnist(ink)
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (BOX, BOX // 4)
    assert centre_of_mass(digit) == pytest.approx((CENTRE, CENTRE), abs=0.5)


def test_the_centre_of_mass_decides_and_not_the_middle_of_the_box() -> None:
    ink = np.zeros((100, 100))
    ink[10:24, 10:60] = 1  # a T is heavy above
    ink[24:90, 30:40] = 1
    digit = centre_like_mnist(ink)
    rows = np.flatnonzero(digit.any(axis=1))
    assert (rows[0] + rows[-1] + 1) / 2 > CENTRE
    assert centre_of_mass(digit) == pytest.approx((CENTRE, CENTRE), abs=0.5)


def test_a_blank_picture_is_black() -> None:
    assert not centre_like_mnist(np.zeros((280, 280))).any()


def test_without_centring_a_digit_stays_in_its_corner() -> None:
    ink = np.zeros((280, 280))
    ink[:56, :56] = 1
    digit = fit_whole(ink)
    assert digit[:5, :5].min() > 0.9
    assert digit[7:, 7:].max() == 0


def test_without_centring_a_wide_picture_lies_in_the_middle() -> None:
    digit = fit_whole(np.ones((50, 100)))
    assert digit[7:21].min() == pytest.approx(1)
    assert digit[:7].max() == digit[21:].max() == 0


@given(rows=st.integers(1, 90), columns=st.integers(1, 90))
def test_whatever_the_size_the_result_is_a_digit_of_pixels_from_0_to_1(
    rows: int, columns: int
) -> None:
    ink = np.random.default_rng(rows * 91 + columns).random((rows, columns))
    for digit in (centre_like_mnist(ink), fit_whole(ink)):
        assert digit.shape == (SIDE, SIDE)
        assert digit.dtype == np.float32
        assert digit.min() >= 0
        assert digit.max() <= 1 + 1e-6


def test_resizing_to_the_same_size_changes_nothing() -> None:
    picture = np.random.default_rng(1).random((28, 28)).astype(np.float32)
    assert resized(picture, (28, 28)) == pytest.approx(picture, abs=1e-6)


def test_resizing_is_what_torch_makes_of_it() -> None:
    torch = pytest.importorskip("torch")
    picture = np.random.default_rng(2).random((28, 28)).astype(np.float32)
    for size in ((224, 224), (32, 40), (14, 20)):
        expected = torch.nn.functional.interpolate(
            torch.from_numpy(picture)[None, None], size, mode="bilinear", antialias=True
        )
        assert resized(picture, size) == pytest.approx(expected[0, 0].numpy(), abs=1e-5)
