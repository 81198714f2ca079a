from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import decimals_needed, grid_numbers
from cnnstudio.ui.plates.items import PixelGrid

DESK, HALL = Theme(), Theme("light", projector=True)
numbers = st.lists(st.floats(-999, 999).map(lambda x: round(x, 2)), min_size=4, max_size=4)


def grid(values, cell: float, **more) -> PixelGrid:
    return PixelGrid("g", "G", np.array(values, dtype=float).reshape(2, 2), QPointF(), cell, **more)


def shown(values, cell: float, theme: Theme = DESK, **more) -> tuple[tuple[str, ...], ...] | None:
    found = grid_numbers(grid(values, cell, **more), theme)
    return None if found is None else found.texts


@pytest.mark.parametrize(("cell", "px"), [(44, 18), (52, 21), (32, 13), (28, 13)])
def test_numbers_are_as_large_as_in_the_mocks(cell, px) -> None:
    found = grid_numbers(grid([1, 2, 3, -4], cell), DESK)
    assert found is not None
    assert found.font.pixelSize() == px


def test_there_are_no_numbers_in_cells_under_26_pixels() -> None:
    assert shown([1, 2, 3, 4], 25.9) is None
    assert shown([1, 2, 3, 4], 26) is not None


def test_numbers_too_wide_for_the_smallest_type_are_left_out() -> None:
    assert shown([1, 2, 3, 12345], 30) is None
    assert shown([1, 2, 3, 12345], 60) is not None


@given(numbers, st.floats(20, 90), st.sampled_from([DESK, HALL]))
def test_every_number_fits_into_its_cell_in_no_less_than_the_smallest_type(
    values, cell, theme
) -> None:
    found = grid_numbers(grid(values, cell), theme)
    if found is None:
        return
    assert found.font.pixelSize() >= theme.font_px("min")
    metrics = QFontMetricsF(found.font)
    assert max(metrics.horizontalAdvance(t) for row in found.texts for t in row) <= cell


def test_whole_numbers_have_no_decimals_and_a_true_minus_sign() -> None:
    assert shown([1, -2, 0, 36], 44) == (("1", "−2"), ("0", "36"))


def test_numbers_have_as_many_of_two_decimals_as_they_need() -> None:
    assert shown([0.5, 1, -2, 0], 44) == (("0.5", "1.0"), ("−2.0", "0"))
    assert shown([0.25, 1, 1 / 3, 0], 60) == (("0.25", "1.00"), ("0.33", "0"))


def test_a_decimal_is_dropped_where_two_do_not_fit() -> None:
    assert shown([-10.26, 1, 1, 0], 46) == (("−10.3", "1.0"), ("1.0", "0"))


def test_decimals_that_are_asked_for_are_kept_or_nothing_is_shown() -> None:
    assert shown([0.5, 1, 0, 0], 60, digits=2) == (("0.50", "1.00"), ("0", "0"))
    assert shown([-100.25, 1, 1, 0], 40, digits=2) is None


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
