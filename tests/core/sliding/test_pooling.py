"""Every step of pooling, held against torch."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.sliding import Axis, Floats, Place, Pooling
from tests.core.sliding.strategies import poolings, settings_for_torch, torch_pad

quick = settings(deadline=None)


def of_torch(pooling: Pooling) -> Floats:
    """What torch's own function gives; it pads both sides alike."""
    rows, columns = pooling.rows, pooling.columns
    values, kernel = torch.tensor(pooling.input)[None], (rows.kernel, columns.kernel)
    stride, padding = (rows.stride, columns.stride), (rows.before, columns.before)
    if pooling.kind == "max":
        dilation = (rows.dilation, columns.dilation)
        found = F.max_pool2d(values, kernel, stride, padding, dilation)
    else:
        found = F.avg_pool2d(
            values, kernel, stride, padding, count_include_pad=pooling.count_include_pad
        )
    return np.asarray(found[0])


def of_torch_padded_by_hand(pooling: Pooling) -> Floats:
    """What torch's function gives on an input that is padded before, each side as it likes."""
    rows, columns = pooling.rows, pooling.columns
    kernel = (rows.kernel, columns.kernel)
    settings = settings_for_torch(rows, columns)
    if pooling.kind == "max":
        padded = torch_pad(pooling.input, rows, columns, -np.inf)
        return np.asarray(F.max_pool2d(padded, kernel, **settings)[0])
    averages = F.avg_pool2d(torch_pad(pooling.input, rows, columns), kernel, settings["stride"])
    if not pooling.count_include_pad:
        ones = torch_pad(np.ones_like(pooling.input), rows, columns)
        averages /= F.avg_pool2d(ones, kernel, settings["stride"])
    return np.asarray(averages[0])


def of_one_map(
    values: list[list[float]], kind: str = "max", kernel: int = 2, **axis: Any
) -> Pooling:
    """A pooling of one map, both axes with the same settings."""
    array = np.array([values], dtype=np.float64)
    rows, columns = (Axis(size, kernel, **axis) for size in array.shape[1:])
    return Pooling(array, rows, columns, kind)


@quick
@given(poolings(symmetric=True))
def test_the_output_is_torchs(pooling: Pooling) -> None:
    np.testing.assert_allclose(pooling.output(), of_torch(pooling), rtol=1e-9, atol=1e-12)
    assert pooling.output_shape == pooling.output().shape


@quick
@given(poolings())
def test_the_output_is_torchs_with_padding_that_differs_from_side_to_side(
    pooling: Pooling,
) -> None:
    expected = of_torch_padded_by_hand(pooling)
    np.testing.assert_allclose(pooling.output(), expected, rtol=1e-9, atol=1e-12)


@quick
@given(poolings())
def test_every_step_comes_to_its_output_cell_exactly(pooling: Pooling) -> None:
    steps = list(pooling.steps())
    assert [step.index for step in steps] == list(range(pooling.count))
    assert [step.place for step in steps] == [
        Place(*place) for place in np.ndindex(pooling.output_shape)
    ]
    assert [step.result for step in steps] == pooling.output().ravel().tolist()


@quick
@given(poolings(symmetric=True).filter(lambda pooling: pooling.kind == "max"))
def test_the_winner_is_the_cell_that_torchs_index_names(pooling: Pooling) -> None:
    rows, columns = pooling.rows, pooling.columns
    _, indices = F.max_pool2d(
        torch.tensor(pooling.input)[None],
        (rows.kernel, columns.kernel),
        padding=(rows.before, columns.before),
        return_indices=True,
        **settings_for_torch(rows, columns),
    )
    for step in pooling.steps():
        if step.winner is None:
            assert step.result == -np.inf
            continue
        cell = (step.rows[step.winner[0]], step.columns[step.winner[1]])
        assert cell == divmod(int(indices[0][step.place]), columns.size)
        assert step.window[step.winner] == step.result


@quick
@given(poolings(), st.data())
def test_a_step_shows_the_window_with_padding_left_open(
    pooling: Pooling, data: st.DataObject
) -> None:
    step = pooling.step(data.draw(st.integers(0, pooling.count - 1)))
    padded = torch_pad(pooling.input, pooling.rows, pooling.columns, np.nan)[0].numpy()
    rows = [row + pooling.rows.before for row in step.rows]
    columns = [column + pooling.columns.before for column in step.columns]
    under = padded[step.place.map][np.ix_(rows, columns)]
    assert np.array_equal(step.window, under, equal_nan=True)
    assert step.sum == pytest.approx(np.nansum(under), rel=1e-9, abs=1e-12)
    read = under.size if pooling.count_include_pad else np.isfinite(under).sum()
    assert step.divisor == read


@quick
@given(poolings().filter(lambda pooling: pooling.kind == "average"), st.data())
def test_an_average_is_the_sum_by_the_divisor_and_has_no_winner(
    pooling: Pooling, data: st.DataObject
) -> None:
    step = pooling.step(data.draw(st.integers(0, pooling.count - 1)))
    assert step.winner is None
    assert step.result == step.sum / step.divisor


