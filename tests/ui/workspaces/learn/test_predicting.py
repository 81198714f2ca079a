"""Predict, then reveal, with real mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.workspaces.learn.hands import LEFT, button


@pytest.fixture
def asking(learn: LearnWorkspace, qtbot: QtBot) -> LearnWorkspace:
    QTest.mouseClick(button(learn.page.header, "Predict"), LEFT)
    learn.driver.prediction.rule = "every"
    learn.driver.prediction.every = 1
    learn.driver.play(True)
    for _ in range(200):
        if learn.driver.prediction.asking is not None:
            break
        learn.driver.clock.advance(0.1)
    assert learn.driver.prediction.asking is not None
    return learn


def test_playing_halts_before_a_number_and_hides_it(asking: LearnWorkspace) -> None:
    assert not asking.driver.state().playing
    step = asking.driver.state().position
    marks = asking.page.stage.view.plate.marks
    (asked,) = (mark for mark in marks if mark.style == "asked")
    grid = asking.page.stage.view.plate.grid("output:0")
    assert grid is not None
    assert not grid.is_known(asked.cell)
    assert asked.cell.row * 7 + asked.cell.column == step
    assert asking.page.stage.card.isVisible()


def test_a_right_answer_is_counted_and_the_number_lands(
    asking: LearnWorkspace, document: LabDocument
) -> None:
    question, card = asking.driver.prediction.asking, asking.page.stage.card
    assert question is not None
    step = document.lab.step
    QTest.keyClicks(card.field, f"{question.answer:g}")
    QTest.mouseClick(card.check, LEFT)
    assert asking.driver.prediction.score == (1, 1)
    assert document.lab.step == step + 1
    assert card.title.whole_text() == "Right"


def test_a_wrong_answer_is_told_what_it_came_from(asking: LearnWorkspace) -> None:
    question, card = asking.driver.prediction.asking, asking.page.stage.card
    assert question is not None
    value, cause = question.wrong[0]
    QTest.keyClicks(card.field, f"{value:g}")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert card.title.whole_text() == "Not quite"
    assert str(cause) in card.words.text()
    assert asking.driver.prediction.score == (0, 1)


def test_letters_are_no_answer(asking: LearnWorkspace) -> None:
    card = asking.page.stage.card
    QTest.keyClicks(card.field, "four")
    QTest.mouseClick(card.check, LEFT)
    assert "Type a number" in card.words.text()
    assert asking.driver.prediction.asking is not None


def test_show_me_reveals_without_a_score_for_it(asking: LearnWorkspace) -> None:
    step = asking.driver.state().position
    QTest.mouseClick(asking.page.stage.card.show_me, LEFT)
    assert asking.driver.state().position == step + 1
    assert asking.driver.prediction.score[0] == 0


def test_enter_checks_and_enter_again_goes_on(asking: LearnWorkspace) -> None:
    question, card = asking.driver.prediction.asking, asking.page.stage.card
    assert question is not None
    QTest.keyClicks(card.field, str(round(question.answer)))
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert not card.is_asking()
    QTest.keyClick(card.go_on, Qt.Key.Key_Return)
    assert asking.driver.state().playing


def test_the_card_does_not_ask_for_what_is_done(learn: LearnWorkspace) -> None:
    QTest.mouseClick(button(learn.page.header, "Predict"), LEFT)
    card = learn.page.stage.card
    assert card.words.text().startswith("Press play")
    learn.driver.play(True)
    assert card.words.text().startswith("It stops")
    learn.driver.play(False)
    assert card.words.text().startswith("Press play")
