"""What a layer makes of one picture, moment after moment of a run."""

from __future__ import annotations

from collections.abc import Iterator

from cnnstudio.core.messages import Event, MapsAlong, MapsOfMoment, Probe, Progress
from cnnstudio.engine.moments import Moments
from cnnstudio.engine.probing import probe
from cnnstudio.engine.scene import Scene


def maps_along(look: MapsAlong, _scene: Scene) -> Iterator[Event | None]:
    """A piece for each moment; RefusedError for one that cannot be read."""
    moments = Moments()
    wanted = Probe(look.request, look.pixels, (look.layer_id,), (), ())
    for done, step in enumerate(look.steps, 1):
        replica = moments.show_or_refuse(look.folder, step)
        output = probe(replica, wanted).maps[look.layer_id]
        maps = output if output.ndim == 3 else output.reshape(-1, 1, 1)
        yield MapsOfMoment(look.request, replica.run_id, step, maps[: look.most])
        yield Progress(look.request, done, len(look.steps))
