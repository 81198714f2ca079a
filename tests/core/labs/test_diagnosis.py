"""Wrong answers tell the mistake that they come from, for whatever window hypothesis makes up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.diagnosis import wrong_pools, wrong_sums
from cnnstudio.core.labs.predict import is_right
from cnnstudio.core.sliding import Axis, Convolution, Pooling
from tests.core.sliding.strategies import convolutions, poolings

Told = dict[str, float]


def told(operation: Convolution | Pooling, index: int) -> Told:
    """code -> the wrong answer that it stands for."""
    found = (
        wrong_sums(operation, index)
        if isinstance(operation, Convolution)
        else wrong_pools(operation, index)
    )
    return {cause.code: value for value, cause in found}


def agrees(found: Told, code: str, expected: float, right: float) -> bool:
    """Whether a mistake has its answer, unless that is right, or another mistake's as well."""
    if code in found:
        return bool(np.isclose(found[code], expected, atol=1e-9))
    others = (np.isclose(value, expected, atol=1e-9) for value in found.values())
    return is_right(right, expected) or any(others)


@given(convolutions(), st.data())
def test_a_forgotten_bias_a_turned_kernel_and_a_sum_for_a_product_are_told(
    operation: Convolution, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, operation.count - 1))
    step, found = operation.step(index), told(operation, index)
    without = replace(operation, bias=np.zeros_like(operation.bias)).step(index).sum
    turned = replace(operation, flipped=not operation.flipped).step(index).sum
    code = "predict_not_turned" if operation.flipped else "predict_turned"
    added = sum((w + k) for w, k in zip(step.window.flat, step.kernel.flat, strict=True))
    assert agrees(found, "predict_no_bias", without, step.sum)
    assert agrees(found, code, turned, step.sum)
    assert agrees(found, "predict_added", added + step.bias, step.sum)


@given(convolutions(), st.data())
def test_a_setting_that_was_forgotten_is_told(operation: Convolution, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, operation.count - 1))
    step, found = operation.step(index), told(operation, index)
    axes = {"rows": operation.rows, "columns": operation.columns}
    slow = {name: replace(axis, stride=1) for name, axis in axes.items()}
    dense = {name: replace(axis, dilation=1) for name, axis in axes.items()}
    for code, changed in (("predict_no_stride", slow), ("predict_no_dilation", dense)):
        other = replace(operation, **changed)
        assert agrees(found, code, other.step(other.index(step.place)).sum, step.sum)
    bare = {name: replace(axis, before=0) for name, axis in axes.items()}
    without = replace(operation, **bare)
    _, rows, columns = without.output_shape
    if step.place.row < rows and step.place.column < columns:
        expected = without.step(without.index(step.place)).sum
        assert agrees(found, "predict_no_padding", expected, step.sum)
    zeros = {name: replace(axis, mode="zeros") for name, axis in axes.items()}
    expected = replace(operation, **zeros).step(index).sum
    assert agrees(found, "predict_zeros", expected, step.sum)


@pytest.mark.parametrize(
    ("code", "down", "right"),
    [
        ("predict_column_right", 0, 1),
        ("predict_column_left", 0, -1),
        ("predict_row_below", 1, 0),
        ("predict_row_above", -1, 0),
    ],
)
@given(operation=convolutions(), data=st.data())
def test_a_window_beside_the_right_one_is_told(
    code: str, down: int, right: int, operation: Convolution, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, operation.count - 1))
    step, found = operation.step(index), told(operation, index)
    rows = np.array(step.rows) + operation.rows.before + down
    columns = np.array(step.columns) + operation.columns.before + right
    extent = operation.rows.extent, operation.columns.extent
    if min(rows[0], columns[0]) < 0 or rows[-1] >= extent[0] or columns[-1] >= extent[1]:
        assert code not in found
        return
    planes = operation.padded()[list(step.channels)]
    window = planes[:, rows[:, None], columns]
    expected = float((window * step.kernel).sum()) + step.bias
    assert agrees(found, code, expected, step.sum)


