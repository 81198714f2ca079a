"""The feature maps of one picture at many moments of a run."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class MapsAlong(Look):
    """The output of a layer for `pixels` (28, 28), 0 to 1, at kept moments of the run in
    `folder`. Answered by a MapsOfMoment for each, in order; the run's own network computes them,
    whatever is on screen."""

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
