"""The one palette of a GIF: colours that fill areas are kept exactly, the others come close."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnstudio.ui.labs.export.pixels import Pixels, channels

#: Index 0 says "as before", so 255 colours are left.
MOST = 255

#: Colours of at least this share of all pixels are kept as they are, the commonest of them at
#: least; the rest is for the edges of letters, colour scales and photographs.
_COMMON = 1e-4
_MOST_EXACT = 176
#: How many pixels the colours that are not kept are summed up on.
_SUMMED_UP = 1 << 18
_AT_ONCE = 4096
_ROUNDS = 6


class Palette:
    """Colours (0x00RRGGBB) and, for any other colour, the nearest of them. Indices are from 1."""

    def __init__(self, colours: NDArray[np.uint32]) -> None:
        self.colours = colours[:MOST]
        self._channels = channels(self.colours).astype(np.int32)
        self._table = np.zeros(1 << 24, np.uint8)
        self._table[self.colours] = np.arange(1, len(self.colours) + 1)

    def indices(self, pixels: Pixels) -> NDArray[np.uint8]:
        """The index of each pixel's colour."""
        found = self._table[pixels]
        missing = found == 0
        if missing.any():
            self._learn(np.unique(pixels[missing]))
            found = self._table[pixels]
        return found

    def _learn(self, colours: NDArray[np.uint32]) -> None:
        for start in range(0, len(colours), _AT_ONCE):
            some = colours[start : start + _AT_ONCE]
            away = channels(some).astype(np.int32)[:, None] - self._channels
            self._table[some] = (away**2).sum(axis=-1).argmin(axis=-1) + 1

    def bytes(self) -> bytes:
        """The colour table of a GIF, 256 colours of three bytes."""
        table = np.zeros((256, 3), np.uint8)
        table[1 : len(self.colours) + 1] = channels(self.colours)
        return table.tobytes()


def palette_of(samples: Iterable[Pixels], keep: Iterable[int] = ()) -> Palette:
    """The palette of pictures like these. Colours of `keep` that occur in them are kept exactly,
    and so are the commonest ones."""
    colours, counts = _counted(samples)
    kept = np.isin(colours, np.fromiter(keep, np.uint32))
    order = np.lexsort((-counts, ~kept))
    colours, counts = colours[order], counts[order]
    if len(colours) <= MOST:
        return Palette(colours)
    common = kept[order] | (counts >= _COMMON * counts.sum())
    exact = min(int(common.sum()), _MOST_EXACT)  # they come first
    weights = np.sqrt(counts[exact:])
    others = _summed_up(colours[exact:], weights, MOST - exact)
    others = _improved(colours[exact:], weights, colours[:exact], others)
    return Palette(np.concatenate([colours[:exact], np.setdiff1d(others, colours[:exact])]))


def _counted(samples: Iterable[Pixels]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Every colour of the samples, and how many pixels have it."""
    totals = np.zeros(1 << 24, np.uint32)
    for pixels in samples:
        colours, counts = np.unique(pixels, return_counts=True)
        totals[colours] += counts.astype(np.uint32)
    found = np.flatnonzero(totals)
    return found.astype(np.uint32), totals[found].astype(np.int64)


def _summed_up(
    colours: NDArray[np.uint32], weights: NDArray[np.float64], most: int
) -> NDArray[np.uint32]:
    """At most so many colours that come close to all of these, by median cut."""
    repeats = np.ceil(weights * _SUMMED_UP / weights.sum()).astype(np.int64)
    image = Image.fromarray(channels(np.repeat(colours, repeats))[None])
    found = image.quantize(most, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
    return np.unique(_packed(np.array(found or [], np.uint32).reshape(-1, 3)[:most]))


def _improved(
    colours: NDArray[np.uint32],
    weights: NDArray[np.float64],
    fixed: NDArray[np.uint32],
    others: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    """`others` moved to the middle of the colours that they stand for (Lloyd's algorithm), beside
    those that are `fixed`."""
    parts = channels(colours).astype(np.float64) * weights[:, None]
    for _ in range(_ROUNDS):
        which = Palette(np.concatenate([fixed, others])).indices(colours[None])[0].astype(int) - 1
        totals = np.bincount(which, weights, MOST)[len(fixed) :][: len(others)]
        sums = np.stack([np.bincount(which, part, MOST) for part in parts.T], axis=-1)
        means = sums[len(fixed) :][: len(others)][totals > 0] / totals[totals > 0, None]
        others = np.unique(_packed(np.rint(means).astype(np.uint32)))
    return others


def _packed(parts: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """0x00RRGGBB of red, green and blue along the last axis."""
    red, green, blue = parts[..., 0], parts[..., 1], parts[..., 2]
    return (red << 16 | green << 8 | blue).astype(np.uint32)
