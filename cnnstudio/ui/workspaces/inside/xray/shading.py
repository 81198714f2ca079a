"""The picture, shaded by how much each pixel matters to a number."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, Pixels, colours_of, to_image

#: How strongly the pixel that matters most is shaded.
_STRONGEST = 0.9


def shaded(picture: Floats, influence: Floats | None, theme: Theme) -> QImage:
    """Pixels (rows, columns) from 0 to 1 in their own colours, tinted orange where they raise the
    number and blue where they lower it, by as much as they do in proportion to the strongest."""
    pixels = colours_of(picture, ColourMap.PIXEL, 1.0, theme)
    if influence is None or influence.shape != picture.shape:
        return to_image(pixels)
    known = np.nan_to_num(influence, posinf=0, neginf=0)
    largest = float(np.abs(known).max())
    if not largest:
        return to_image(pixels)
    share = (np.abs(known) / largest * _STRONGEST)[:, :, None]
    tints = np.where(
        known[:, :, None] > 0, _channels(theme, "positive"), _channels(theme, "negative")
    )
    mixed: Pixels = np.rint(_split(pixels) * (1 - share) + tints * share).astype(np.uint32)
    red, green, blue = mixed[..., 0], mixed[..., 1], mixed[..., 2]
    packed: Pixels = (0xFF000000 | red << 16 | green << 8 | blue).astype(np.uint32)
    return to_image(packed)


def _channels(theme: Theme, name: str) -> np.ndarray:
    colour = getattr(theme.colour, name)
    return np.array([colour.red(), colour.green(), colour.blue()], dtype=float)


def _split(pixels: np.ndarray) -> np.ndarray:
    """0xffRRGGBB as three numbers."""
    return np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1).astype(float)
