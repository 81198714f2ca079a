"""The safetensors format, read and written as a stream: never more memory than the tensors need.

A number of 8 bytes (little-endian) gives the length of the header, a JSON object that names each
tensor's type, shape and place; then come the tensors' bytes without gaps.
https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from cnnstudio.core.layers import Shape
from cnnstudio.core.strict_json import parse
from cnnstudio.core.tensors import Floats, Weights

#: The longest header that is read, in bytes.
LONGEST_HEADER = 4_000_000

_CHUNK = 1 << 20
_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}
_METADATA = "__metadata__"

#: What is kept beside the tensors: the format's texts by name.
Notes = Mapping[str, str]
NO_NOTES: Notes = MappingProxyType({})

#: The name of a note that holds the `checksum`.
CHECKSUM = "crc32"


class BadTensors(ValueError):  # noqa: N818 - named after what is wrong
    """The bytes are not in the safetensors format."""


class Entry(NamedTuple):
    """One tensor of a file: `dtype` as the format names it, `begin` and `end` in its data."""

    name: str
    dtype: str
    shape: Shape
    begin: int
    end: int


def size_of(weights: Weights, notes: Notes = NO_NOTES) -> int:
    """Bytes that `write` writes."""
    return len(_header(weights, notes)) + sum(4 * array.size for array in weights.values())


def write(stream: Any, weights: Weights, notes: Notes = NO_NOTES) -> None:
    """Write all tensors as float32, in their order, to anything with a `write`. `notes` are kept
    beside them."""
    stream.write(_header(weights, notes))
    for array in weights.values():
        stream.write(_bytes(array))


def checksum(weights: Weights) -> str:
    """Of all numbers as float32, in their order: another one where a byte of them is another."""
    sum_so_far = 0
    for array in weights.values():
        sum_so_far = zlib.crc32(_bytes(array), sum_so_far)
    return f"{sum_so_far:08x}"


def _bytes(array: Floats) -> memoryview:
    return np.ascontiguousarray(array, "<f4").reshape(-1).view(np.uint8).data


def _header(weights: Weights, notes: Notes) -> bytes:
    entries: dict[str, object] = {_METADATA: dict(notes)} if notes else {}
    begin = 0
    for name, array in weights.items():
        end = begin + 4 * array.size
        entries[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": (begin, end)}
        begin = end
    text = json.dumps(entries, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text


def read_entries(stream: BinaryIO, size: int) -> tuple[Entry, ...]:
    """The tensors in a stream of `size` bytes, in the order of their bytes. BadTensors if not."""
    return read_header(stream, size)[0]


def read_header(stream: BinaryIO, size: int) -> tuple[tuple[Entry, ...], Notes]:
    """The same, and what is kept beside them."""
    length = int.from_bytes(_exactly(stream, 8), "little")
    if length > min(LONGEST_HEADER, size - 8):
        raise BadTensors("the header is too long")
    try:
        header = parse(_exactly(stream, length))
    except ValueError as error:
        raise BadTensors(str(error)) from None
    entries = sorted(_entries(header), key=lambda entry: entry.begin)
    end = 0
    for entry in entries:
        if entry.begin != end:
            raise BadTensors("the tensors overlap or leave gaps")
        end = entry.end
    if end != size - 8 - length:
        raise BadTensors("the tensors do not fill the file")
    return tuple(entries), _notes(header.get(_METADATA))


def _notes(found: object) -> Notes:
    """Whoever writes such files may keep anything there."""
    if not isinstance(found, Mapping):
        return NO_NOTES
    return {name: text for name, text in found.items() if isinstance(text, str)}


def _entries(header: object) -> Iterator[Entry]:
    if not isinstance(header, Mapping):
        raise BadTensors("the header is no object")
    for name, described in header.items():
        if name != _METADATA:
            yield _entry(name, described)


def _entry(name: str, described: object) -> Entry:
    match described:
        case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [begin, end]}:
            numbers = all(type(x) is int and 0 <= x < 2**48 for x in (*shape, begin, end))
            if numbers and len(shape) <= 8 and begin <= end:
                width = np.dtype(_TYPES[dtype]).itemsize if dtype in _TYPES else None
                if width is None or math.prod(shape) * width == end - begin:
                    return Entry(name, dtype, tuple(shape), begin, end)
    raise BadTensors("a tensor is described wrongly")


def is_float(entry: Entry) -> bool:
    """Whether `read_tensors` can read it."""
    return entry.dtype in _TYPES


def read_tensors(
    stream: BinaryIO, entries: tuple[Entry, ...], wanted: frozenset[str]
) -> dict[str, Floats]:
    """The wanted tensors, brought to float32, from a stream that stands behind its header."""
    found: dict[str, Floats] = {}
    for entry in entries:
        if entry.name in wanted:
            array = np.empty(entry.shape, _TYPES[entry.dtype])
            _fill(stream, array.reshape(-1).view(np.uint8).data)
            found[entry.name] = array.astype(np.float32, copy=False)
        else:
            _skip(stream, entry.end - entry.begin)
    return found


def _fill(stream: BinaryIO, target: memoryview) -> None:
    for start in range(0, len(target), _CHUNK):
        part = target[start : start + _CHUNK]
        part[:] = _exactly(stream, len(part))


def _skip(stream: BinaryIO, count: int) -> None:
    while count:
        count -= len(_exactly(stream, min(count, _CHUNK)))


def _exactly(stream: BinaryIO, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = stream.read(count - len(parts))
        if not part:
            raise BadTensors("the file ends early")
        parts += part
    return bytes(parts)
