"""What a layer makes of one picture, moment after moment of a run."""

from __future__ import annotations

from collections.abc import Iterator

from cnnstudio.core.messages import (
    Event,
    MapsAlong,
    MapsOfMoment,
    MomentPassedOver,
    Probe,
    Progress,
)
from cnnstudio.engine.moments import along
from cnnstudio.engine.probing import probe
from cnnstudio.engine.replica import Replica
from cnnstudio.engine.scene import Scene


def maps_along(look: MapsAlong, _scene: Scene) -> Iterator[Event | None]:
    """A piece for each moment."""
    for done, found in enumerate(along(look), 1):
        yield found if isinstance(found, MomentPassedOver) else _maps_of(found, look)
        yield Progress(look.request, done, len(look.steps))


def _maps_of(replica: Replica, look: MapsAlong) -> MapsOfMoment:
    wanted = Probe(look.request, look.pixels, (look.layer_id,), (), ())
    output = probe(replica, wanted).maps[look.layer_id]
    maps = output if output.ndim == 3 else output.reshape(-1, 1, 1)
    return MapsOfMoment(look.request, replica.run_id, replica.step, maps[: look.most])
