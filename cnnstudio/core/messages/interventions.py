"""What is changed by hand in the network that the engine shows or trains, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnstudio.core.interventions import Interventions, Patch
from cnnstudio.core.messages.looks import Answer, Look


@dataclass(frozen=True)
class Intervene:
    """From now on these units are frozen or off, and those before no longer; and these numbers
    are changed. Answered by Intervened.

    `run_id` is that of the active run, which goes on with it from its next step; "" for the
    network that is shown while there is none. Numbers of frozen units can be changed so.
    """

    run_id: str
    interventions: Interventions
    patches: tuple[Patch, ...] = ()


@dataclass(frozen=True)
class Intervened:
    """One Intervene is carried out; `step` is the last step before it."""

    run_id: str
    step: int


@dataclass(frozen=True)
class Examine(Look):
    """How does the network answer each of the test digits? In pieces, each an Examined."""


@dataclass(frozen=True)
class Examined(Answer):
    """The network's answers, 0 to 9, to the first `len(answers)` of `total` test digits: uint8.

    All are given with the same weights, those of `step`.
    """

    answers: npt.NDArray[np.uint8]
    total: int
