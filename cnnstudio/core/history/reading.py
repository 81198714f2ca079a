"""Runs as they lie on disk, for whoever wants to look at them again.

A folder may come from anywhere: what is missing or altered in it costs a sentence and no more.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cnnstudio.core.files import ProjectError, reading
from cnnstudio.core.history import log, vitals_log
from cnnstudio.core.history.evaluation_file import WHOLE, read_evaluation
from cnnstudio.core.history.lock import found_state
from cnnstudio.core.history.places import (
    EVALUATIONS,
    METRICS,
    RUN,
    VITALS,
    half_written,
    path_of_evaluation,
    path_of_moment,
    sizes_of_evaluations,
    sizes_of_moments,
)
from cnnstudio.core.history.run_file import RunFacts, RunState, State, read_facts
from cnnstudio.core.messages import Changed, Evaluated, Floats, Vitals, Weights
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.tensor_file import CHECKSUM, BadTensors, checksum, read_header, read_tensors
from cnnstudio.core.tensors import weights_of_network


@dataclass(frozen=True)
class RunRecord:
    """A run's folder, read. `moments` are the steps that can be shown, in order; `sentences` say
    what is missing, altered or could not be kept, one each."""

    folder: Path
    facts: RunFacts
    state: State
    step: int
    moments: tuple[int, ...]
    marks: tuple[Changed, ...]
    sentences: tuple[Sentence, ...]

    @property
    def id(self) -> str:
        return self.facts.id

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def network(self) -> Network:
        return self.facts.network

    @property
    def settings(self) -> RunSettings:
        return self.facts.settings


class MetricsLog(NamedTuple):
    """Loss, accuracy and learning rate of each step; `note` says what of the log is lost."""

    steps: npt.NDArray[np.int64]
    losses: Floats
    accuracies: Floats
    learning_rates: Floats
    note: Sentence | None = None


def open_run(folder: Path) -> RunRecord:
    """The run in a folder. Raises ProjectError where nothing says what run it is; anything else
    that is wrong is in `sentences`."""
    folder = Path(folder)
    facts = read_facts(folder / RUN)
    said: list[Sentence] = []
    try:
        state = found_state(folder, facts.id)
    except ProjectError as error:
        state = None
        said.append(error.sentence)
    whole, torn = moments_in(folder, facts.network)
    latest = max((state.step if state else 0, *whole))
    state = state or RunState("broken off", latest)
    if count := len(torn) + len(half_written(folder)):
        said.append(say(for_count("run_half_written", count), count=count))
    said += _missing(state, whole, torn)
    said += [say("run_gap", first=gap.first, last=gap.last) for gap in state.gaps]
    said += _log_sentences(folder, facts, state)
    return RunRecord(folder, facts, state.state, latest, whole, state.marks, tuple(said))


def load_moment(record: RunRecord, step: int) -> Weights:
    """All tensors of the run's network at a kept step, float32. Raises ProjectError."""
    path = path_of_moment(record.folder, step)
    expected = weights_of_network(record.network)
    with reading(path) as stream:
        try:
            entries, notes = read_header(stream, path.stat().st_size)
            shapes = {entry.name: entry.shape for entry in entries if entry.dtype == "F32"}
            if len(shapes) != len(entries) or shapes != expected:
                raise ProjectError(say("moment_of_another_network", step=step))
            found = read_tensors(stream, entries, frozenset(shapes))
            if CHECKSUM in notes and notes[CHECKSUM] != checksum(found):
                raise BadTensors("the numbers were changed")
        except BadTensors:
            raise ProjectError(say("moment_damaged", step=step)) from None
    return {name: found[name] for name in expected}


def last_sound_moment(record: RunRecord) -> tuple[int, Weights] | None:
    """The latest step whose moment can be read, with its weights; None where none can."""
    for step in reversed(record.moments):
        try:
            return step, load_moment(record, step)
        except ProjectError:
            continue
    return None


def metrics(record: RunRecord) -> MetricsLog:
    """The numbers of the steps, as far as they are sound; never raises."""
    records, note = _read_log(record.folder / METRICS, log.STEP)
    return MetricsLog(
        records["step"], records["loss"], records["accuracy"], records["learning_rate"], note
    )


