from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from cnnstudio.ui.plates.items import PixelGrid
from cnnstudio.ui.plates.ruler import Ruler, known_blocks, known_mask, ruler


def measured(cell: float, x: float, ratio: float, zoom: float = 1.0) -> Ruler:
    grid = PixelGrid("g", "G", np.zeros((3, 5)), QPointF(x, 7.3), cell)
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.scale(zoom, zoom)
    found = ruler(painter, grid)
    painter.end()
    return found


@given(st.floats(1, 60), st.floats(0, 30), st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]))
def test_edges_of_cells_lie_on_whole_pixels(cell, x, ratio) -> None:
    at = measured(cell, x, ratio)
    for edge in (*at.xs, *at.ys):
        assert edge * ratio == pytest.approx(round(edge * ratio), abs=1e-6)


@given(st.floats(1, 60), st.floats(0, 30))
def test_edges_move_by_half_a_pixel_at_most(cell, x) -> None:
    at = measured(cell, x, 1.0)
    assert all(abs(edge - (x + k * cell)) <= 0.5 + 1e-6 for k, edge in enumerate(at.xs))


def test_a_zoomed_painter_counts_like_a_denser_screen() -> None:
    assert measured(20.2, 3.3, 1.0, zoom=2.0) == measured(20.2, 3.3, 2.0)


def test_a_turned_painter_gets_the_edges_as_they_are() -> None:
    grid = PixelGrid("g", "G", np.zeros((1, 2)), QPointF(0.4, 0), 10.3)
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.rotate(30)
    assert ruler(painter, grid).xs == pytest.approx((0.4, 10.7, 21.0))
    painter.end()


@given(st.integers(1, 6), st.integers(1, 6), st.integers(-3, 50))
def test_the_first_cells_are_known_row_by_row(rows, columns, known) -> None:
    grid = PixelGrid("g", "G", np.zeros((rows, columns)), QPointF(0, 0), 9, known=known)
    expected = np.arange(rows * columns).reshape(rows, columns) < known
    assert np.array_equal(known_mask(grid), expected)
    assert len(known_blocks(grid)) <= 2


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_blocks_cover_exactly_the_cells_of_a_mask(rows, columns, random) -> None:
    mask = np.array([[random.random() < 0.5 for _ in range(columns)] for _ in range(rows)])
    grid = PixelGrid("g", "G", np.zeros(mask.shape), QPointF(0, 0), 9, known=mask)
    assert np.array_equal(known_mask(grid), mask)
