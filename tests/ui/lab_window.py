"""The whole window with a lab in it, driven by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    session.labs.open("convolution")
    window.activateWindow()
    window.stage.currentWidget().page.setFocus()
    yield window
    window.transport.drive(window.stage.workspace("build").driver)


def position(window: MainWindow) -> int:
    return window.stage.workspace("learn").driver.state().position


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget() or window, key)
