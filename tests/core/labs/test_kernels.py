"""Known kernels do to a picture what their names say, at every size that they are had in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.kernels import KERNELS, LARGEST, Kernel, kernel, matching, takes
from cnnstudio.core.settings import InvalidValue

sides = st.integers(1, LARGEST)
sizes = st.tuples(sides, sides)


def slid(picture: Floats, weights: Floats) -> Floats:
    """Cross-correlation without padding, from its definition."""
    return np.einsum("ijab,ab->ij", sliding_window_view(picture, weights.shape), weights)


@st.composite
def made(draw: st.DrawFn) -> tuple[Kernel, Floats]:
    size = draw(sizes)
    row = draw(st.sampled_from([row for row in KERNELS if row.takes(size)]))
    return row, row.make(*size)


def pictures(shape: tuple[int, int]) -> Floats:
    return np.random.default_rng(sum(shape)).integers(0, 10, shape).astype(np.float64)


@given(made())
def test_a_kernel_is_had_in_the_size_that_was_asked_for_and_known_again(
    one: tuple[Kernel, Floats],
) -> None:
    row, weights = one
    assert np.array_equal(kernel(row.key, weights.shape), weights)
    assert np.all(np.isfinite(weights))
    assert weights.any()
    assert matching(weights) == row.key
    assert takes(row.key, weights.shape)


@given(made(), st.integers(0, 10_000))
def test_a_kernel_with_one_weight_changed_is_no_known_one(
    one: tuple[Kernel, Floats], place: int
) -> None:
    row, weights = one
    changed = weights.copy()
    changed.flat[place % weights.size] += 0.125
    assert matching(changed) != row.key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sobel_x", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        ("sobel_y", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
        ("laplacian", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        ("corner", [[1, -2, 1], [-2, 4, -2], [1, -2, 1]]),
        ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        ("emboss", [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        ("identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    ],
)
def test_at_3_by_3_the_customary_whole_numbers_come_out(
    name: str, expected: list[list[int]]
) -> None:
    assert kernel(name, (3, 3)).tolist() == expected


def test_the_larger_sobel_and_gaussian_are_those_of_the_textbooks() -> None:
    assert kernel("sobel_x", (5, 5))[0].tolist() == [-1, -2, 0, 2, 1]
    assert kernel("sobel_x", (5, 5))[:, -1].tolist() == [1, 4, 6, 4, 1]
    assert (kernel("gaussian", (5, 5)) * 256)[2].tolist() == [6, 24, 36, 24, 6]
    assert kernel("sobel_x", (2, 2)).tolist() == [[-1, 1], [-1, 1]]


@given(sizes)
def test_weights_stay_small_at_every_size(size: tuple[int, int]) -> None:
    for name in ("sobel_x", "sobel_y", "corner"):
        if takes(name, size):
            weights = kernel(name, size)
            assert np.abs(weights).max() <= 36
            if max(size) > 5:
                assert weights.clip(min=0).sum() < 16


@given(sizes)
def test_means_keep_an_even_area_as_bright_as_it_was(size: tuple[int, int]) -> None:
    for name in ("identity", "blur", "gaussian", "sharpen", "emboss"):
        if takes(name, size):
            assert kernel(name, size).sum() == pytest.approx(1)


@given(sizes)
def test_differences_give_0_on_an_even_area(size: tuple[int, int]) -> None:
    for name in ("sobel_x", "sobel_y", "laplacian", "corner"):
        if takes(name, size):
            assert kernel(name, size).sum() == 0


@given(sizes)
def test_identity_leaves_the_picture_as_it_is(size: tuple[int, int]) -> None:
    """With the padding that torch adds for "same", the larger half below and at the right."""
    picture = pictures((12, 13))
    before = [(side - 1) // 2 for side in size]
    padded = np.pad(picture, [(b, s - 1 - b) for b, s in zip(before, size, strict=True)])
    assert np.array_equal(slid(padded, kernel("identity", size)), picture)


@given(sizes)
def test_blur_is_the_mean_of_each_window(size: tuple[int, int]) -> None:
    if takes("blur", size):
        picture = pictures((12, 13))
        means = sliding_window_view(picture, size).mean(axis=(2, 3))
        assert slid(picture, kernel("blur", size)) == pytest.approx(means)


@given(sizes, st.integers(-5, 5), st.integers(-5, 5))
def test_sobel_measures_the_slope_of_a_ramp(size: tuple[int, int], down: int, across: int) -> None:
    """The same all over, in proportion to how steep it is: across for x, down for y."""
    rows, columns = np.indices((14, 15)).astype(np.float64)
    for name, slope, unit in (("sobel_x", across, columns), ("sobel_y", down, rows)):
        if takes(name, size):
            weights = kernel(name, size)
            per_step = slid(unit, weights)[0, 0]
            assert per_step > 0
            assert np.all(slid(down * rows + across * columns, weights) == slope * per_step)


def test_sobel_x_at_3_by_3_gives_eight_times_the_slope() -> None:
    ramp = np.tile(np.arange(6.0), (5, 1))
    assert np.all(slid(ramp, kernel("sobel_x", (3, 3))) == 8)
    assert np.all(slid(ramp, kernel("sobel_y", (3, 3))) == 0)


@given(sizes)
def test_sobel_y_is_sobel_x_turned_over_the_diagonal(size: tuple[int, int]) -> None:
    if takes("sobel_x", size):
        assert np.array_equal(kernel("sobel_x", size).T, kernel("sobel_y", size[::-1]))


@given(sizes)
def test_outline_and_corner_give_0_on_a_ramp_and_outline_more_on_a_bright_spot(
    size: tuple[int, int],
) -> None:
    ramp = np.add.outer(2 * np.arange(14.0), 3 * np.arange(15.0))
    odd = size[0] % 2 and size[1] % 2
    if takes("laplacian", size):
        weights = kernel("laplacian", size)
        assert weights.max() == weights[(size[0] - 1) // 2, (size[1] - 1) // 2] > 0
        assert not odd or not slid(ramp, weights).any()
    if takes("corner", size):
        assert not slid(ramp, kernel("corner", size)).any()


@given(sizes)
def test_a_straight_edge_is_no_corner_but_where_two_meet_is_one(size: tuple[int, int]) -> None:
    if not takes("corner", size):
        return
    upright = np.zeros((24, 24))
    upright[:, 12:] = 9
    square = np.zeros((24, 24))
    square[12:, 12:] = 9
    weights = kernel("corner", size)
    assert not slid(upright, weights).any()
    assert not slid(upright.T, weights).any()
    assert slid(square, weights).any()


@given(sizes)
def test_emboss_is_the_picture_plus_its_slope_to_the_lower_right(size: tuple[int, int]) -> None:
    if takes("emboss", size):
        weights = kernel("emboss", size)
        slope = weights - kernel("identity", size)
        assert slope == pytest.approx(-slope[::-1, ::-1])
        assert slope[-1, -1] == slope.max() > 0
        assert slope.clip(min=0).sum() == pytest.approx(4)


@given(sizes)
def test_sharpen_is_equally_strong_at_every_size(size: tuple[int, int]) -> None:
    if takes("sharpen", size):
        weights = kernel("sharpen", size)
        assert weights.max() == 5
        assert weights.clip(max=0).sum() == pytest.approx(-4)


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("corner", (2, 3), "Corner needs a kernel of at least 3 × 3, not 2 × 3."),
        ("sobel_x", (3, 1), "Sobel x needs a kernel of at least 1 × 2, not 3 × 1."),
        ("blur", (1, 1), "Box blur needs a kernel with at least 2 rows or columns, not 1 × 1."),
        ("identity", (3, 12), "Identity: a kernel has at most 11 × 11 cells, not 3 × 12."),
        ("identity", (0, 3), "Identity needs a kernel of at least 1 × 1, not 0 × 3."),
        ("swirl", (3, 3), "There is no kernel called 'swirl'."),
    ],
)
def test_a_size_that_makes_no_sense_is_refused_with_a_sentence(
    name: str, size: tuple[int, int], words: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        kernel(name, size)
    assert str(caught.value) == words


def test_every_kernel_has_a_size_of_3_by_3_and_names_of_its_own() -> None:
    assert all(row.takes((3, 3)) for row in KERNELS)
    assert len({str(row.name) for row in KERNELS}) == len({row.key for row in KERNELS}) == 9
    assert all(str(row.help).endswith(".") for row in KERNELS)


def test_weights_that_were_written_down_as_text_are_known_again() -> None:
    weights = kernel("gaussian", (5, 7))
    assert matching(np.array([[float(str(value)) for value in row] for row in weights])) == (
        "gaussian"
    )
    assert matching(np.full((3, 3), 2.0)) is None
