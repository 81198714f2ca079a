"""The pooling lab against torch, and what a shift changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.pooling import AVERAGE, MAXIMUM, PoolingLab, moved
from cnnstudio.core.settings import InvalidValue


@st.composite
def labs(draw: st.DrawFn) -> PoolingLab:
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    kernel = (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    padding = tuple(draw(st.integers(0, k // 2)) for k in kernel)
    size = tuple(
        draw(st.integers(max(1, k - 2 * p), 9)) for k, p in zip(kernel, padding, strict=True)
    )
    lab = PoolingLab(
        input=rng.integers(-5, 10, (1, *size)),
        kernel_size=kernel,
        stride=(draw(st.integers(1, 3)), draw(st.integers(1, 3))),
        padding=padding,
        shift=(draw(st.integers(-2, 2)), draw(st.integers(-2, 2))),
        source="own",
    )
    return lab.at(draw(st.integers(0, lab.count)))


@given(labs())
def test_both_outputs_are_torchs(lab: PoolingLab) -> None:
    image = torch.from_numpy(lab.shifted.copy())
    options = {"stride": lab.stride, "padding": lab.padding}
    assert np.allclose(lab.operation.output(), F.max_pool2d(image, lab.kernel_size, **options))
    assert np.allclose(lab.average.output(), F.avg_pool2d(image, lab.kernel_size, **options))
    assert lab.shown.result == lab.operation.output()[lab.place]
    assert lab.shown_average.result == lab.average.output()[lab.place]


@given(labs())
def test_both_outputs_are_linked_with_the_same_window(lab: PoolingLab) -> None:
    place = lab.place
    maximum = Cell(MAXIMUM, place.row, place.column)
    average = Cell(AVERAGE, place.row, place.column)
    assert lab.linked(maximum) - {average} == lab.linked(average) - {maximum}
    for cell in lab.linked(maximum):
        if cell.grid == "input:0":
            assert {maximum, average} <= lab.linked(cell)


@given(labs())
def test_an_edit_changes_what_is_seen_and_nothing_else(lab: PoolingLab) -> None:
    changed = lab.edited(Cell("input:0", 0, 0), 8.0)
    assert changed.shifted[0, 0, 0] == 8
    assert np.array_equal(changed.shifted.ravel()[1:], lab.shifted.ravel()[1:])


def test_the_shift_counts_what_changes() -> None:
    lab = PoolingLab(input=np.eye(4)[None] * 9, source="own")
    assert lab.changes == {"input": (0, 16), "maximum": (0, 4), "average": (0, 4)}
    shifted = replace(lab, shift=(0, 1))
    assert shifted.changes["input"][0] == 7
    assert shifted.changes["maximum"] == (1, 4)
    assert shifted.changed["maximum"][0].tolist() == [[False, True], [False, False]]


@pytest.mark.parametrize("about", ["maximum", "average"])
def test_a_question_says_which_of_the_two_numbers_it_wants(about: str) -> None:
    question = PoolingLab(question_about=about).question(1)
    assert question is not None
    assert question.words is not None
    assert about in str(question.words)


def test_pictures_have_all_their_greys() -> None:
    case = next(c for c in PoolingLab().choices()[0].choices if "picture" in c.name.code)
    lab = case.make()
    assert lab.is_of_picture
    assert len(np.unique(lab.input)) > 50
    assert lab.input.max() <= 255
    assert not PoolingLab().is_of_picture


@given(st.integers(-4, 4), st.integers(-4, 4))
def test_moving_there_and_back_leaves_the_middle(rows: int, columns: int) -> None:
    values = np.arange(1.0, 82).reshape(1, 9, 9)
    back = moved(moved(values, (rows, columns)), (-rows, -columns))
    assert np.array_equal(back[:, 4:5, 4:5], values[:, 4:5, 4:5])
    assert np.array_equal(moved(values, (0, 0)), values)


def test_padding_beyond_half_a_window_is_refused_as_in_torch() -> None:
    with pytest.raises(InvalidValue, match="at most 1"):
        PoolingLab(padding=2)
    with pytest.raises(RuntimeError):
        F.max_pool2d(torch.zeros(1, 1, 6, 6), 2, padding=2)


def test_the_average_can_be_asked_for() -> None:
    lab = PoolingLab(question_about="average")
    question = lab.question(1)
    assert question is not None
    assert question.cell == Cell(AVERAGE, 0, 0)
    assert question.answer == lab.at(1).shown_average.result
    assert lab.at(1).shown.result in [value for value, _ in question.wrong]
