"""What the list of runs shows first, and what it makes room for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.workspaces.train.runs.table import NAME, NETWORK
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.workspaces.train.runs.listing import choose, panel


def test_the_run_on_screen_is_chosen_when_the_list_comes_into_sight(
    train: TrainWorkspace, runs: list[Path], session: Session, qtbot: QtBot
) -> None:
    for folder in (runs[1], runs[0]):
        reopen(session, folder)
        train.past.toggle_runs()
        train.past.toggle_runs()
        qtbot.waitUntil(lambda of=folder: is_chosen(train, of), timeout=5_000)
    choose(train, runs[2])  # what is chosen by hand stays
    panel(train).refresh()
    qtbot.waitUntil(lambda: not panel(train)._disk.is_reading, timeout=5_000)
    assert is_chosen(train, runs[2])


def is_chosen(train: TrainWorkspace, folder: Path) -> bool:
    run = panel(train).table.chosen()
    return run is not None and run.folder == folder


def test_names_of_runs_have_room_in_a_narrow_window(
    train: TrainWorkspace, runs: list[Path], qtbot: QtBot
) -> None:
    table = panel(train).table
    train.resize(860, 600)
    qtbot.waitUntil(lambda: table.isColumnHidden(NETWORK), timeout=5_000)
    assert table.columnWidth(NAME) > 10 * current_theme().font_px("body")
    assert not table.horizontalScrollBar().isVisible()
    train.resize(1_600, 900)
    qtbot.waitUntil(lambda: not table.isColumnHidden(NETWORK), timeout=5_000)


def test_digits_of_a_cell_of_the_matrix_are_seen_though_the_list_was_open(
    train: TrainWorkspace, runs: list[Path], session: Session, qtbot: QtBot
) -> None:
    reopen(session, runs[0])
    assert train.drawer.open_page == "runs"
    place = train.matrix.cell_rect((3, 3)).center().toPoint()
    QTest.mouseClick(train.matrix, Qt.MouseButton.LeftButton, pos=place)
    assert train.drawer.open_page == ""
    assert train.digits.isVisible()
    train.past.toggle_runs()
    session.take_evaluation(None)  # as a run that begins does: the choice is taken back
    assert train.matrix.chosen is None
    assert train.drawer.open_page == "runs"
