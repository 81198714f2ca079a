from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import (
    cell_text,
    cell_texts,
    decimals_needed,
    grid_numbers,
    number_font,
)
from cnnstudio.ui.plates.items import PixelGrid

DESK, HALL = Theme(), Theme("light", projector=True)


def grid(values, cell: float, **more) -> PixelGrid:
    return PixelGrid("g", "G", np.array(values, dtype=float).reshape(2, 2), QPointF(), cell, **more)


def shown(values, cell: float, theme: Theme = DESK, **more) -> tuple[tuple[str, ...], ...] | None:
    found = grid_numbers(grid(values, cell, **more), theme)
    return None if found is None else found.texts


@pytest.mark.parametrize(("cell", "px"), [(44, 18), (52, 21), (32, 13), (28, 13)])
def test_numbers_are_as_large_as_in_the_mocks(cell, px) -> None:
    found = grid_numbers(grid([1, 2, 3, -4], cell), DESK)
    assert found is not None
    assert (found.px, found.smaller) == (px, {})


def test_there_are_no_numbers_in_cells_under_26_pixels() -> None:
    assert shown([1, 2, 3, 4], 25.9) is None
    assert shown([1, 2, 3, 4], 26) is not None


def test_a_number_too_wide_for_the_smallest_type_is_left_out_by_itself() -> None:
    assert shown([1, 2, 3, 12345], 30) == (("1", "2"), ("3", ""))
    assert shown([1, 2, 3, 12345], 60) == (("1", "2"), ("3", "12,345"))


def test_there_are_no_numbers_where_most_of_them_are_too_wide() -> None:
    assert shown([1, 12345, 23456, 12345], 30) is None


def test_one_wide_number_is_set_smaller_and_leaves_the_others_as_large_as_they_were() -> None:
    values = np.ones((9, 9))
    values[4, 4] = 1000
    found = grid_numbers(PixelGrid("g", "G", values, QPointF(), 48), DESK)
    assert found is not None
    assert found.px == 20
    assert 13 <= found.px_of("1,000") < 20


def test_numbers_that_are_nearly_equally_wide_all_have_one_size() -> None:
    values = np.full((9, 9), 22.0)
    values[4, 4] = -22
    found = grid_numbers(PixelGrid("g", "G", values, QPointF(), 42), DESK)
    assert found is not None
    assert found.smaller == {}


@given(
    st.lists(st.floats(-9999, 9999).map(lambda x: round(x, 2)), min_size=4, max_size=4),
    st.floats(20, 90),
    st.sampled_from([DESK, HALL]),
)
def test_every_number_keeps_off_the_borders_of_its_cell_in_no_less_than_the_smallest_type(
    values, cell, theme
) -> None:
    found = grid_numbers(grid(values, cell), theme)
    if found is None:
        return
    for text in {text for row in found.texts for text in row}:
        px = found.px_of(text)
        assert px >= theme.font_px("min")
        width = QFontMetricsF(number_font(theme, px)).horizontalAdvance(text)
        assert width <= 0.86 * cell


def test_whole_numbers_have_no_decimals_and_a_true_minus_sign() -> None:
    assert shown([1, -2, 0, 36], 44) == (("1", "−2"), ("0", "36"))


def test_a_number_has_as_many_of_two_decimals_as_it_needs_itself() -> None:
    assert shown([0.5, 1, -3, 0], 44) == (("0.5", "1"), ("−3", "0"))
    assert shown([0.25, 1, 1 / 3, 0], 60) == (("0.25", "1"), ("0.33", "0"))


def test_a_decimal_is_dropped_where_two_do_not_fit() -> None:
    assert shown([-1.26, 1, 1, 0], 40) == (("−1.3", "1"), ("1", "0"))


def test_the_zero_before_the_point_goes_before_a_decimal_does() -> None:
    assert shown([-0.31, 0.25, 1, 0], 48) == (("−0.31", "0.25"), ("1", "0"))
    assert shown([-0.31, -0.25, 1, 0], 40) == (("−.31", "−.25"), ("1", "0"))
    assert shown([-0.31, -0.24, -0.5, 0], 30) == (("−.3", "−.2"), ("−.5", "0"))
    assert shown([-0.31, -0.24, -0.5, 0], 20) is None


def test_numbers_below_zero_are_not_left_out_beside_those_above_it() -> None:
    assert shown([-0.14, 0.12, -0.23, 0.21], 27) == (("−.1", ".1"), ("−.2", ".2"))


def test_where_many_numbers_must_be_shortened_all_are() -> None:
    assert shown([-1.26, -1.32, 0.25, 0], 40) == (("−1.3", "−1.3"), ("0.2", "0"))


def test_a_small_number_is_not_rounded_to_a_whole_one_but_a_large_one_may_be() -> None:
    assert shown([-1.26, 1, 1, 0], 30) == (("", "1"), ("1", "0"))
    assert shown([-10.26, 1, 1, 0], 40) == (("−10", "1"), ("1", "0"))


def test_at_most_as_many_decimals_are_shown_as_are_asked_for() -> None:
    assert shown([0.25, 1, 0, 127.4], 60, digits=0) == (("0", "1"), ("0", "127"))
    assert shown([0.25, 1, 0, 0], 60, digits=1) == (("0.2", "1"), ("0", "0"))


@given(st.floats(-1e6, 1e6))
def test_each_way_to_write_a_number_is_shorter_than_the_one_before(value) -> None:
    lengths = [len(text) for text in cell_texts(value)]
    assert lengths == sorted(lengths, reverse=True)
    assert cell_texts(value)[0] == cell_text(value)


def test_texts_take_the_place_of_numbers() -> None:
    texts = (("a", "b"), ("c", "d"))
    assert shown([1, 2, 3, 4], 44, texts=texts) == texts


def test_a_grid_can_do_without_numbers() -> None:
    assert shown([1, 2, 3, 4], 44, numbers=False) is None


def test_what_is_no_number_says_so() -> None:
    assert shown([np.nan, np.inf, 1, -np.inf], 60) == (("NaN", "∞"), ("1", "−∞"))


@given(st.lists(st.integers(-9999, 9999), min_size=1, max_size=9), st.integers(0, 2))
def test_the_decimals_needed_write_every_number_exactly(whole, digits) -> None:
    values = np.array(whole) / 10**digits
    needed = decimals_needed(values)
    assert needed <= digits
    assert all(float(f"{value:.{needed}f}") == pytest.approx(value) for value in values)


@given(st.one_of(st.floats(-1e5, 1e5), st.integers(-999, 999).map(lambda n: n / 100)))
def test_a_number_alone_has_the_decimals_that_it_would_have_in_a_grid_of_its_own(value) -> None:
    needed = decimals_needed(np.array([value]))
    assert cell_text(value) == cell_text(value, needed)
    assert needed == 0 or cell_text(value, needed - 1) != cell_text(value)
