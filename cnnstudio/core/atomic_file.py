"""Files that are there whole, as they were or as they are to be, whatever happens meanwhile."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path, lasting: bool = True) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file `path` when the block ends without an exception.

    A link is followed, and an existing file's permissions stay. Raises OSError. Without `lasting`
    a crash of the program still finds one file or the other, but a power cut may find a torn one:
    for what is written often.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            yield stream
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    if lasting:
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Let the new name survive a power cut, where the system has a way to say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
