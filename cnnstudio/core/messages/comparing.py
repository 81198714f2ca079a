"""What the open network answers to some pictures, and what a trained one that is shipped does."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class AskAnswers(Look):
    """How are these `digits` answered: float32 (count, 28, 28), 0 to 1? Also by the trained
    starter network `beside`, if one is named."""

    digits: Floats
    beside: str = ""


@dataclass(frozen=True)
class Answers(Answer):
    """Shares of the first ten outputs, after softmax: float32 (count, 10). `beside` is None where
    no other network was asked."""

    shares: Floats
    beside: Floats | None = None
