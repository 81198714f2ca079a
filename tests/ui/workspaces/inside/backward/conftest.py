"""The backward step on the screen, without an engine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.backward.view import BackwardView
from tests.ui.showing import shown


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> BackwardView:
    return shown(BackwardView(session), qtbot, 1296, 780)
