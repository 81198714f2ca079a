"""Ills of learning: a rate too large or too small, a class never answered, overfitting."""

from __future__ import annotations

import math
import statistics

import numpy as np

from cnnstudio.core.doctor.history import Doubles, History
from cnnstudio.core.doctor.ills import Bars, Gap, Ill, Line
from cnnstudio.core.doctor.rounding import to_one_figure, to_two_figures
from cnnstudio.core.sentences import say

#: Points of the loss that are averaged: single batches are noisy.
_WINDOW = 50
#: Points needed before a loss that does not fall is a finding.
_ENOUGH = 150
_HUGE = 1e30

#: The loss now, as a share of the first, and above it: single batches of a network that has been
#: trained before may differ by much less.
RISEN, _RISEN_BY = 1.1, 0.2
#: A loss above this is one of a network that knows next to nothing: half that of guessing, ln 10.
UNLEARNED = math.log(10) / 2
#: How many times its least value (of means), and how far above it, a loss has come back up.
_BACK_UP, _BACK_UP_BY = 3.0, 0.5
#: The share of its first value by which a loss must have fallen to count as falling.
FALLEN = 0.05
#: The share of a layer's weights that a step usually changes: CS231n, "Ratio of weights:updates".
USUAL_UPDATE = 1e-3
#: A step that changes this share leaves little of what was learned; healthy LeNet-5s begin at 2e-2
#: with Adam.
WILD_UPDATE = 0.1
TINY_UPDATE = USUAL_UPDATE / 10
#: A share below this is said to be less than it.
_LEAST_UPDATE = 1e-6
#: So many of the latest measurements tell how large steps are: the rate may have been changed.
_LATEST = 5

#: How much the test loss must have risen above its least value, as a share of it and by itself:
#: less happens between two tests of a healthy run.
_TEST_RISE, _TEST_RISE_BY = 0.2, 0.02
#: The gap between training and test accuracy. Healthy LeNet-5s on all of MNIST stay within 0.02.
GAP = 0.05

#: A class has about 1,000 of the 10,000 test digits; so few answers are as good as none.
_HARDLY = 0.001


#: What is usually tried first: torch.optim's own default for Adam and AdamW, 0.1 for SGD.
_USUAL = {"sgd": 0.1, "adam": 0.001, "adamw": 0.001}


def rate_too_large(history: History) -> Ill | None:
    """The loss rises, or does not fall although the weights are thrown about."""
    losses = history.losses
    if len(losses) < _WINDOW:
        return None
    means = _means(losses)
    start, now, best = float(losses[0]), float(means[-1]), float(means.min())
    risen = now > max(RISEN * start, start + _RISEN_BY)
    back_up = now > _BACK_UP * best and now > best + _BACK_UP_BY
    wildest = max((max(v.updates.values(), default=0.0) for v in history.vitals), default=0.0)
    stands = now > max((1 - FALLEN) * start, UNLEARNED)
    stuck = stands and len(losses) >= _ENOUGH and wildest > WILD_UPDATE
    values = {"now": now, "step": history.step, "rate": history.learning_rate}
    if risen:
        sentence = say("ill_rate_too_large", **values, start=start)
    elif back_up:
        sentence = say("ill_rate_too_large/back", **values, best=best)
    elif stuck:
        sentence = say("ill_rate_too_large/stuck", **values, start=start, share=min(wildest, 1.0))
    else:
        return None
    suggested = min(history.learning_rate / 10, _USUAL[history.optimizer])
    advice = say("try_rate_too_large", suggested=to_one_figure(suggested))
    return Ill("rate_too_large", sentence, advice, Line(history.steps, losses))


def rate_too_small(history: History) -> Ill | None:
    """The loss hardly falls, and the weights hardly move."""
    losses, vitals = history.losses, history.vitals
    if len(losses) < _ENOUGH or not vitals or not vitals[-1].updates:
        return None
    start, now = float(losses[:10].mean()), float(_means(losses)[-1])
    updates = [statistics.median(v.updates.values()) for v in vitals if v.updates]
    update = statistics.median(updates[-_LATEST:])
    if now <= max((1 - FALLEN) * start, UNLEARNED) or update >= TINY_UPDATE:
        return None
    values = {"start": start, "now": now, "step": history.step}
    if update >= _LEAST_UPDATE:
        sentence = say("ill_rate_too_small", **values, times=to_two_figures(1 / update))
    else:
        sentence = say("ill_rate_too_small/million", **values)
    advice = say("try_rate_too_small", suggested=to_one_figure(_larger_rate(history, update)))
    return Ill("rate_too_small", sentence, advice, Line(history.steps, losses))


