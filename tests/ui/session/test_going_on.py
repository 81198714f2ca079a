"""A new run from a moment of the past begins with what is known of that very moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.session.going_on import GoingOn
from cnnstudio.ui.session.past_runs import reopen
from tests.ui.kept_runs import empty_folder, keep_run, weights_at


@pytest.fixture
def reopened(session: Session) -> Iterator[Session]:
    """A run of 200 steps that was tested at 60 and 150; an engine seems to be there."""
    with empty_folder():
        reopen(session, keep_run())
        session.engine.state = "ready"
        yield session


def go_on(session: Session, qtbot: QtBot, step: int) -> None:
    going_on = GoingOn(session)
    before = session.run.id
    going_on.start(step)
    qtbot.waitUntil(lambda: session.run.id != before, timeout=5_000)


def test_a_moment_that_was_not_tested_lends_the_new_run_no_test(
    reopened: Session, qtbot: QtBot
) -> None:
    last = reopened.evaluation
    assert last is not None
    reopened.take_evaluation(replace(last, step=reopened.run.step))
    go_on(reopened, qtbot, 20)
    assert reopened.evaluation is None
    weights = weights_at("lenet5", 20)
    assert np.array_equal(reopened.weights()["conv1.weight"], weights["conv1.weight"])


def test_the_test_of_the_very_moment_is_that_of_the_new_runs_start(
    reopened: Session, qtbot: QtBot
) -> None:
    go_on(reopened, qtbot, 60)
    evaluation = reopened.evaluation
    assert evaluation is not None
    assert evaluation.step == 0
    assert evaluation.accuracy == pytest.approx(0.9)
