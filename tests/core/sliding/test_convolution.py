"""Every step of a convolution, held against torch."""

from __future__ import annotations

import tracemalloc
from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.sliding import Axis, Convolution, Floats, Place
from tests.core.sliding.strategies import axes, convolutions, settings_for_torch, torch_pad

quick = settings(deadline=None)


def of_torch(convolution: Convolution) -> Floats:
    padded = torch_pad(convolution.input, convolution.rows, convolution.columns)
    weight = torch.tensor(convolution.weight)
    found = F.conv2d(
        padded,
        weight.flip(2, 3) if convolution.flipped else weight,
        torch.tensor(convolution.bias),
        groups=convolution.groups,
        **settings_for_torch(convolution.rows, convolution.columns),
    )
    return np.asarray(found[0])


def plain(values: Floats, kernel: Floats, **axis: Any) -> Convolution:
    """One filter of one channel, both axes with the same settings."""
    return Convolution(
        input=values[None],
        weight=kernel[None, None],
        bias=np.zeros(1),
        rows=Axis(values.shape[0], kernel.shape[0], **axis),
        columns=Axis(values.shape[1], kernel.shape[1], **axis),
    )


@quick
@given(convolutions())
def test_the_output_is_torchs(convolution: Convolution) -> None:
    np.testing.assert_allclose(convolution.output(), of_torch(convolution), rtol=1e-9, atol=1e-9)
    assert convolution.output_shape == convolution.output().shape
    assert convolution.count == convolution.output().size > 0


@quick
@given(convolutions(in_a_row=True))
def test_one_row_is_a_1_d_convolution(convolution: Convolution) -> None:
    columns = convolution.columns
    padded = torch_pad(convolution.input, convolution.rows, columns)[:, :, 0]
    weight = torch.tensor(convolution.weight)[:, :, 0]
    expected = F.conv1d(
        padded,
        weight.flip(2) if convolution.flipped else weight,
        torch.tensor(convolution.bias),
        stride=columns.stride,
        dilation=columns.dilation,
        groups=convolution.groups,
    )
    np.testing.assert_allclose(convolution.output()[:, 0], expected[0], rtol=1e-9, atol=1e-9)


@quick
@given(convolutions())
def test_every_step_comes_to_its_output_cell_exactly(convolution: Convolution) -> None:
    steps = list(convolution.steps())
    assert [step.index for step in steps] == list(range(convolution.count))
    assert [step.sum for step in steps] == convolution.output().ravel().tolist()
    assert all(convolution.output()[step.place] == step.sum for step in steps)


@quick
@given(convolutions(), st.data())
def test_a_steps_numbers_add_up(convolution: Convolution, data: st.DataObject) -> None:
    step = convolution.step(data.draw(st.integers(0, convolution.count - 1)))
    assert np.array_equal(step.products, step.window * step.kernel)
    np.testing.assert_allclose(step.partial_sums, step.products.sum((1, 2)), rtol=1e-9, atol=1e-12)
    assert step.total == pytest.approx(step.partial_sums.sum(), rel=1e-9, abs=1e-12)
    assert step.sum == step.total + step.bias
    assert step.bias == convolution.bias[step.place.map]


@quick
@given(convolutions(), st.data())
def test_a_step_shows_what_lies_under_the_window(
    convolution: Convolution, data: st.DataObject
) -> None:
    step = convolution.step(data.draw(st.integers(0, convolution.count - 1)))
    padded = torch_pad(convolution.input, convolution.rows, convolution.columns)[0].numpy()
    rows = [row + convolution.rows.before for row in step.rows]
    columns = [column + convolution.columns.before for column in step.columns]
    assert np.array_equal(step.window, padded[np.ix_(step.channels, rows, columns)])
    assert np.array_equal(convolution.padded(), padded)


@quick
@given(convolutions(), st.data())
def test_a_filter_reads_the_channels_of_its_group(
    convolution: Convolution, data: st.DataObject
) -> None:
    step = convolution.step(data.draw(st.integers(0, convolution.count - 1)))
    channels = np.arange(len(convolution.input)).reshape(convolution.groups, -1)
    filters = np.arange(len(convolution.weight)).reshape(convolution.groups, -1)
    (group,) = np.flatnonzero((filters == step.place.map).any(axis=1))
    assert list(step.channels) == channels[group].tolist()


