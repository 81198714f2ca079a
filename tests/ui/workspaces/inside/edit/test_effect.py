"""What a change by hand is measured against."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import Examine, Examined
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.edit.effect import Effect
from cnnstudio.ui.workspaces.inside.edit.effect_panel import EffectPanel
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering


@pytest.fixture
def engine(session: Session) -> Answering:
    engine = Answering(session)
    engine.at(0)
    return engine


@pytest.fixture
def effect(session: Session, engine: Answering) -> Effect:
    effect = Effect(session, session)
    effect.watch(True)
    measured(session, engine, 100)
    return effect


def measured(session: Session, engine: Answering, wrong: int) -> None:
    """The engine answers the last question; so many digits are wrong."""
    labels = session.digit.test_set.labels
    answers = labels.astype(np.uint8)
    answers[:wrong] = (answers[:wrong] + 1) % 10
    engine.answer(engine.asked(Examine)[-1], Examined(0, "", 0, answers, len(labels)))


def train(session: Session, engine: Answering, step: int) -> None:
    for state in ("running", "paused"):
        session.run.state = state
        session.run.state_changed.emit()
    engine.at(step)


def test_after_training_alone_there_is_no_difference(
    session: Session, engine: Answering, effect: Effect
) -> None:
    train(session, engine, 40)
    measured(session, engine, 900)
    assert effect.before is effect.now
    assert effect.now is not None
    assert effect.now.accuracy == 0.91


def test_a_change_is_measured_against_the_weights_that_training_left(
    session: Session, engine: Answering, effect: Effect
) -> None:
    session.surgery.carried_out.emit()
    measured(session, engine, 5_000)
    assert effect.before is not None
    assert effect.before.accuracy == 0.99
    train(session, engine, 40)
    measured(session, engine, 900)
    for wrong in (2_000, 3_000):
        session.surgery.carried_out.emit()
        measured(session, engine, wrong)
    assert effect.before is not None
    assert effect.now is not None
    assert (effect.before.accuracy, effect.before.step) == (0.91, 40)
    assert effect.now.accuracy == 0.7


def test_a_change_while_the_trained_weights_are_measured_waits_for_that(
    session: Session, engine: Answering, effect: Effect
) -> None:
    train(session, engine, 40)
    session.surgery.carried_out.emit()
    measured(session, engine, 900)
    measured(session, engine, 2_000)
    assert effect.before is not None
    assert effect.now is not None
    assert (effect.before.accuracy, effect.now.accuracy) == (0.91, 0.8)


def test_a_first_number_is_set_against_the_same_digits_and_says_of_how_many_it_is(
    session: Session, engine: Answering, effect: Effect, qtbot: QtBot
) -> None:
    panel = shown(EffectPanel(effect, session.digit.test_set), qtbot, 380, 600)
    session.surgery.carried_out.emit()
    labels = session.digit.test_set.labels
    some = Examined(0, "", 0, labels[:1_000].astype(np.uint8), len(labels))
    engine.answer(engine.asked(Examine)[-1], some)
    assert panel.accuracy.text().replace("\xa0", " ") == "100.00 %"
    assert panel.before.text().replace("\xa0", " ") == "Before: 90.00 %"
    assert panel.difference.text().replace("\xa0", " ") == "+10.00 points"
    assert panel._subtitle.text().replace("\xa0", " ") == "first 1,000"
