"""The answers to all test digits at moments of a run."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.messages.events import Evaluated
from cnnstudio.core.messages.looks import Answer, Look


@dataclass(frozen=True)
class AnswersAlong(Look):
    """How are the test digits answered at these kept moments of the run in `folder`?

    Answered by a MomentTested for each, in order; the run's own network computes them, whatever is
    on screen. Progress is in digits, of all moments.
    """

    folder: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class MomentTested(Answer):
    test: Evaluated
