"""Real folders of runs, and Train with their list open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.kept_runs import empty_folder, keep_run
from tests.ui.workspaces.train.runs.listing import panel
from tests.ui.workspaces.train.stage import click, shown


@pytest.fixture
def runs(qtbot: QtBot) -> Iterator[list[Path]]:
    """Three runs: two of LeNet-5, one of a plain linear network."""
    with empty_folder():
        yield [
            keep_run("first", "LeNet-5"),
            keep_run("second", "Slower"),
            keep_run("third", "Linear", network_key="linear"),
        ]


@pytest.fixture
def train(session: Session, runs: list[Path], qtbot: QtBot) -> TrainWorkspace:
    workspace = shown(session, qtbot)
    click(workspace.past.controls.runs_button)
    qtbot.waitUntil(lambda: panel(workspace).table.rowCount() == 3, timeout=5_000)
    return workspace
