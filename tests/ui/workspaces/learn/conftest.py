"""The Learn workspace on the screen, with the lab of convolution open."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.widgets.plate_view import PlateView
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.showing import shown


@pytest.fixture
def learn(session: Session, qtbot: QtBot) -> LearnWorkspace:
    learn = shown(LearnWorkspace(session), qtbot, 1296, 780)
    session.labs.open("convolution")
    learn.driver.seek(27)
    return learn


@pytest.fixture
def view(learn: LearnWorkspace) -> PlateView:
    return learn.page.stage.view


@pytest.fixture
def document(session: Session, learn: LearnWorkspace) -> LabDocument:
    return session.labs.document("convolution")
