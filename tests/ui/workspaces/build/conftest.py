"""The Build workspace on the screen, alone or with a real engine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.build.workspace import BuildWorkspace
from tests.ui.workspaces.build.stage import select, shown_build


@pytest.fixture
def build(session: Session, qtbot: QtBot) -> BuildWorkspace:
    return shown_build(session, qtbot)


@pytest.fixture
def live_build(live_session: Session, qtbot: QtBot) -> BuildWorkspace:
    """The same with a real engine that has answered for the first convolution."""
    build = shown_build(live_session, qtbot)
    select(live_session, "conv1", qtbot)
    return build
