"""The user's runs as a list: renamed, deleted, weighed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import log
from cnnstudio.core.history.lock import found_state
from cnnstudio.core.history.places import (
    EVALUATION_FOLDER,
    EVALUATIONS,
    METRICS,
    MOMENT_FOLDER,
    RUN,
    STATE,
    files_of_run,
    folders_in,
    is_hardly_begun,
    sizes_of_moments,
)
from cnnstudio.core.history.reading import moments_in
from cnnstudio.core.history.run_file import (
    RunFacts,
    RunState,
    State,
    read_facts,
    tidy,
    write_facts,
)
from cnnstudio.core.sentences import Sentence, say


@dataclass(frozen=True)
class ListedRun:
    """One run of the list. `facts` is None, and `sentence` says why, where it cannot be opened.
    `accuracy` is the best of its tests."""

    folder: Path
    facts: RunFacts | None
    state: State
    step: int
    moments: int
    size_bytes: int
    accuracy: float | None
    sentence: Sentence | None = None

    @property
    def name(self) -> str:
        return self.facts.name if self.facts else self.folder.name

    @property
    def began(self) -> datetime | None:
        return self.facts.began if self.facts else None


def list_runs(root: Path) -> tuple[ListedRun, ...]:
    """The runs in the folders of `root`, the newest first, those that cannot be opened last.
    Takes the disk a while, in which some may go; raises nothing. Folders in which a crash has left
    nothing yet are no runs."""
    listed = [_listed(folder) for folder in folders_in(Path(root)) if not is_hardly_begun(folder)]
    runs = [run for run in listed if run.folder.is_dir()]
    broken = [run for run in runs if run.began is None]
    sound = [(run.began, run) for run in runs if run.began is not None]
    return (*(run for _, run in sorted(sound, key=lambda pair: pair[0], reverse=True)), *broken)


def rename(folder: Path, name: str) -> str:
    """Give a run another name; the name as it is kept. Raises ProjectError."""
    path = Path(folder) / RUN
    facts = replace(read_facts(path), name=tidy(name))
    try:
        write_facts(path, facts)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectError(say("file_not_written", file=RUN, reason=reason)) from None
    return facts.name


def delete(folder: Path) -> None:
    """Remove a run's files, and its folder if nobody else's are in it. Raises ProjectError."""
    folder = Path(folder)
    if not is_run(folder):
        raise ProjectError(say("not_a_run", file=folder.name))
    try:
        for path in files_of_run(folder):
            path.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectError(say("run_not_deleted", file=folder.name, reason=reason)) from None
    for empty in (folder / MOMENT_FOLDER, folder / EVALUATION_FOLDER, folder):
        with suppress(OSError):  # somebody else's files stay
            empty.rmdir()


def is_run(folder: Path) -> bool:
    """Whether a folder is a run's. Which run it is may be lost: then nothing but a run's files,
    its state or its log among them, are in it."""
    folder = Path(folder)
    if folder.is_symlink():
        return False
    if (folder / RUN).is_file():
        return True
    is_known = any((folder / name).is_file() for name in (STATE, METRICS))
    return is_known and _has_only_ours(folder)


def is_alone(folder: Path) -> bool:
    """Whether a folder is a run's, and nobody else's files are in it."""
    folder = Path(folder)
    return is_run(folder) and _has_only_ours(folder)


def _has_only_ours(folder: Path) -> bool:
    ours = {*files_of_run(folder), folder / MOMENT_FOLDER, folder / EVALUATION_FOLDER}
    return all(path in ours for path in folder.rglob("*"))


def size_bytes(folder: Path) -> int:
    """Bytes of a run's files; 0 where there are none."""
    total = 0
    for path in files_of_run(Path(folder)):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def _listed(folder: Path) -> ListedRun:
    try:
        facts, sentence = read_facts(folder / RUN), None
        state = _state(folder, facts)
    except ProjectError as error:
        facts, sentence, state = None, error.sentence, RunState("broken off")
    moments = [*sizes_of_moments(folder)] if facts is None else moments_in(folder, facts.network)[0]
    return ListedRun(
        folder,
        facts,
        state.state,
        max((state.step, *moments)),
        len(moments),
        size_bytes(folder),
        _best_accuracy(folder),
        sentence,
    )


def _state(folder: Path, facts: RunFacts) -> RunState:
    """What is known of it; opening the run says what is not."""
    try:
        return found_state(folder, facts.id)
    except ProjectError:
        return RunState("broken off")


def _best_accuracy(folder: Path) -> float | None:
    try:
        records = log.read(folder / EVALUATIONS, log.EVALUATION).records
    except ProjectError:
        return None
    return float(records["accuracy"].max()) if len(records) else None
