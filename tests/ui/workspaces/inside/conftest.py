"""The X-ray of Inside on the screen, without an engine."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown


@pytest.fixture
def inside(session: Session, qtbot: QtBot) -> XRayView:
    return shown(XRayView(session), qtbot, 1296, 780)
