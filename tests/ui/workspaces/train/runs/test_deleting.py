"""Runs that are deleted in the list, and had back."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import open_run
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.workspaces.train.runs import deleting, trash
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.kept_runs import MOMENTS, keep_run
from tests.ui.workspaces.train.runs.listing import choose, panel
from tests.ui.workspaces.train.stage import begin, click

Key = Qt.Key


@pytest.fixture
def no_trash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trash, "to_trash", lambda _: None)


@pytest.fixture
def bin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trash of the test's own, where a desktop has its own."""
    if sys.platform != "linux":
        pytest.skip("the trash of this system cannot be put elsewhere")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "Trash"


def test_without_a_trash_a_run_can_be_had_back_until_the_list_is_closed(
    train: TrainWorkspace, runs: list[Path], no_trash: None, qtbot: QtBot
) -> None:
    choose(train, runs[1])
    QTest.keyClick(panel(train).table, Key.Key_Delete)
    assert panel(train).table.rowCount() == 2
    assert runs[1].exists()
    click(panel(train).message.button)
    qtbot.waitUntil(lambda: panel(train).table.rowCount() == 3, timeout=5_000)

    choose(train, runs[1])
    click(panel(train).delete_button)
    QTest.keyClick(panel(train).table, Key.Key_Escape)
    assert train.drawer.open_page == ""
    assert not runs[1].exists()


def test_without_a_trash_a_second_deletion_carries_out_the_first(
    train: TrainWorkspace, runs: list[Path], no_trash: None
) -> None:
    for folder in runs[:2]:
        choose(train, folder)
        click(panel(train).delete_button)
    assert not runs[0].exists()
    assert runs[1].exists()


@pytest.mark.parametrize("place", ["no_trash", "bin"])
def test_the_run_on_screen_can_be_deleted_and_only_now_is_left_of_it(
    train: TrainWorkspace,
    runs: list[Path],
    session: Session,
    place: str,
    request: pytest.FixtureRequest,
) -> None:
    request.getfixturevalue(place)
    reopen(session, runs[0])
    session.history.seek(60)
    choose(train, runs[0])
    click(panel(train).delete_button)
    click(panel(train).close_button)
    assert not runs[0].exists()
    assert session.history.shown is None
    assert session.history.moments == ()
    assert not train.driver.state().can_seek
    assert not train.past.controls.moment_button.isEnabled()


@pytest.mark.parametrize("place", ["no_trash", "bin"])
def test_the_run_on_screen_has_its_past_again_once_it_is_had_back(
    train: TrainWorkspace,
    runs: list[Path],
    session: Session,
    place: str,
    request: pytest.FixtureRequest,
) -> None:
    request.getfixturevalue(place)
    reopen(session, runs[0])
    session.history.seek(60)
    choose(train, runs[0])
    click(panel(train).delete_button)
    click(panel(train).message.button)
    assert session.history.moments == MOMENTS
    assert train.driver.state().can_seek
    assert train.past.controls.moment_button.isEnabled()
    session.history.seek(100)
    assert session.history.shown == 100


def test_another_run_that_is_had_back_takes_nothing_from_the_one_on_screen(
    train: TrainWorkspace, runs: list[Path], session: Session, bin: Path
) -> None:
    reopen(session, runs[0])
    session.history.seek(60)
    choose(train, runs[1])
    click(panel(train).delete_button)
    click(panel(train).message.button)
    assert runs[1].exists()
    assert session.history.record.folder == runs[0]
    assert session.history.shown == 60


def test_a_deleted_run_is_in_the_trash_and_can_be_had_back_from_it(
    train: TrainWorkspace, runs: list[Path], bin: Path, qtbot: QtBot
) -> None:
    before = sorted(path.name for path in runs[1].rglob("*"))
    for folder in runs[:2]:
        choose(train, folder)
        click(panel(train).delete_button)
        assert not folder.exists()
    assert panel(train).message.text() == "“Slower” is in the trash."
    assert {path.name for path in (bin / "files").iterdir()} == {"first", "second"}
    click(panel(train).close_button)
    click(train.past.controls.runs_button)
    click(panel(train).message.button)
    qtbot.waitUntil(lambda: panel(train).table.rowCount() == 2, timeout=5_000)
    assert sorted(path.name for path in runs[1].rglob("*")) == before
    assert [path.name for path in (bin / "files").iterdir()] == ["first"]
    assert [path.name for path in (bin / "info").iterdir()] == ["first.trashinfo"]


def test_a_run_that_is_not_in_the_trash_any_more_cannot_be_had_back_and_that_is_said(
    train: TrainWorkspace, runs: list[Path], bin: Path
) -> None:
    choose(train, runs[1])
    click(panel(train).delete_button)
    shutil.rmtree(bin)
    click(panel(train).message.button)
    assert "cannot be had back from the trash" in panel(train).message.text()


def test_a_folder_with_somebody_elses_files_does_not_go_into_the_trash(
    train: TrainWorkspace, runs: list[Path], bin: Path
) -> None:
    (runs[1] / "notes.txt").write_text("mine")
    choose(train, runs[1])
    click(panel(train).delete_button)
    click(panel(train).close_button)
    assert [path.name for path in runs[1].rglob("*")] == ["notes.txt"]


def test_a_run_that_the_disk_keeps_is_listed_again_and_has_its_moments(
    train: TrainWorkspace,
    runs: list[Path],
    session: Session,
    no_trash: None,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def refuse(folder: Path) -> None:
        raise ProjectError(say("run_not_deleted", file=folder.name, reason="Read-only file system"))

    monkeypatch.setattr(deleting, "delete", refuse)
    reopen(session, runs[0])
    choose(train, runs[0])
    click(panel(train).delete_button)
    assert panel(train).table.rowCount() == 2
    panel(train)._deleting.finish()
    qtbot.waitUntil(lambda: panel(train).table.rowCount() == 3, timeout=5_000)
    assert "Read-only file system" in panel(train).message.text()
    assert session.history.moments == MOMENTS


def test_a_folder_that_is_no_runs_is_not_said_to_be_deleted(
    train: TrainWorkspace, runs: list[Path], no_trash: None, qtbot: QtBot
) -> None:
    (runs[1] / "run.json").unlink()
    (runs[1] / "letter.txt").write_text("mine")
    panel(train).refresh()
    qtbot.waitUntil(lambda: panel(train).table.runs()[-1].sentence is not None, timeout=5_000)
    choose(train, runs[1])
    click(panel(train).delete_button)
    assert panel(train).message.text() == f"“{runs[1].name}” is not the folder of a run."
    assert panel(train).table.rowCount() == 3


def test_a_run_that_is_being_trained_is_not_deleted(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session)
    folder = keep_run(session.run.id, "Now")
    session.history.open(open_run(folder))
    panel(train).refresh()
    qtbot.waitUntil(lambda: panel(train).table.rowCount() == 4, timeout=5_000)
    choose(train, folder)
    click(panel(train).delete_button)
    assert "being trained" in panel(train).message.text()
    assert panel(train).table.rowCount() == 4
