"""The “…” menu of a lab leads to the clipboard and to the export dialog."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.labs.export.dialog import ExportDialog
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.learn.lab_menu import LabMenu
from tests.ui.showing import shown


@pytest.fixture
def menu(session: Session, qtbot: QtBot) -> Iterator[LabMenu]:
    session.labs.open("convolution")
    window = QWidget()
    menu = LabMenu(session)
    QVBoxLayout(window).addWidget(menu)
    shown(window, qtbot, 200, 100)
    yield menu
    window.close()


@pytest.mark.parametrize(("name", "is_film"), [("save_picture", False), ("save_film", True)])
def test_saving_opens_the_dialog_of_the_window(menu: LabMenu, name: str, is_film: bool) -> None:
    menu.actions_by_name[name].trigger()
    (dialog,) = menu.window().findChildren(ExportDialog)
    assert dialog.isVisible()
    assert dialog.form.options().is_film == is_film


def test_a_copy_goes_to_the_clipboard(menu: LabMenu) -> None:
    menu.actions_by_name["copy_picture"].trigger()
    assert QGuiApplication.clipboard().image().size() == QSize(1600, 900)
    QGuiApplication.clipboard().setMimeData(QMimeData())


def test_the_catalogue_offers_neither(session: Session, qtbot: QtBot) -> None:
    menu = LabMenu(session, needs_lab=False)
    qtbot.addWidget(menu)
    assert not {"copy_picture", "save_picture", "save_film"} & set(menu.actions_by_name)
