from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.ui.widgets.number_typing import NumberTyping, typing_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-2,5", -2.5),
        ("−3", -3),
        (".5", 0.5),
        ("2.", 2),
        ("007", 7),
        ("1e-3", 0.001),
        ("-2.5E2", -250),
        (".5e+1", 5),
    ],
)
def test_signs_decimal_marks_and_exponents_make_numbers(text, value) -> None:
    found = NumberTyping()
    for letter in text:
        longer = found.with_letter(letter)
        assert longer is not None
        found = longer
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("", "x"),
        ("1", "-"),
        ("-", "-"),
        ("1.2", "."),
        ("1.", ","),
        ("", "e"),
        ("-", "e"),
        ("1e", "."),
        ("1e-", "-"),
        ("1e2", "e"),
        ("", "٣"),
        ("", "+"),
    ],
)
def test_a_letter_that_cannot_be_part_of_a_number_is_not_taken(text, letter) -> None:
    assert NumberTyping(text).with_letter(letter) is None


@pytest.mark.parametrize("text", ["", "-", ".", "-.", "1e", "1e-", "1e400"])
def test_a_beginning_is_no_number_yet_nor_is_what_is_too_large(text) -> None:
    assert NumberTyping(text).value is None


def test_at_most_twelve_letters_are_taken() -> None:
    assert NumberTyping("1" * 11).with_letter("1") is not None
    assert NumberTyping("1" * 12).with_letter("1") is None


@given(st.floats(-1e6, 1e6))
def test_a_number_that_is_there_can_be_typed_on(value) -> None:
    found = typing_of(value)
    assert found.value == pytest.approx(value, abs=1e-6)
    assert len(found.text) <= 15
    assert "e" not in found.text or abs(value) < 1e-4


def test_a_small_weight_is_not_typed_on_as_zero() -> None:
    assert typing_of(-1.25e-7).value == pytest.approx(-1.25e-7)


def test_the_last_letter_can_be_taken_back() -> None:
    assert NumberTyping("-1").without_last() == NumberTyping("-")
    assert NumberTyping().without_last() == NumberTyping()
