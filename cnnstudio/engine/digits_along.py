"""The map of the test digits, moment after moment of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnstudio.core.alignment import aligned
from cnnstudio.core.messages import (
    DigitMap,
    DigitsAlong,
    Event,
    Floats,
    MapDigits,
    MomentPassedOver,
    Progress,
)
from cnnstudio.engine.digit_map import map_digits
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.moments import along
from cnnstudio.engine.scene import Scene


def digits_along(look: DigitsAlong, scene: Scene) -> Iterator[Event | None]:
    """A map for each moment that can be read; RefusedError where not even the first of them has
    finite numbers."""
    before = None
    for done, found in enumerate(along(look)):
        if isinstance(found, MomentPassedOver):
            yield found
            continue
        there = scene._replace(
            model=found.model, network=found.network, run_id=found.run_id, step=found.step
        )
        try:
            for event in map_digits(MapDigits(look.request, look.layer_id, look.count), there):
                if isinstance(event, DigitMap):
                    before = _following(event.points, before)
                    yield replace(event, points=before)
                else:
                    yield _of_all(event, done, len(look.steps))
        except RefusedError:
            if before is None:
                raise
            return  # The run has come to where there is nothing to map.


def _following(points: Floats, before: Floats | None) -> Floats:
    return points if before is None else aligned(points, before)


def _of_all(event: Event | None, done: int, count: int) -> Event | None:
    """Progress with one of several moments as that with all of them."""
    if not isinstance(event, Progress):
        return event
    return Progress(event.request, done * event.total + event.done, count * event.total)
