"""Any image made into a picture of a digit, and what was wrong with it where it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from cnnstudio.core.centring import Floats, centre_like_mnist, fit_whole

#: Formats that are opened, as Qt names them, and the endings that a file dialog looks for.
FORMATS = frozenset({"png", "jpg", "jpeg", "bmp", "gif", "webp"})

MOST_BYTES = 64_000_000
MOST_PIXELS = 100_000_000

#: Larger pictures are reduced as they are read: a digit needs no more.
LONGEST_SIDE = 1024

#: A border brighter than this is paper, and the ink on it dark.
_PAPER_FROM = 0.5

#: Contrast below this share of full scale is noise, not a drawing.
_LEAST_CONTRAST = 0.02

#: Marks below this share of full ink are smudges of a camera's or a JPEG's.
_FAINTEST = 0.05


class PictureError(Exception):
    """The image cannot be used; its text is one translated sentence that says why."""


@dataclass(frozen=True, eq=False)
class Picture:
    """An opened image: `grey` float32 (H, W), its luminance over white, 0 black to 1 white."""

    grey: Floats
    name: str = ""

    @property
    def is_dark_on_light(self) -> bool:
        """Whether the border is bright: ink on paper, the opposite of MNIST."""
        return bool(np.median(_border(self.grey)) > _PAPER_FROM)

    def as_digit(self, inverted: bool, centred: bool) -> Floats:
        """(28, 28) as networks see it; `centred` as MNIST was, else the whole picture as it is."""
        light = 1 - self.grey if inverted else self.grey
        return centre_like_mnist(_ink(light)) if centred else fit_whole(light)


def read_picture(path: Path) -> Picture:
    """The image in a file. Raises PictureError."""
    name = path.name
    if not path.is_file():
        raise PictureError(_say(QT_TRANSLATE_NOOP("Pictures", "There is no file {name}."), name))
    if path.stat().st_size > MOST_BYTES:
        too_large = QT_TRANSLATE_NOOP("Pictures", "{name} is too large: more than 64 MB.")
        raise PictureError(_say(too_large, name))
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if not reader.canRead() or bytes(reader.format().data()).decode() not in FORMATS:
        unknown = QT_TRANSLATE_NOOP(
            "Pictures", "{name} is not an image of a known kind: PNG, JPEG, BMP, GIF or WebP."
        )
        raise PictureError(_say(unknown, name))
    _limit(reader, name)
    image = reader.read()
    if image.isNull():
        damaged = QT_TRANSLATE_NOOP("Pictures", "{name} is damaged: its image cannot be read.")
        raise PictureError(_say(damaged, name))
    return picture_of(image, name)


def picture_of(image: QImage, name: str = "") -> Picture:
    """The luminance of an image (ITU-R BT.601 weights), what is transparent being white.

    Raises PictureError for an image without pixels.
    """
    if image.isNull() or not image.width() or not image.height():
        raise PictureError(_say(QT_TRANSLATE_NOOP("Pictures", "There is no image to use."), name))
    return Picture(_luminance(_reduced(image)), name)


def _limit(reader: QImageReader, name: str) -> None:
    size = reader.size()
    if size.width() * size.height() > MOST_PIXELS:
        template = QCoreApplication.translate(
            "Pictures", "{name} is too large: {width} × {height} pixels."
        )
        text = template.format(name=name, width=f"{size.width():,}", height=f"{size.height():,}")
        raise PictureError(text)
    if max(size.width(), size.height()) > LONGEST_SIDE:
        limit = QSize(LONGEST_SIDE, LONGEST_SIDE)
        smaller = size.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(smaller.expandedTo(QSize(1, 1)))


def _reduced(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= LONGEST_SIDE:
        return image
    size = image.size().scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    return image.scaled(
        size.expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _luminance(image: QImage) -> Floats:
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(rgba.constBits(), np.uint8).reshape(rgba.height(), rgba.bytesPerLine())
    pixels = rows[:, : 4 * rgba.width()].reshape(rgba.height(), rgba.width(), 4) / np.float32(255)
    grey = pixels[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)
    return np.asarray(grey * pixels[..., 3] + (1 - pixels[..., 3]), np.float32)


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


def _say(template: object, name: str) -> str:
    return QCoreApplication.translate("Pictures", str(template)).format(name=name)
