"""Runs of the past on screen again, opened from their folders."""

from __future__ import annotations

from pathlib import Path

from cnnstudio.core.history import PastRun, RunRecord, read_run
from cnnstudio.ui.session.session import Session


def show_run(session: Session, past: PastRun) -> None:
    """Put a run on screen: its network with the weights, curves, tests and marks."""
    session.open(past.record.network, past.weights)
    session.run.reopen(past)
    session.history.open(past.record)
    if past.test is not None:
        session.take_evaluation(past.test)
        session.checkup.take_test(past.test)


def reopen(session: Session, folder: Path) -> RunRecord:
    """Read a run and show it. Raises ProjectError."""
    past = read_run(folder)
    show_run(session, past)
    return past.record
