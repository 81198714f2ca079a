"""The spine in the real window: what the window makes of its signals."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place
from cnnstudio.core.layers import Residual
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session


def shown(session: Session, qtbot: QtBot) -> MainWindow:
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_enter_on_a_card_goes_to_its_first_setting(session: Session, qtbot: QtBot) -> None:
    window = shown(session, qtbot)
    session.select(("conv1",))
    window.spine.setFocus()
    qtbot.waitUntil(lambda: not window.stage.workspace("build")._soon.isActive())
    QTest.keyClick(window.spine, Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QAbstractSpinBox)
    assert field.accessibleName() == "Filters"


def test_alt_up_moves_a_card_once_though_the_menu_has_the_same_keys(
    session: Session, qtbot: QtBot
) -> None:
    window = shown(session, qtbot)
    session.edit(Insert((Residual(id="block"),), Place(1)))
    session.select(("block",))
    window.spine.setFocus()
    QTest.keyClick(window.spine, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [layer.id for layer in session.document.network.layers[:2]] == ["block", "conv1"]


def test_a_click_on_the_rails_digit_shows_the_next_one(session: Session, qtbot: QtBot) -> None:
    window = shown(session, qtbot)
    window.set_projector(True)
    before = session.digit.current.index
    assert before is not None
    place = window.rail.viewport().rect().center()
    place.setY(30)
    QTest.mouseClick(window.rail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.digit.current.index == before + 1
