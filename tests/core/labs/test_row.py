"""The row against torch and the slides; its lines and what hangs together; what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnstudio.core.labs.base import Cell, Floats
from cnnstudio.core.labs.row import CASES, RowLab
from cnnstudio.core.labs.row_links import lowered
from cnnstudio.core.labs.written import as_text, from_text, same
from cnnstudio.core.settings import InvalidValue


@st.composite
def rows(draw: st.DrawFn) -> RowLab:
    """Any row of few numbers, at any of its steps."""
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    size, padding = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    count = max(draw(st.integers(1, 12)), size - 2 * padding)
    filters = draw(st.integers(1, 3))
    lab = RowLab(
        input=rng.integers(-5, 10, (1, 1, count)),
        weight=rng.integers(-3, 4, (filters, 1, 1, size)),
        bias=rng.integers(-2, 3, filters),
        stride=draw(st.integers(1, 3)),
        padding=padding,
    )
    return lab.at(draw(st.integers(0, lab.count)))


def convolved(lab: RowLab) -> Floats:
    """What torch makes of it, (K, units)."""
    made = F.conv1d(
        torch.from_numpy(lab.input[:, 0].copy())[None],
        torch.from_numpy(lab.weight[:, :, 0].copy()),
        torch.from_numpy(lab.bias.copy()),
        stride=lab.stride,
        padding=lab.padding,
    )
    return np.asarray(made[0])


@given(rows())
def test_every_unit_is_torchs_conv1d(lab: RowLab) -> None:
    expected = convolved(lab)
    place = lab.place
    assert lab.shown.sum == pytest.approx(expected[place.map, place.column])
    assert lab.count == expected.size
    assert lab.units == expected.shape[1]


@given(rows())
def test_products_and_bias_add_up_to_the_unit(lab: RowLab) -> None:
    step = lab.shown
    assert np.array_equal(step.products, step.window * step.kernel)
    assert step.products.sum() + step.bias == pytest.approx(step.sum)


# The slides


def test_the_first_case_has_the_slides_units() -> None:
    lab = RowLab()
    assert (lab.inputs, lab.kernel_size, lab.stride) == (6, 2, 2)
    assert [lab.operation.columns.reads(place) for place in range(3)] == [(0, 1), (2, 3), (4, 5)]


def test_two_filters_have_the_slides_four_units_each() -> None:
    lab = taken("row_case_two")
    assert (lab.inputs, lab.filters, lab.kernel_size, lab.stride) == (5, 2, 2, 1)
    assert lab.units == 4
    assert [str(name) for _, name in lab.chapters()] == ["filter 1", "filter 2"]


def test_a_filter_as_long_as_the_row_is_a_dense_layer() -> None:
    lab = taken("row_case_dense")
    dense = nn.Linear(lab.inputs, lab.filters, dtype=torch.float64)
    with torch.no_grad():
        dense.weight.copy_(torch.from_numpy(lab.weight[:, 0, 0].copy()))
        dense.bias.copy_(torch.from_numpy(lab.bias.copy()))
        expected = dense(torch.from_numpy(lab.input[0, 0].copy()))
    assert lab.units == 1
    assert lab.operation.output()[:, 0, 0] == pytest.approx(expected.numpy())


def taken(code: str) -> RowLab:
    choice = next(c for c in RowLab().choices()[0].choices if c.name.code == code)
    made = choice.make()
    assert isinstance(made, RowLab)
    return made


def test_a_weight_is_linked_with_every_input_that_it_multiplies() -> None:
    linked = RowLab(stride=2).linked(Cell("kernel:0:0", 0, 0))
    assert {cell.column for cell in linked if cell.grid == "input:0"} == {0, 2, 4}
    assert {cell.column for cell in linked if cell.grid == "output:0"} == {0, 1, 2}


@pytest.mark.parametrize("case", CASES)
def test_a_case_that_is_taken_is_the_one_that_is_chosen(case) -> None:
    chosen = [c.name.code for c in taken(case.code).choices()[0].choices if c.chosen]
    assert chosen == [case.code]


def test_the_head_line_counts_what_is_shared() -> None:
    size, parameters = taken("row_case_two").figures()
    assert f"{size.formula} = {size.result}" == "(5 + 2·0 − 2) / 1 + 1 = 4"
    assert f"{parameters.formula} = {parameters.result}" == "2·(2 + 1) = 6"


# Words


@pytest.mark.parametrize(
    ("settings", "step", "said"),
    [
        ({}, 2, ("Unit 2 of 3", "h₂ reads x₃ to x₄")),
        ({"padding": 1}, 1, ("Unit 1 of 4", "h₁ reads x₁")),
        ({"padding": 2}, 1, ("Unit 1 of 5", "h₁ reads nothing but padding")),
        ({}, 0, ("3 hidden units", "press play")),
    ],
)
def test_two_lines_say_which_unit_reads_what(settings, step: int, said) -> None:
    lab = RowLab(**settings).at(step)
    assert tuple(str(line) for line in lab.where()) == said


def test_names_are_written_as_on_slides() -> None:
    assert lowered("x", 12) == "x₁₂"
    assert lowered("w", 0, 2) == "w″₀".replace("″", "\N{PRIME}" * 2)


def test_every_unit_of_a_single_filter_is_a_chapter() -> None:
    assert [(place, str(name)) for place, name in RowLab().chapters()] == [
        (0, "h₁"),
        (1, "h₂"),
        (2, "h₃"),
    ]


# What hangs together


def all_cells(lab: RowLab) -> list[Cell]:
    axis, filters = lab.operation.columns, range(lab.filters)
    found = [Cell("input:0", 0, c) for c in range(-axis.before, axis.size + axis.after)]
    for k in filters:
        found += [Cell(f"output:{k}", 0, p) for p in range(lab.units)]
        found += [Cell(f"kernel:{k}:0", 0, t) for t in range(lab.kernel_size)]
        found += [Cell(f"line:{k}", p, t) for p in range(lab.units) for t in range(lab.kernel_size)]
        found.append(Cell(f"bias:{k}", 0, 0))
    return found


@given(rows())
def test_whatever_is_linked_is_linked_back(lab: RowLab) -> None:
    cells = all_cells(lab)
    linked = {cell: lab.linked(cell) for cell in cells}
    for cell, others in linked.items():
        assert cell not in others
        for other in others:
            assert cell in linked[other], (cell, other)


@given(rows(), st.data())
def test_a_line_is_linked_with_its_ends_and_all_lines_of_its_weight(
    lab: RowLab, data: st.DataObject
) -> None:
    filter = data.draw(st.integers(0, lab.filters - 1))
    place = data.draw(st.integers(0, lab.units - 1))
    tap = data.draw(st.integers(0, lab.kernel_size - 1))
    linked = lab.linked(Cell(f"line:{filter}", place, tap))
    read = lab.operation.columns.reads(place)[tap]
    assert Cell("input:0", 0, read) in linked
    assert Cell(f"output:{filter}", 0, place) in linked
    assert Cell(f"kernel:{filter}:0", 0, tap) in linked
    lines = {cell for cell in linked if cell.grid.startswith("line")}
    others = set(range(lab.units)) - {place}
    assert lines == {Cell(f"line:{filter}", other, tap) for other in others}


@given(rows())
def test_a_unit_is_linked_with_what_it_reads(lab: RowLab) -> None:
    place = lab.place
    linked = lab.linked(Cell(f"output:{place.map}", 0, place.column))
    inputs = {cell.column for cell in linked if cell.grid == "input:0"}
    assert inputs == set(lab.operation.columns.reads(place.column))


@pytest.mark.parametrize(
    "cell", [Cell("output:0", 0, 9), Cell("line:0", 9, 0), Cell("nowhere", 0, 0)]
)
def test_what_is_not_there_is_linked_with_nothing(cell: Cell) -> None:
    assert RowLab().linked(cell) == frozenset()


def test_a_click_on_a_unit_or_on_its_line_goes_to_it() -> None:
    lab = taken("row_case_two")
    for cell in (Cell("output:1", 0, 2), Cell("line:1", 2, 0)):
        made = lab.picked(cell)
        assert made is not None
        assert made.step == 7
    assert lab.picked(Cell("input:0", 0, 0)) is None


# Changing


@given(st.integers(1, 16), st.integers(1, 4), st.integers(1, 3))
def test_sizes_and_filters_can_be_changed(inputs: int, filters: int, size: int) -> None:
    lab = replace(RowLab(), padding=1).change("inputs", inputs).change("filters", filters)
    lab = lab.change("kernel_size", size)
    assert lab.input.shape == (1, 1, inputs)
    assert lab.weight.shape == (filters, 1, 1, size)
    assert lab.bias.shape == (filters,)
    assert (lab.inputs, lab.filters, lab.kernel_size) == (inputs, filters, size)


def test_what_was_there_stays_where_it_was() -> None:
    lab = RowLab().change("kernel_size", 4).change("filters", 2).change("inputs", 8)
    assert lab.weight[0, 0, 0].tolist() == [1, -1, 0, 0]
    assert lab.input[0, 0, :6].tolist() == [3, 1, 4, 1, 5, 9]
    assert lab.bias.tolist() == [1, 0]


@given(rows(), st.data())
def test_an_edit_changes_that_number_alone(lab: RowLab, data: st.DataObject) -> None:
    filter = lab.filters - 1
    name, field, cell = data.draw(
        st.sampled_from(
            [
                ("input:0", "input", Cell("input:0", 0, lab.inputs - 1)),
                ("kernel", "weight", Cell(f"kernel:{filter}:0", 0, lab.kernel_size - 1)),
                ("bias", "bias", Cell(f"bias:{filter}", 0, 0)),
            ]
        )
    )
    assert cell.grid in lab.editable
    changed = lab.edited(cell, 77.0)
    before, after = getattr(lab, field).ravel(), getattr(changed, field).ravel()
    assert after[-1] == 77
    assert np.array_equal(after[:-1], before[:-1])
    assert changed.source == ("own" if name == "input:0" else lab.source)


def test_inputs_that_are_drawn_stay_what_they_are_in_a_longer_row() -> None:
    lab = RowLab().with_source("ramp", 0, None).change("inputs", 10)
    assert lab.input[0, 0].tolist() == list(range(10))


@pytest.mark.parametrize(
    ("code", "weights"),
    [("row_difference", [-1.0, 1.0]), ("row_mean", [0.5, 0.5])],
)
def test_known_weights_can_be_taken(code: str, weights: list[float]) -> None:
    choice = next(c for c in RowLab().choices()[1].choices if c.name.code == code)
    lab = choice.make()
    assert isinstance(lab, RowLab)
    assert lab.weight[0, 0, 0].tolist() == weights
    assert lab.bias[0] == 0


def test_random_weights_are_others_each_time() -> None:
    one = RowLab().change("kernel_size", 5)
    two = one.choices()[1].choices[-1].make()
    assert isinstance(two, RowLab)
    assert not np.array_equal(one.weight, two.weight)
    assert two.seed == one.seed + 1


@given(rows())
def test_it_comes_back_from_json(lab: RowLab) -> None:
    assert same(from_text(as_text(lab)), lab)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"weight": np.ones((1, 1, 1, 7))}, "reaches over 7 cells"),
        ({"weight": np.ones((1, 1, 2, 2))}, "Filters"),
        ({"weight": np.ones((5, 1, 1, 2)), "bias": np.ones(4)}, "Filters"),
        ({"weight": np.ones((2, 1, 1, 2))}, "depth"),
        ({"input": np.ones((1, 2, 3))}, "Inputs"),
        ({"input": np.ones((1, 1, 17))}, "Inputs"),
        ({"stride": 0}, "Stride"),
        ({"padding": -1}, "Padding"),
        ({"source": "house"}, "cannot come from"),
    ],
)
def test_what_is_no_row_is_refused(settings, said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        RowLab(**settings)


def test_a_question_asks_for_the_unit_and_knows_the_usual_mistakes() -> None:
    question = RowLab().question(2)
    assert question is not None
    assert question.cell == Cell("output:0", 0, 1)
    assert question.answer == 4
    assert 3 in [value for value, _ in question.wrong]
