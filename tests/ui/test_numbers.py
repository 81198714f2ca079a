from __future__ import annotations

import math

import pytest

from cnnstudio.ui import numbers


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (61706, None, "61,706"),
        (-5, None, "−5"),
        (-0.85, 2, "−0.85"),
        (6.389, None, "6.39"),
        (0.005, None, "0.00500"),
        (0.0, None, "0"),
        (1234.5, 1, "1,234.5"),
        (-123_319.51, 2, "−123,320"),
        (6.6913e34, 3, "6.69\u00a0×\u00a010³⁴"),
        (-4.06e8, None, "−4.06\u00a0×\u00a010⁸"),
        (138_357_544, None, "138,357,544"),
        (math.inf, None, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "not a number"),
    ],
)
def test_a_number_is_written_as_people_write_it(value, digits, text) -> None:
    assert numbers.number(value, digits) == text


def test_what_rounds_to_zero_has_no_minus() -> None:
    assert numbers.number(-0.0001, 2) == "0.00"


def test_a_signed_number_above_zero_has_a_plus() -> None:
    assert numbers.number(1.9, 2, signed=True) == "+1.90"
    assert numbers.number(-1.9, 2, signed=True) == "−1.90"


def test_a_number_to_be_edited_is_written_as_one_types_it() -> None:
    written = [numbers.plain(value) for value in (0.005, 1e-6, 100, 1e8)]
    assert written == ["0.005", "1e-6", "100", "1e8"]


def test_large_counts_take_a_prefix_and_small_ones_do_not() -> None:
    assert numbers.compact(138_357_544) == "138\u00a0M"
    assert numbers.compact(4_089_000_000) == "4.09\u00a0G"
    assert numbers.compact(61_706) == "61,706"


def test_a_fraction_is_written_in_hundredths() -> None:
    assert numbers.percent(0.9885, 2) == "98.85\u00a0%"
    assert numbers.percent(float("nan")) == "not a number"


def test_a_shape_is_written_with_multiplication_signs() -> None:
    assert numbers.shape((6, 28, 28)) == "6 × 28 × 28"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.32, "0.3 s"), (9.2, "9 s"), (59.4, "59 s"), (125, "2 min 5 s"), (4800, "1 h 20 min")],
)
def test_a_duration_is_told_in_the_units_that_suit_it(seconds, text) -> None:
    assert numbers.duration(seconds) == text


def test_the_time_left_is_never_nothing() -> None:
    assert numbers.time_left(0.2) == "about 1 s left"
