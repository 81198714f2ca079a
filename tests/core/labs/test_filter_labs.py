"""Labs of filters over pictures: steps against torch, what hangs together, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.core.labs.filtering import FilterLab, recentred
from cnnstudio.core.settings import InvalidValue


@st.composite
def labs(draw: st.DrawFn) -> ConvolutionLab:
    """Any convolution lab of few numbers, at any of its steps."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pair = lambda low, high: tuple(draw(st.integers(low, high)) for _ in range(2))  # noqa: E731
    kernel, dilation, padding = pair(1, 4), pair(1, 2), pair(0, 3)
    size = tuple(
        max(draw(st.integers(1, 9)), d * (k - 1) + 1 - 2 * p)
        for k, d, p in zip(kernel, dilation, padding, strict=True)
    )
    lab = ConvolutionLab(
        input=rng.integers(0, 10, (1, *size)),
        weight=rng.integers(-3, 4, (1, 1, *kernel)),
        bias=rng.integers(-2, 3, 1),
        stride=pair(1, 3),
        padding=padding,
        dilation=dilation,
        flipped=draw(st.booleans()),
        source="own",
    )
    return lab.at(draw(st.integers(0, lab.count)))


def torch_output(lab: ConvolutionLab) -> np.ndarray:
    weight = torch.from_numpy(lab.weight.copy())
    if lab.flipped:
        weight = weight.flip(2, 3)
    options = {"stride": lab.stride, "padding": lab.padding, "dilation": lab.dilation}
    made = F.conv2d(
        torch.from_numpy(lab.input.copy())[None],
        weight,
        torch.from_numpy(lab.bias.copy()),
        **options,
    )
    return np.asarray(made[0])


@given(labs())
def test_every_step_is_a_cell_of_torchs_output(lab: ConvolutionLab) -> None:
    expected = torch_output(lab)
    assert lab.count == expected.size
    assert lab.shown.sum == pytest.approx(expected[lab.place])


def all_cells(lab: FilterLab) -> list[Cell]:
    rows, columns = lab.axes
    _, out_rows, out_columns = lab.operation.output_shape
    kernel = [(r, c) for r in range(lab.weight.shape[2]) for c in range(lab.weight.shape[3])]
    found = [
        Cell("input:0", r, c)
        for r in range(-rows.before, rows.size + rows.after)
        for c in range(-columns.before, columns.size + columns.after)
    ]
    found += [Cell("output:0", r, c) for r in range(out_rows) for c in range(out_columns)]
    found += [Cell(grid, r, c) for grid in ("window:0", "products:0") for r, c in kernel]
    return found + [Cell("kernel:0:0", r, c) for r, c in kernel]


@given(labs())
def test_what_is_linked_to_one_cell_is_linked_back(lab: ConvolutionLab) -> None:
    cells = all_cells(lab)
    linked = {cell: lab.linked(cell) for cell in cells}
    shown = Cell("output:0", lab.place.row, lab.place.column)
    for cell, others in linked.items():
        assert cell not in others
        for other in others:
            if other in linked and other != shown and cell != shown:
                assert cell in linked[other], (cell, other)


@given(labs())
def test_an_output_is_linked_to_its_window_and_an_input_to_its_readers(lab: ConvolutionLab) -> None:
    place = lab.place
    window = lab.operation.cells_of(place)
    linked = lab.linked(Cell("output:0", place.row, place.column))
    assert {cell[1:] for cell in linked if cell.grid == "input:0"} == set(window)
    for row, column in window:
        assert Cell("output:0", place.row, place.column) in lab.linked(Cell("input:0", row, column))


@given(labs(), st.data())
def test_a_weight_is_linked_to_what_it_multiplies(lab: ConvolutionLab, data: st.DataObject) -> None:
    if not lab.step:
        return
    row = data.draw(st.integers(0, lab.weight.shape[2] - 1))
    column = data.draw(st.integers(0, lab.weight.shape[3] - 1))
    linked = lab.linked(Cell("kernel:0:0", row, column))
    (product,) = [cell for cell in linked if cell.grid == "products:0"]
    (pixel,) = [cell for cell in linked if cell.grid == "input:0"]
    padded = lab.operation.padded()[0]
    rows, columns = lab.axes
    value = padded[pixel.row + rows.before, pixel.column + columns.before]
    made = lab.shown.products[0, product.row, product.column]
    assert made == pytest.approx(lab.weight[0, 0, row, column] * value)


