"""The figures of a run: whose they are, and of which step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.core.messages import (
    Device,
    Finished,
    RunStarted,
)
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.workspaces.train.stage import begin, evaluated, metrics, shown

DEVICE = Device("cpu", "A CPU", 2)


@pytest.fixture
def workspace(session: Session, qtbot: QtBot) -> TrainWorkspace:
    """Without an engine: the engine's events are handed in at its seam."""
    return shown(session, qtbot)


def test_the_figures_stay_those_of_the_run_when_its_network_is_changed(
    workspace: TrainWorkspace, session: Session
) -> None:
    begin(session, 938)
    session.engine.told.emit(evaluated(session, session.run.id))
    session.engine.told.emit(Finished(session.run.id, 938, say("run_stopped", step=938)))
    relu = next(layer for layer in session.document.network.layers if layer.kind == "ReLU")
    session.edit(Remove((relu.id,)))
    session.take_evaluation(replace(evaluated(session, ""), accuracy=0.1, loss=3.0))
    assert workspace.header.test_accuracy.text() == "99.00\u00a0%"
    assert workspace.header.test_loss.text() == "0.050"
    assert "of the network before it was changed" in workspace.header.texts()


def test_weights_that_are_trained_are_said_to_be(
    workspace: TrainWorkspace, session: Session
) -> None:
    session.start_from("lenet5")
    assert "Train goes on from these weights" in workspace.header.texts()
    session.reset_weights()
    assert "press Train to begin" in workspace.header.texts()


def test_the_figures_of_an_earlier_test_say_its_step(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 938)
    session.engine.told.emit(evaluated(session, session.run.id))
    header = workspace.header
    assert header.test_accuracy.label() == "Test accuracy"
    session.engine.told.emit(metrics(session.run.id, 939, 950))
    qtbot.waitUntil(lambda: header.test_accuracy.label() == "Test accuracy, step 938")
    assert header.test_loss.label() == "Test loss, step 938"
    assert workspace._confusion.subtitle() == "test at step 938"


def test_a_run_begins_with_the_test_of_the_weights_that_it_starts_from(
    workspace: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.engine.state = "ready"
    session.take_evaluation(replace(evaluated(session, ""), step=0, accuracy=0.8395))
    session.start_run()
    run = session.run
    session.engine.told.emit(RunStarted(run.id, DEVICE, "float32", 1, 0, {}, 938, 4690))
    session.engine.told.emit(metrics(run.id, 1, 750))
    header = workspace.header
    qtbot.waitUntil(lambda: header.test_accuracy.label() == "Test accuracy, step 0")
    assert header.test_accuracy.text() == "83.95\xa0%"
    session.start_run()  # nothing was tested since step 0 of the run before
    assert session.evaluation is None
    assert header.test_accuracy.text() == "–"
    session.engine.state = "off"
