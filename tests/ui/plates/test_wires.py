from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.ui.plates.wires import arrowhead, part_of, rounded

CORNER = (QPointF(0, 0), QPointF(100, 0), QPointF(100, 50))


def length(points: list[QPointF]) -> float:
    steps = (b - a for a, b in pairwise(points))
    return sum((step.x() ** 2 + step.y() ** 2) ** 0.5 for step in steps)


@given(st.floats(0.001, 1))
def test_a_part_of_a_wire_has_that_part_of_its_length(drawn) -> None:
    assert length(part_of(CORNER, drawn)) == pytest.approx(150 * drawn)


def test_a_wire_that_is_not_yet_drawn_has_no_points() -> None:
    assert part_of(CORNER, 0) == []
    assert part_of((), 1) == []


def test_all_of_a_wire_ends_at_its_last_point() -> None:
    assert part_of(CORNER, 1.0) == list(CORNER)


def test_corners_are_cut_and_ends_stay() -> None:
    path = rounded(CORNER, 8)
    assert path.pointAtPercent(0) == CORNER[0]
    assert path.pointAtPercent(1) == CORNER[2]
    assert not path.intersects(QRectF(98, -2, 4, 3))
    assert path.length() < 150


def test_a_radius_longer_than_the_wire_leaves_its_ends_in_place() -> None:
    path = rounded(CORNER, 500)
    assert path.pointAtPercent(1) == CORNER[2]


def test_an_arrow_points_where_the_wire_ends() -> None:
    left, tip, right = arrowhead(CORNER, 2)
    assert tip == CORNER[2]
    assert left.y() < tip.y()
    assert right.y() < tip.y()
    assert (left.x() + right.x()) / 2 == pytest.approx(tip.x())
