"""Reading the zip archive of a project without trusting a number in it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO, NamedTuple, cast

from cnnstudio.core import project_by_hand
from cnnstudio.core.interventions import Interventions
from cnnstudio.core.network import Network
from cnnstudio.core.project_json import Fault, from_values, parsed, required_object
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import say
from cnnstudio.core.tensor_file import Entry, read_entries, read_tensors
from cnnstudio.core.tensors import ExpectedTensors, Floats

NETWORK = "network.json"
WEIGHTS = "weights.safetensors"

#: The most bytes of `network.json` that are read.
LONGEST_NETWORK = 4_000_000

#: What a damaged archive raises, from zipfile and from what is under it.
DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError, NotImplementedError)


class Bounded:
    """A file that gives no more at once than its largest honest part (zipfile asks for as many
    bytes as the archive says its table of contents has)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, count: int | None = -1) -> bytes:
        if count is None or count < 0 or count > LONGEST_NETWORK:
            count = LONGEST_NETWORK + 1
        data = self._stream.read(count)
        if len(data) > LONGEST_NETWORK:
            raise zipfile.BadZipFile("a part is too long")
        return data


class Found(NamedTuple):
    """The parts of a project."""

    network: Network
    weights: Mapping[str, Floats]
    settings: RunSettings | None
    interventions: Interventions


def read_archive(stream: BinaryIO, size: int) -> Found:
    """What a project file of `size` bytes holds. Raises Fault, or one of DAMAGED."""
    with zipfile.ZipFile(cast(BinaryIO, Bounded(stream))) as archive:
        names = archive.namelist()
        if names not in ([NETWORK], [NETWORK, WEIGHTS]):
            raise zipfile.BadZipFile("other members than a project's")
        document = required_object(parsed(_network(archive)), "")
        network, settings = from_values(document)
        interventions = project_by_hand.from_values(document, network)
        weights = _weights(archive, size, network) if WEIGHTS in names else {}
        return Found(network, weights, settings, interventions)


def _network(archive: zipfile.ZipFile) -> bytes:
    with archive.open(NETWORK) as member:
        data = member.read(LONGEST_NETWORK + 1)
    if len(data) > LONGEST_NETWORK:
        raise Fault("", say("network_too_long", limit=LONGEST_NETWORK))
    return data


def _weights(archive: zipfile.ZipFile, size: int, network: Network) -> dict[str, Floats]:
    """The weights, read only once their list fits the network. They must not be compressed:
    so they cannot be more than the file itself."""
    info = archive.getinfo(WEIGHTS)
    if info.compress_type != zipfile.ZIP_STORED or not info.file_size == info.compress_size <= size:
        raise zipfile.BadZipFile("weights are larger than the file")
    with archive.open(info) as member:
        stream = cast(BinaryIO, member)
        entries = read_entries(stream, info.file_size)
        _check_fit(entries, ExpectedTensors(network))
        weights = read_tensors(stream, entries, frozenset(e.name for e in entries))
        if member.read(1):
            raise zipfile.BadZipFile("more weights than were listed")
        return weights


def _check_fit(entries: tuple[Entry, ...], expected: ExpectedTensors) -> None:
    for entry in entries:
        where = f"{WEIGHTS}: {entry.name[:100]}"
        if entry.dtype != "F32":
            raise Fault(where, say("wrong_tensor_type", known="F32", found=entry.dtype[:20]))
        if expected.fits(entry.name, entry.shape):
            continue
        if entry.name not in expected.shapes:
            raise Fault(where, say("unknown_tensor"))
        needed = _shown(expected.shapes[entry.name])
        found = _shown(entry.shape)
        raise Fault(where, say("wrong_tensor_shape", needed=needed, found=found))


def _shown(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))[:60]
