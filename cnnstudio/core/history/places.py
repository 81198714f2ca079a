"""The files of a run's folder, and which of a folder's files are a run's.

run.json                       what the run is; written when it starts, and again when it is renamed
state.json                     how far it is, its kept moments, and what happened on the way
metrics.log                    loss, accuracy and learning rate of every step (log.STEP)
evaluations.log                loss and accuracy of every test (log.EVALUATION)
vitals.log                     how the layers are, seldom (vitals_log.py)
evaluations/<step>.evaluation  a whole test (evaluation_file.WHOLE)
moments/<step>.safetensors     all tensors of the network, float32, with a checksum
run.lock                       empty; locked by the process that trains, for as long as it does
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from cnnstudio.core.resources import user_data_dir

RUN, STATE = "run.json", "state.json"
LOCK = "run.lock"
METRICS, EVALUATIONS, VITALS = "metrics.log", "evaluations.log", "vitals.log"
MOMENT_FOLDER, EVALUATION_FOLDER = "moments", "evaluations"
MOMENT_SUFFIX, EVALUATION_SUFFIX = ".safetensors", ".evaluation"

#: More files than this in one folder are not a run's; the others are not looked at.
MOST_FILES = 100_000

_MOST_RUNS = 10_000

#: Later steps than this there are none.
LAST_STEP = 10**12

#: In the order in which they go when a run is deleted: a folder without RUN is not a run's.
_SINGLE = (METRICS, EVALUATIONS, VITALS, LOCK, STATE, RUN)

_STEP = re.compile(r"(0|[1-9][0-9]{0,12})")


def runs_folder() -> Path:
    """Where the user's runs are, each in a folder of its own. May not exist yet."""
    return user_data_dir() / "runs"


def folders_in(root: Path) -> list[Path]:
    """The folders of a folder, in order of their names; none where it cannot be read."""
    try:
        with os.scandir(root) as entries:
            found = [e.name for e in islice(entries, _MOST_RUNS) if e.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [root / name for name in sorted(found)]


def path_of_moment(folder: Path, step: int) -> Path:
    return folder / MOMENT_FOLDER / f"{step}{MOMENT_SUFFIX}"


def path_of_evaluation(folder: Path, step: int) -> Path:
    return folder / EVALUATION_FOLDER / f"{step}{EVALUATION_SUFFIX}"


def sizes_of_moments(folder: Path) -> dict[int, int]:
    """Step -> bytes of its file, in order of the steps. Raises nothing: where nothing can be
    read, there is none."""
    return _sizes(folder / MOMENT_FOLDER, MOMENT_SUFFIX)


def sizes_of_evaluations(folder: Path) -> dict[int, int]:
    return _sizes(folder / EVALUATION_FOLDER, EVALUATION_SUFFIX)


def half_written(folder: Path) -> list[Path]:
    """Files that a crash has left behind before they got their names (atomic_file.replacing)."""
    folders = (folder, folder / MOMENT_FOLDER, folder / EVALUATION_FOLDER)
    return [Path(entry) for each in folders for entry in _files(each) if _is_temporary(entry.name)]


def is_hardly_begun(folder: Path) -> bool:
    """Whether there is nothing in a folder, or no more than the half-written file that says what
    run it is."""
    try:
        with os.scandir(folder) as entries:
            return all(entry.name.startswith(f".{RUN}.") for entry in entries)
    except OSError:
        return False


def files_of_run(folder: Path) -> list[Path]:
    """All files that the program has made here, and none of anybody else."""
    return [
        *half_written(folder),
        *(path_of_moment(folder, step) for step in sizes_of_moments(folder)),
        *(path_of_evaluation(folder, step) for step in sizes_of_evaluations(folder)),
        *(folder / name for name in _SINGLE if _is_file(folder / name)),
    ]


def _sizes(folder: Path, suffix: str) -> dict[int, int]:
    found = {}
    for entry in _files(folder):
        stem = entry.name.removesuffix(suffix)
        if stem != entry.name and _STEP.fullmatch(stem) and int(stem) <= LAST_STEP:
            with suppress(OSError):  # it has gone since the folder was listed
                found[int(stem)] = entry.stat(follow_symlinks=False).st_size
    return dict(sorted(found.items()))


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The ordinary files of a folder; not what links lead to, nor those of a linked folder."""
    if folder.is_symlink():
        return
    try:
        with os.scandir(folder) as entries:
            yield from (e for e in islice(entries, MOST_FILES) if e.is_file(follow_symlinks=False))
    except OSError:
        return


def _is_temporary(name: str) -> bool:
    ours = rf"\.({RUN}|{STATE}|\d+{MOMENT_SUFFIX}|\d+{EVALUATION_SUFFIX})\.[0-9a-f]{{8}}"
    return re.fullmatch(ours.replace(".json", r"\.json"), name) is not None


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
