"""Names that tell a new run from those that are there."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history.places import RUN, folders_in
from cnnstudio.core.history.run_file import LONGEST_NAME, read_name, tidy


def free_name(name: str, root: Path) -> str:
    """A name that no run in the folders of `root` has: this one, or with the first number that
    makes it one. Takes the disk a while."""
    taken = _names_in(root)
    name = tidy(name)
    numbers = (f" ({number})" for number in count(2))
    others = (name[: LONGEST_NAME - len(number)] + number for number in numbers)
    return next(free for free in chain([name], others) if free not in taken)


def _names_in(root: Path) -> set[str]:
    names = set()
    for folder in folders_in(root):
        with suppress(ProjectError):
            names.add(read_name(folder / RUN))
    return names
