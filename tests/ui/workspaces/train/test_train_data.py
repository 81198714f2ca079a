"""Arithmetic behind the Train workspace: curves, ticks, digits, filters."""

from __future__ import annotations

import numpy as np
import pytest

from cnnstudio.core.layers import Conv2d, Linear
from cnnstudio.core.starters import starter
from cnnstudio.ui.workspaces.train.chart_data import (
    accuracy_bottom,
    even_ticks,
    loss_range,
    right_end,
    series_below,
    series_between,
    step_ticks,
    thinned,
    trailing_mean,
)
from cnnstudio.ui.workspaces.train.digit_choice import in_cell, misread, top_answers
from cnnstudio.ui.workspaces.train.filter_history import FilterHistory, as_maps, looking_layer

NONE = np.zeros(0)


def test_a_trailing_mean_has_fewer_values_at_the_start() -> None:
    means = trailing_mean(np.array([1.0, 3.0, 5.0, 7.0]), 2)
    assert means.tolist() == [1.0, 2.0, 4.0, 6.0]


def test_a_value_that_is_no_number_does_not_spoil_the_means_after_it() -> None:
    means = trailing_mean(np.array([1.0, np.nan, 3.0, np.inf, 5.0]), 2)
    assert means.tolist() == [1.0, 1.0, 3.0, 3.0, 5.0]
    assert np.isnan(trailing_mean(np.array([np.nan, 1.0]), 2)[0])


def test_thinning_keeps_every_peak_and_the_order_of_steps() -> None:
    x = np.arange(16_000.0)
    y = np.sin(x / 500)
    y[7_777] = 9.0
    few_x, few_y = thinned(x, y, 0, 16_000, 400)
    assert len(few_x) < 900
    assert few_y.max() == 9.0
    assert np.all(np.diff(few_x) >= 0)


def test_few_points_are_drawn_as_they_are() -> None:
    x = np.arange(50.0)
    few_x, few_y = thinned(x, x * 2, 0, 50, 400)
    assert np.array_equal(few_x, x)
    assert np.array_equal(few_y, x * 2)


def test_a_zoomed_line_goes_on_to_both_edges() -> None:
    x = np.arange(100.0)
    few_x, _ = thinned(x, x, 20.5, 30.5, 400)
    assert (few_x[0], few_x[-1]) == (20.0, 31.0)


def test_ticks_of_a_logarithmic_scale_are_one_two_five() -> None:
    assert series_between(0.01, 2.5) == pytest.approx([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2])
    assert series_below(0.0499) == pytest.approx(0.02)


def test_even_ticks_are_round_and_not_too_many() -> None:
    assert even_ticks(0.9, 1.0, 5) == pytest.approx([0.9, 0.92, 0.94, 0.96, 0.98, 1.0])
    assert len(even_ticks(0, 938, 4)) <= 5


def test_the_loss_scale_holds_every_finite_value() -> None:
    losses = np.array([2.3, 0.4, np.nan, 0.031, np.inf])
    low, high = loss_range(losses, logarithmic=True, singles=NONE)
    assert low <= 0.031
    assert 2.3 <= high < 5
    assert loss_range(losses, logarithmic=False, singles=NONE)[0] == 0


def test_losses_of_single_steps_have_room_above_their_mean() -> None:
    means, singles = np.full(200, 0.1), np.full(1_000, 0.1)
    singles[::50] = 0.9
    assert loss_range(means, logarithmic=True, singles=singles)[1] >= 0.9
    high = loss_range(means, logarithmic=False, singles=singles)[1]
    assert 0.115 < high < 0.3
    singles[3] = 1e30
    assert loss_range(means, logarithmic=True, singles=singles)[1] < 2


def test_a_loss_of_zero_has_a_place_on_the_logarithmic_scale() -> None:
    low, high = loss_range(np.array([0.0, 0.0]), logarithmic=True, singles=NONE)
    assert 0 < low < high


def test_the_accuracy_scale_begins_higher_once_nearly_all_points_do() -> None:
    assert accuracy_bottom(np.linspace(0.1, 0.6, 50)) == 0.0
    assert accuracy_bottom(np.concatenate([np.full(3, 0.2), np.full(97, 0.985)])) == 0.98


