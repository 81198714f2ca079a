"""A run whose engine was lost goes on from its checkpoint as it was asked to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cnnstudio.core.interventions import Patch
from cnnstudio.core.messages import (
    Change,
    Changed,
    Checkpointed,
    Command,
    Intervene,
    Intervened,
    Resume,
    ResumeToEpochEnd,
    StartRun,
)
from cnnstudio.ui.session import Session
from tests.ui.workspaces.train.stage import begin

CHECKPOINT = 20


@pytest.fixture
def lost(session: Session) -> Session:
    """A run at step 40 whose engine has died and is starting again."""
    begin(session, 40)
    run = session.run
    run.evaluations = [(10, 1.0, 0.5), (30, 0.5, 0.8)]
    run.marks = [
        Changed(run.id, 15, "learning_rate", 0.001, 0.002),
        Changed(run.id, 30, "learning_rate", 0.002, 0.1),
    ]
    run.change("learning_rate", 0.1)
    session.engine.told.emit(Checkpointed(run.id, CHECKPOINT, "nowhere.safetensors"))
    session.engine.state = "starting"
    session.engine.lost.emit()
    return session


@pytest.fixture
def sent(lost: Session, monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    """What an engine is sent that is ready again."""
    commands: list[Command] = []
    lost.engine.state = "ready"
    monkeypatch.setattr(lost.engine, "send", commands.append)
    return commands


def patch(value: float) -> Patch:
    return Patch("conv1.bias", np.array([0]), np.array([value], np.float32))


def start_of(sent: list[Command]) -> StartRun:
    return next(command for command in sent if isinstance(command, StartRun))


@pytest.mark.parametrize(
    ("go_on", "command"),
    [
        (lambda session: session.step_run(), lambda run: Resume(run, 1)),
        (lambda session: session.run_to_epoch_end(), ResumeToEpochEnd),
    ],
    ids=["step", "epoch"],
)
def test_a_step_or_an_epoch_is_no_more_than_that(
    lost: Session,
    sent: list[Command],
    go_on: Callable[[Session], None],
    command: Callable[[str], Command],
) -> None:
    go_on(lost)
    assert start_of(sent).paused
    assert sent[-1] == command(lost.run.id)


def test_resumed_it_does_not_wait(lost: Session, sent: list[Command]) -> None:
    lost.run.resume()
    assert not start_of(sent).paused
    assert not any(isinstance(command, Resume) for command in sent)


def test_what_came_after_the_checkpoint_is_forgotten(lost: Session, sent: list[Command]) -> None:
    lost.run.resume()
    run = lost.run
    assert run.curves.steps[-1] == CHECKPOINT
    assert [step for step, _, _ in run.evaluations] == [10]
    assert [mark.step for mark in run.marks] == [15]


def test_settings_changed_since_the_checkpoint_stay_changed(
    lost: Session, sent: list[Command]
) -> None:
    lost.run.change("weight_decay", 0.01)  # while it waits
    sent.clear()
    lost.run.resume()
    changes = [command for command in sent if isinstance(command, Change)]
    assert changes == [
        Change(lost.run.id, "learning_rate", 0.1),
        Change(lost.run.id, "weight_decay", 0.01),
    ]


def test_a_change_by_hand_meanwhile_is_made_once(
    lost: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, sent = lost.run, []
    assert not run.intervene(run.interventions, (patch(1),))
    lost.engine.state = "ready"
    monkeypatch.setattr(lost.engine, "send", sent.append)
    assert not run.intervene(run.interventions, (patch(2),))
    assert sent == []  # the engine has no such run
    run.resume()
    (made,) = (command for command in sent if isinstance(command, Intervene))
    assert [float(patch.values[0]) for patch in made.patches] == [1, 2]
    lost.engine.told.emit(Intervened(run.id, CHECKPOINT))
    lost.engine.told.emit(Checkpointed(run.id, 30, "nowhere.safetensors"))
    assert run.by_hand.all() == ()


def test_a_change_made_right_after_the_checkpoint_leaves_one_mark(
    lost: Session, sent: list[Command]
) -> None:
    run = lost.run
    mark = Changed(run.id, CHECKPOINT + 1, "learning_rate", 0.001, 0.1)
    run.marks = [mark]
    run.resume()
    lost.engine.told.emit(Changed(run.id, CHECKPOINT + 1, "learning_rate", 0.001, 0.1))
    assert run.marks == [mark]
