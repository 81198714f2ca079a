"""Hands on the Build workspace, and a network with something to mend."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove
from cnnstudio.core.layers import Conv2d, MaxPool2d
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.build.workspace import BuildWorkspace
from tests.ui.showing import shown


def shown_build(session: Session, qtbot: QtBot) -> BuildWorkspace:
    return shown(BuildWorkspace(session), qtbot, 1296, 780)


def select(session: Session, id: str, qtbot: QtBot) -> None:
    """Select a layer and wait for the engine's numbers of it."""
    session.select((id,))
    live = session.live
    qtbot.waitUntil(lambda: live.latest is not None and id in live.latest.maps, timeout=20_000)
    qtbot.wait(20)


def settle(qtbot: QtBot) -> None:
    """Let the picture that an edit asked for be drawn."""
    qtbot.wait(20)


def hover(widget: QWidget, point: QPointF) -> None:
    # The mouse may already be there: a move from elsewhere is always one.
    QTest.mouseMove(widget, QPoint(1, 1))
    QTest.mouseMove(widget, point.toPoint())


def misfit(session: Session) -> None:
    """7×7 maps, a 3×3 filter, stride 3, as in the lecture."""
    session.edit(Remove(("conv2", "relu2", "pool2")))
    layers = (MaxPool2d(id="shrink"), Conv2d(id="misfit", out_channels=16, stride=3))
    session.edit(Insert(layers, Place(3)))
    session.select(("misfit",))
