from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.ui.widgets.hatching import lines_within

lengths = st.floats(1, 200)


@given(lengths, lengths, lengths, lengths)
def test_lines_are_slanted_and_stay_inside(left, top, width, height) -> None:
    rect = QRectF(left, top, width, height)
    for line in lines_within(rect, QPointF(0, 0)):
        assert line.dx() == pytest.approx(-line.dy())
        for point in (line.p1(), line.p2()):
            assert rect.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(point)


@given(lengths, lengths)
def test_lines_go_on_in_the_next_rectangle(width, height) -> None:
    origin = QPointF(3, 5)
    whole = QRectF(3, 5, 2 * width, height)
    halves = (QRectF(3, 5, width, height), QRectF(3 + width, 5, width, height))
    together = sum(line.length() for half in halves for line in lines_within(half, origin))
    assert together == pytest.approx(sum(x.length() for x in lines_within(whole, origin)), abs=1e-3)


def test_they_move_with_what_they_are_drawn_on() -> None:
    there = QPointF(40, 9)
    here = lines_within(QRectF(0, 0, 50, 30), QPointF(0, 0))
    moved = lines_within(QRectF(40, 9, 50, 30), there)
    assert [line.translated(there) for line in here] == moved
