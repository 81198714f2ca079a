"""The views of Inside: one in sight at a time, each made when it is first shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.look import projected_scale
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside import InsideWorkspace
from cnnstudio.ui.workspaces.inside.views import VIEWS
from tests.ui.showing import shown


@pytest.fixture
def workspace(session: Session, qtbot: QtBot) -> InsideWorkspace:
    return shown(InsideWorkspace(session), qtbot, 1296, 780)


@pytest.mark.parametrize("key", [view.key for view in VIEWS])
def test_a_click_shows_a_view_and_gives_it_the_transport(
    workspace: InsideWorkspace, key: str
) -> None:
    QTest.mouseClick(workspace.choice.button(key), Qt.MouseButton.LeftButton)
    view = workspace.view(key)
    assert view.isVisible()
    assert workspace.shown == key
    assert workspace.driver.chosen is view.driver
    others = (workspace.view(row.key) for row in VIEWS if row.key != key)
    assert not any(other.isVisible() for other in others)


def test_an_unknown_view_is_refused(workspace: InsideWorkspace) -> None:
    with pytest.raises(KeyError):
        workspace.show_view("elsewhere")


def test_every_view_has_a_name_and_a_hint(workspace: InsideWorkspace) -> None:
    for view in VIEWS:
        button = workspace.choice.button(view.key)
        assert button.text()
        assert button.toolTip()


def test_projected_in_a_small_window_no_name_of_a_view_is_cut(
    session: Session, qtbot: QtBot
) -> None:
    theme_manager().set_theme(Theme(projector=True, scale=projected_scale(1280, 720)))
    workspace = shown(InsideWorkspace(session), qtbot, 1200, 560)
    for view in VIEWS:
        button = workspace.choice.button(view.key)
        assert button.width() >= button.sizeHint().width()
