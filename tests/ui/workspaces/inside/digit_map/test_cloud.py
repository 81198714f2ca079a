"""Which points of a cloud are near, within, of a class, or misread."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPolygonF

from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud, inside, nearest

corners = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=9)


@given(corners, st.integers(0, 99))
def test_what_lies_within_a_lasso_is_what_qt_says(
    polygon: list[tuple[int, int]], seed: int
) -> None:
    # Between the corners' whole coordinates, so that no point lies on an edge by chance.
    places = np.random.default_rng(seed).uniform(0, 20, (40, 2)).astype(np.float32)
    lasso = QPolygonF([QPointF(x, y) for x, y in polygon])
    rule = Qt.FillRule.OddEvenFill
    expected = [lasso.containsPoint(QPointF(float(x), float(y)), rule) for x, y in places]
    assert inside(places, np.array(polygon, np.float32)).tolist() == expected


def test_the_nearest_visible_point_within_reach_is_found() -> None:
    places = np.array([[0, 0], [3, 0], [50, 50]], np.float32)
    every = np.ones(3, bool)
    assert nearest(places, every, 2, 0, 5) == 1
    assert nearest(places, np.array([True, False, True]), 2, 0, 5) == 0
    assert nearest(places, every, 20, 20, 5) is None
    assert nearest(places[:0], every[:0], 0, 0, 5) is None


def test_digits_without_an_answer_are_not_misread() -> None:
    cloud = Cloud(np.zeros((3, 2), np.float32), np.array([4, 4, 9]), np.array([4, 9, -1]))
    assert cloud.misread.tolist() == [False, True, False]
    assert cloud.of_class(4).tolist() == [0, 1]
    assert cloud.counts()[[4, 9]].tolist() == [2, 1]


def test_a_class_stands_in_the_middle_of_its_points() -> None:
    points = np.array([[0, 0], [1, 1], [9, 1]], np.float32)
    middles = Cloud(points, np.array([2, 2, 2]), np.array([2, 2, 2])).middles()
    assert middles[2] == pytest.approx([1, 1])
    assert np.isnan(middles[3]).all()
