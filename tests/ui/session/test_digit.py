"""The current digit, on real MNIST."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session.digit import FIRST, CurrentDigit, next_in


@pytest.fixture(scope="module")
def test_digits() -> CurrentDigit:
    return CurrentDigit.of_test_set()


@pytest.fixture
def digit(test_digits: CurrentDigit) -> CurrentDigit:
    return CurrentDigit(test_digits.test_set)


def test_the_first_digit_is_a_two_with_pixels_from_0_to_1(digit: CurrentDigit) -> None:
    current = digit.current
    assert (current.index, current.label, current.source) == (FIRST, 2, "test")
    assert current.pixels.dtype == np.float32
    assert (current.pixels.min(), current.pixels.max()) == (0, 1)


def test_steps_go_round_the_ends_of_the_test_set(digit: CurrentDigit) -> None:
    digit.show_test(0)
    digit.step(-1)
    assert digit.current.index == 9_999
    digit.step(1)
    assert digit.current.index == 0


def test_steps_within_a_class_show_only_that_class(digit: CurrentDigit) -> None:
    sevens = np.flatnonzero(digit.test_set.labels == 7)
    for _ in range(5):
        digit.step_within(sevens, 1)
        assert digit.current.label == 7


def test_a_picture_has_no_label_and_the_next_step_goes_on_from_the_last_digit(
    digit: CurrentDigit, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(digit.changed):
        digit.show_picture(np.zeros((28, 28)), "drawn")
    assert digit.current.label is None
    digit.step(1)
    assert digit.current.index == FIRST + 1


@given(st.sets(st.integers(0, 50), min_size=1), st.integers(0, 50), st.sampled_from([-1, 1]))
def test_the_next_of_some_indices_is_the_nearest_on_that_side_or_round_the_end(
    indices: set[int], start: int, by: int
) -> None:
    ordered = sorted(indices)
    beyond = [i for i in ordered if (i > start if by > 0 else i < start)]
    if by > 0:
        expected = beyond[0] if beyond else ordered[0]
    else:
        expected = beyond[-1] if beyond else ordered[-1]
    assert next_in(np.array(ordered), start, by) == expected
