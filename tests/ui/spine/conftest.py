"""What the tests of the spine share: one that is shown, and the hands at it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cnnstudio.core.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnstudio.core.network import Network
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.theme import current_theme
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def spine(session: Session, qtbot: QtBot) -> Spine:
    spine = shown(Spine(session), qtbot, 304, 900)
    spine.setFocus()
    return spine


@pytest.fixture
def broken(session: Session) -> None:
    """A window that does not fit, and layers that wait behind it."""
    layers = (
        MaxPool2d((14, 14), (14, 14), id="pool"),
        Conv2d(4, (3, 3), id="bad"),
        ReLU(id="waits"),
        Flatten(id="flat"),
        Linear(10, id="last"),
    )
    session.document.open(Network("Broken", layers), None)


class Hands:
    """Mouse and keys at a spine."""

    def __init__(self, spine: Spine, qtbot: QtBot) -> None:
        self._spine, self._qtbot = spine, qtbot

    def middle(self, key: str) -> QPoint:
        return self._spine.card_rect(key).center().toPoint()

    def click(self, key: str, keys: Qt.KeyboardModifier = NONE) -> None:
        self.click_at(self.middle(key), keys)

    def click_at(self, point: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self._spine.viewport(), LEFT, keys, point)

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._spine, key, keys)

    def fix(self, key: str, index: int = 0) -> QPoint:
        """The middle of a finding's button on a card."""
        placed = self._spine.layout_.of(key)
        assert placed is not None
        buttons = [button for note in placed.notes.notes for button in note.buttons]
        corner = placed.notes_corner(current_theme()) - QPointF(0, self._spine.offset)
        return (corner + buttons[index].rect.center()).toPoint()

    def menu_at(self, key: str) -> QMenu:
        """The menu of a right click on a card."""
        viewport, point = self._spine.viewport(), self.middle(key)
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, point, viewport.mapToGlobal(point))
        QApplication.sendEvent(viewport, event)
        return self.popup()

    def popup(self) -> QMenu:
        self._qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def choose(self, menu: QMenu, text: str) -> None:
        (action,) = (action for action in menu.actions() if action.text() == text)
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


@pytest.fixture
def hands(spine: Spine, qtbot: QtBot) -> Hands:
    return Hands(spine, qtbot)
