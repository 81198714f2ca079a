"""A cloud that was turned or mirrored is turned back; its distances stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.alignment import aligned


@given(st.floats(0, 7), st.booleans(), st.floats(0.2, 5), st.integers(0, 99))
def test_a_turned_mirrored_and_grown_cloud_comes_back(
    angle: float, mirrored: bool, growth: float, seed: int
) -> None:
    before = np.random.default_rng(seed).normal(size=(50, 2)).astype(np.float32)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turn[0] *= -1 if mirrored else 1
    after = (growth * before @ turn).astype(np.float32)
    assert aligned(after, before) == pytest.approx(growth * before, abs=1e-3 * growth)


def test_distances_stay_what_they_are() -> None:
    random = np.random.default_rng(0)
    points, before = random.normal(size=(2, 30, 2)).astype(np.float32)
    turned = aligned(points, before)
    assert np.linalg.norm(turned, axis=1) == pytest.approx(np.linalg.norm(points, axis=1), rel=1e-4)


def test_points_that_all_coincide_do_no_harm() -> None:
    nothing = np.zeros((5, 2), np.float32)
    assert np.array_equal(aligned(nothing, nothing), nothing)
