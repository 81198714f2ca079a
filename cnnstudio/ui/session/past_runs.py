"""Runs of the past on screen again, opened from their folders."""

from __future__ import annotations

from pathlib import Path

from cnnstudio.core.history import RunRecord, evaluation_at, last_sound_moment, open_run
from cnnstudio.ui.session.session import Session


def reopen(session: Session, folder: Path) -> RunRecord:
    """Show a run: its network with the weights of its last moment, curves, tests and marks. What
    is wrong with its folder is in the record's `sentences`. Raises ProjectError."""
    record = open_run(folder)
    sound = last_sound_moment(record)
    session.open(record.network, sound[1] if sound else {})
    session.run.reopen(record)
    session.history.open(record)
    if (evaluation := evaluation_at(record, record.step)) is not None:
        session.take_evaluation(evaluation)
        session.checkup.take_test(evaluation)
    return record
