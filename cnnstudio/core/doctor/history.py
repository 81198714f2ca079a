"""What the doctor knows of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cnnstudio.core.messages import Vitals
from cnnstudio.core.network import Network

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Evaluation:
    """A test on the test digits."""

    step: int
    loss: float
    accuracy: float


def _nothing() -> Doubles:
    return np.zeros(0)


@dataclass(frozen=True, eq=False)
class History:
    """A run so far. `steps`, `losses` and `accuracies` are of the training steps, alike in length
    (in a long run of groups of steps); `confusion` (10, 10) is that of the last test, rows truth,
    columns answer, None before it. `steps_per_epoch` is 0 where nobody knows it."""

    network: Network
    learning_rate: float
    vitals: tuple[Vitals, ...] = ()
    tests: tuple[Evaluation, ...] = ()
    steps: Doubles = field(default_factory=_nothing)
    losses: Doubles = field(default_factory=_nothing)
    accuracies: Doubles = field(default_factory=_nothing)
    confusion: npt.NDArray[np.int64] | None = None
    optimizer: str = "sgd"
    weight_decay: float = 0.0
    steps_per_epoch: int = 0

    @property
    def step(self) -> int:
        """The newest step."""
        return int(self.steps[-1]) if len(self.steps) else 0
