"""The map of the test digits, moment after moment of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnstudio.core.alignment import aligned
from cnnstudio.core.messages import DigitMap, DigitsAlong, Event, Floats, MapDigits, Progress
from cnnstudio.engine.digit_map import map_digits
from cnnstudio.engine.moments import Moments
from cnnstudio.engine.scene import Scene


def digits_along(look: DigitsAlong, scene: Scene) -> Iterator[Event | None]:
    """A map for each moment; RefusedError for one that cannot be read or has no finite numbers."""
    moments, before = Moments(), None
    question = MapDigits(look.request, look.layer_id, look.count)
    for done, step in enumerate(look.steps):
        replica = moments.show_or_refuse(look.folder, step)
        there = scene._replace(
            model=replica.model, network=replica.network, run_id=replica.run_id, step=step
        )
        for event in map_digits(question, there):
            if isinstance(event, DigitMap):
                before = _following(event.points, before)
                yield replace(event, points=before)
            elif isinstance(event, Progress):
                whole = event.total * len(look.steps)
                yield Progress(look.request, done * event.total + event.done, whole)
            else:
                yield event


def _following(points: Floats, before: Floats | None) -> Floats:
    return points if before is None else aligned(points, before)