@given(convolutions(), st.data())
def test_no_wrong_answer_is_right_none_is_there_twice_and_each_says_why(
    operation: Convolution, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, operation.count - 1))
    wrong = wrong_sums(operation, index)
    values = [value for value, _ in wrong]
    assert len(values) == len(set(values))
    assert not any(is_right(operation.step(index).sum, value) for value in values)
    assert all(str(cause).endswith(".") for _, cause in wrong)
    assert all(type(value) is float and np.isfinite(value) for value in values)


def test_only_the_first_channel_is_told_where_there_are_more() -> None:
    ones = np.ones((3, 3, 3))
    axis = Axis(3, 3)
    operation = Convolution(ones, np.full((1, 3, 3, 3), 2.0), np.array([1.0]), axis, axis)
    assert told(operation, 0)["predict_first_channel"] == 19.0
    one = Convolution(ones[:1], np.full((1, 1, 3, 3), 2.0), np.array([1.0]), axis, axis)
    assert "predict_first_channel" not in told(one, 0)


def test_minus_signs_left_out_are_told() -> None:
    values, kernel = np.array([[[1.0, 2.0]]]), np.array([[[[1.0, -3.0]]]])
    operation = Convolution(values, kernel, np.zeros(1), Axis(1, 1), Axis(2, 2))
    assert told(operation, 0)["predict_no_minus"] == 7.0


# Pooling


def cells_of_input(operation: Pooling, index: int) -> list[float]:
    step = operation.step(index)
    return [
        float(operation.input[step.place.map, row, column])
        for row in step.rows
        for column in step.columns
        if 0 <= row < operation.rows.size and 0 <= column < operation.columns.size
    ]


@given(poolings(), st.data())
def test_another_number_of_the_right_window_is_told(
    operation: Pooling, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, operation.count - 1))
    right, found = operation.step(index).result, told(operation, index)
    cells = cells_of_input(operation, index)
    if not cells:
        return
    size = operation.rows.kernel * operation.columns.kernel
    average = sum(cells) / (size if operation.count_include_pad else len(cells))
    assert agrees(found, "predict_pool_smallest", min(cells), right)
    if operation.kind == "max":
        assert agrees(found, "predict_pool_sum", sum(cells), right)
        assert any(
            agrees(found, "predict_pool_average", sum(cells) / n, right) for n in (size, len(cells))
        )
    else:
        assert np.isclose(average, right)
        assert agrees(found, "predict_pool_largest", max(cells), right)
        assert agrees(found, "predict_pool_undivided", sum(cells), right)


@pytest.mark.parametrize(
    ("code", "down", "right"),
    [
        ("predict_pool_right", 0, 1),
        ("predict_pool_left", 0, -1),
        ("predict_pool_below", 1, 0),
        ("predict_pool_above", -1, 0),
    ],
)
@given(operation=poolings(), data=st.data())
def test_a_window_next_to_the_right_one_is_told(
    code: str, down: int, right: int, operation: Pooling, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, operation.count - 1))
    map, row, column = operation.place(index)
    found, maps = told(operation, index), operation.output()
    row, column = row + down, column + right
    if not (0 <= row < maps.shape[1] and 0 <= column < maps.shape[2]):
        assert code not in found
    elif np.isfinite(maps[map, row, column]):
        assert agrees(found, code, maps[map, row, column], operation.step(index).result)


@given(poolings(), st.data())
def test_no_wrong_pooling_is_right(operation: Pooling, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, operation.count - 1))
    wrong, right = wrong_pools(operation, index), operation.step(index).result
    assert not any(is_right(right, value) for value, _ in wrong)
    assert all(type(value) is float and np.isfinite(value) for value, _ in wrong)


def below_the_padding(kind: str, count_include_pad: bool = True) -> Told:
    """What is told of a window with a row of padding and the numbers −4 and −8."""
    values = np.array([[[-4.0, -8.0], [-12.0, -16.0]]])
    operation = Pooling(values, Axis(2, 2, 2, 1, 1), Axis(2, 2), kind, count_include_pad)
    return told(operation, 0)


def test_a_zero_of_the_padding_is_told() -> None:
    assert below_the_padding("max")["predict_pool_padding"] == 0
    assert below_the_padding("average")["predict_pool_without"] == -6
    assert below_the_padding("average", count_include_pad=False)["predict_pool_with"] == -3
