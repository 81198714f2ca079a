"""The X-ray of Inside on the screen, without an engine, and an engine whose answers are handed
in."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering


@pytest.fixture
def engine(session: Session) -> Answering:
    """It is the moment of step 100."""
    engine = Answering(session)
    engine.at(100)
    return engine


@pytest.fixture
def inside(session: Session, qtbot: QtBot) -> XRayView:
    return shown(XRayView(session), qtbot, 1296, 780)
