"""Weights that the engine tells of count for the run that they are of, and for no other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cnnstudio.core.messages import WeightsAre
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from tests.ui.kept_runs import empty_folder, keep_run
from tests.ui.workspaces.train.stage import begin


def ones(session: Session) -> dict[str, np.ndarray]:
    return {name: np.ones_like(array) for name, array in session.weights().items()}


def reopened(session: Session) -> None:
    with empty_folder():
        reopen(session, keep_run())


@pytest.mark.parametrize(
    "leave",
    [
        lambda session: session.take_weights(session.weights()),
        lambda session: session.open(session.document.network, session.weights()),
        lambda session: begin(session, 3),
        reopened,
    ],
    ids=["import", "open", "another run", "reopen"],
)
def test_what_a_run_that_was_left_comes_to_changes_nothing(
    session: Session, leave: Callable[[Session], None]
) -> None:
    late = ones(session)
    begin(session, 5)
    run = session.run.id
    leave(session)
    before = session.weights()
    session.engine.told.emit(WeightsAre(run, 6, late))
    session.engine.told.emit(WeightsAre("", 0, late))
    after = session.weights()
    assert all(after[name] is before[name] for name in before)


def test_weights_that_were_reset_stay_reset(session: Session) -> None:
    late = ones(session)
    begin(session, 5)
    run = session.run.id
    session.reset_weights()
    session.engine.told.emit(WeightsAre(run, 6, late))
    assert session.weights() == {}


def test_those_of_the_run_on_screen_are_taken(session: Session) -> None:
    new = ones(session)
    begin(session, 5)
    session.engine.told.emit(WeightsAre(session.run.id, 6, new))
    assert all(session.weights()[name] is new[name] for name in new)


def test_a_change_by_hand_that_the_engine_did_not_know_of_outlasts_them(session: Session) -> None:
    told = ones(session)
    begin(session, 5)
    session.engine.state = "ready"
    changed = session.surgery.tensors("conv1")["weight"].copy()
    changed[0] = 7
    session.surgery.change_weights("conv1", {"weight": changed})
    session.engine.told.emit(WeightsAre(session.run.id, 6, told))
    weight = session.weights()["conv1.weight"]
    assert (weight[0] == 7).all()
    assert (weight[1:] == 1).all()
