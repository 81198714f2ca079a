"""Runs of the past on screen again, opened from their folders."""

from __future__ import annotations

from pathlib import Path

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import RunRecord, evaluation_at, load_moment, open_run
from cnnstudio.core.tensors import Weights
from cnnstudio.ui.session.session import Session


def reopen(session: Session, folder: Path) -> RunRecord:
    """Show a run: its network with the weights of its last moment, curves, tests and marks. What
    is wrong with its folder is in the record's `sentences`. Raises ProjectError."""
    record = open_run(folder)
    session.open(record.network, _last_weights(record))
    session.run.reopen(record)
    session.history.open(record)
    if (evaluation := evaluation_at(record, record.step)) is not None:
        session.take_evaluation(evaluation)
        session.checkup.take_test(evaluation)
    return record


def _last_weights(record: RunRecord) -> Weights:
    """The weights of the last moment that is sound; none where none is."""
    for step in reversed(record.moments):
        try:
            return load_moment(record, step)
        except ProjectError:
            continue
    return {}
