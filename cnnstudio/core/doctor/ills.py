"""What is wrong, as values: a sentence with the numbers it judges by, a picture, what to try."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnstudio.core.sentences import Sentence

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bars:
    """A bar for each layer (by id), or for each digit ("0" to "9"), and the `limit` beyond which
    it is ill, or below which, where `too_low`. Shares of 1 (`are_shares`) are drawn from 0 to 1,
    sizes on a logarithmic scale."""

    rows: tuple[tuple[str, float], ...]
    limit: float
    too_low: bool = False
    are_shares: bool = True


@dataclass(frozen=True, eq=False)
class Line:
    """The training loss along the steps."""

    steps: Doubles
    losses: Doubles


@dataclass(frozen=True, eq=False)
class Gap:
    """Training and test loss along the steps, which part after the step `since`."""

    train: Line
    test: Line
    since: int


Picture = Bars | Gap | Line


@dataclass(frozen=True, eq=False)
class Ill:
    """`code` names the rule; `layer_id` the layer that is worst, where it is one's."""

    code: str
    sentence: Sentence
    advice: Sentence
    picture: Picture
    layer_id: str | None = None
