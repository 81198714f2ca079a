"""The colours of the levels of a pass: the same as those levels have everywhere in the window."""

from __future__ import annotations

from functools import lru_cache

from cnnstudio.core.labs.forward import ForwardLab
from cnnstudio.core.labs.passes import Level
from cnnstudio.ui.outputs import colour_map_after
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit


def colours_and_limit(lab: ForwardLab, level: int) -> tuple[ColourMap, float]:
    """Which colours a level has, and the number that they end at, one for all of its maps."""
    network = lab.passed.network
    layer_id = network.layers[level - 1].id if level else None
    colour_map = colour_map_after(network, layer_id)
    return colour_map, _limit(lab.passed.levels[level], colour_map)


@lru_cache(maxsize=64)
def _limit(level: Level, colour_map: ColourMap) -> float:
    """Kept, since every step of the lab asks for it again and it looks at every number."""
    return range_limit(level.values, colour_map)