@given(labs(), st.data())
def test_an_edit_changes_that_number_alone(lab: ConvolutionLab, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["input:0", "kernel:0:0", "bias:0"]))
    assert name in lab.editable
    field = {"input:0": "input", "kernel:0:0": "weight", "bias:0": "bias"}[name]
    shape = getattr(lab, field).shape
    row, column = (0, 0) if field == "bias" else (shape[-2] - 1, shape[-1] - 1)
    changed = lab.edited(Cell(name, row, column), 77.0)
    before, after = getattr(lab, field), getattr(changed, field)
    assert after.ravel()[-1] == 77
    assert np.array_equal(after.ravel()[:-1], before.ravel()[:-1])
    assert changed.step == lab.step
    assert not after.flags.writeable


def test_a_window_that_has_no_room_is_refused_with_its_numbers() -> None:
    lab = ConvolutionLab()
    with pytest.raises(InvalidValue) as refused:
        replace(lab, dilation=(5, 5))
    assert "reaches over 11 cells" in str(refused.value)
    assert "only 9" in str(refused.value)


def test_a_larger_window_may_be_had_with_padding() -> None:
    assert replace(ConvolutionLab(), dilation=(5, 5), padding=(1, 1)).count == 1


def test_a_known_kernel_stays_what_it_is_at_another_size() -> None:
    larger = ConvolutionLab().change("kernel_size", (5, 5))
    assert larger.weight.shape == (1, 1, 5, 5)
    assert larger.weight[0, 0, 0, 0] == -1
    assert larger.weight[0, 0, 2, 4] == 6


def test_own_weights_keep_their_middle_at_another_size() -> None:
    own = ConvolutionLab(weight=np.arange(1.0, 10).reshape(1, 1, 3, 3) ** 2)
    larger = own.change("kernel_size", (5, 5))
    assert np.array_equal(larger.weight[0, 0, 1:4, 1:4], own.weight[0, 0])
    assert larger.weight.sum() == own.weight.sum()


@given(st.integers(1, 8), st.integers(1, 8))
def test_cutting_and_filling_keep_the_middle(have: int, want: int) -> None:
    values = np.zeros((have, have))
    values[have // 2, have // 2] = 1
    made = recentred(values, (want, want))
    assert made.shape == (want, want)
    assert made.sum() == 1


def test_a_size_beyond_the_limit_is_refused() -> None:
    with pytest.raises(InvalidValue, match="Input"):
        ConvolutionLab().change("size", (33, 33))


def test_the_head_line_works_out_the_output_size() -> None:
    (figure,) = ConvolutionLab().figures()
    assert f"{figure.formula} = {figure.result}" == "(9 + 2·0 − 3) / 1 + 1 = 7"
    assert str(figure.note) == "7 × 7 cells"


def test_a_question_knows_the_usual_mistakes() -> None:
    lab = ConvolutionLab(bias=np.array([2.0]))
    question = lab.question(27)
    assert question is not None
    assert question.cell == Cell("output:0", 3, 5)
    assert question.answer == lab.at(27).shown.sum
    assert question.answer - 2 in [value for value, _ in question.wrong]


@given(labs())
def test_turning_the_kernel_is_what_makes_the_difference(lab: ConvolutionLab) -> None:
    other = replace(lab, flipped=not lab.flipped)
    assert np.allclose(lab.other_way.output(), other.operation.output())
    differ = ~np.isclose(torch_output(lab), torch_output(other))
    assert lab.turning_changes == differ.sum()


def test_rows_and_columns_that_differ_are_both_worked_out() -> None:
    lab = ConvolutionLab(input=np.zeros((1, 28, 28)), padding=(2, 2), stride=(2, 2))
    lab = lab.change("dilation", (3, 1))
    (figure,) = lab.figures()
    rows, columns = figure.formula.split(", ")
    assert rows.startswith("(28 + 2·2 − 3·(3 − 1) − 1) / 2 + 1")
    assert columns.startswith("(28 + 2·2 − 3) / 2 + 1")
    assert figure.result == "{} × {}".format(*lab.operation.output_shape[1:])


def test_what_does_not_come_out_even_is_said_to_be_rounded_down() -> None:
    lab = ConvolutionLab(input=np.zeros((1, 7, 7)), stride=(3, 3))
    (figure,) = lab.figures()
    assert figure.formula.endswith("= 2.33")
    assert figure.result == "2"
    assert figure.note is not None
    assert str(figure.note).endswith("rounded down")
