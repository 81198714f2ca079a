"""Outlines run between what is bright and what is not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPointF

from cnnstudio.ui.plates.outline import outline, outline_lines


def test_one_bright_pixel_has_four_edges() -> None:
    picture = np.zeros((3, 3))
    picture[1, 2] = 0.8
    assert set(outline_lines(picture)) == {(1, 2, 1, 3), (2, 2, 2, 3), (1, 2, 2, 2), (1, 3, 2, 3)}


def test_a_black_picture_has_no_outline() -> None:
    assert outline(np.zeros((4, 4)), QPointF(), 10) == ()


@given(arrays(bool, st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_the_lines_are_as_long_as_the_border(picture: np.ndarray) -> None:
    framed = np.pad(picture, 1).astype(int)
    border = np.abs(np.diff(framed, axis=0)).sum() + np.abs(np.diff(framed, axis=1)).sum()
    lines = list(outline_lines(picture.astype(float)))
    assert sum(abs(c - a) + abs(d - b) for a, b, c, d in lines) == border
