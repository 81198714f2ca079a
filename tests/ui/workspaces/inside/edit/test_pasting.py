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
