"""GIF, written frame by frame: one palette for all, only what has changed, each for its time.

Pillow packs the pixels; the file around them is put together here, because Pillow's own writer
keeps all frames in memory until the last one.
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnstudio.ui.labs.export.palette import Palette
from cnnstudio.ui.labs.export.pixels import Pixels

#: The longest that one frame may be shown (hundredths of a second).
_LONGEST = 0xFFFF

_SAME = 0  # the index that leaves a pixel as it is
_LEAVE_AND_TRANSPARENT = 0b0000_0101
_TRAILER, _EXTENSION, _IMAGE = b"\x3b", 0x21, 0x2C

Indices = NDArray[np.uint8]


class GifWriter:
    """Writes frames to a stream. A frame like the one before makes that one last longer."""

    def __init__(
        self, stream: BinaryIO, width: int, height: int, palette: Palette, loop: bool = True
    ) -> None:
        self._stream = stream
        self._palette = palette
        self._shown: Indices | None = None
        self._pending = b""
        self._since = self._now = 0.0
        stream.write(b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF7, 0, 0))
        stream.write(palette.bytes())
        if loop:
            stream.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")

    def add(self, pixels: Pixels, seconds: float) -> None:
        """Show these pixels for so long."""
        indices = self._palette.indices(pixels)
        if self._shown is None or not np.array_equal(indices, self._shown):
            self._flush()
            self._pending = _image(indices, self._shown)
            self._shown = indices
        self._now += seconds

    def again(self, seconds: float) -> None:
        """Show the last pixels for so much longer."""
        self._now += seconds

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        self._flush()
        self._stream.write(_TRAILER)

    def _flush(self) -> None:
        """Write the last frame, now that it is known how long it is shown.

        Times are rounded where they end, so that they do not drift apart from the film's.
        """
        if not self._pending:
            return
        left = round(self._now * 100) - round(self._since * 100)
        image = self._pending
        while True:
            time = min(left, _LONGEST)
            self._stream.write(struct.pack("<BBBBHBB", *(0x21, 0xF9, 4), *_control(time)))
            self._stream.write(image)
            left -= time
            if not left:
                break
            image = _packed(np.full((1, 1), _SAME, np.uint8), 0, 0)
        self._since, self._pending = self._now, b""


def _control(time: int) -> tuple[int, int, int, int]:
    return _LEAVE_AND_TRANSPARENT, time, _SAME, 0


def _image(indices: Indices, before: Indices | None) -> bytes:
    """The part of a frame that differs from the one before, as a block of a GIF."""
    if before is None:
        return _packed(indices, 0, 0)
    changed = indices != before
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    area = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    part = np.where(changed[area], indices[area], np.uint8(_SAME))
    return _packed(part, int(columns[0]), int(rows[0]))


def _packed(indices: Indices, left: int, top: int) -> bytes:
    """An image block: its place, and its pixels as Pillow packs them."""
    image = Image.fromarray(indices, "L")
    image.putpalette(bytes(range(256)) * 3)
    file = io.BytesIO()
    image.save(file, "GIF", optimize=False, interlace=0)
    data = file.getbuffer()
    start = _first_image(data)
    height, width = indices.shape
    place = struct.pack("<BHHHHB", _IMAGE, left, top, width, height, 0)
    flags = data[start + 9]
    pixels = start + 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    return place + bytes(data[pixels:-1])


def _first_image(data: memoryview) -> int:
    """Where the first image of a GIF begins, behind its palette and extensions."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    while data[at] == _EXTENSION:
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    return at
