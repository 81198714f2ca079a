"""Image files read with care: what is none, or too much, is told in one sentence."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.session.wording import translated

#: Formats that are opened, as Qt names them, and the endings that a file dialog looks for.
FORMATS = frozenset({"png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff"})

#: What a file dialog looks for.
PATTERNS = " ".join(f"*.{ending}" for ending in sorted(FORMATS))

MOST_MEGABYTES = 64
MOST_PIXELS = 64_000_000


class PictureError(InvalidValue):
    """The image cannot be used; its text is one translated sentence that says why."""

    def __str__(self) -> str:
        return translated(self.sentence)


def read_image(path: Path, longest: int) -> QImage:
    """The image in a file, upright, reduced to `longest` pixels on its longer side.

    What it says of its size is looked at before anything is decoded. Raises PictureError.
    """
    head = _head(path)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if not reader.canRead() or bytes(reader.format().data()).decode() not in FORMATS:
        raise PictureError(say("image_kind", name=path.name))
    _check_declared(head, path.name)
    _limit(reader, path.name, longest)
    image = reader.read()
    if image.isNull() or _breaks_off(path):
        raise PictureError(say("image_damaged", name=path.name))
    return reduced(image, longest)


def _breaks_off(path: Path) -> bool:
    """Whether pixels of a JPEG or a GIF are missing: Qt fills in grey, and says nothing."""
    try:
        with Image.open(path, formats=("JPEG", "GIF")) as image:
            image.draft("L", (8, 8))  # quick, and read to the end all the same
            image.load()
    except UnidentifiedImageError:
        return False  # of another kind, whose decoder notices
    except (OSError, SyntaxError):
        return True
    return False


def reduced(image: QImage, longest: int) -> QImage:
    """The image with at most `longest` pixels on its longer side."""
    if max(image.width(), image.height()) <= longest:
        return image
    return image.scaled(
        _within(image.size(), longest),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def over_paper(image: QImage, paper: float = 1.0) -> NDArray[np.float32]:
    """Its pixels (H, W, 3), red, green and blue from 0 to 1, what is transparent being white, or
    of another grey.

    Raises PictureError for an image without pixels.
    """
    if image.isNull() or not image.width() or not image.height():
        raise PictureError(say("image_none"))
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(rgba.constBits(), np.uint8).reshape(rgba.height(), rgba.bytesPerLine())
    pixels = rows[:, : 4 * rgba.width()].reshape(rgba.height(), rgba.width(), 4) / np.float32(255)
    return np.asarray(pixels[..., :3] * pixels[..., 3:] + paper * (1 - pixels[..., 3:]), np.float32)


def _head(path: Path) -> bytes:
    """The first bytes of a file that is small enough to be looked at."""
    try:
        if path.is_dir():
            raise PictureError(say("image_folder", name=path.name))
        if not path.exists():
            raise PictureError(say("image_missing", name=path.name))
        if not path.is_file():
            raise PictureError(say("image_kind", name=path.name))
        if path.stat().st_size > MOST_MEGABYTES * 1_000_000:
            raise PictureError(say("image_bytes", name=path.name, limit=MOST_MEGABYTES))
        with path.open("rb") as file:
            return file.read(64)
    except OSError:
        raise PictureError(say("image_unreadable", name=path.name)) from None


def _check_declared(head: bytes, name: str) -> None:
    """Qt has no size for images without pixels, and for some that are too large."""
    size = _declared(head)
    if size is not None:
        _check_size(*size, name)


def _declared(head: bytes) -> tuple[int, int] | None:
    """Width and height as the head of a PNG, GIF or BMP has them."""
    kinds = ((b"\x89PNG", ">II", 16), (b"GIF8", "<HH", 6), (b"BM", "<ii", 18))
    for start, format, offset in kinds:
        if head.startswith(start) and len(head) >= offset + struct.calcsize(format):
            width, height = struct.unpack_from(format, head, offset)
            return abs(width), abs(height)
    return None


def _check_size(width: int, height: int, name: str) -> None:
    if not width or not height:
        raise PictureError(say("image_empty", name=name))
    if width * height > MOST_PIXELS:
        raise PictureError(_too_many(width, height, name))


def _too_many(width: int, height: int, name: str) -> Sentence:
    return say("image_pixels", name=name, width=width, height=height)


def _limit(reader: QImageReader, name: str, longest: int) -> None:
    size = reader.size()
    if not size.isValid():
        return
    _check_size(size.width(), size.height(), name)
    bits = QImage.toPixelFormat(reader.imageFormat()).bitsPerPixel()
    if size.width() * size.height() * bits / 8 > QImageReader.allocationLimit() * 2**20:
        raise PictureError(_too_many(size.width(), size.height(), name))
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(_within(size, longest))


def _within(size: QSize, longest: int) -> QSize:
    smaller = size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio)
    return smaller.expandedTo(QSize(1, 1))
