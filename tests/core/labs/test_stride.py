"""The stride lab: the lecture's sizes, what is left out, and the settings that fit."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.stride import StrideLab
from cnnstudio.core.settings import InvalidValue


def lab(size: int, kernel: int, stride: int, padding: int) -> StrideLab:
    return StrideLab(
        input=np.zeros((1, size, size)),
        weight=np.ones((1, 1, kernel, kernel)),
        stride=stride,
        padding=padding,
        source="own",
    )


@pytest.mark.parametrize(
    ("stride", "padding", "result"),
    [(1, 0, "5"), (2, 0, "3"), (3, 0, "2"), (1, 1, "7"), (2, 1, "4"), (3, 1, "3")],
)
def test_the_lectures_cases_come_to_the_lectures_sizes(
    stride: int, padding: int, result: str
) -> None:
    (figure,) = lab(7, 3, stride, padding).figures()
    assert figure.result == result
    rounded = " = 2.33" if (stride, padding) == (3, 0) else ""
    assert figure.formula == f"(7 + 2·{padding} − 3) / {stride} + 1{rounded}"


def test_every_case_of_the_lecture_is_offered() -> None:
    lecture = StrideLab().choices()[0]
    made = {(c.make().figures()[0].formula, c.make().figures()[0].result) for c in lecture.choices}
    assert ("(7 + 2·0 − 3) / 3 + 1 = 2.33", "2") in made
    assert ("(32 + 2·2 − 5) / 1 + 1", "32") in made
    assert len(made) == 7
    assert sum(choice.chosen for choice in lecture.choices) == 1


def test_what_does_not_come_out_even_is_rounded_down_and_said_so() -> None:
    misfit = lab(7, 3, 3, 0)
    assert misfit.operation.output_shape == (1, 2, 2)
    assert misfit.unread() == ((6,), (6,))
    assert "2.33 places" in str(misfit.advice())
    assert "rounds down to 2" in str(misfit.advice())


def test_what_fits_needs_no_advice() -> None:
    assert lab(7, 3, 2, 0).advice() is None
    assert len(lab(7, 3, 2, 0).choices()) == 1


def test_a_stride_beyond_the_window_skips_cells() -> None:
    skipping = lab(7, 2, 5, 0)
    assert skipping.comes_out_even
    assert skipping.unread()[0] == (2, 3, 4)
    assert "never read" in str(skipping.advice())


@given(st.integers(1, 16), st.integers(1, 5), st.integers(1, 6), st.integers(0, 3))
def test_each_offer_fits_and_changes_one_setting(
    size: int, kernel: int, stride: int, padding: int
) -> None:
    try:
        made = lab(size, kernel, stride, padding)
    except InvalidValue:
        return
    offers = list(made.offers())
    assert bool(offers) != made.comes_out_even or not offers
    for offer in offers:
        offered = offer.make()
        assert isinstance(offered, StrideLab)
        assert offered.comes_out_even
        settings = ("size", "kernel_size", "stride", "padding", "dilation")
        changed = [name for name in settings if getattr(made, name) != getattr(offered, name)]
        assert len(changed) == 1


@given(st.integers(1, 16), st.integers(1, 5), st.integers(1, 6), st.integers(0, 3))
def test_the_number_of_places_is_torchs(size: int, kernel: int, stride: int, padding: int) -> None:
    convolution = torch.nn.Conv2d(1, 1, kernel, stride, padding)
    image = torch.zeros(1, 1, size, size)
    try:
        made = lab(size, kernel, stride, padding)
    except InvalidValue:
        with pytest.raises(RuntimeError):
            convolution(image)
        return
    assert tuple(convolution(image).shape[2:]) == made.operation.output_shape[1:]


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "said"),
    [
        ((7, 7), 3, (3, 3), "the last row and column are never read"),
        ((8, 8), 3, (3, 3), "the last 2 rows and columns are never read"),
        ((10, 13), 2, (4, 5), "the last column of the input is never read"),
        ((13, 10), 2, (5, 4), "3.20 rows are not possible: PyTorch rounds down to 3"),
        ((7, 8), 3, (4, 3), "the last 2 columns of the input are never read"),
        ((8, 12), 3, (3, 5), "rows 2, columns 4"),
    ],
)
def test_what_is_left_over_is_named_for_the_axis_that_leaves_it(
    size: tuple[int, int], kernel: int, stride: tuple[int, int], said: str
) -> None:
    made = StrideLab(
        input=np.zeros((1, *size)), weight=np.ones((1, 1, kernel, kernel)), stride=stride
    )
    assert said in str(made.advice())