def test_the_axis_of_steps_grows_in_few_jumps_and_ends_with_whole_epochs() -> None:
    ends = {right_end(step, 938, 4690) for step in range(1, 4691)}
    assert len(ends) < 14
    assert right_end(2288, 938, 4690) == 3 * 938
    assert all(right_end(step, 938, 4690) >= step for step in range(1, 4691))


def test_ticks_are_epochs_where_several_are_seen_and_steps_within_one() -> None:
    assert step_ticks(0, 3 * 938, 938, 6) == [(0, 0), (938, 1), (1876, 2), (2814, 3)]
    assert all(epoch == -1 for _, epoch in step_ticks(0, 938, 938, 6))


def test_digits_of_a_cell_come_surest_first() -> None:
    shares = np.zeros((4, 10), np.float16)
    shares[0, 7], shares[0, 2] = 0.6, 0.4
    shares[1, 7] = 1.0
    shares[2, 2] = 1.0
    shares[3, 7] = 0.9
    labels = np.array([2, 2, 2, 7])
    assert in_cell(shares, labels, 2, 7).tolist() == [1, 0]
    assert misread(shares, labels).tolist() == [1, 0]
    assert in_cell(shares, labels, 2, 2).tolist() == [2]
    assert in_cell(shares, labels, 5, 7).tolist() == []


def test_the_top_answers_are_the_likeliest_with_their_shares() -> None:
    shares = np.array([0.1, 0.0, 0.6, 0, 0, 0, 0, 0.3, 0, 0])
    assert top_answers(shares, truth=2) == [(2, 0.6), (7, 0.3), (0, 0.1)]


def test_the_truth_is_among_the_answers_however_unlikely_it_is() -> None:
    shares = np.array([0.1, 0.0, 0.6, 0, 0, 0, 0, 0.3, 0, 0])
    assert top_answers(shares, truth=5) == [(2, 0.6), (7, 0.3), (5, 0.0)]


def test_the_first_layer_that_looks_at_the_picture_is_found_in_every_starter() -> None:
    assert isinstance(looking_layer(starter("lenet5")), Conv2d)
    assert isinstance(looking_layer(starter("mlp")), Linear)


def test_a_dense_layers_weights_become_pictures_of_its_input() -> None:
    layer = Linear(id="d", out_features=3)
    weight = np.arange(3 * 784, dtype=np.float32).reshape(3, 784)
    maps = as_maps(layer, weight, (1, 28, 28))
    assert maps is not None
    assert maps.shape == (3, 28, 28)
    assert maps[1, 0, 5] == weight[1, 5]
    assert as_maps(layer, np.zeros((3, 120), np.float32), (1, 28, 28)) is None


def test_a_long_run_keeps_few_moments_with_the_first_and_the_present_one() -> None:
    history = FilterHistory()
    history.set_epoch(938)
    for step in range(0, 400_000, 37):
        history.add(step, np.zeros((6, 5, 5), np.float32))
    assert len(history.moments) <= 64
    columns = history.columns(7)
    assert len(columns) == 7
    assert columns[0].step == 0
    assert columns[-1].step == history.now.step if history.now else False
    assert [c.step for c in columns] == sorted(c.step for c in columns)


def test_early_moments_lie_close_together() -> None:
    history = FilterHistory()
    history.set_epoch(938)
    for step in range(0, 1000, 5):
        history.add(step, np.zeros((1, 5, 5), np.float32))
    assert [moment.step for moment in history.moments] == [0, 20, 60, 200, 940]


def test_losses_gone_astray_do_not_squeeze_all_others() -> None:
    losses = np.concatenate([np.full(500, 80.0), [1e18, 1e-30]])
    low, high = loss_range(losses, logarithmic=True, singles=NONE)
    assert high < 1e7
    assert low > 1e-4


def test_one_huge_loss_does_not_wipe_out_the_means_after_it() -> None:
    means = trailing_mean(np.array([1e18, 80.0, 80.0, 80.0]), 2)
    assert means[2:] == pytest.approx([80.0, 80.0])
