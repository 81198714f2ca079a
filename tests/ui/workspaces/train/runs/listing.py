"""The list of runs, driven by clicks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cnnstudio.ui.workspaces.train.runs.panel import RunsPanel
from cnnstudio.ui.workspaces.train.runs.table import NAME
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace


def row_of(train: TrainWorkspace, folder: Path) -> int:
    listed = [run.folder for run in panel(train).table.runs()]
    return listed.index(folder)


def place_of(train: TrainWorkspace, folder: Path, column: int = NAME) -> QPoint:
    table = panel(train).table
    return table.visualRect(table.model().index(row_of(train, folder), column)).center()


def choose(train: TrainWorkspace, folder: Path) -> None:
    table = panel(train).table
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place_of(train, folder))
    assert table.chosen() is not None


def until_opened(train: TrainWorkspace) -> None:
    """A run that was asked for is read beside the window."""
    for _ in range(2_000):
        if not panel(train).is_opening:
            return
        QTest.qWait(5)
    raise AssertionError("the run is still being read after ten seconds")


def panel(train: TrainWorkspace) -> RunsPanel:
    return train.drawer.page("runs")
