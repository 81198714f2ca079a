"""Runs of the past on screen again: opened from their folders, gone on from a moment of theirs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import RunRecord, evaluation_at, load_moment, open_run
from cnnstudio.core.network import same_layers
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
    return record


def go_on_from(session: Session, step: int) -> None:
    """Train on from a moment of the run on screen, as a new run with the settings on screen. It
    begins with the test of that very moment, or with none: those of later steps are not its own.
    Nothing while the engine is not ready. Raises ProjectError."""
    record = session.history.record
    if record is None or session.engine.state != "ready":
        return
    weights = session.history.weights(step)
    if not same_layers(session.document.network, record.network):
        session.document.go_back_to(record.network)
    session.bank.put(weights)
    session.document.weights_changed()
    tested = evaluation_at(record, step)
    session.take_evaluation(tested if tested is not None and tested.step == step else None)
    name = QCoreApplication.translate("past_runs", "{name}, from step {step:,}")
    session.start_run(name=name.format(name=record.name, step=step))


def _last_weights(record: RunRecord) -> Weights:
    """The weights of the last moment that is sound; none where none is."""
    for step in reversed(record.moments):
        try:
            return load_moment(record, step)
        except ProjectError:
            continue
    return {}
