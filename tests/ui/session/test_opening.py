"""The engine answers for the network on screen, also when a run's own comes back to it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Rename, Replace
from cnnstudio.core.layers import Conv2d
from cnnstudio.core.messages import (
    Command,
    Finished,
    OpenNetwork,
    Paused,
    Resumed,
    RunShown,
    ShowRun,
    WeightsAre,
)
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from tests.ui.workspaces.train.stage import begin, evaluated

WIDER = Replace(Conv2d(8, (5, 5), padding=(2, 2), id="conv1"))
SLOW = 60_000


@pytest.fixture
def sent(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    """What the engine is told of networks, while a run of the session is paused at step 40."""
    commands: list[Command] = []
    session.engine.state = "ready"
    begin(session, 40)
    session.engine.told.emit(Paused(session.run.id, 40))
    monkeypatch.setattr(session.engine, "send", commands.append)
    return commands


def shown(sent: list[Command]) -> list[type]:
    """In which order the engine was asked to show networks."""
    return [type(command) for command in sent if isinstance(command, OpenNetwork | ShowRun)]


def test_a_paused_runs_network_is_shown_again_after_an_undo(
    session: Session, sent: list[Command]
) -> None:
    session.edit(WIDER)
    session.document.undo_stack.undo()
    assert shown(sent) == [OpenNetwork, ShowRun]
    session.live.want("test", Wants(maps=("conv1",)))
    session.engine.told.emit(RunShown(session.run.id))
    assert not session.live.is_fresh  # it asks anew
    session.document.undo_stack.redo()
    session.document.undo_stack.undo()
    assert shown(sent) == [OpenNetwork, ShowRun] * 2


def test_a_run_that_goes_on_shows_itself(session: Session, sent: list[Command]) -> None:
    session.edit(WIDER)
    session.document.undo_stack.undo()
    session.engine.told.emit(Resumed(session.run.id, 40))
    session.edit(Rename("Mine"))
    assert shown(sent) == [OpenNetwork, ShowRun]


def test_a_run_that_goes_on_beside_another_network_does_not_take_its_place(
    session: Session, sent: list[Command]
) -> None:
    session.edit(WIDER)
    session.engine.told.emit(Resumed(session.run.id, 40))
    session.engine.told.emit(evaluated(session, session.run.id))
    assert shown(sent) == [OpenNetwork, OpenNetwork]
    assert session.evaluation is None
    session.document.undo_stack.undo()
    assert shown(sent) == [OpenNetwork, OpenNetwork, ShowRun]


def test_an_edit_before_the_run_is_shown_comes_after_it(
    session: Session, sent: list[Command]
) -> None:
    session.edit(WIDER)
    session.document.undo_stack.undo()
    session.document.undo_stack.redo()
    session.engine.told.emit(RunShown(session.run.id))
    assert shown(sent) == [OpenNetwork, ShowRun, OpenNetwork, OpenNetwork]


def test_a_run_that_ends_before_it_is_shown_is_opened(
    session: Session, sent: list[Command]
) -> None:
    session.edit(WIDER)
    session.document.undo_stack.undo()
    run, weights = session.run.id, session.weights()
    session.engine.told.emit(Finished(run, 40, say("run_stopped")))
    session.engine.told.emit(WeightsAre(run, 40, weights))
    assert shown(sent) == [OpenNetwork, ShowRun, OpenNetwork]


def test_after_an_undo_probes_and_tests_are_of_the_run(live_session: Session, qtbot: QtBot) -> None:
    session = live_session
    session.settings = RunSettings(epochs=50, batch_size=64, threads=1)
    session.live.want("test", Wants(maps=("conv1",)))
    session.start_run()
    qtbot.waitUntil(lambda: session.run.step > 20, timeout=SLOW)
    session.run.pause()
    qtbot.waitUntil(lambda: session.run.state == "paused", timeout=SLOW)
    session.edit(WIDER)

    def sees(maps: int, run_id: str) -> bool:
        seen = session.live.latest
        return seen is not None and len(seen.maps["conv1"]) == maps and seen.run_id == run_id

    qtbot.waitUntil(lambda: sees(8, ""), timeout=SLOW)
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: sees(6, session.run.id), timeout=SLOW)
    qtbot.waitUntil(lambda: session.evaluation is not None, timeout=SLOW)
    assert session.evaluation.accuracy > 0.9
