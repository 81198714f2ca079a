"""What is wrong with a run, judged by its losses, tests and vital signs."""

from __future__ import annotations

from cnnstudio.core.doctor.history import Evaluation, History
from cnnstudio.core.doctor.ills import Bars, Gap, Ill, Line
from cnnstudio.core.doctor.layers import dead, exploding, saturated, vanishing
from cnnstudio.core.doctor.learning import (
    never_answered,
    overfitting,
    rate_too_large,
    rate_too_small,
    weights_pulled,
)

__all__ = ["Bars", "Evaluation", "Gap", "History", "Ill", "Line", "diagnose"]

#: Ill -> those that come of it, and are not told beside it.
_EXPLAINS = {
    "weights_pulled": ("dead", "vanishing", "rate_too_large", "rate_too_small", "never_answered"),
    "exploding": ("vanishing", "rate_too_small"),
    "dead": ("vanishing", "rate_too_small", "never_answered"),
    "vanishing": ("rate_too_small", "never_answered"),
    "saturated": ("vanishing", "rate_too_small", "never_answered"),
    "rate_too_large": ("never_answered",),
    "rate_too_small": ("never_answered",),
}

#: The gravest first.
_RULES = (
    *(exploding, weights_pulled, rate_too_large, dead, saturated, vanishing, rate_too_small),
    *(never_answered, overfitting),
)


def diagnose(history: History) -> tuple[Ill, ...]:
    """All that is wrong, the gravest first; nothing of a healthy run."""
    found = [ill for rule in _RULES if (ill := rule(history)) is not None]
    explained = {code for ill in found for code in _EXPLAINS.get(ill.code, ())}
    return tuple(ill for ill in found if ill.code not in explained)
