"""What was found out once is kept for its moment, and void as soon as the weights are others."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cnnstudio.core.messages import Answer, Look
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.survey import MOST, Survey
from tests.ui.workspaces.inside.answering import Answering


@dataclass(frozen=True)
class Question(Look):
    what: str = ""


@pytest.fixture
def engine(session: Session) -> Answering:
    engine = Answering(session)
    engine.at(10)
    return engine


@pytest.fixture
def survey(session: Session, engine: Answering) -> Survey:
    return Survey(session, session)


def ask(survey: Survey, engine: Answering, what: str, anew: bool = False) -> None:
    survey.look(Question(0, what), anew)
    engine.answer(engine.asked(Question)[-1], Answer(0, "", 0))


def test_a_question_is_asked_once_for_each_moment(survey: Survey, engine: Answering) -> None:
    ask(survey, engine, "a")
    survey.look(Question(0, "a"))
    survey.look(Question(0, "a"), anew=True)
    assert len(engine.asked(Question)) == 1
    engine.at(20)
    survey.look(Question(0, "a"))
    assert len(engine.asked(Question)) == 1
    assert survey.is_stale
    ask(survey, engine, "a", anew=True)
    assert len(engine.asked(Question)) == 2
    assert not survey.is_stale
    engine.at(10)
    assert survey.answer is not None
    assert survey.answer.step == 10


def test_of_a_moment_without_an_answer_the_nearest_one_is_shown(
    survey: Survey, engine: Answering
) -> None:
    for step in (10, 20, 300):
        engine.at(step)
        ask(survey, engine, "a", anew=True)
    for step, nearest in ((1, 10), (40, 20), (200, 300), (900, 300)):
        engine.at(step)
        assert survey.answer is not None
        assert survey.answer.step == nearest
        assert survey.is_stale


def test_a_past_moment_before_the_first_test_voids_no_answer(
    session: Session, survey: Survey, engine: Answering
) -> None:
    ask(survey, engine, "a")
    assert session.evaluation is None
    session.evaluation_changed.emit()
    assert survey.answer is not None
    assert not survey.is_stale


def test_an_answer_of_another_run_is_none(survey: Survey, engine: Answering) -> None:
    ask(survey, engine, "a")
    engine.at(10, "another")
    assert survey.answer is None


def test_another_question_takes_the_place_of_the_one_before(
    survey: Survey, engine: Answering
) -> None:
    survey.look(Question(0, "a"))
    survey.look(Question(0, "b"))
    first, second = engine.asked(Question)
    assert engine.cancelled() == [first.request]
    engine.answer(first, Answer(0, "", 0))
    assert survey.answer is None
    engine.answer(second, Answer(0, "", 0))
    assert survey.answer is not None


def test_only_the_last_ones_are_kept(survey: Survey, engine: Answering) -> None:
    for number in range(MOST + 1):
        ask(survey, engine, str(number))
    survey.look(Question(0, "1"))
    assert len(engine.asked(Question)) == MOST + 1
    survey.look(Question(0, "0"))
    assert len(engine.asked(Question)) == MOST + 2


def test_weights_that_are_replaced_make_all_answers_void(
    survey: Survey, engine: Answering, session: Session
) -> None:
    ask(survey, engine, "a")
    session.surgery.carried_out.emit()
    assert survey.answer is None
    ask(survey, engine, "a")
    session.reset_weights()
    assert survey.answer is None


def test_what_fails_is_told_till_something_else_is_asked(survey: Survey, engine: Answering) -> None:
    survey.look(Question(0, "a"))
    engine.fail(engine.asked(Question)[0], say("layer_not_there"))
    assert survey.failure == say("layer_not_there")
    assert not survey.is_running
    survey.look(Question(0, "b"))
    assert survey.failure is None
