"""Which test digits are shown, and in which order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.intp]
Probabilities = npt.NDArray[np.floating]
Labels = npt.NDArray[np.integer]


def in_cell(probabilities: Probabilities, labels: Labels, truth: int, answer: int) -> Indices:
    """Digits `truth` that were read as `answer`, those the network is surest of first."""
    answers = probabilities.argmax(axis=1)
    found = np.flatnonzero((labels == truth) & (answers == answer))
    return _surest_first(found, probabilities)


def misread(probabilities: Probabilities, labels: Labels) -> Indices:
    """All digits with a wrong answer, those the network is surest of first."""
    found = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return _surest_first(found, probabilities)


def mixed(count: int) -> Indices:
    """The test digits as they come."""
    return np.arange(count)


def top_answers(
    probabilities: Probabilities, truth: int, count: int = 3
) -> list[tuple[int, float]]:
    """The most likely classes of one digit, with their probabilities; the truth is always among
    them, as the last one where it is less likely than all others."""
    order = np.argsort(-probabilities.astype(np.float32), kind="stable")[:count]
    if truth not in order:
        order[-1] = truth
    return [(int(index), float(probabilities[index])) for index in order]


def _surest_first(found: Indices, probabilities: Probabilities) -> Indices:
    surety = probabilities[found].max(axis=1).astype(np.float32) if len(found) else found
    return found[np.argsort(-surety, kind="stable")]
