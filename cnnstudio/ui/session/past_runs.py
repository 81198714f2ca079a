"""Runs of the past on screen again, opened from their folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cnnstudio.core.history import RunRecord, evaluation_at, last_sound_moment, open_run
from cnnstudio.core.sentences import say
from cnnstudio.ui.session.session import Session


def reopen(session: Session, folder: Path) -> RunRecord:
    """Show a run: its network with the weights of its last moment, curves, tests and marks. What
    is wrong with its folder is in the record's `sentences`. Raises ProjectError."""
    record = open_run(folder)
    step, weights = last_sound_moment(record) or (None, {})
    session.open(record.network, weights)
    session.run.reopen(record, has_weights=step is not None)
    session.history.open(record)
    tested = None if step is None else evaluation_at(record, step)
    if tested is not None:
        session.take_evaluation(tested)
        session.checkup.take_test(tested)
    if step in (None, record.step):
        return record
    return replace(record, sentences=(*record.sentences, say("run_has_weights_of", step=step)))
