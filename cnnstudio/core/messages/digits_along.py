"""The map of the test digits at many moments of a run."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.messages.looks import Look


@dataclass(frozen=True)
class DigitsAlong(Look):
    """The first `count` test digits by what a layer makes of them, laid into a plane by PCA, at
    kept moments of the run in `folder`.

    Answered by a DigitMap for each, in order, turned so that it follows from the one before, or
    by a MomentPassedOver; the run's own network computes them, whatever is on screen. The last
    one is that before the first moment at which the layer's numbers are not finite. Progress is in
    digits, of all moments.
    """

    folder: str
    steps: tuple[int, ...]
    layer_id: str
    count: int
