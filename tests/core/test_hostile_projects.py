"""Files that are no sound project: each ends in one sentence, whatever it holds."""

from __future__ import annotations

import contextlib
import io
import json
import os
import struct
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.layers import Conv2d, Flatten, ReLU, Residual
from cnnstudio.core.network import Network
from cnnstudio.core.project import Project, ProjectError, load_project, save_project
from cnnstudio.core.project_archive import NETWORK, WEIGHTS
from cnnstudio.core.starters import starter
from cnnstudio.core.tensor_file import write
from cnnstudio.core.tensors import Floats, weights_of_network


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "network.cnnstudio"


def sentence_for(path: Path) -> str:
    """The one sentence that opening the file ends in."""
    with pytest.raises(ProjectError) as caught:
        load_project(path)
    text = str(caught.value)
    assert "\n" not in text
    assert text.endswith(".")
    assert len(text) < 400
    return text


def archive_of(path: Path, network: bytes, weights: bytes | None = None, **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", **options) as archive:
        archive.writestr(NETWORK, network)
        if weights is not None:
            archive.writestr(WEIGHTS, weights)
    return path


def described(**changes: Any) -> dict[str, Any]:
    layers = [
        {"kind": "Flatten", "id": "f"},
        {"kind": "Linear", "id": "d", "out_features": 10},
    ]
    return {"format": 1, "name": "n", "layers": layers, **changes}


def layer(**values: Any) -> dict[str, Any]:
    return described(layers=[{"kind": "ReLU", "id": "r"}, {"id": "x", **values}])


def by_hand(found: Any) -> dict[str, Any]:
    return described(format=2, by_hand=found)


FAULTS: dict[str, tuple[Any, str]] = {
    "no format": ({"name": "n"}, "format: The format's number"),
    "format true": (described(format=True), "format: The format's number"),
    "newer format": (described(format=3), "format: Format 3 is of a newer CNN Studio"),
    "huge format": (described(format=10**3000), "format: Format a huge number is of a newer"),
    "a list": ([], "An object with names and values belongs here, not []"),
    "unknown name": (described(extra=1), "Nothing named 'extra' belongs here"),
    "layers no list": (described(layers={}), "layers: A list of layers belongs here, not {}"),
    "layer no object": (described(layers=[3]), "layers[0]: An object with names and values"),
    "name no text": (described(name=["n"]), "name: A network's name must be text"),
    "name too long": (described(name="n" * 201), "name: A network's name must be text"),
    "no kind": (layer(), "layers[1].kind: There is no kind of layer named None"),
    "unknown kind": (layer(kind="Conv9d"), "layers[1].kind: There is no kind of layer named"),
    "kind a list": (layer(kind=["ReLU"]), "layers[1].kind: There is no kind of layer named"),
    "no id": (layer(kind="ReLU", id=None), "layers[1].id: A layer's id must be"),
    "id with dot": (layer(kind="ReLU", id="a.b"), "layers[1].id: A layer's id must be"),
    "id twice": (layer(kind="ReLU", id="r"), "layers: Two layers have the same id “r”"),
    "kernel text": (
        layer(kind="Conv2d", kernel_size="a"),
        "layers[1].kernel_size: “Filter size” must be a whole number from 1 to 64, not 'a'",
    ),
    "kernel real": (layer(kind="Conv2d", kernel_size=2.5), "layers[1].kernel_size: “Filter size”"),
    "kernel of three": (layer(kind="Conv2d", kernel_size=[1, 2, 3]), "layers[1].kernel_size: "),
    "kernel too large": (layer(kind="Conv2d", kernel_size=[1, 65]), "from 1 to 64, not 65"),
    "filters huge": (
        layer(kind="Conv2d", out_channels=10**4000),
        "layers[1].out_channels: “Filters” must be a whole number from 1 to 4,096, not a huge",
    ),
    "share huge": (layer(kind="Dropout", p=10**400), "layers[1].p: “Share dropped” must be"),
    "bias a number": (layer(kind="Conv2d", bias=1), "layers[1].bias: “Bias” must be on or off"),
    "unknown setting": (layer(kind="ReLU", inplace=True), "layers[1]: Nothing named 'inplace'"),
    "body of a ReLU": (layer(kind="ReLU", body=[]), "layers[1]: Nothing named 'body' belongs"),
    "in a block": (
        layer(kind="Residual", body=[{"kind": "Linear", "id": "y", "out_features": 0}]),
        "layers[1].body[0].out_features: “Outputs” must be a whole number from 1 to 65,536, not 0",
    ),
    "shortcut": (layer(kind="Residual", shortcut="none"), "layers[1].shortcut: “Shortcut” must be"),
    "body no list": (layer(kind="Residual", body="abc"), "layers[1].body: A list of layers"),
    "input no object": (described(input=5), "input: An object with names and values"),
    "input too high": (described(input={"height": 10**6}), "input.height: “Height” must be"),
    "by hand no object": (by_hand(3), "by_hand: An object with names and values belongs here"),
    "by hand more": (by_hand({"thawed": {}}), "by_hand: Nothing named 'thawed' belongs here"),
    "frozen a list": (by_hand({"frozen": []}), "by_hand.frozen: An object with names and values"),
    "frozen elsewhere": (by_hand({"frozen": {"x": [0]}}), "by_hand.frozen: The network has no lay"),
    "shortcut of no block": (by_hand({"off": {"f.shortcut": [0]}}), "no layer named 'f.shortcut'"),
    "frozen a number": (by_hand({"frozen": {"d": 1}}), "by_hand.frozen.d: A list of units' num"),
    "frozen text": (by_hand({"frozen": {"d": ["1"]}}), "by_hand.frozen.d[0]: A unit's number must"),
    "frozen true": (by_hand({"frozen": {"d": [0, True]}}), "by_hand.frozen.d[1]: A unit's number"),
    "frozen real": (by_hand({"frozen": {"d": [1.0]}}), "whole number from 0 to 9, not 1.0"),
    "off too far": (by_hand({"off": {"d": [10]}}), "whole number from 0 to 9, not 10"),
    "off below": (by_hand({"off": {"d": [-1]}}), "whole number from 0 to 9, not -1"),
    "off huge": (by_hand({"off": {"d": [10**3000]}}), "from 0 to 9, not a huge number"),
    "training": (described(training={"epochs": 0}), "training.epochs: “Epochs” must be a whole"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_network_is_named_with_its_place(name: str, path: Path) -> None:
    document, expected = FAULTS[name]
    assert expected in sentence_for(archive_of(path, json.dumps(document).encode()))


def nested(depth: int) -> bytes:
    head = b'{"kind":"Residual","id":"i%d","body":['
    body = b"".join(head % number for number in range(depth)) + b"]}" * depth
    return b'{"format":1,"layers":[' + body + b"]}"


NOT_JSON = {
    "empty": b"",
    "text": b"hello",
    "not UTF-8": b'{"format": 1, "name": "\xff\xfe"}',
    "UTF-16": '{"format": 1}'.encode("utf-16"),
    "NaN": b'{"format": NaN}',
    "Infinity": b'{"format": 1, "name": -Infinity}',
    "names twice": b'{"format": 1, "format": 1}',
    "cut short": b'{"format": 1, "layers": [',
    "deeply nested lists": b"[" * 100_000,
    "a number of 5000 digits": b'{"format": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("name", NOT_JSON)
def test_what_is_not_strict_json_is_refused(name: str, path: Path) -> None:
    assert "is not written in JSON" in sentence_for(archive_of(path, NOT_JSON[name]))


@pytest.mark.parametrize("depth", [17, 100, 300])
def test_blocks_nested_too_deep_are_refused(depth: int, path: Path) -> None:
    assert "at most 16 deep" in sentence_for(archive_of(path, nested(depth)))


@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_nesting_without_end_is_refused(depth: int, path: Path) -> None:
    assert "cannot be opened" in sentence_for(archive_of(path, nested(depth)))


def test_too_many_layers_are_refused(path: Path) -> None:
    layers = [{"kind": "ReLU", "id": f"r{n}"} for n in range(5_001)]
    document = json.dumps(described(layers=layers)).encode()
    assert "at most 5,000 layers" in sentence_for(archive_of(path, document))


def tensors(**arrays: Floats) -> bytes:
    stream = io.BytesIO()
    write(stream, {name.replace("_", "."): array for name, array in arrays.items()})
    return stream.getvalue()


def header(text: bytes | str, data: bytes = b"") -> bytes:
    text = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(text)) + text + data


WEIGHT_FAULTS = {
    "of another shape": (
        tensors(d_weight=np.ones((784, 10), np.float32)),
        "weights.safetensors: d.weight: The network needs a tensor of 10×784 here, not of 784×10",
    ),
    "of an unknown layer": (
        tensors(e_weight=np.ones(3, np.float32)),
        "weights.safetensors: e.weight: The network has no tensor of this name",
    ),
    "of another type": (
        header('{"d.bias":{"dtype":"F64","shape":[10],"data_offsets":[0,80]}}', bytes(80)),
        "weights.safetensors: d.bias: The numbers must be of the type F32, not F64",
    ),
    "with a gap": (
        header('{"d.bias":{"dtype":"F32","shape":[10],"data_offsets":[4,44]}}', bytes(44)),
        "is damaged",
    ),
    "cut short": (
        header('{"d.bias":{"dtype":"F32","shape":[10],"data_offsets":[0,40]}}', bytes(20)),
        "is damaged",
    ),
    "with bytes left over": (
        header('{"d.bias":{"dtype":"F32","shape":[10],"data_offsets":[0,40]}}', bytes(41)),
        "is damaged",
    ),
    "with a shape that is not its size": (
        header('{"d.bias":{"dtype":"F32","shape":[10],"data_offsets":[0,36]}}', bytes(36)),
        "is damaged",
    ),
    "of negative size": (
        header('{"d.bias":{"dtype":"F32","shape":[-10],"data_offsets":[40,0]}}'),
        "is damaged",
    ),
    "of huge size": (
        header('{"d.bias":{"dtype":"F32","shape":[1' + 50 * "0" + ',0],"data_offsets":[0,0]}}'),
        "is damaged",
    ),
    "with a header as long as the sea": (struct.pack("<Q", 2**63), "is damaged"),
    "with a header that is no object": (header("[]"), "is damaged"),
    "with a header that is nested without end": (header("[" * 100_000), "is damaged"),
    "with a header that names a tensor twice": (
        header('{"d.bias":{},"d.bias":{}}'),
        "is damaged",
    ),
    "empty": (b"", "is damaged"),
}


@pytest.mark.parametrize("name", WEIGHT_FAULTS)
def test_weights_that_are_not_the_networks_are_refused(name: str, path: Path) -> None:
    weights, expected = WEIGHT_FAULTS[name]
    document = json.dumps(described()).encode()
    assert expected in sentence_for(archive_of(path, document, weights))


def test_an_archive_that_unpacks_to_gigabytes_is_refused_without_the_memory(path: Path) -> None:
    document = json.dumps(described()).encode()
    zeros = bytes(200_000_000)
    archive_of(path, document, zeros, compression=zipfile.ZIP_DEFLATED)
    del zeros
    tracemalloc.start()
    assert "is damaged" in sentence_for(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_a_network_that_unpacks_to_gigabytes_is_refused_without_the_memory(path: Path) -> None:
    archive_of(path, b" " * 200_000_000, compression=zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    assert "more than 4,000,000 bytes" in sentence_for(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def _not_a_zip(path: Path) -> None:
    path.write_bytes(b"hello, world")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _no_network(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", b"hello")


def _more_members(path: Path) -> None:
    archive_of(path, json.dumps(described()).encode())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../escape", b"hello")


def _a_folder(path: Path) -> None:
    path.mkdir()


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _nothing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (_not_a_zip, "is not a CNN Studio project"),
        (_empty, "is not a CNN Studio project"),
        (_no_network, "is damaged"),
        (_more_members, "is damaged"),
        (_a_folder, "is not a file that can be opened"),
        (_a_pipe, "is not a file that can be opened"),
        (_nothing, "cannot be read (No such file or directory)"),
    ],
)
def test_what_is_no_project_file_is_refused(
    make: Callable[[Path], None], expected: str, path: Path
) -> None:
    make(path)
    assert expected in sentence_for(path)


def test_a_file_without_permission_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's refusal is made up, since root may read everything."""
    save_project(path, Project(starter("linear")))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read (Permission denied)" in sentence_for(path)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert "cannot be read" in sentence_for(Path("a\0b"))


def _ones_for(network: Network) -> dict[str, Floats]:
    shapes = weights_of_network(network)
    return {name: np.ones(shape, np.float32) for name, shape in shapes.items()}


def _sound_file() -> bytes:
    network = Network(
        "small",
        (Residual((Conv2d(1, id="c", padding=(1, 1)),), id="b"), ReLU(id="r"), Flatten(id="f")),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x")
        save_project(path, Project(network, _ones_for(network)))
        return path.read_bytes()


SOUND = _sound_file()


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
def test_a_changed_byte_gives_a_sentence_or_a_sound_project(position: int, change: int) -> None:
    altered = bytearray(SOUND)
    altered[position] ^= change
    _open_or_sentence(bytes(altered))


@settings(deadline=None, max_examples=100)
@given(st.integers(0, len(SOUND) - 1))
def test_a_file_that_is_cut_short_gives_a_sentence(length: int) -> None:
    assert _open_or_sentence(SOUND[:length]) is None


def _open_or_sentence(data: bytes) -> Project | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "altered.cnnstudio")
        path.write_bytes(data)
        with contextlib.suppress(ProjectError):
            return load_project(path)
        return None
