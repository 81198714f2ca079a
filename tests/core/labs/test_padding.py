"""The padding lab: what is added, how often cells are read, and what torch allows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.padding import PaddingLab
from cnnstudio.core.labs.predict import is_asked
from cnnstudio.core.settings import InvalidValue
from cnnstudio.core.sliding import Axis


@st.composite
def labs(draw: st.DrawFn) -> PaddingLab:
    size = (draw(st.integers(4, 9)), draw(st.integers(4, 9)))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    fit = draw(st.sampled_from(["own", "valid", "same"]))
    lab = PaddingLab(
        input=rng.integers(0, 10, (1, *size)),
        kernel_size=(draw(st.integers(1, 4)), draw(st.integers(1, 4))),
        stride=1 if fit == "same" else draw(st.integers(1, 3)),
        padding=(draw(st.integers(0, 3)), draw(st.integers(0, 3))),
        fit=fit,
        mode=draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"])),
        source="own",
    )
    return lab.at(draw(st.integers(0, lab.count)))


@given(labs())
def test_the_padded_input_is_torchs(lab: PaddingLab) -> None:
    rows, columns = lab.axes
    sides = (columns.before, columns.after, rows.before, rows.after)
    mode = "constant" if lab.mode == "zeros" else lab.mode
    expected = F.pad(torch.from_numpy(lab.input.copy())[None], sides, mode=mode)[0]
    assert np.array_equal(lab.operation.padded(), expected)


@given(labs())
def test_the_counts_at_the_end_are_those_of_a_window_of_ones_going_back(lab: PaddingLab) -> None:
    done = lab.at(lab.count)
    rows, columns = lab.axes
    ones = torch.ones(1, 1, *lab.operation.output_shape[1:])
    back = F.conv_transpose2d(ones, torch.ones(1, 1, *lab.kernel_size), stride=lab.stride)[0, 0]
    counts = done.padded_counts
    assert np.array_equal(counts[: back.shape[0], : back.shape[1]], back)
    assert counts.sum() == back.sum()
    assert counts.shape == (rows.extent, columns.extent)


@given(labs())
def test_same_keeps_the_size(lab: PaddingLab) -> None:
    if lab.fit == "same":
        assert lab.operation.output_shape[1:] == lab.input.shape[1:]


@given(labs())
def test_what_is_linked_is_linked_back(lab: PaddingLab) -> None:
    rows, columns = lab.axes
    for row in range(-rows.before, rows.size + rows.after):
        for column in range(-columns.before, columns.size + columns.after):
            cell = Cell("input:0", row, column)
            for other in lab.linked(cell):
                assert cell in lab.linked(other)


def test_a_corner_is_read_once_and_the_middle_nine_times() -> None:
    lab = PaddingLab(fit="valid")
    assert lab.plain_counts[0, 0] == 1
    assert lab.plain_counts[2, 2] == 9


def test_rings_are_added_before_the_window_moves() -> None:
    lab = PaddingLab(padding=2, mode="reflect")
    assert lab.rings == 2
    assert [lab.at(step).rings_shown for step in range(4)] == [0, 1, 2, 2]
    assert [lab.at(step).places_shown for step in range(5)] == [0, 0, 0, 1, 2]
    assert lab.at(0).padded_counts.sum() == 0
    assert lab.at(3).padded_counts.sum() == 9


@pytest.mark.parametrize(
    ("mode", "padding", "limit"), [("reflect", 5, "at most 4"), ("circular", 6, "at most 5")]
)
def test_torchs_limit_is_named_where_it_is_reached(mode: str, padding: int, limit: str) -> None:
    lab = PaddingLab(mode=mode)
    assert replace(lab, padding=padding - 1).rings == padding - 1
    with pytest.raises(InvalidValue, match=limit):
        replace(lab, padding=padding)
    with pytest.raises(RuntimeError):
        F.pad(torch.zeros(1, 1, 5, 5), [padding] * 4, mode=mode)


def test_replicate_has_no_limit_but_the_labs() -> None:
    assert replace(PaddingLab(mode="replicate"), padding=8).rings == 8


def test_same_with_a_larger_stride_is_refused_as_in_torch() -> None:
    with pytest.raises(InvalidValue, match="PyTorch refuses"):
        PaddingLab(fit="same", stride=2)


def test_an_even_window_needs_a_cell_more_behind() -> None:
    rows, columns = PaddingLab(kernel_size=4, fit="same").axes
    assert (rows.before, rows.after, columns.before, columns.after) == (1, 2, 1, 2)


def test_setting_the_padding_by_hand_ends_valid_and_same() -> None:
    assert PaddingLab(fit="same").change("padding", (2, 2)).fit == "own"


# Questions


@given(labs(), st.data())
def test_what_is_asked_for_is_torchs_number_or_the_count(
    lab: PaddingLab, data: st.DataObject
) -> None:
    step = data.draw(st.integers(1, lab.count))
    question = lab.question(step)
    if question is None:
        assert step > lab.rings
        places = zip(lab.axes, lab.place_of(step)[1:], strict=True)
        assert any(not _reads_input(axis, place) for axis, place in places)
        return
    rows, columns = lab.axes
    place = question.cell.row + rows.before, question.cell.column + columns.before
    if step <= lab.rings:
        sides = (columns.before, columns.after, rows.before, rows.after)
        mode = "constant" if lab.mode == "zeros" else lab.mode
        padded = F.pad(torch.from_numpy(lab.input.copy())[None], sides, mode=mode)[0, 0]
        assert question.answer == padded[place]
        assert not (0 <= question.cell.row < rows.size and 0 <= question.cell.column < columns.size)
    else:
        assert question.answer == lab.at(step).padded_counts[place]
    assert all(value != question.answer for value, _ in question.wrong)


def _reads_input(axis: Axis, place: int) -> bool:
    return any(0 <= cell < axis.size for cell in axis.reads(place))


def test_a_wrong_filling_is_known_by_its_name() -> None:
    lab = PaddingLab(padding=2, mode="reflect")
    question = lab.question(2)
    assert question is not None
    assert {str(cause).split()[3] for _, cause in question.wrong} == {
        "zeros",
        "replicate",
        "circular",
    }


def test_a_window_on_padding_alone_is_not_asked_about() -> None:
    lab = PaddingLab(padding=8, mode="replicate")
    assert lab.question(lab.rings + 1) is None
    assert not is_asked(lab, lab.rings + 1, "every", 1)


def test_rings_and_borders_surprise() -> None:
    lab = PaddingLab()
    assert [lab.surprising(step) for step in (1, 2, 1 + 7)] == [True, True, False]
