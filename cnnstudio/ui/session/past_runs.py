"""Runs of the past on screen again, opened from their folders."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import PastRun, RunRecord, open_run, read_run
from cnnstudio.ui.session.session import Session


def show_run(session: Session, past: PastRun) -> None:
    """Put a run on screen: its network with the weights, curves, tests and marks."""
    session.history.seek(None)  # a copy of the run on screen has its id too
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


def find_moments(session: Session, folder: Path) -> None:
    """A folder is there again: if it is that of the current run, so are its moments."""
    with suppress(ProjectError):  # what is wrong with it the list of runs says
        record = open_run(folder)
        if record.id == session.run.id:
            session.history.open(record)
