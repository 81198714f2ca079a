"""Ctrl+Z in the real window takes back what is in use: the lab on show, or the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Rename
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.ui.commands import Commands
from cnnstudio.ui.files.project_files import ProjectFiles
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument


@pytest.fixture
def window(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setenv("CNNSTUDIO_DATA", str(tmp_path))
    window = MainWindow(session)
    Commands(window, session, ProjectFiles(session))
    window.show()
    qtbot.waitExposed(window)
    yield window
    session.document.forget_unsaved()
    window.close()
    window.deleteLater()


@pytest.fixture
def lab(session: Session) -> LabDocument:
    """A lab and a network, both with an edit to take back; the network's is the last one."""
    document = session.labs.document("convolution")
    document.edit_cell(Cell("input:0", 0, 0), 7)
    session.edit(Rename("Mine"))
    return document


def press_undo(window: MainWindow) -> None:
    QTest.keySequence(window, "Ctrl+Z")


def press_redo(window: MainWindow) -> None:
    QTest.keySequence(window, "Ctrl+Shift+Z")


def first_cell(document: LabDocument) -> float:
    lab = document.lab
    assert isinstance(lab, ConvolutionLab)
    return float(lab.input[0, 0, 0])


def menu_entry(window: MainWindow) -> QAction:
    entry = window.findChild(QAction, "undo")
    assert isinstance(entry, QAction)
    return entry


def can_have_focus(page: QWidget) -> QWidget:
    """A widget of the page that takes the keyboard."""
    return next(
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    )


def test_a_lab_that_is_opened_comes_into_sight(window: MainWindow, session: Session) -> None:
    session.labs.open("convolution")
    assert window.stage.key == "learn"
    window.show_workspace("train")
    session.labs.open("convolution")
    assert window.stage.key == "learn"


def test_in_learn_undo_takes_back_what_was_done_to_the_lab(
    window: MainWindow, session: Session, lab: LabDocument
) -> None:
    session.labs.open("convolution")
    press_undo(window)
    assert first_cell(lab) == 0
    assert session.document.network.name == "Mine"
    press_undo(window)
    assert session.document.network.name == "Mine"
    press_redo(window)
    assert first_cell(lab) == 7


@pytest.mark.parametrize("key", ["build", "train", "inside"])
def test_in_other_workspaces_undo_is_about_the_network(
    window: MainWindow, session: Session, lab: LabDocument, key: str
) -> None:
    session.labs.open("convolution")
    window.show_workspace(key)
    press_undo(window)
    assert session.document.network.name == "LeNet-5"
    assert first_cell(lab) == 7
    press_redo(window)
    assert session.document.network.name == "Mine"


def test_coming_back_to_learn_undo_is_about_its_lab_again(
    window: MainWindow, session: Session, lab: LabDocument
) -> None:
    session.labs.open("convolution")
    window.show_workspace("build")
    window.show_workspace("learn")
    press_undo(window)
    assert first_cell(lab) == 0
    assert session.document.network.name == "Mine"


def test_in_the_catalogue_undo_is_about_the_network(
    window: MainWindow, session: Session, lab: LabDocument
) -> None:
    session.labs.open("convolution")
    session.labs.show_catalogue()
    press_undo(window)
    assert session.document.network.name == "LeNet-5"
    assert first_cell(lab) == 7


def test_the_menu_says_what_undo_takes_back(
    window: MainWindow, session: Session, lab: LabDocument
) -> None:
    entry = menu_entry(window)
    assert entry.text() == "Undo Rename the network"
    session.labs.open("convolution")
    assert entry.text() == "Undo Change a number"
    press_undo(window)
    assert not entry.isEnabled()
    window.show_workspace("build")
    assert entry.text() == "Undo Rename the network"


def test_a_network_that_is_edited_beside_a_lab_has_its_turn(
    window: MainWindow, session: Session, lab: LabDocument
) -> None:
    session.labs.open("convolution")
    session.select(("relu1",))
    window.spine.setFocus()
    QTest.keyClick(window.spine, Qt.Key.Key_Delete)
    assert "relu1" not in session.document.report.by_id
    press_undo(window)
    assert "relu1" in session.document.report.by_id
    assert first_cell(lab) == 7


def test_whoever_has_the_keyboard_has_the_turn(
    window: MainWindow, session: Session, lab: LabDocument, qtbot: QtBot
) -> None:
    session.labs.open("convolution")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.mouseClick(window.spine.viewport(), Qt.MouseButton.LeftButton)
    press_undo(window)
    assert session.document.network.name == "LeNet-5"
    can_have_focus(window.stage.workspace("learn")).setFocus(Qt.FocusReason.TabFocusReason)
    press_undo(window)
    assert first_cell(lab) == 0
    press_undo(window)
    assert session.document.network.name == "LeNet-5"
