"""Kernels as text, from any program that has numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cnnstudio.ui.workspaces.inside.edit.pasting import NotPasted, as_text, read_kernel


@pytest.mark.parametrize(
    "text",
    [
        "-1 0 1\n-2 0 2\n-1 0 1",
        "−1\t0\t1\r\n−2\t0\t2\r\n−1\t0\t1",
        "[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]",
        "-1;0;1|-2;0;2|-1;0;1",
        "-1e0 0.0 1. -2 .0 2 -1 0 +1",
    ],
)
def test_numbers_are_found_however_they_are_separated(text: str) -> None:
    assert read_kernel(text, (3, 3)).tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


def test_numbers_with_a_decimal_comma_are_understood() -> None:
    text = "0,5\t-1\t1,25\n-0,5\t0\t2,0\n3,5\t4\t0,75"
    assert read_kernel(text, (3, 3)).tolist() == [[0.5, -1, 1.25], [-0.5, 0, 2], [3.5, 4, 0.75]]


def test_a_smaller_square_is_laid_into_the_middle() -> None:
    """The Sobel kernel of the books is 3×3, and LeNet-5's filters are 5×5."""
    found = read_kernel("-1 0 1\n-2 0 2\n-1 0 1", (5, 5))
    assert found[1:4, 1:4].tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert found.sum() == 0
    assert np.abs(found).sum() == 8


@pytest.mark.parametrize("text", ["1", "1 2 3 4", "1 2 3 4 5 6 7 8", " ".join("1" * 49)])
def test_what_has_no_place_in_the_middle_is_refused(text: str) -> None:
    with pytest.raises(NotPasted):
        read_kernel(text, (5, 5))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no numbers on the clipboard"),
        (" \n\t", "no numbers on the clipboard"),
        ("1 2 3", "3 numbers on the clipboard, and 3 × 3 are needed"),
        ("1 2 3 4 5 6 7 8 nine", "“nine” on the clipboard is no number"),
        ("1 2 3 4 5 6 7 8 nan", "nan on the clipboard"),
        ("1 2 3 4 5 6 7 8 1e39", "1e39 on the clipboard"),
        ("1 2 3 4 5 6 7 8 " + "x" * 500, "x" * 20 + "”"),
    ],
)
def test_what_is_no_kernel_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(NotPasted) as refusal:
        read_kernel(text, (3, 3))
    assert words in str(refusal.value.sentence)


@given(arrays(np.float32, (2, 4), elements=st.floats(-1000, 1000, width=16)))
def test_what_is_copied_can_be_pasted(kernel: np.ndarray) -> None:
    again = read_kernel(as_text(kernel), (2, 4))
    np.testing.assert_allclose(again, kernel, rtol=1e-5)
