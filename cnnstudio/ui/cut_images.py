"""Files of images whose end is missing: decoders fill in grey, and say nothing."""

from __future__ import annotations

_JPEG, _GIF = b"\xff\xd8", b"GIF8"
_END_OF_IMAGE = 0xD9
#: Markers without a length: they stand for themselves.
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


def is_cut(data: bytes) -> bool:
    """Whether a JPEG or a GIF breaks off before it says that it ends (ITU-T T.81, annex B;
    GIF89a, section 27); what else a file may be, its own decoder notices."""
    if data.startswith(_JPEG):
        return not _jpeg_ends(data)
    if data.startswith(_GIF):
        return not data.rstrip(b"\0\r\n ").endswith(b";")
    return False


def _jpeg_ends(data: bytes) -> bool:
    """Goes from marker to marker: what follows the end, such as a film, may look like one too."""
    at = 2
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        marker = data[at + 1]
        if marker == _END_OF_IMAGE:
            return True
        if marker == 0xFF:
            at += 1  # any number of them may stand before a marker
        elif marker == 0 or marker in _BARE:
            at += 2  # in a scan, 0 says that the byte before it is a number
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False
