"""Image files, good and bad, made byte by byte."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path


def png(width: int, height: int, bits: int = 1, rows: bytes | None = None) -> bytes:
    """A grey PNG; black where no rows are given, each of which begins with a 0."""
    if rows is None:
        rows = bytes((1 + -(-width * bits // 8)) * height)
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def png_that_claims(width: int, height: int) -> bytes:
    """Only the head is true to its kind: there is next to nothing in it."""
    return png(width, height, rows=b"\0")


def bmp_that_claims(width: int, height: int) -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + info


def gif_that_claims(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + b";"


def bad_files(folder: Path) -> dict[str, str]:
    """What cannot be opened, made in `folder`, and the sentence that each should give."""
    kind = "{} is not an image of a known kind: PNG, JPEG, BMP, GIF, TIFF or WebP."
    many = "{} is too large: 20,000 × 20,000 pixels."
    files = {
        "text.png": (b"This is no image, whatever it is called.\n", kind),
        "empty.png": (b"", kind),
        "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", kind),
        "page.html": (b"<html></html>", kind),
        "nothing.png": (png_that_claims(0, 0), "{} has no pixels."),
        "flat.png": (png_that_claims(9, 0), "{} has no pixels."),
        "nothing.bmp": (bmp_that_claims(0, 0), "{} has no pixels."),
        "nothing.gif": (gif_that_claims(0, 7), "{} has no pixels."),
        "huge.png": (png(20_000, 20_000), many),
        "huge.bmp": (bmp_that_claims(20_000, -20_000), many),
        "huge.gif": (gif_that_claims(20_000, 20_000), many),
        "cut.png": (png(300, 200, 8)[:60], "{} is damaged: its image cannot be read."),
    }
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    (folder / "folder.png").mkdir()
    expected = {name: sentence.format(name) for name, (_, sentence) in files.items()}
    return expected | {
        "folder.png": "folder.png is a folder; choose an image file in it.",
        "gone.png": "There is no file gone.png.",
    }
