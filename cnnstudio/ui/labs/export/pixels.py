"""Images of Qt as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

#: (rows, columns), 0x00RRGGBB.
Pixels = NDArray[np.uint32]


def pixels_of(image: QImage) -> Pixels:
    """The colours of an image, a copy of its own."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    width = plain.bytesPerLine() // 4
    found = np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), width)
    return found[:, : plain.width()] & np.uint32(0x00FFFFFF)


def channels(colours: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Red, green and blue of each colour along a last axis."""
    parts = [(colours >> np.uint32(shift)) & np.uint32(0xFF) for shift in (16, 8, 0)]
    return np.stack(parts, axis=-1).astype(np.uint8)
