"""Pictures moved by whole pixels."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.shifting import every_shift, shifted

MOVES = st.integers(-7, 7)


@given(MOVES, MOVES)
def test_what_stays_in_the_picture_is_moved_and_the_rest_is_black(down: int, right: int) -> None:
    picture = np.arange(1, 31, dtype=np.float32).reshape(5, 6)
    moved = shifted(picture, down, right)
    for row in range(5):
        for column in range(6):
            inside = 0 <= row - down < 5 and 0 <= column - right < 6
            expected = picture[row - down, column - right] if inside else 0
            assert moved[row, column] == expected


def test_all_moves_come_row_by_row() -> None:
    picture = np.zeros((5, 5), np.float32)
    picture[2, 2] = 1
    moved = every_shift(picture, 1)
    assert moved.shape == (9, 5, 5)
    places = [tuple(int(n) for n in np.argwhere(one)[0]) for one in moved]
    assert places == [(row, column) for row in (1, 2, 3) for column in (1, 2, 3)]


def test_places_can_be_told_from_another_middle() -> None:
    picture = np.zeros((7, 7), np.float32)
    picture[1, 5] = 1
    moved = every_shift(picture, 1, about=(2, -2))
    places = [tuple(int(n) for n in np.argwhere(one)[0]) for one in moved]
    assert places == [(row, column) for row in (2, 3, 4) for column in (2, 3, 4)]