@quick
@given(convolutions())
def test_places_are_counted_filter_by_filter_and_row_by_row(convolution: Convolution) -> None:
    places = [convolution.place(index) for index in range(convolution.count)]
    assert places == [Place(*place) for place in np.ndindex(convolution.output_shape)]
    assert [convolution.index(place) for place in places] == list(range(convolution.count))


@quick
@given(convolutions())
def test_no_place_lies_outside_the_output(convolution: Convolution) -> None:
    maps, rows, columns = convolution.output_shape
    for index in (-1, convolution.count):
        with pytest.raises(IndexError):
            convolution.step(index)
    for place in (
        Place(maps, 0, 0),
        Place(0, rows, 0),
        Place(0, 0, columns),
        Place(-1, 0, 0),
        Place(0, -1, 0),
        Place(0, 0, -1),
    ):
        with pytest.raises(IndexError):
            convolution.index(place)


@quick
@given(convolutions(), st.data())
def test_who_reads_a_cell_is_the_inverse_of_what_is_read(
    convolution: Convolution, data: st.DataObject
) -> None:
    _, rows, columns = convolution.output_shape
    row_axis, column_axis = convolution.rows, convolution.columns
    taps = list(np.ndindex(row_axis.kernel, column_axis.kernel))
    readers: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for row, column in np.ndindex(rows, columns):
        cells = convolution.cells_of(Place(0, row, column))
        for cell, tap in zip(cells, taps, strict=True):
            readers.setdefault(cell, []).append((row, column, *tap))
    row = data.draw(st.integers(-row_axis.before, row_axis.size + row_axis.after - 1))
    column = data.draw(st.integers(-column_axis.before, column_axis.size + column_axis.after - 1))
    assert list(convolution.readers_of(row, column)) == readers.get((row, column), [])


@quick
@given(convolutions(), st.data())
def test_taps_point_into_the_kernel_as_it_is_multiplied(
    convolution: Convolution, data: st.DataObject
) -> None:
    step = convolution.step(data.draw(st.integers(0, convolution.count - 1)))
    for row, column in convolution.cells_of(step.place):
        (tap,) = [
            (tap_row, tap_column)
            for out_row, out_column, tap_row, tap_column in convolution.readers_of(row, column)
            if (out_row, out_column) == step.place[1:]
        ]
        assert (step.rows[tap[0]], step.columns[tap[1]]) == (row, column)
        under = convolution.padded()[
            step.channels[0], row + convolution.rows.before, column + convolution.columns.before
        ]
        assert step.products[(0, *tap)] == under * step.kernel[(0, *tap)]


@quick
@given(rows=axes(fits=True), columns=axes(fits=True))
def test_rows_and_columns_may_be_padded_in_different_ways(rows: Axis, columns: Axis) -> None:
    values = np.arange(1.0, rows.size * columns.size + 1).reshape(1, rows.size, columns.size)
    weight = np.ones((1, 1, rows.kernel, columns.kernel))
    convolution = Convolution(values, weight, np.zeros(1), rows, columns)
    assert np.array_equal(convolution.padded(), torch_pad(values, rows, columns)[0])
    assert np.array_equal(convolution.output(), of_torch(convolution))


def test_the_lectures_six_filters_on_a_32x32_image_give_six_maps_of_28x28() -> None:
    axis = Axis(32, 5)
    convolution = Convolution(np.ones((3, 32, 32)), np.ones((6, 3, 5, 5)), np.zeros(6), axis, axis)
    assert convolution.output_shape == (6, 28, 28)
    assert convolution.step(0).sum == 75


def test_a_flipped_kernel_is_turned_by_180_degrees() -> None:
    kernel = np.arange(9.0).reshape(1, 1, 3, 3)
    axis = Axis(3, 3)
    spike = np.zeros((1, 3, 3))
    spike[0, 0, 1] = 1
    for flipped, expected in ((False, 1), (True, 7)):
        step = Convolution(spike, kernel, np.zeros(1), axis, axis, flipped=flipped).step(0)
        assert step.sum == expected
        assert step.kernel[0, 0, 1] == expected


