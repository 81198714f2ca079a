"""Answers counted: in all, for each class, and against others."""

from __future__ import annotations

import numpy as np

from cnnstudio.ui.workspaces.inside.edit.tally import Tally, became

LABELS = np.array([0, 1, 1, 2, 2, 2], np.uint8)


def tally(*answers: int) -> Tally:
    return Tally(np.array(answers, np.uint8), LABELS, 6)


def test_shares_are_of_the_digits_answered_so_far() -> None:
    some = tally(0, 1, 7, 2)
    assert some.accuracy == 0.75
    assert not some.is_whole
    assert some.of_classes()[:3].tolist() == [1, 0.5, 1]
    assert np.isnan(some.of_classes()[3])


def test_no_answer_is_no_accuracy() -> None:
    assert tally().accuracy == 0


def test_what_became_wrong_and_right_is_counted_on_digits_that_both_know() -> None:
    before, now = tally(0, 1, 7, 2, 2, 2), tally(5, 1, 1, 9)
    assert became(before, now, right=False).tolist() == [0, 3]
    assert became(before, now, right=True).tolist() == [2]
    assert before.first(4).accuracy == 0.75
