"""Checkpoints: all that a run needs to go on as if nothing had happened, in one safetensors file.

Tensors "weights/<key>", "optimizer/<key>/<name>" and "random/<device>"; beside them notes as
JSON. A file is there whole or not at all.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from cnnstudio.core.resources import user_cache_dir
from cnnstudio.core.sentences import Sentence, say

_VERSION = 1
_KEPT = 8  # files of earlier runs that are left where they are


class CheckpointError(Exception):
    """A checkpoint cannot be used; `sentence` says why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.sentence: Sentence = say("checkpoint_unusable", file=str(path), reason=reason)
        super().__init__(str(self.sentence))


def checkpoint_path(run_id: str) -> Path:
    return user_cache_dir() / "checkpoints" / f"{run_id}.safetensors"


def save(path: Path, tensors: Mapping[str, Tensor], notes: Mapping[str, Any]) -> None:
    """Write the file; OSError if that cannot be done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"notes": json.dumps({**notes, "version": _VERSION})}
    handle, temporary = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        save_file(
            {name: t.detach().contiguous() for name, t in tensors.items()}, temporary, metadata
        )
        os.replace(temporary, path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, SafetensorError):
            raise OSError(str(error)) from error
        raise


def load(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Tensors, on the CPU, and notes; CheckpointError if the file is not a checkpoint."""
    try:
        with safe_open(str(path), framework="pt") as file:
            notes = json.loads((file.metadata() or {}).get("notes", "{}"))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, ValueError) as error:
        raise CheckpointError(path, str(error).splitlines()[0]) from error
    if not isinstance(notes, dict) or notes.get("version") != _VERSION:
        raise CheckpointError(path, "it is of another version")
    return tensors, notes


def with_prefix(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}/{name}": tensor for name, tensor in tensors.items()}


def below(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors whose name begins so, without it."""
    start = prefix + "/"
    return {name[len(start) :]: t for name, t in tensors.items() if name.startswith(start)}


def prune(folder: Path) -> None:
    """Remove all but the newest checkpoints."""
    try:
        files = sorted(folder.glob("*.safetensors*"), key=lambda path: -path.stat().st_mtime)
        for path in files[_KEPT:]:
            path.unlink(missing_ok=True)
    except OSError:
        return  # another window was tidying up; what is left goes next time