def test_a_step_of_an_image_too_large_for_memory_costs_a_windows_memory() -> None:
    axis = Axis(100_000, 3, before=1, after=1, mode="reflect")
    image = np.broadcast_to(np.float64(2), (3, 100_000, 100_000))  # 224 GiB, if it were filled
    convolution = Convolution(image, np.ones((2, 3, 3, 3)), np.ones(2), axis, axis)
    tracemalloc.start()
    try:
        first = convolution.step(0)
        last = convolution.step(convolution.count - 1)
        some = list(islice(convolution.steps(start=10**10 - 1), 3))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert first.sum == last.sum == 27 * 2 + 1
    assert last.place == Place(1, 99_999, 99_999)
    assert [step.place for step in some] == [
        Place(0, 99_999, 99_999),
        Place(1, 0, 0),
        Place(1, 0, 1),
    ]
    assert peak < 100_000


def test_steps_start_where_they_are_asked_to_and_end_with_the_last() -> None:
    convolution = plain(np.arange(16.0).reshape(4, 4), np.ones((2, 2)))
    assert [step.index for step in convolution.steps(start=6)] == [6, 7, 8]
    assert list(convolution.steps(start=9)) == []


def test_a_window_that_does_not_fit_gives_nothing() -> None:
    convolution = plain(np.ones((5, 3)), np.ones((4, 4)))
    assert (convolution.count, convolution.output_shape) == (0, (1, 2, 0))
    assert convolution.output().shape == (1, 2, 0)
    assert list(convolution.steps()) == []
    with pytest.raises(IndexError):
        convolution.place(0)


def test_output_and_padded_input_are_computed_once() -> None:
    convolution = plain(np.ones((3, 3)), np.ones((2, 2)))
    assert convolution.output() is convolution.output()
    assert convolution.padded() is convolution.padded()


def test_nothing_can_be_written_to() -> None:
    convolution = plain(np.ones((3, 3)), np.ones((2, 2)), before=1)
    step = convolution.step(0)
    for values in (
        *(convolution.input, convolution.weight, convolution.bias),
        *(convolution.padded(), convolution.output()),
        *(step.window, step.kernel, step.products, step.partial_sums),
    ):
        with pytest.raises(ValueError, match="read-only"):
            values[...] = 1


def test_what_its_arrays_become_later_does_not_change_a_convolution() -> None:
    values = np.ones((3, 3))
    convolution = plain(values, np.ones((2, 2)))
    values[:] = 5
    assert convolution.step(0).sum == 4


def test_whole_and_short_numbers_are_taken_as_float64() -> None:
    convolution = plain(np.ones((3, 3), np.uint8) * 255, np.full((2, 2), 2, np.float32))
    assert convolution.input.dtype == convolution.weight.dtype == np.float64
    assert convolution.step(0).sum == 2040


def test_numbers_that_are_none_or_infinite_stay_so_without_a_warning() -> None:
    kernel = np.array([[np.nan, 1], [1, 1]])
    assert np.isnan(plain(np.ones((2, 2)), kernel).step(0).sum)
    endless = plain(np.full((2, 2), np.inf), np.array([[1.0, -1], [0, 1]]))
    assert np.isnan(endless.step(0).sum)
    assert np.isnan(endless.output()).all()
    huge = plain(np.full((2, 2), 1e308), np.full((2, 2), 10.0))
    assert huge.step(0).sum == huge.output()[0, 0, 0] == np.inf


@pytest.mark.parametrize(
    "wrong",
    [
        {"input": np.ones((7, 7))},
        {"input": np.ones((4, 7, 6))},
        {"input": np.ones((0, 7, 7))},
        {"input": np.ones((3, 7, 7))},
        {"weight": np.ones((4, 2, 3, 2))},
        {"weight": np.ones((4, 4, 3, 3))},
        {"weight": np.ones((2, 2, 3, 3))},
        {"bias": np.ones(2)},
        {"bias": np.ones((4, 1))},
        {"bias": np.float64(1)},
        {"groups": 0},
        {"groups": 3},
        {"weight": np.ones((0, 2, 3, 3)), "bias": np.ones(0)},
        {"rows": Axis(8, 3)},
        {"columns": Axis(7, 2)},
    ],
)
def test_shapes_that_do_not_go_together_are_refused(wrong: dict[str, Any]) -> None:
    sound = {
        "input": np.ones((4, 7, 7)),
        "weight": np.ones((4, 2, 3, 3)),
        "bias": np.ones(4),
        "rows": Axis(7, 3),
        "columns": Axis(7, 3),
        "groups": 2,
    }
    assert Convolution(**sound).output_shape == (4, 5, 5)
    with pytest.raises(ValueError, match=r"groups|filters|input of"):
        Convolution(**{**sound, **wrong})
