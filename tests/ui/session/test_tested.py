"""What a test says counts for the weights that it was of, and for no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cnnstudio.core.edits import Replace
from cnnstudio.core.layers import Conv2d
from cnnstudio.core.messages import Command, Paused, Resumed, WeightsAre
from cnnstudio.core.messages import Test as AskForTest
from cnnstudio.ui.session import Session
from tests.ui.workspaces.train.stage import begin, evaluated, metrics


@pytest.fixture
def sent(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    commands: list[Command] = []
    session.engine.state = "ready"
    monkeypatch.setattr(session.engine, "send", commands.append)
    return commands


def answer(session: Session, sent: list[Command]) -> None:
    """What the engine says of the last test that it was asked for."""
    asked = [command for command in sent if isinstance(command, AskForTest)][-1]
    session.engine.told.emit(replace(evaluated(session, ""), request=asked.request))


def paused(session: Session) -> None:
    begin(session, 40)
    session.engine.told.emit(Paused(session.run.id, 40))


def change_by_hand(session: Session) -> None:
    weight = session.weights()["conv1.weight"] + 1
    session.surgery.change_weights("conv1", {"weight": weight})


def is_due(session: Session) -> bool:
    return session._test_later.isActive()


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.edit(Replace(Conv2d(8, (5, 5), padding=(2, 2), id="conv1"))),
        change_by_hand,
        lambda session: session.reset_weights(),
    ],
    ids=["edit", "by hand", "reset"],
)
def test_what_comes_after_a_change_is_not_taken(
    session: Session, sent: list[Command], change: Callable[[Session], None]
) -> None:
    session.test()
    change(session)
    answer(session, sent)
    assert session.evaluation is None


def test_what_comes_after_the_run_went_on_is_not_taken(
    session: Session, sent: list[Command]
) -> None:
    paused(session)
    session.test()
    session.engine.told.emit(Resumed(session.run.id, 40))
    session.engine.told.emit(metrics(session.run.id, 41, 50))
    answer(session, sent)
    assert session.test_of_now() is None


def test_another_seed_makes_others_of_first_weights(session: Session, sent: list[Command]) -> None:
    session.reset_weights()
    session.test()
    answer(session, sent)
    replaced: list[int] = []
    session.surgery.replaced.connect(lambda: replaced.append(1))
    session.settings = replace(session.settings, seed=7)
    assert session.evaluation is None
    assert replaced  # so that surveys forget what they know


def test_another_seed_changes_nothing_of_trained_weights(
    session: Session, sent: list[Command]
) -> None:
    session.test()
    answer(session, sent)
    session.settings = replace(session.settings, seed=7)
    assert session.evaluation is not None


def test_a_tested_network_is_not_tested_again_after_a_look_into_the_past(
    session: Session, sent: list[Command]
) -> None:
    paused(session)
    session.engine.told.emit(WeightsAre(session.run.id, 40, session.weights()))
    assert is_due(session)
    session._test_unasked()
    answer(session, sent)
    session._test_later.stop()
    session.history.shown_changed.emit()
    assert not is_due(session)


def test_a_test_that_was_put_off_by_the_past_is_made_up_for(
    session: Session, sent: list[Command]
) -> None:
    paused(session)
    session.run.evaluations.append((40, 0.1, 0.9))  # of before the change
    change_by_hand(session)
    session._test_later.stop()  # a moment of the past was shown when it was due
    session.history.shown_changed.emit()
    assert is_due(session)


def test_what_does_not_run_is_not_tested_when_the_run_pauses(
    session: Session, sent: list[Command]
) -> None:
    begin(session, 40)
    session.edit(Replace(Conv2d(16, (50, 50), id="conv2")))
    assert not session.document.report.runs
    paused_run = session.run.id
    session.engine.told.emit(Paused(paused_run, 40))
    session.engine.told.emit(WeightsAre(paused_run, 40, session.weights()))
    assert not is_due(session)
