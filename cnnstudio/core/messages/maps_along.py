"""The feature maps of one picture at many moments of a run; moments that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.sentences import Sentence
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class MapsAlong(Look):
    """The output of a layer for `pixels` (28, 28), 0 to 1, at kept moments of the run in
    `folder`. Answered by a MapsOfMoment for each, in order, or a MomentPassedOver; the run's own
    network computes them, whatever is on screen."""

    folder: str
    steps: tuple[int, ...]
    layer_id: str
    pixels: Floats
    #: The first so many maps are answered.
    most: int


@dataclass(frozen=True)
class MapsOfMoment(Answer):
    """float32 (maps, rows, columns); of a layer without maps, each output is one of one cell."""

    maps: Floats


@dataclass(frozen=True)
class MomentPassedOver(Answer):
    """In the place of the answer for a moment that cannot be read; `sentence` says why."""

    sentence: Sentence
