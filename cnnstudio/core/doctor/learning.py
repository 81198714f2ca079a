"""Ills of learning: a rate too large or too small, a class never answered, overfitting."""

from __future__ import annotations

import math
import statistics

import numpy as np
import numpy.typing as npt

from cnnstudio.core.doctor.history import Doubles, History
from cnnstudio.core.doctor.ills import Bars, Gap, Ill, Line
from cnnstudio.core.doctor.rounding import to_one_figure, to_two_figures
from cnnstudio.core.messages import Vitals
from cnnstudio.core.sentences import Sentence, say

Counts = npt.NDArray[np.int64]

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

#: Weight decay that pulls so hard leaves no weights: some 5e-4 is usual (Krizhevsky et al. 2012).
HARD_DECAY, USUAL_DECAY = 0.01, 5e-4
#: The share of each weight that AdamW's decay takes off in a step, and that is as hard.
HARD_PULL = 1e-3
#: A loss above this, which fell by at least this share in a window, belongs to a network that is
#: learning the classes still.
STILL_MUCH, STILL_FALLS = UNLEARNED / 2, 0.02

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
    update = _usual_update(vitals)
    if now <= max((1 - FALLEN) * start, UNLEARNED) or update >= TINY_UPDATE:
        return None
    values = {"start": start, "now": now, "step": history.step}
    if update >= _LEAST_UPDATE:
        sentence = say("ill_rate_too_small", **values, times=to_two_figures(1 / update))
    else:
        sentence = say("ill_rate_too_small/million", **values)
    advice = say("try_rate_too_small", suggested=to_one_figure(_larger_rate(history, update)))
    return Ill("rate_too_small", sentence, advice, Line(history.steps, losses))


def _usual_update(vitals: tuple[Vitals, ...]) -> float:
    """The share of a layer's weights that the latest steps changed."""
    updates = [statistics.median(v.updates.values()) for v in vitals if v.updates]
    return statistics.median(updates[-_LATEST:]) if updates else 0.0


def _larger_rate(history: History, update: float) -> float:
    """A power of ten with which steps are about as long as usual: they grow with the rate. No more
    than what is usually tried first, unless that would hardly be another one."""
    rate = history.learning_rate
    most = max(_USUAL[history.optimizer], 10 * rate)
    wanted = min(most, rate * USUAL_UPDATE / update) if update else most
    return min(most, 10.0 ** round(math.log10(wanted)))


def weights_pulled(history: History) -> Ill | None:
    """Weight decay that takes away more than the gradient brings."""
    losses, vitals = history.losses, history.vitals
    if len(losses) < _ENOUGH or not vitals or not _pulls_hard(history):
        return None
    now = float(_means(losses)[-1])
    if now <= UNLEARNED or _is_learning(losses):
        return None
    if _usual_update(vitals) < TINY_UPDATE:
        return None  # What hardly moves is not pulled far either.
    sentence = say("ill_weights_pulled", decay=history.weight_decay, now=now, step=history.step)
    advice = say("try_weights_pulled", usual=USUAL_DECAY)
    return Ill("weights_pulled", sentence, advice, Line(history.steps, losses))


def _pulls_hard(history: History) -> bool:
    """AdamW takes its decay off the weights, the others add it to the gradient."""
    if history.optimizer == "adamw":
        return history.learning_rate * history.weight_decay >= HARD_PULL
    return history.weight_decay >= HARD_DECAY


def never_answered(history: History) -> Ill | None:
    """A class that the network hardly ever gives as its answer."""
    confusion = history.confusion
    if confusion is None or not confusion.sum() or len(history.losses) < _ENOUGH:
        return None
    if _is_learning(history.losses):
        return None  # Classes are learned one after the other.
    answers, truth = confusion.sum(axis=0), confusion.sum(axis=1)
    few = _HARDLY * confusion.sum()
    missing = [digit for digit in range(len(answers)) if answers[digit] <= few < truth[digit]]
    if not missing:
        return None
    rows = tuple((str(digit), float(count / answers.sum())) for digit, count in enumerate(answers))
    picture = Bars(rows, _HARDLY, too_low=True)
    sentence = _missing_words(missing, answers, truth)
    return Ill("never_answered", sentence, say("try_never_answered"), picture)