def evaluations(record: RunRecord) -> list[tuple[int, float, float]]:
    """Step, loss and accuracy of every test on the test digits; never raises."""
    records, _ = _read_log(record.folder / EVALUATIONS, log.EVALUATION)
    return [(int(r["step"]), float(r["loss"]), float(r["accuracy"])) for r in records]


def vital_signs(record: RunRecord) -> tuple[Vitals, ...]:
    """What the doctor judges by, as far as it is sound; none of runs of before it was kept."""
    records, _ = _read_vitals(record.folder, record.network)
    return vitals_log.vitals_of(records, record.network, record.id)


def evaluation_at(record: RunRecord, step: int) -> Evaluated | None:
    """The last whole test at or before a step; None where there is none. Damaged ones are passed
    over."""
    sizes = sizes_of_evaluations(record.folder)
    steps = [tested for tested, size in sizes.items() if size == WHOLE.itemsize]
    for tested in reversed(steps[: bisect_right(steps, step)]):
        try:
            evaluation = read_evaluation(path_of_evaluation(record.folder, tested), record.id)
        except ProjectError:
            continue
        if evaluation.step == tested:
            return evaluation
    return None


def moments_in(folder: Path, network: Network) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The steps whose files are long enough to be whole, and those whose files are not."""
    shapes = weights_of_network(network).values()
    needed = sum(4 * int(np.prod(shape, dtype=np.int64)) for shape in shapes)
    sizes = sizes_of_moments(folder)
    whole = tuple(step for step, size in sizes.items() if size > needed)
    return whole, tuple(step for step in sizes if step not in whole)


def _missing(state: RunState, whole: tuple[int, ...], torn: tuple[int, ...]) -> list[Sentence]:
    if state.moments and not whole:
        count = len(state.moments)
        return [say(for_count("run_moments_lost", count), count=count)]
    missing = sorted({*state.moments}.difference(whole, torn))
    if not missing:
        return []
    count = len(missing)
    return [say(for_count("run_moments_missing", count), count=count, first=missing[0])]


def _log_sentences(folder: Path, facts: RunFacts, state: RunState) -> list[Sentence]:
    """What is wrong with the logs that a run has by its step."""
    notes = [_read_vitals(folder, facts.network)[1]]
    if state.step:
        notes.append(_log_of_steps(folder, state))
    if state.step >= facts.start.steps_per_epoch:
        notes.append(_log_of_tests(folder, state))
    return [note for note in notes if note is not None]


def _log_of_tests(folder: Path, state: RunState) -> Sentence | None:
    """Of the tests in it the last is there whole, but for a moment while the run goes on."""
    records, note = _read_log(folder / EVALUATIONS, log.EVALUATION)
    if note is not None or not len(records) or state.state in ("running", "paused"):
        return note
    last = int(records["step"][-1])
    is_whole = sizes_of_evaluations(folder).get(last) == WHOLE.itemsize
    return None if is_whole else say("run_test_missing", step=last)


def _log_of_steps(folder: Path, state: RunState) -> Sentence | None:
    """Whoever trains a run writes its log a little later than its state."""
    records, note = _read_log(folder / METRICS, log.STEP)
    last = int(records["step"][-1]) if len(records) else 0
    is_short = last < state.step and state.state in ("finished", "broken off")
    if not is_short or (note is not None and (note.code != "log_torn" or last == state.step - 1)):
        return note
    return say("log_short", file=METRICS, step=last)


def _read_log(
    path: Path, dtype: np.dtype, are_sound: log.Rule | None = None
) -> tuple[log.Records, Sentence | None]:
    if not path.exists():
        return np.empty(0, dtype), say("log_missing", file=path.name)
    try:
        found = log.read(path, dtype, are_sound)
    except ProjectError as error:
        return np.empty(0, dtype), error.sentence
    count, note = len(found.records), None
    if found.altered:
        note = say(for_count("log_altered", count), file=path.name, count=count)
    elif found.torn:
        note = say("log_torn", file=path.name)
    return found.records, note


def _read_vitals(folder: Path, network: Network) -> tuple[log.Records, Sentence | None]:
    """A run of before vital signs were kept has none, and nothing is missing of it."""
    path, dtype = folder / VITALS, vitals_log.dtype_of(network)
    if not path.exists():
        return np.empty(0, dtype), None
    return _read_log(path, dtype, vitals_log.are_sound)
