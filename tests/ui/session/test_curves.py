"""Curves keep their memory, and their means, however long a run is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.ui.session.curves import Curves

batches = st.lists(st.integers(1, 40), min_size=1, max_size=60)


def filled(sizes: list[int], capacity: int) -> tuple[Curves, np.ndarray]:
    curves = Curves(capacity)
    values = np.random.default_rng(0).random(sum(sizes))
    start = 0
    for size in sizes:
        steps = np.arange(start, start + size) + 1
        curves.append(steps, values[start : start + size], values[start : start + size] / 2)
        start += size
    return curves, values


@given(batches)
def test_every_point_is_the_mean_of_its_group_of_steps(sizes: list[int]) -> None:
    curves, values = filled(sizes, capacity=64)
    whole = len(values) // curves.group * curves.group
    expected = values[:whole].reshape(-1, curves.group).mean(axis=1)
    np.testing.assert_allclose(curves.losses, expected)
    np.testing.assert_allclose(curves.accuracies, expected / 2)


@given(batches)
def test_steps_rise_and_stay_within_capacity(sizes: list[int]) -> None:
    curves, _ = filled(sizes, capacity=64)
    assert len(curves.steps) <= 64
    assert np.all(np.diff(curves.steps) > 0)


def test_a_short_run_keeps_every_step_as_it_was() -> None:
    curves, values = filled([10, 20], capacity=64)
    assert curves.group == 1
    np.testing.assert_array_equal(curves.losses, values)


def test_what_came_after_a_step_can_be_forgotten() -> None:
    curves, _ = filled([30], capacity=64)
    curves.cut_after(12)
    np.testing.assert_array_equal(curves.steps, np.arange(1, 13))
    curves.append([13], [0.5], [0.5])
    assert curves.steps[-1] == 13


@given(batches)
def test_up_to_its_last_step_a_run_is_known_and_beyond_it_is_not(sizes: list[int]) -> None:
    curves, values = filled(sizes, capacity=64)
    last = len(values)
    for step in range(int(np.ceil(curves.steps[0])), last + 1):
        assert curves.known_at(step) == np.count_nonzero(curves.steps <= step)
    assert curves.known_at(last + 2 * curves.group) == 0
    assert curves.known_at(0) == 0
