"""A run of the past, with all that is shown of it when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cnnstudio.core.history.reading import (
    MetricsLog,
    RunRecord,
    evaluation_at,
    evaluations,
    last_sound_moment,
    metrics,
    open_run,
    vital_signs,
)
from cnnstudio.core.messages import Evaluated, Vitals, Weights
from cnnstudio.core.sentences import say


@dataclass(frozen=True, eq=False)
class PastRun:
    """`step` is that of its last moment that can be read, and None where none can; `weights` are
    that moment's, and `test` is the last one at or before it."""

    record: RunRecord
    step: int | None
    weights: Weights
    test: Evaluated | None
    log: MetricsLog
    tests: tuple[tuple[int, float, float], ...]
    vitals: tuple[Vitals, ...]


def read_run(folder: Path) -> PastRun:
    """Takes the disk a while. What is wrong with the folder is in the record's `sentences`. Raises
    ProjectError."""
    record = open_run(folder)
    step, weights = last_sound_moment(record) or (None, {})
    test = None if step is None else evaluation_at(record, step)
    log, tests, vitals = metrics(record), tuple(evaluations(record)), vital_signs(record)
    if step not in (None, record.step):
        sentence = say("run_has_weights_of", step=step)
        record = replace(record, sentences=(*record.sentences, sentence))
    return PastRun(record, step, weights, test, log, tests, vitals)
