"""Where the card with the question lies: in the place that the picture leaves, or below it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.lab_window import window
from tests.ui.showing import shown
from tests.ui.workspaces.learn.test_asking_labs import ASKING, ask

__all__ = ["window"]


def place_of_card(learn: LearnWorkspace) -> QRect:
    QTest.qWait(100)
    return learn.page.stage.card.geometry()


@pytest.mark.parametrize("key", ASKING)
def test_the_card_lies_where_it_would_if_predicting_were_switched_on_in_the_lab(
    window: MainWindow, session: Session, key: str
) -> None:
    learn = window.stage.workspace("learn")
    session.labs.open(key)
    QTest.qWait(100)
    learn.driver.prediction.on = True
    expected = place_of_card(learn), learn.page.stage.view.size()
    learn.close_lab()
    QTest.qWait(100)
    session.labs.open(key)
    assert (place_of_card(learn), learn.page.stage.view.size()) == expected


def test_a_larger_window_brings_the_card_back_beside_the_picture(
    session: Session, qtbot: QtBot
) -> None:
    learn = shown(LearnWorkspace(session), qtbot, 1296, 780)
    session.labs.open("convolution")
    learn.driver.prediction.on = True
    beside = place_of_card(learn)
    assert beside.left() > learn.page.stage.width() / 2
    learn.resize(1296, 660)
    assert place_of_card(learn).left() < 100
    learn.resize(1296, 780)
    assert place_of_card(learn) == beside


def test_opening_with_predicting_on_keeps_the_card_off_the_foot(
    session: Session, qtbot: QtBot
) -> None:
    learn = shown(LearnWorkspace(session), qtbot, 1296, 780)
    learn.driver.prediction.on = True
    session.labs.open("convolution")
    assert place_of_card(learn).left() > learn.page.stage.width() / 2


@pytest.mark.parametrize("height", [620, 740, 780])
@pytest.mark.parametrize("key", ASKING)
def test_the_card_is_whole_and_nothing_jumps_while_one_predicts(
    session: Session, qtbot: QtBot, key: str, height: int
) -> None:
    learn = shown(LearnWorkspace(session), qtbot, 1296, height)
    learn.driver.prediction.on = True
    session.labs.open(key)
    card, view = learn.page.stage.card, learn.page.stage.view

    def is_whole() -> bool:
        needed = card.heightForWidth(card.width())
        return card.height() >= (needed if needed > 0 else card.sizeHint().height())

    sizes = []
    for go_on in (
        lambda: None,
        lambda: ask(learn, key, session),
        lambda: learn.driver.prediction.answer(987654.5),
        lambda: learn.driver.play(True),
    ):
        go_on()
        QTest.qWait(30)
        assert is_whole()
        assert learn.page.stage.rect().contains(card.geometry())
        sizes.append(view.size())
    assert sizes == [sizes[0]] * len(sizes)


def test_a_click_on_the_play_button_that_is_off_leaves_the_keyboard_in_the_field(
    window: MainWindow, session: Session
) -> None:
    learn = window.stage.workspace("learn")
    ask(learn, "convolution", session)
    QTest.qWait(30)
    field, buttons = learn.page.stage.card.field, window.transport_bar.findChildren(QAbstractButton)
    play = next(button for button in buttons if button.accessibleName() == "Play")
    assert field.hasFocus()
    assert not play.isEnabled()
    QTest.mouseClick(play, Qt.MouseButton.LeftButton)
    assert field.hasFocus()
    QTest.keyClicks(window.focusWidget(), "12")
    assert field.text() == "12"
