"""Which numbers the ends of the colour scale stand for."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme_tables import LEGEND_PERCENTILE
from cnnstudio.ui.widgets.colormap import ColourMap, Limits, limits_per_map, range_limit

#: Of more numbers than this, a percentile looks at some: they decide it as well.
_ENOUGH = 65_536


@dataclass
class Scale:
    """`mode` map: each map its own range; layer: one for all; fixed: `limit`, until changed."""

    mode: str = "layer"
    limit: float = 1.0

    def limits(self, maps: Floats, colour_map: ColourMap) -> Limits:
        """One limit for maps (N, H, W), or one for each of them (N,)."""
        if self.mode == "fixed":
            return self.limit
        if self.mode == "map" and maps.shape[1:] != (1, 1):
            return limits_per_map(maps, colour_map)
        return legend_limit(maps, colour_map)

    def limit_of(self, limits: Limits, index: int) -> float:
        """That of one map among those that `limits` returned."""
        return float(limits) if isinstance(limits, float | int) else float(limits[index])


def legend_limit(values: Floats, colour_map: ColourMap) -> float:
    """The end of the colours where a legend prints it."""
    every = values.size // _ENOUGH | 1  # odd, so that it does not keep to the same columns
    return range_limit(values.reshape(-1)[::every], colour_map, LEGEND_PERCENTILE)
