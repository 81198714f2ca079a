"""Opening and writing files of the user's, with a sentence where that cannot be."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cnnstudio.core.atomic_file import replacing
from cnnstudio.core.sentences import Sentence, say


class ProjectError(Exception):
    """A file that cannot be opened or written; `sentence` says why, in one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """The bytes of an ordinary file; never waits, as a pipe or a device would make it do."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ProjectError(say("file_not_regular", file=path.name))
        with path.open("rb") as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise ProjectError(say("file_not_read", file=path.name, reason=_reason(error))) from None


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A stream that becomes the file, whole or not at all."""
    try:
        with replacing(path) as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise ProjectError(say("file_not_written", file=path.name, reason=_reason(error))) from None


def not_read(error: OSError) -> ProjectError:
    """What to say of a file that the system does not let be read."""
    name = Path(str(error.filename or "")).name
    return ProjectError(say("file_not_read", file=name, reason=_reason(error)))


def _reason(error: Exception) -> str:
    """The system's words; a ValueError is of a name that no file can have."""
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
