"""Which numbers the ends of the colour scale stand for."""

from __future__ import annotations

from dataclasses import dataclass

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme_tables import LEGEND_PERCENTILE
from cnnstudio.ui.widgets.colormap import ColourMap, Limits, limits_per_map, range_limit


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
        return range_limit(maps, colour_map, LEGEND_PERCENTILE)

    def limit_of(self, limits: Limits, index: int) -> float:
        """That of one map among those that `limits` returned."""
        return float(limits) if isinstance(limits, float | int) else float(limits[index])
