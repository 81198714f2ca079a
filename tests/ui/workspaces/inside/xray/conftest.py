"""The X-ray on the screen, with the engine's own numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Explained
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.xray.answering import EngineHere

#: Looks at a number and waits until the panel explains it.
Look = Callable[[str, tuple[int, int, int]], Explained]


@pytest.fixture
def engine(session: Session) -> EngineHere:
    return EngineHere(session)


@pytest.fixture
def xray(session: Session, engine: EngineHere, qtbot: QtBot) -> XRayView:
    session.digit.show_test(115)
    return shown(XRayView(session), qtbot, 1296, 780)


@pytest.fixture
def look(xray: XRayView, session: Session, qtbot: QtBot) -> Look:
    return looking(xray, session, qtbot)


def looking(xray: XRayView, session: Session, qtbot: QtBot) -> Look:
    def look(id: str, spot: tuple[int, int, int]) -> Explained:
        session.trail.look_at(id, Spot(*spot))
        return wait_for(xray, qtbot, id, spot)

    return look


def wait_for(xray: XRayView, qtbot: QtBot, id: str, spot: tuple[int, int, int]) -> Explained:
    def is_explained() -> bool:
        found = xray.xray.explained
        return found is not None and (found.layer_id, tuple(found.spot)) == (id, tuple(spot))

    qtbot.waitUntil(is_explained, timeout=8_000)
    # The maps come a little later than what is explained.
    qtbot.waitUntil(lambda: xray._session.live.is_fresh, timeout=8_000)
    # Lines that close the arithmetic take their room from its rows.
    QTest.qWait(20)
    explained = xray.xray.explained
    assert explained is not None
    return explained
