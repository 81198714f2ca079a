"""Which pixels an answer hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from cnnstudio.core.attribution import Square
from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class Attribute(Look):
    """Explain the scores of some classes for a digit, float32 (28, 28), by gradients.

    `methods` says of each method, in the order in which they are to be answered, whether the
    "logit" or the "probability" is explained (`core.attribution`). `steps` are those of
    integrated gradients; `layer_id` is the convolution of Grad-CAM, `only_for` its ReLU. Answered
    by an Attributed for each method and class.
    """

    digit: Floats
    methods: Mapping[str, str]
    classes: tuple[int, ...]
    steps: int = 50
    layer_id: str = ""
    only_for: bool = True


@dataclass(frozen=True)
class Attributed(Answer):
    """What each pixel of the network's input has to do with the score of class `target`.

    `values` is float32 (rows, columns), summed over the input's channels. `baseline` is the
    score of a black picture, for integrated gradients alone. Of Grad-CAM, `weights` (channels,)
    are the mean gradients and `coarse` is the map before it is stretched.
    """

    method: str
    of: str
    target: int
    values: Floats
    score: float
    baseline: float | None = None
    weights: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    coarse: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))


@dataclass(frozen=True)
class Occlude(Look):
    """Slide a square over the network's input and see what becomes of its answer."""

    digit: Floats
    square: Square


@dataclass(frozen=True)
class Occluded(Answer):
    """Logits (n, outputs) with the square at the places from `first` on (`core.occlusion`), and
    those of the picture as it is, (outputs,)."""

    first: int
    logits: Floats
    untouched: Floats
