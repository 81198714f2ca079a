"""The input that excites a part of the network most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnstudio.core.dreaming import DreamSettings, Excited
from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class Dream(Look):
    """Change a picture, step by step, so that it excites more. `digit`, float32 (28, 28), is
    where dreams begin that start from the current digit."""

    excited: Excited
    settings: DreamSettings
    digit: Floats


@dataclass(frozen=True)
class Dreamed(Answer):
    """The pictures after steps `first`, first + 1, ...; 0 is the one before the first step.

    `frames` is uint8 (n, dreams, channels, rows, columns), 255 for white; `excitations` float32
    (n, dreams) says how much each picture excites.
    """

    first: int
    frames: npt.NDArray[np.uint8]
    excitations: Floats