@quick
@given(poolings())
def test_who_reads_a_cell_is_the_inverse_of_what_is_read(pooling: Pooling) -> None:
    _, rows, columns = pooling.output_shape
    for row, column in np.ndindex(rows, columns):
        for cell in pooling.cells_of(Place(0, row, column)):
            assert (row, column) in [reader[:2] for reader in pooling.readers_of(*cell)]
    reads = rows * pooling.rows.kernel * columns * pooling.columns.kernel
    cells = np.ndindex(pooling.rows.extent, pooling.columns.extent)
    readers = [
        pooling.readers_of(row - pooling.rows.before, column - pooling.columns.before)
        for row, column in cells
    ]
    assert sum(map(len, readers)) == reads


def test_of_equal_numbers_the_first_wins() -> None:
    assert of_one_map([[1, 7], [7, 7]]).step(0).winner == (0, 1)


def test_padding_never_wins_not_even_against_minus_infinity() -> None:
    step = of_one_map([[-np.inf, -np.inf], [-np.inf, -np.inf]], stride=2, before=1, after=1).step(0)
    assert (step.winner, step.result) == ((1, 1), -np.inf)
    assert np.isnan(step.window).sum() == 3


def test_a_nan_is_passed_on_as_torch_does_and_wins() -> None:
    pooling = of_one_map([[1, np.nan, 3], [np.nan, 9, 4], [5, 6, 2]])
    results = [step.result for step in pooling.steps()]
    np.testing.assert_array_equal(results, pooling.output().ravel())
    np.testing.assert_array_equal(pooling.output(), of_torch(pooling))
    assert np.isnan(results).tolist() == [True, True, True, False]
    assert [step.winner for step in pooling.steps()] == [(0, 1), (0, 0), (0, 0), (0, 0)]


def test_a_nan_under_the_padding_of_an_average_is_passed_on_too() -> None:
    pooling = of_one_map([[np.nan, 2], [3, 4]], "average", before=1, after=1)
    results = [step.result for step in pooling.steps()]
    np.testing.assert_array_equal(results, pooling.output().ravel())
    np.testing.assert_array_equal(pooling.output(), of_torch(pooling))


def test_a_dilated_window_over_nothing_but_padding_has_no_winner() -> None:
    pooling = of_one_map([[3]], before=1, after=1, dilation=2)
    step = pooling.step(0)
    assert (step.winner, step.result) == (None, -np.inf)
    assert pooling.output()[0, 0, 0] == of_torch(pooling)[0, 0, 0] == -np.inf


def test_infinite_numbers_are_averaged_without_a_warning() -> None:
    pooling = of_one_map([[np.inf, -np.inf], [1, 1]], "average")
    assert np.isnan(pooling.step(0).result)
    assert np.isnan(pooling.output()).all()


def test_a_step_of_an_image_too_large_for_memory_costs_a_windows_memory() -> None:
    axis = Axis(100_000, 2, 2)
    image = np.broadcast_to(np.float64(2), (3, 100_000, 100_000))  # 224 GiB, if it were filled
    pooling = Pooling(image, axis, axis, "average")
    tracemalloc.start()
    try:
        last = pooling.step(pooling.count - 1)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (last.place, last.result) == (Place(2, 49_999, 49_999), 2)
    assert peak < 100_000


def test_nothing_can_be_written_to_and_the_output_is_computed_once() -> None:
    pooling = of_one_map([[1, 2], [3, 4]])
    assert pooling.output() is pooling.output()
    for values in (pooling.input, pooling.output(), pooling.step(0).window):
        with pytest.raises(ValueError, match="read-only"):
            values[...] = 1


def test_a_window_that_does_not_fit_gives_nothing() -> None:
    for kind in ("max", "average"):
        pooling = of_one_map([[1, 2], [3, 4]], kind, kernel=3)
        assert (pooling.count, pooling.output().shape) == (0, (1, 0, 0))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "median"}, "median"),
        ({"input": np.ones((4, 5))}, "input of"),
        ({"input": np.ones((1, 4, 4))}, "input of"),
        ({"input": np.ones((0, 4, 5))}, "input of"),
        ({"rows": Axis(4, 2, before=2)}, "half the window"),
        ({"columns": Axis(5, 3, after=2)}, "half the window"),
        ({"rows": Axis(4, 2, before=1, mode="reflect")}, "zeros"),
        ({"kind": "average", "rows": Axis(4, 2, dilation=2)}, "dilated"),
    ],
)
def test_what_torch_refuses_is_refused(wrong: dict[str, Any], told: str) -> None:
    sound = {"input": np.ones((1, 4, 5)), "rows": Axis(4, 2), "columns": Axis(5, 3), "kind": "max"}
    assert Pooling(**sound).output_shape == (1, 3, 3)
    with pytest.raises(ValueError, match=told):
        Pooling(**{**sound, **wrong})
