"""Numbers to colours: the three colour maps, and many small maps composed into one image."""

from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from cnnstudio.ui.look import Mode, Theme
from cnnstudio.ui.theme_tables import (
    PALETTES,
    SEQUENTIAL_PERCENTILE,
    SIGNED_PERCENTILE,
    Stops,
)

Pixels = NDArray[np.uint32]
Values = NDArray[np.floating]
Limits = float | NDArray[np.floating]

# An odd number of levels, so that one of them is the exact centre of the signed map.
_LEVELS = 511
#: Less above the end of a scale than this is not to be seen in its number.
_JUST_BEYOND = 1.005


class ColourMap(Enum):
    """Which colours stand for which numbers."""

    SIGNED = "signed"  # blue, neutral at 0, orange: weights and other signed values
    SEQUENTIAL = "sequential"  # ink, teal, cream: activations of at least 0, probabilities
    PIXEL = "pixel"  # slate to white: pixels 0 to 1


def range_limit(values: Values, colour_map: ColourMap, percentile: float | None = None) -> float:
    """The number at the end of the colour scale: that percentile of what `values` hold.

    Of their magnitudes for the signed map; 1 for pixels, and where nothing is above 0. Numbers
    that are not finite are left out.
    """
    if colour_map is ColourMap.PIXEL:
        return 1.0
    known = values[np.isfinite(values)]
    if not known.size:
        return 1.0
    signed = colour_map is ColourMap.SIGNED
    rank = percentile or (SIGNED_PERCENTILE if signed else SEQUENTIAL_PERCENTILE)
    magnitudes = np.abs(known) if signed else np.maximum(known, 0)
    limit = float(np.percentile(magnitudes, rank)) or float(magnitudes.max())
    return limit or 1.0


def beyond(values: Values, limit: float) -> tuple[bool, bool]:
    """Whether some values lie below, and above, a scale that ends at `limit`."""
    if not values.size:
        return False, False
    end, flat = limit * _JUST_BEYOND, values.ravel()
    # What is not a number is left out.
    return bool(np.fmin.reduce(flat) < -end), bool(np.fmax.reduce(flat) > end)


def limits_per_map(maps: Values, colour_map: ColourMap) -> NDArray[np.floating]:
    """A limit for each of the maps (N, H, W), shape (N,)."""
    return np.array([range_limit(one, colour_map) for one in maps])


@lru_cache(maxsize=8)
def colour_table(colour_map: ColourMap, mode: Mode) -> Pixels:
    """Colours as 0xffRRGGBB, lowest value first; the last one is for what is not a number."""
    palette = PALETTES[mode]
    stops: Stops = {
        ColourMap.SIGNED: palette.diverging,
        ColourMap.SEQUENTIAL: palette.sequential,
        ColourMap.PIXEL: palette.pixel,
    }[colour_map]
    positions = [position for position, _ in stops]
    where = np.linspace(positions[0], positions[-1], _LEVELS)
    colours = np.array([_channels(colour) for _, colour in stops], dtype=float)
    levels = [np.interp(where, positions, colours[:, channel]) for channel in range(3)]
    known = _packed(np.rint(np.stack(levels, axis=1)).astype(np.uint32))
    unknown = _packed(np.array([_channels(palette.not_a_number)], dtype=np.uint32))
    table = np.concatenate([known, unknown])
    table.setflags(write=False)
    return table


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _packed(rgb: NDArray[np.uint32]) -> Pixels:
    packed = np.uint32(0xFF000000) | (rgb[:, 0] << 16) | (rgb[:, 1] << 8) | rgb[:, 2]
    return packed.astype(np.uint32)


def colours_of(values: Values, colour_map: ColourMap, limit: Limits, theme: Theme) -> Pixels:
    """The colour of each value, as 0xffRRGGBB in the shape of `values`.

    The scale ends at `limit`, a number or an array that broadcasts; what lies beyond takes the
    colour of the end.
    """
    scaled = np.asarray(values, dtype=np.float32) / np.asarray(limit, dtype=np.float32)
    if colour_map is ColourMap.SIGNED:
        scaled = (scaled + 1) / 2
    unknown = np.isnan(scaled)
    scaled = np.clip(np.where(unknown, 0, scaled), 0, 1)
    levels = (scaled * (_LEVELS - 1) + 0.5).astype(np.intp)
    levels[unknown] = _LEVELS
    return colour_table(colour_map, theme.mode)[levels]


def rgb_pixels(filters: Values, limits: NDArray[np.floating]) -> Pixels:
    """Filters (N, 3, rows, columns) as pictures: a weight of 0 is mid-grey, one at the limit full
    red, green or blue, one at its negative none of it."""
    shares = np.nan_to_num(filters) / limits.reshape(-1, 1, 1, 1)
    levels = np.rint(np.clip((shares + 1) / 2, 0, 1) * 255).astype(np.uint32)
    red, green, blue = levels[:, 0], levels[:, 1], levels[:, 2]
    return np.asarray(np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue, np.uint32)


def colourise(values: Values, colour_map: ColourMap, limit: Limits, theme: Theme) -> QImage:
    """One map (H, W) as an image with one pixel for each value."""
    return to_image(colours_of(values, colour_map, limit, theme))


def pictured(values: Values, colour_map: ColourMap, limit: float, theme: Theme) -> QImage:
    """A map (H, W) in the colours of its scale, or one in red, green and blue (3, H, W)."""
    if values.ndim == 2:
        return colourise(values, colour_map, limit, theme)
    return to_image(rgb_pixels(values[None], np.array([limit]))[0])


def compose(
    maps: Values,
    columns: int,
    gap: int,
    cell: tuple[int, int],
    colour_map: ColourMap,
    limit: Limits,
    theme: Theme,
) -> QImage:
    """Maps (N, H, W) in rows of `columns`, each `cell` (width, height) pixels large.

    The `gap` of pixels between them is transparent. Values keep sharp edges. `limit` is one for
    all maps, or an array (N,).
    """
    limits = np.asarray(limit, dtype=np.float32)
    colours = colours_of(maps, colour_map, limits.reshape(-1, 1, 1), theme)
    return to_image(tiled(resized(colours, cell), columns, gap))


def resized(colours: Pixels, cell: tuple[int, int]) -> Pixels:
    """Every picture of (N, H, W) enlarged or reduced to (N, cell height, cell width)."""
    width, height = cell
    rows = _nearest(colours.shape[1], height)
    columns = _nearest(colours.shape[2], width)
    return colours[:, rows[:, None], columns[None, :]]


def _nearest(length: int, wanted: int) -> NDArray[np.intp]:
    return ((np.arange(wanted) + 0.5) * length / wanted).astype(np.intp)


def tiled(pictures: Pixels, columns: int, gap: int) -> Pixels:
    """Pictures (N, h, w) side by side in rows of `columns`, with transparent gaps."""
    count, height, width = pictures.shape
    rows = -(-count // columns)
    sheet = np.zeros((rows * columns, height + gap, width + gap), dtype=np.uint32)
    sheet[:count, :height, :width] = pictures
    sheet = sheet.reshape(rows, columns, height + gap, width + gap).swapaxes(1, 2)
    whole = sheet.reshape(rows * (height + gap), columns * (width + gap))
    return whole[: whole.shape[0] - gap, : whole.shape[1] - gap]


def to_image(colours: Pixels) -> QImage:
    """Pixels (H, W) as a `QImage` that owns its memory."""
    height, width = colours.shape
    packed = np.ascontiguousarray(colours)
    made = QImage(packed.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
    return made.copy()
