"""Puts the Train workspace on a stage, and says what an engine would say."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import Evaluated, Metrics, RunStarted
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.showing import shown as put_on_screen

LEFT = Qt.MouseButton.LeftButton


def shown(session: Session, qtbot: QtBot, width: int = 1296, height: int = 780) -> TrainWorkspace:
    return put_on_screen(TrainWorkspace(session), qtbot, width, height)


def begin(session: Session, steps: int = 0, total: int = 4690) -> None:
    """What the engine says when a run begins and gets as far as `steps`."""
    run = session.run
    run.start(session.document.network, session.settings, {})
    device = session.engine.device
    emit = session.engine.told.emit
    emit(RunStarted(run.id, device, "float32", 1, 0, {}, 938, total))  # type: ignore[arg-type]
    if steps:
        emit(metrics(run.id, 1, steps))


def metrics(run_id: str, first: int, last: int) -> Metrics:
    steps = np.arange(first, last + 1)
    losses = (2.3 / (1 + steps / 50)).astype(np.float32)
    rates = np.full(len(steps), 0.001, np.float32)
    return Metrics(run_id, steps, losses, 1 - losses / 3, rates, last / 938, 9000.0, 9.2, 1.0)


def evaluated(session: Session, run_id: str) -> Evaluated:
    """A test in which every 100th digit was read as the next one."""
    labels = session.digit.test_set.labels.astype(int)
    answers = labels.copy()
    answers[::100] = (answers[::100] + 1) % 10
    shares = np.full((10_000, 10), 0.01, np.float16)
    shares[np.arange(10_000), answers] = 0.91
    confusion = np.zeros((10, 10), np.int64)
    np.add.at(confusion, (labels, answers), 1)
    return Evaluated(run_id, 0, 938, 1.0, 0.05, 0.99, 5.0, confusion, shares)


def click(widget: QWidget, point: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, pos=point or widget.rect().center())
