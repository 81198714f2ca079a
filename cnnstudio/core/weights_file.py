"""Weights alone, as a plain safetensors file that any PyTorch program can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from cnnstudio.core.files import ProjectError, reading, writing
from cnnstudio.core.layer_names import names_by_place, renamed
from cnnstudio.core.network import Network
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.tensor_file import (
    BadTensors,
    Entry,
    is_float,
    read_entries,
    read_tensors,
    write,
)
from cnnstudio.core.tensors import ExpectedTensors, Floats, Weights

#: A checkpoint holds the optimizer's tensors too; the weights' names begin with this.
_IN_CHECKPOINT = "weights/"


def save_weights(path: Path | str, weights: Weights) -> None:
    """Write all tensors as float32; the file is there whole or not at all. Raises ProjectError."""
    with writing(Path(path)) as stream:
        write(stream, weights)


def load_weights(path: Path | str, network: Network) -> tuple[dict[str, Floats], list[Sentence]]:
    """The tensors of a file that fit the network, as float32, and what to say of the others.
    Layers are found by their ids, or by their places (`layer_names`). One of whose tensors has
    another shape takes none of the others: they belong together.

    Raises ProjectError if the file cannot be read, nothing in it fits, or it holds no numbers.
    """
    path = Path(path)
    expected = ExpectedTensors(network)
    with reading(path) as stream:
        try:
            entries = read_entries(stream, path.stat().st_size)
            places = {name: id for id, name in names_by_place(network).items()}
            keys = _keys(entries, expected, places)
            wanted = frozenset(name for name, key in keys.items() if key)
            found = read_tensors(stream, entries, wanted)
        except BadTensors:
            raise ProjectError(say("not_weights", file=path.name)) from None
    weights = {keys[name]: tensor for name, tensor in found.items()}
    if not weights:
        raise ProjectError(say("no_weights_fit", file=path.name))
    if not all(np.isfinite(tensor).all() for tensor in weights.values()):
        raise ProjectError(say("weights_not_finite", file=path.name))
    others = [entry.name for entry in entries if entry.name not in found]
    names = names_by_place(network)
    missing = [renamed(key, names) for key in expected.shapes if key not in weights]
    return weights, [
        *_said("weights_left_out", others, path.name),
        *_said("weights_kept", missing, path.name),
    ]


def checkpoint_weights(path: Path | str) -> dict[str, Floats]:
    """The weights in a checkpoint of the engine's, by key. Raises ProjectError."""
    path = Path(path)
    with reading(path) as stream:
        try:
            entries = read_entries(stream, path.stat().st_size)
            wanted = frozenset(e.name for e in entries if e.name.startswith(_IN_CHECKPOINT))
            tensors = read_tensors(stream, entries, wanted)
        except BadTensors:
            raise ProjectError(say("not_weights", file=path.name)) from None
    return {name.removeprefix(_IN_CHECKPOINT): tensor for name, tensor in tensors.items()}


def _keys(
    entries: Iterable[Entry], expected: ExpectedTensors, places: dict[str, str]
) -> dict[str, str]:
    """The tensor of the network that each entry is; "" for what is not taken."""
    keys = {entry.name: _key(entry, expected, places) for entry in entries if is_float(entry)}
    others = {name for name, key in keys.items() if not key}
    torn = {_layer_of(key) for name in others for key in (name, renamed(name, places))}
    return {name: "" if _layer_of(key) in torn else key for name, key in keys.items()}


def _layer_of(key: str) -> str:
    return key.rpartition(".")[0]


def _key(entry: Entry, expected: ExpectedTensors, places: dict[str, str]) -> str:
    """The tensor of the network that an entry is: named by its layer's id, or by its place; ""
    where it fits nowhere."""
    for key in (entry.name, renamed(entry.name, places)):
        if expected.fits(key, entry.shape):
            return key
    return ""


def _said(code: str, names: list[str], file: str) -> Iterator[Sentence]:
    if names:
        count = len(names)
        yield say(for_count(code, count), count=count, first=names[0][:100], file=file)
