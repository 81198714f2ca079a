"""Image files as the input of a lab."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from cnnstudio.ui.image_reading import over_paper, read_image, reduced

#: A lab shows single pixels, and never more of them than this along one side.
LONGEST_SIDE = 256


def read_image_file(path: Path) -> NDArray[np.uint8]:
    """The image in a file as (H, W, 3), red, green and blue, at most `LONGEST_SIDE` each way.

    What is transparent is white. Raises InvalidValue, whose sentence says what is wrong.
    """
    return pixels_of(read_image(path, LONGEST_SIDE))


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """The same of an image that was pasted, or dropped. Raises InvalidValue where it is none."""
    pixels = over_paper(reduced(image, LONGEST_SIDE))
    return np.rint(255 * pixels).astype(np.uint8)
