"""The 70,000 digits of MNIST: unpacked from the shipped files, checked byte for byte, read.

The unpacked files lie in torchvision's own layout (`<root>/MNIST/raw/`), so that
`torchvision.datasets.MNIST(root)` reads them too; it looks only at whether they are there,
which is why the bytes are checked here each time.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from cnnstudio.core.atomic_file import replacing
from cnnstudio.core.resources import resource_path, user_cache_dir
from cnnstudio.core.sentences import Sentence, english, say

Split = Literal["train", "test"]

#: MD5 sums of the four standard IDX files, unpacked.
MD5_SUMS = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
_PREFIXES: dict[Split, str] = {"train": "train", "test": "t10k"}
_IMAGES_HEADER = 16  # bytes: magic number, count, rows, columns
_LABELS_HEADER = 8  # bytes: magic number, count


class MnistError(Exception):
    """The digits cannot be had. `sentence` names the file and says what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return english(self.sentence)


@dataclass(frozen=True)
class Digits:
    """One half of MNIST: `images` uint8 (N, 28, 28), 0 is paper and 255 ink; `labels` uint8 (N,).

    Both arrays are read-only.
    """

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)


def ensure_unpacked(root: Path | None = None) -> Path:
    """Unpack, check and where needed repair the four files below `root`; returns `root`.

    `root` is the user's cache unless given. Raises `MnistError` if that cannot be done.
    """
    root = user_cache_dir() if root is None else root
    for name in MD5_SUMS:
        _verified_bytes(name, root)
    return root


def load_digits(split: Split, root: Path | None = None) -> Digits:
    """The digits of one split, from bytes that were checked. Raises `MnistError`."""
    root = user_cache_dir() if root is None else root
    prefix = _PREFIXES[split]
    images = _verified_bytes(f"{prefix}-images-idx3-ubyte", root)
    labels = _verified_bytes(f"{prefix}-labels-idx1-ubyte", root)
    return Digits(
        np.frombuffer(images, np.uint8, offset=_IMAGES_HEADER).reshape(-1, 28, 28),
        np.frombuffer(labels, np.uint8, offset=_LABELS_HEADER),
    )


def _verified_bytes(name: str, root: Path) -> bytes:
    """What the unpacked file holds, or after a repair what it should hold."""
    path = root / "MNIST" / "raw" / name
    content = _read_if_good(path, name)
    if content is None:
        content = _shipped_bytes(name)
        _write(path, content)
    return content


def _read_if_good(path: Path, name: str) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if _is_good(content, name) else None


def _is_good(content: bytes, name: str) -> bool:
    return hashlib.md5(content, usedforsecurity=False).hexdigest() == MD5_SUMS[name]


def _shipped_bytes(name: str) -> bytes:
    shipped = resource_path("mnist", f"{name}.gz")
    try:
        content = gzip.decompress(shipped.read_bytes())
    except FileNotFoundError:
        raise MnistError(say("mnist_missing", file=str(shipped))) from None
    except (OSError, EOFError, zlib.error):
        raise MnistError(say("mnist_damaged", file=str(shipped))) from None
    if not _is_good(content, name):
        raise MnistError(say("mnist_damaged", file=str(shipped)))
    return content


def _write(path: Path, content: bytes) -> None:
    """Put the file there whole or not at all, whoever else is doing so at this moment."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(content)
    except OSError as error:
        if _read_if_good(path, path.name) is not None:
            return  # another process was quicker, and on Windows its reader holds the file
        reason = error.strerror or type(error).__name__
        raise MnistError(say("mnist_not_written", file=str(path), reason=reason)) from error
