"""Where the card with the question lies: in the place that the picture leaves, or below it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.lab_window import window
from tests.ui.showing import shown

__all__ = ["window"]


def place_of_card(learn: LearnWorkspace) -> QRect:
    QTest.qWait(100)
    return learn.page.stage.card.geometry()


@pytest.mark.parametrize("key", [row.key for row in LABS if row.kind.asks])
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
