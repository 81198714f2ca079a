"""The narrow rail of projector mode."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.rail import Rail
from tests.ui.showing import shown as put_on_screen


def rail_of(session: Session, qtbot: QtBot) -> Rail:
    return put_on_screen(Rail(session), qtbot, 84, 700)


def test_there_is_a_tile_for_every_layer(session: Session, qtbot: QtBot) -> None:
    rail = rail_of(session, qtbot)
    shown = [report.layer.id for report, _ in rail.tiles]
    assert shown == [layer.id for layer in session.document.network.layers]


def test_a_click_on_a_tile_selects_its_layer(session: Session, qtbot: QtBot) -> None:
    rail = rail_of(session, qtbot)
    place = rail.tiles[2][1].center().toPoint()
    QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.selection == ("pool1",)


def test_a_click_on_the_digit_asks_for_another_one(session: Session, qtbot: QtBot) -> None:
    rail = rail_of(session, qtbot)
    place = rail.viewport().rect().center()
    place.setY(30)
    with qtbot.waitSignal(rail.digit_clicked):
        QTest.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.selection == ()


def test_arrows_walk_the_tiles_and_scroll_to_them(session: Session, qtbot: QtBot) -> None:
    session.document.open(starter("vgg16"), None)
    rail = rail_of(session, qtbot)
    QTest.keyClick(rail, Qt.Key.Key_End)
    assert session.selection == (session.document.network.layers[-1].id,)
    assert rail.verticalScrollBar().value() == rail.verticalScrollBar().maximum() > 0
    QTest.keyClick(rail, Qt.Key.Key_Up)
    assert session.selection == (session.document.network.layers[-2].id,)
