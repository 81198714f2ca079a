"""Which steps are asked about, which answers are right, and what is said of the wrong ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Cell, Question
from cnnstudio.core.labs.catalogue import LABS, kind_of
from cnnstudio.core.labs.diagnosis import wrong_sums
from cnnstudio.core.labs.predict import RULES, Verdict, is_asked, is_right, verdict, written
from cnnstudio.core.sliding import Axis, Convolution
from tests.core.labs.small_lab import SmallLab, named

CELL = Cell("output", 0, 0)
LONG = SmallLab(values=np.ones(300))

numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


def asked(rule: str, every: int, seed: int = 0) -> list[int]:
    return [step for step in range(1, 301) if is_asked(LONG, step, rule, every, seed)]


@given(st.integers(1, 300))
def test_every_nth_step_is_asked_about(every: int) -> None:
    assert asked("every", every) == list(range(every, 301, every))


@given(st.integers(1, 60), st.integers(0, 2**31))
def test_at_random_one_of_n_steps_is_asked_about_the_same_ones_for_a_seed(
    every: int, seed: int
) -> None:
    steps = asked("random", every, seed)
    assert steps == asked("random", every, seed)
    groups = [(step - 1) // every for step in steps]
    assert groups[: 300 // every] == list(range(300 // every))
    assert len(groups) == len(set(groups))


def test_other_seeds_ask_about_other_steps() -> None:
    assert len({tuple(asked("random", 5, seed)) for seed in range(20)}) == 20
    places = {(step - 1) % 5 for seed in range(20) for step in asked("random", 5, seed)}
    assert places == {0, 1, 2, 3, 4}


def test_surprising_steps_are_those_of_the_lab() -> None:
    assert asked("surprising", 7) == list(range(4, 301, 4))


@pytest.mark.parametrize("rule", RULES)
def test_where_nothing_is_computed_nothing_is_asked(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SmallLab, "question", lambda *_: None)
    assert asked(rule, 1) == []


@pytest.mark.parametrize("wrong", [("never", 1), ("every", 0), ("random", -3)])
def test_rules_that_there_are_not_are_an_error(wrong: tuple[str, int]) -> None:
    with pytest.raises(ValueError, match="rule"):
        is_asked(LONG, 1, *wrong)


# What is right


@given(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9))
def test_a_whole_number_has_to_be_met(answer: int, given: float) -> None:
    assert is_right(float(answer), float(answer))
    assert is_right(float(answer), given) == math.isclose(answer, given, rel_tol=1e-9, abs_tol=1e-9)


@given(numbers)
def test_a_number_is_right_as_it_is_shown(answer: float) -> None:
    shown = float(written(answer).replace(",", "").replace("−", "-"))
    assert is_right(answer, shown)


@given(numbers.filter(lambda x: x != round(x)))
def test_a_number_that_is_far_off_is_wrong(answer: float) -> None:
    away = max(0.0051, 0.0501 * abs(answer)) if abs(answer) < 1 else 0.0501 + 0.0051 * abs(answer)
    assert not is_right(answer, answer + away)
    assert not is_right(answer, answer - away)


@pytest.mark.parametrize(
    ("answer", "given", "right"),
    [
        (4, 4, True),
        (4, 4.01, False),
        (-4, 4, False),
        (0, 0, True),
        (0, -0.0, True),
        (0.1 + 0.2 - 0.3, 0, True),
        (0.1 * 3 * 10, 3, True),
        (5.6667, 5.67, True),
        (5.6667, 5.7, True),
        (5.6667, 5.6, False),
        (0.3125, 0.31, True),
        (0.3125, 0.3, True),
        (0.3125, 0.35, False),
        (0.002, 0, True),
        (200.7, 201.5, True),
        (200.7, 202, False),
        (2.5, math.nan, False),
        (2, math.nan, False),
        (2, math.inf, False),
    ],
)
def test_answers_are_right_within_what_is_shown(answer: float, given: float, right: bool) -> None:
    assert is_right(answer, given) is right


# What is said


def test_a_right_answer_is_told_so() -> None:
    found = verdict(Question(CELL, -4.0, ((-4.0, named("x")),)), -4)
    assert found.right
    assert str(found.sentence) == "−4 is right."


def test_a_wrong_answer_tells_the_right_one() -> None:
    found = verdict(Question(CELL, 1234.5), 7)
    assert not found.right
    assert str(found.sentence) == "It is 1,234.50."


def test_a_mistake_is_told_by_the_nearest_answer_that_it_gives() -> None:
    question = Question(CELL, 9.0, ((2.52, named("far")), (2.5, named("near")), (3.0, named("no"))))
    assert verdict(question, 2.5) == Verdict(False, verdict(question, 2.5).sentence)
    assert str(verdict(question, 2.5).sentence) == "Change “near” It is 9."
    assert "far" in str(verdict(question, 2.53).sentence)
    assert str(verdict(question, 4.0).sentence) == "It is 9."


@given(numbers, st.lists(numbers, max_size=6), numbers)
def test_a_verdict_agrees_with_what_is_right(
    answer: float, wrong: list[float], given: float
) -> None:
    causes = tuple((value, named(str(value))) for value in wrong)
    found = verdict(Question(CELL, answer, causes), given)
    assert found.right == is_right(answer, given)
    if any(is_right(value, given) and not is_right(answer, value) for value in wrong):
        assert found.right or found.sentence.code == "predict_cause"


def test_the_sentence_for_a_forgotten_bias_has_its_numbers() -> None:
    axis = Axis(2, 2)
    operation = Convolution(
        np.full((1, 2, 2), 3.0), np.ones((1, 1, 2, 2)), np.array([-2.0]), axis, axis
    )
    found = verdict(Question(CELL, 10.0, wrong_sums(operation, 0)), 12)
    assert str(found.sentence) == "That is the sum before the bias of −2 is added. It is 10."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-3.0, "−3"),
        (-0.0, "0"),
        (-0.001, "0.00"),
        (2.0 / 3, "0.67"),
        (-1234567.891, "−1,234,567.89"),
        (61706.0, "61,706"),
    ],
)
def test_numbers_are_written_as_labs_show_them(value: float, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_a_lab_that_asks_has_questions_by_every_rule(key: str) -> None:
    first = kind_of(key)()
    states = [first, *(choice.make() for group in first.choices() for choice in group.choices)]
    for lab in states:
        for rule in RULES if lab.asks else ():
            assert any(is_asked(lab, step, rule, 1) for step in range(1, lab.count + 1)), rule