def _larger_rate(history: History, update: float) -> float:
    """A power of ten with which steps are about as long as usual: they grow with the rate. No more
    than what is usually tried first, unless that would hardly be another one."""
    rate = history.learning_rate
    most = max(_USUAL[history.optimizer], 10 * rate)
    wanted = min(most, rate * USUAL_UPDATE / update) if update else most
    return min(most, 10.0 ** round(math.log10(wanted)))


def never_answered(history: History) -> Ill | None:
    """A class that the network hardly ever gives as its answer."""
    confusion = history.confusion
    if confusion is None or not confusion.sum() or len(history.losses) < _ENOUGH:
        return None
    answers, truth = confusion.sum(axis=0), confusion.sum(axis=1)
    few = _HARDLY * confusion.sum()
    missing = [digit for digit in range(len(answers)) if answers[digit] <= few < truth[digit]]
    if not missing:
        return None
    total = int(confusion.sum())
    if len(missing) == 1:
        digit = missing[0]
        sentence = say(
            "ill_never_answered/one",
            digit=digit,
            answers=int(answers[digit]),
            truth=int(truth[digit]),
            total=total,
        )
    else:
        digits = ", ".join(map(str, missing))
        given = int(answers[missing].sum())
        sentence = say("ill_never_answered", digits=digits, answers=given, total=total)
    rows = tuple((str(digit), float(count) / total) for digit, count in enumerate(answers))
    picture = Bars(rows, _HARDLY, too_low=True)
    return Ill("never_answered", sentence, say("try_never_answered"), picture)


def overfitting(history: History) -> Ill | None:
    """Training goes on getting better while the test does not."""
    tests = history.tests
    if len(tests) < 2 or len(history.losses) < _WINDOW:
        return None
    train = float(_means(history.losses)[-1])
    last = tests[-1]
    best = min(tests, key=lambda test: test.loss)
    if train > RISEN * _train_loss_at(history, best.step):
        return None  # What was learned is being lost, and that is another ill.
    risen = last.loss - best.loss
    gap = float(_means(history.accuracies)[-1]) - last.accuracy
    picture = _picture(history, best.step)
    advice = say("try_overfitting")
    rises = risen > max(_TEST_RISE * best.loss, _TEST_RISE_BY) and last is not best
    if rises and train < last.loss:
        sentence = say(
            "ill_overfitting", since=best.step, best=best.loss, now=last.loss, train=train
        )
        return Ill("overfitting", sentence, advice, picture)
    if gap > GAP and train < last.loss:
        since = _gap_since(history)
        sentence = say(
            "ill_overfitting/gap",
            since=since,
            train=last.accuracy + gap,
            test=last.accuracy,
            points=100 * gap,
        )
        return Ill("overfitting", sentence, advice, _picture(history, since))
    return None


def _train_loss_at(history: History, step: int) -> float:
    place = int(np.searchsorted(history.steps, step, side="right"))
    return float(_means(history.losses)[max(place - 1, 0)])


def _gap_since(history: History) -> int:
    """The first test from which on the gap between the accuracies stayed."""
    since = history.tests[-1].step
    for test in reversed(history.tests):
        place = int(np.searchsorted(history.steps, test.step, side="right"))
        before = history.accuracies[max(0, place - _WINDOW) : max(1, place)]
        if float(before.mean()) - test.accuracy <= GAP:
            break
        since = test.step
    return since


def _picture(history: History, since: int) -> Gap:
    tests = history.tests
    test = Line(
        np.array([test.step for test in tests], np.float64),
        np.array([test.loss for test in tests], np.float64),
    )
    return Gap(Line(history.steps, _means(history.losses)), test, since)


def _means(values: Doubles) -> Doubles:
    """The mean of each value and those before it, up to a window of them; infinite ones as huge,
    those that are no numbers as 0."""
    known = np.clip(np.nan_to_num(values, nan=0.0, posinf=_HUGE), -_HUGE, _HUGE)
    # Not by differences of running sums: after one huge loss they would hold nothing else.
    sums = np.convolve(known, np.ones(_WINDOW))[: len(values)]
    return np.asarray(sums / np.minimum(np.arange(1, len(values) + 1), _WINDOW))
