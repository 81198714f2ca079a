"""The Inside workspace on the screen, without an engine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside import InsideWorkspace
from tests.ui.showing import shown


@pytest.fixture
def inside(session: Session, qtbot: QtBot) -> InsideWorkspace:
    return shown(InsideWorkspace(session), qtbot, 1296, 780)
