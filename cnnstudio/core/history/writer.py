"""What a run keeps on disk, written by whoever trains it. Knows no threads: each call writes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from cnnstudio.core.atomic_file import replacing
from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import log, vitals_log
from cnnstudio.core.history.evaluation_file import WHOLE, write_evaluation
from cnnstudio.core.history.lock import Hold
from cnnstudio.core.history.naming import free_name
from cnnstudio.core.history.places import (
    EVALUATION_FOLDER,
    EVALUATIONS,
    METRICS,
    MOMENT_FOLDER,
    RUN,
    STATE,
    VITALS,
    half_written,
    path_of_evaluation,
    path_of_moment,
    sizes_of_evaluations,
    sizes_of_moments,
)
from cnnstudio.core.history.plan import FEWEST, room, thinned
from cnnstudio.core.history.run_file import (
    Gap,
    RunFacts,
    RunState,
    State,
    read_state,
    write_facts,
    write_state,
)
from cnnstudio.core.messages import Changed, Evaluated, Metrics, Vitals, Weights
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.tensor_file import CHECKSUM, checksum, size_of, write

#: Whole tests may take this share of the budget; the rest is the moments'.
_SHARE_OF_EVALUATIONS = 0.25


class RunWriter:
    """A run's folder, made when it is first needed, its name told apart from those of the runs
    beside it. Every method raises OSError where the disk
    does not take what it is given; then the folder holds what it held before, and the call can
    be made again.

    `budget` in bytes is kept to, but that the first moment and the latest are always kept, and
    that one moment more is there while it takes another's place.
    """

    def __init__(self, folder: Path, facts: RunFacts, budget: int) -> None:
        self.folder = folder
        self._facts = facts
        self._budget = budget
        self._state = RunState()
        self._moments: dict[int, int] = {}
        self._evaluations: dict[int, int] = {}
        self._logs = {METRICS: 0, EVALUATIONS: 0, VITALS: 0}
        self._is_thinned = False
        self._hold: Hold | None = None

    @property
    def moments(self) -> tuple[int, ...]:
        return tuple(self._moments)

    @property
    def size_bytes(self) -> int:
        """Bytes of the folder's moments, tests and logs."""
        return sum(sum(sizes.values()) for sizes in (self._moments, self._evaluations, self._logs))

    @property
    def note(self) -> Sentence | None:
        """What the budget has cost, if anything."""
        megabytes = max(1, round(self._budget / 1e6))
        largest = max(self._moments.values(), default=0)
        if largest and self._room_for_moments(largest) <= FEWEST:
            fit = FEWEST * largest <= self._budget
            code = "history_two" if fit else "history_over_budget"
            return say(code, megabytes=megabytes, each=max(1, round(largest / 1e6)))
        if self._is_thinned:
            return say("history_thinned", megabytes=megabytes)
        return None

    def begin(self, step: int) -> None:
        """Make the folder; of a run that goes on from an earlier step, forget what came after."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / RUN).exists():  # first: a folder without it is not a run's
            name = free_name(self._facts.name, self.folder.parent)
            write_facts(self.folder / RUN, replace(self._facts, name=name))
        self._hold = self._hold or Hold(self.folder)
        for folder in (self.folder / MOMENT_FOLDER, self.folder / EVALUATION_FOLDER):
            folder.mkdir(exist_ok=True)
        for path in half_written(self.folder):
            path.unlink(missing_ok=True)
        with suppress(ProjectError):
            self._state = read_state(self.folder / STATE, self._facts.id)
        self._moments = sizes_of_moments(self.folder)
        self._evaluations = sizes_of_evaluations(self.folder)
        self.forget_after(step)

    def end(self) -> None:
        """Nothing more comes: a run that is not finished now is broken off."""
        if self._hold is not None:
            self._hold.release()
            self._hold = None

    def forget_after(self, step: int) -> None:
        """The run goes on from here: later moments, tests and steps never were."""
        later = {kept for kept in self._moments if kept > step}
        marks = tuple(mark for mark in self._state.marks if mark.step <= step + 1)
        gaps = tuple(gap for gap in self._state.gaps if gap.last <= step)
        self._state = replace(self._state, step=step, marks=marks, gaps=gaps)
        self._drop_moments(later)
        self._drop_evaluations({kept for kept in self._evaluations if kept > step})
        with suppress(ProjectError):
            log.cut_after(self.folder / METRICS, log.STEP, step)
            log.cut_after(self.folder / EVALUATIONS, log.EVALUATION, step)
            of_network = vitals_log.dtype_of(self._facts.network)
            log.cut_after(self.folder / VITALS, of_network, step, vitals_log.are_sound)
        for name in self._logs:
            self._weigh_log(name)

    def add_moment(self, step: int, weights: Weights) -> None:
        """Keep the weights of a step, the latest so far, and thin the others if need be."""
        notes = {CHECKSUM: checksum(weights)}
        with replacing(path_of_moment(self.folder, step), lasting=False) as stream:
            write(stream, weights, notes)
        self._moments[step] = size_of(weights, notes)
        limit = self._room_for_moments(self._moments[step])
        dropped = self._too_many(self._moments, limit)
        self._is_thinned |= bool(dropped)
        self._drop_moments(dropped)

    def add_metrics(self, metrics: Metrics) -> None:
        records = np.empty(len(metrics.steps), log.STEP)
        records["step"], records["loss"] = metrics.steps, metrics.losses
        records["accuracy"], records["learning_rate"] = metrics.accuracies, metrics.learning_rates
        self._append(METRICS, records)

    def add_evaluation(self, evaluation: Evaluated) -> None:
        """Loss and accuracy are kept even where there is no room for the whole test."""
        names = log.EVALUATION.names or ()
        row = tuple(getattr(evaluation, name) for name in names)
        self._append(EVALUATIONS, np.array([row], log.EVALUATION))
        write_evaluation(path_of_evaluation(self.folder, evaluation.step), evaluation)
        self._evaluations[evaluation.step] = WHOLE.itemsize
        limit = room(int(self._budget * _SHARE_OF_EVALUATIONS), WHOLE.itemsize)
        self._drop_evaluations(self._too_many(self._evaluations, limit))

    def add_vitals(self, vitals: Vitals) -> None:
        self._append(VITALS, vitals_log.record_of(vitals, self._facts.network))

    def add_mark(self, mark: Changed) -> None:
        self._state = replace(self._state, marks=(*self._state.marks, mark))
        self._write_state()

    def add_gap(self, first: int, last: int) -> None:
        """Moments that were due between two steps could not be kept."""
        self._state = replace(self._state, gaps=(*self._state.gaps, Gap(first, last)))
        self._write_state()

    def set_state(self, state: State, step: int) -> None:
        self._state = replace(self._state, state=state, step=step)
        self._write_state()

    def _too_many(self, kept: Mapping[int, int], limit: int) -> set[int]:
        """The steps that are to go so that no more than `limit` stay."""
        if len(kept) <= limit:
            return set()
        return {*kept}.difference(thinned([*kept], limit, self._facts.start.steps_per_epoch))

    def _room_for_moments(self, each: int) -> int:
        others = sum(self._evaluations.values()) + sum(self._logs.values())
        return room(self._budget - others, each)

    def _drop_moments(self, steps: set[int]) -> None:
        """First from the list, so that what is on it is always there."""
        kept = {step: size for step, size in self._moments.items() if step not in steps}
        self._state = replace(self._state, moments=tuple(kept))
        self._write_state()
        for step in steps:
            path_of_moment(self.folder, step).unlink(missing_ok=True)
        self._moments = kept

    def _drop_evaluations(self, steps: set[int]) -> None:
        for step in steps:
            path_of_evaluation(self.folder, step).unlink(missing_ok=True)
            del self._evaluations[step]

    def _append(self, name: str, records: np.ndarray[Any, Any]) -> None:
        log.append(self.folder / name, records)
        self._logs[name] += records.nbytes

    def _weigh_log(self, name: str) -> None:
        path = self.folder / name
        self._logs[name] = path.stat().st_size if path.exists() else 0

    def _write_state(self) -> None:
        write_state(self.folder / STATE, self._state)
