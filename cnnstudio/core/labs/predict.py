"""Predict, then reveal: before which steps a number is asked for, and what is said of an answer."""

from __future__ import annotations

import math
from random import Random
from typing import NamedTuple

from cnnstudio.core.labs.base import Lab, Question
from cnnstudio.core.sentences import Sentence, say

#: Which steps are asked about.
RULES = ("every", "random", "surprising")

#: Decimals that labs show of numbers that are not whole.
DECIMALS = 2

#: What the rounding of floats may come to, of numbers that are whole in truth.
_NOISE = 1e-9


class Verdict(NamedTuple):
    """Whether an answer is right, and what there is to say of it."""

    right: bool
    sentence: Sentence


def is_asked(lab: Lab, step: int, rule: str, every: int, seed: int = 0) -> bool:
    """Whether a number is asked for before step `step` (from 1) is shown.

    "every" asks before each step whose number `every` divides; "random" before one of each
    `every` steps, the same ones for the same seed; "surprising" where the lab says so, or like
    "every" in a lab as it is now without any surprise.
    """
    if rule not in RULES or every < 1:
        raise ValueError(f"no such rule: {rule!r}, {every}")
    return _is_chosen(lab, step, rule, every, seed) and lab.question(step) is not None


def _is_chosen(lab: Lab, step: int, rule: str, every: int, seed: int) -> bool:
    if rule == "random":
        group, place = divmod(step - 1, every)
        return Random(f"{seed} {group}").randrange(every) == place
    if rule == "surprising" and any(map(lab.surprising, range(1, lab.count + 1))):
        return lab.surprising(step)
    return step % every == 0


def verdict(question: Question, given: float) -> Verdict:
    """What there is to say of the answer `given`: where it is wrong, what it most likely comes
    from, and the right number."""
    answer = written(question.answer)
    if is_right(question.answer, given):
        return Verdict(True, say("predict_right", answer=answer))
    causes = [
        (abs(value - given), cause)
        for value, cause in question.wrong
        if is_right(value, given) and not is_right(question.answer, value)
    ]
    if not causes:
        return Verdict(False, say("predict_wrong", answer=answer))
    _, cause = min(causes, key=lambda found: found[0])
    return Verdict(False, say("predict_cause", cause=cause, answer=answer))


def is_right(answer: float, given: float) -> bool:
    """Whether a number is the answer, as far as it can be read off and worked out by hand.

    A whole number has to be met. Of others the one that is shown is right, and what is within
    0.5 %, or within 0.05 where that is no more than 5 %.
    """
    away = abs(given - answer)
    size = abs(answer)
    if abs(answer - round_off(answer)) <= _NOISE * max(1.0, size):
        return away <= _NOISE * max(1.0, size)
    rounding = 0.5 / 10.0**DECIMALS
    return away <= max(rounding, 0.005 * size, min(0.05, 0.05 * size)) * (1 + _NOISE)


def round_off(value: float) -> float:
    """The nearest whole number; what is none at all stays that."""
    return float(round(value)) if math.isfinite(value) else value


def written(value: float) -> str:
    """A number as labs show it: whole ones as such, others with `DECIMALS`, a true minus sign."""
    whole = abs(value - round_off(value)) <= _NOISE * max(1.0, abs(value))
    text = f"{value:,.{0 if whole else DECIMALS}f}"
    return text.replace("-", "−") if text.strip("-0.,") else text.lstrip("-")
