"""The map of digits on the screen, and an engine whose answers are handed in."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.digit_map.view import DigitMapView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering


@pytest.fixture
def view(session: Session, engine: Answering, qtbot: QtBot) -> DigitMapView:
    return shown(DigitMapView(session), qtbot, 1296, 740)
