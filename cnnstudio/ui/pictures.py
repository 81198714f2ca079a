"""Any image made into a picture of a digit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from cnnstudio.core.centring import Floats, centre_like_mnist, fit_whole
from cnnstudio.core.labs.resampling import LUMA
from cnnstudio.ui.image_reading import PATTERNS, PictureError, over_paper, read_image, reduced

__all__ = ["PATTERNS", "Picture", "PictureError", "picture_of", "read_picture"]

#: Larger pictures are reduced as they are read: a digit needs no more.
LONGEST_SIDE = 1024

#: A border brighter than this is paper, and the ink on it dark.
_PAPER_FROM = 0.5

#: Contrast below this share of full scale is noise, not a drawing.
_LEAST_CONTRAST = 0.02

#: Marks below this share of full ink are smudges of a camera's or a JPEG's.
_FAINTEST = 0.05


@dataclass(frozen=True, eq=False)
class Picture:
    """An opened image: `grey` float32 (H, W), its luminance, 0 black to 1 white."""

    grey: Floats
    name: str = ""

    @property
    def is_dark_on_light(self) -> bool:
        """Whether the border is bright: ink on paper, the opposite of MNIST."""
        return bool(np.median(_border(self.grey)) > _PAPER_FROM)

    @property
    def is_blank(self) -> bool:
        """Whether it is all of one brightness."""
        return float(np.ptp(self.grey)) < _LEAST_CONTRAST

    def as_digit(self, inverted: bool, centred: bool) -> Floats:
        """(28, 28) as networks see it; `centred` as MNIST was, else the whole picture as it is."""
        light = 1 - self.grey if inverted else self.grey
        return centre_like_mnist(_ink(light)) if centred else fit_whole(light)


def read_picture(path: Path) -> Picture:
    """The image in a file. Raises PictureError."""
    return picture_of(read_image(path, LONGEST_SIDE), path.name)


def picture_of(image: QImage, name: str = "") -> Picture:
    """The luminance of an image (`LUMA`), what is transparent being white; black, where nothing
    would be seen on white.

    Raises PictureError for an image without pixels.
    """
    small = reduced(image, LONGEST_SIDE)
    picture = Picture(_grey(small, 1.0), name)
    if picture.is_blank and small.hasAlphaChannel():
        on_black = Picture(_grey(small, 0.0), name)
        return picture if on_black.is_blank else on_black
    return picture


def _grey(image: QImage, paper: float) -> Floats:
    return np.asarray(over_paper(image, paper) @ LUMA, np.float32)


def _ink(light: Floats) -> Floats:
    """What stands out from the border, 0 to 1: paper that is not quite black becomes so."""
    border = _border(light)
    background, brightest = float(np.median(border)), float(light.max())
    contrast = brightest - background
    if contrast < _LEAST_CONTRAST:
        return np.zeros_like(light)
    # Marks fainter than three times the spread of the paper's own grain are grain too.
    spread = 1.4826 * float(np.median(np.abs(border - background)))
    least = min(0.5, _FAINTEST + 3 * spread / contrast)
    ink = np.clip((light - background) / contrast, 0, 1)
    return np.asarray(np.where(ink < least, 0, ink), np.float32)


def _border(grey: Floats) -> Floats:
    return np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