def _missing_words(missing: list[int], answers: Counts, truth: Counts) -> Sentence:
    total = int(truth.sum())
    if len(missing) == len(answers) - 1:
        digit = int(answers.argmax())
        return say("ill_never_answered/same", digit=digit, answers=int(answers[digit]), total=total)
    if len(missing) == 1:
        digit = missing[0]
        return say(
            "ill_never_answered/one",
            digit=digit,
            answers=int(answers[digit]),
            truth=int(truth[digit]),
            total=total,
        )
    digits = ", ".join(map(str, missing))
    given = int(answers[missing].sum())
    return say("ill_never_answered", digits=digits, answers=given, total=total)


def _is_learning(losses: Doubles) -> bool:
    """Whether the loss of a network that knows little still falls quickly."""
    means = _means(losses)
    before = float(means[max(0, len(means) - 1 - _WINDOW)])
    return float(means[-1]) > STILL_MUCH and float(means[-1]) < (1 - STILL_FALLS) * before


def overfitting(history: History) -> Ill | None:
    """Training digits are known better and better, test digits are not."""
    tests = history.tests
    if len(tests) < 2 or len(history.losses) < _WINDOW:
        return None
    if tests[-1].step <= history.steps_per_epoch:
        return None  # No digit has come twice.
    return _test_loss_rises(history) or _test_digits_lag(history)


def _test_loss_rises(history: History) -> Ill | None:
    """Since its least the test loss has risen, for more than one test, and the training loss has
    gone on falling."""
    last = history.tests[-1]
    best = min(history.tests, key=lambda test: test.loss)
    since = [test.loss for test in history.tests if test.step > best.step]
    rise = max(_TEST_RISE * best.loss, _TEST_RISE_BY)
    if len(since) < 2 or since[-1] <= best.loss + rise or since[-2] <= best.loss + rise / 2:
        return None
    train = _mean_at(history, history.losses, last.step)
    if train >= min(last.loss, (1 - FALLEN) * _mean_at(history, history.losses, best.step)):
        return None  # What was learned is being lost, and that is another ill.
    sentence = say("ill_overfitting", since=best.step, best=best.loss, now=last.loss, train=train)
    return Ill("overfitting", sentence, say("try_overfitting"), _picture(history, best.step))


def _test_digits_lag(history: History) -> Ill | None:
    """At the last test, training digits were answered better than test digits."""
    last = history.tests[-1]
    train = _mean_at(history, history.accuracies, last.step)
    least, gap = _least_gap(history, last.step), train - last.accuracy
    if gap <= least or _mean_at(history, history.losses, last.step) >= last.loss:
        return None
    since = _gap_since(history)
    sentence = say(
        "ill_overfitting/gap", since=since, train=train, test=last.accuracy, points=100 * gap
    )
    return Ill("overfitting", sentence, say("try_overfitting"), _picture(history, since))


def _up_to(history: History, values: Doubles, step: int) -> Doubles:
    """The last values up to a step, a window of them."""
    place = max(1, int(np.searchsorted(history.steps, step, side="right")))
    return values[max(0, place - _WINDOW) : place]


def _mean_at(history: History, values: Doubles, step: int) -> float:
    """The mean of the training's values before a test, not of what was learned since."""
    return float(_means(_up_to(history, values, step))[-1])


def _least_gap(history: History, step: int) -> float:
    """How large a gap is one: small batches are right by chance more often, or less."""
    window = _up_to(history, history.accuracies, step)
    return GAP + 2 * float(window.std()) / math.sqrt(len(window))


def _gap_since(history: History) -> int:
    """The first test from which on the gap between the accuracies stayed."""
    since = history.tests[-1].step
    for test in reversed(history.tests):
        if _mean_at(history, history.accuracies, test.step) - test.accuracy <= GAP:
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
