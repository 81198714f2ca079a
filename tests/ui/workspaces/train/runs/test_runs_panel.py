"""The list of runs in the drawer of Train: real folders, real clicks and keys, no engine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove
from cnnstudio.core.history import open_run
from cnnstudio.core.history.lock import Hold
from cnnstudio.core.layers import Dropout
from cnnstudio.core.messages import Paused
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.workspaces.train.runs.comparison import MOST, colour_of
from cnnstudio.ui.workspaces.train.runs.table import COMPARE
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.kept_runs import empty_folder, keep_run
from tests.ui.workspaces.train.runs.listing import choose, panel, place_of, row_of, until_opened
from tests.ui.workspaces.train.stage import begin, click, shown

Key = Qt.Key


def test_every_run_is_listed_with_what_it_is_and_what_it_takes(
    train: TrainWorkspace, runs: list[Path]
) -> None:
    words = panel(train).table.words(row_of(train, runs[1]))
    assert words[:2] == ["Slower", "LeNet-5"]
    assert words[3:6] == ["200 of 300", "98.00\xa0%", "10"]
    assert words[6].endswith("MB")
    assert panel(train).subtitle().startswith("3 kept, ")
    assert panel(train).subtitle().endswith("each may take up to 512\xa0MB")


def test_enter_opens_a_run_with_its_network_curves_and_moments(
    train: TrainWorkspace, runs: list[Path], session: Session, qtbot: QtBot
) -> None:
    choose(train, runs[2])
    QTest.keyClick(panel(train).table, Key.Key_Return)
    until_opened(train)
    assert session.document.network.name == open_run(runs[2]).network.name
    assert session.run.step == 200
    assert session.history.moments[:3] == (0, 1, 2)
    assert train.loss.chart.drawn_points() > 50
    assert train.header.test_accuracy.text() == "98.00\xa0%"
    qtbot.waitUntil(lambda: not panel(train).open_button.isEnabled(), timeout=5_000)


def test_a_double_click_opens_a_run(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    viewport = panel(train).table.viewport()
    place = place_of(train, runs[0])
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    until_opened(train)
    assert session.history.record is not None
    assert session.history.record.folder == runs[0]


def test_unsaved_work_is_asked_about_in_the_panel_before_a_run_takes_its_place(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    session.edit(Insert((Dropout(id="new"),), Place(2)))
    network = session.document.network
    choose(train, runs[0])
    click(panel(train).open_button)
    assert session.document.network is network
    assert "not saved" in panel(train).message.text()
    click(panel(train).message.button)
    until_opened(train)
    assert session.history.record is not None
    assert session.run.step == 200


def test_f2_renames_a_run_on_disk_and_opens_nothing(
    train: TrainWorkspace, runs: list[Path], session: Session, qtbot: QtBot
) -> None:
    choose(train, runs[1])
    QTest.keyClick(panel(train).table, Key.Key_F2)
    field = panel(train).table.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, "Half the rate")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: open_run(runs[1]).name == "Half the rate", timeout=5_000)
    qtbot.waitUntil(
        lambda: panel(train).table.words(row_of(train, runs[1]))[0] == "Half the rate",
        timeout=5_000,
    )
    assert session.history.record is None


def test_no_run_is_opened_while_another_one_trains(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    begin(session, 30)
    choose(train, runs[0])
    click(panel(train).open_button)
    assert session.run.is_running
    assert session.run.step == 30
    assert "pause or stop it first" in panel(train).message.text()
    session.engine.told.emit(Paused(session.run.id, 30))
    assert panel(train).message.text() == ""


def test_the_colour_of_a_compared_run_is_that_of_its_curve_also_in_the_selected_row(
    train: TrainWorkspace, runs: list[Path], qtbot: QtBot
) -> None:
    table = panel(train).table
    choose(train, runs[0])
    QTest.keyClick(table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel(train)._comparison.place_of(runs[0]) == 0, timeout=5_000)
    wanted = colour_of(0, current_theme())
    image = table.viewport().grab().toImage()
    rect = table.visualRect(table.model().index(row_of(train, runs[0]), COMPARE))
    line = (image.pixelColor(x, rect.center().y()) for x in range(rect.left(), rect.right()))
    assert wanted in list(line)


def test_the_run_in_training_is_listed_with_the_step_that_it_is_at(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 250)
    folder = keep_run(session.run.id, "Now")
    session.history.open(open_run(folder))
    panel(train).refresh()
    qtbot.waitUntil(lambda: panel(train).table.rowCount() == 4, timeout=5_000)
    assert panel(train).table.words(row_of(train, folder))[3] == "training, 250 of 300"


def test_a_run_that_was_broken_off_is_listed_as_that_and_one_of_another_window_as_training(
    train: TrainWorkspace, runs: list[Path], qtbot: QtBot
) -> None:
    for folder in runs[:2]:
        path = folder / "state.json"
        path.write_text(path.read_text().replace("finished", "running"))
    hold = Hold(runs[1])
    panel(train).refresh()
    table = panel(train).table
    at, elsewhere = row_of(train, runs[0]), row_of(train, runs[1])
    qtbot.waitUntil(lambda: "broken off" in table.words(at)[3], timeout=5_000)
    assert table.words(at)[3] == "broken off at 200 of 300"
    assert table.words(elsewhere)[3] == "training, 200 of 300"
    choose(train, runs[1])
    click(panel(train).delete_button)
    assert "being trained" in panel(train).message.text()
    assert table.rowCount() == 3
    hold.release()


def test_that_a_run_is_on_screen_is_said_until_another_one_is(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    reopen(session, runs[0])
    choose(train, runs[0])
    QTest.keyClick(panel(train).table, Key.Key_Return)
    assert panel(train).message.text() == "This run is on screen."
    reopen(session, runs[1])
    assert panel(train).message.text() == ""


def test_a_run_whose_network_was_edited_is_opened_again_and_one_that_is_paused_comes_back(
    train: TrainWorkspace, runs: list[Path], session: Session, qtbot: QtBot
) -> None:
    reopen(session, runs[0])
    network = session.document.network
    choose(train, runs[0])
    assert not panel(train).open_button.isEnabled()
    session.edit(Remove(("relu1",)))
    click(panel(train).open_button)
    click(panel(train).message.button)  # all the same
    until_opened(train)
    assert session.document.network == network

    begin(session, 30)
    folder = keep_run(session.run.id, "Now")
    session.history.open(open_run(folder))
    session.run._set_state("paused")
    panel(train).refresh()
    qtbot.waitUntil(lambda: panel(train).table.rowCount() == 4, timeout=5_000)
    session.edit(Remove(("relu1",)))
    choose(train, folder)
    click(panel(train).open_button)
    assert session.document.network == network
    assert session.run.state == "paused"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "damaged or was altered"),
        (b'{"format": 99}', "newer CNN Studio"),
        (None, "cannot be read"),
    ],
)
def test_a_damaged_run_says_what_is_wrong_with_it_and_opens_nothing(
    train: TrainWorkspace,
    runs: list[Path],
    session: Session,
    qtbot: QtBot,
    content: bytes | None,
    says: str,
) -> None:
    network = session.document.network
    if content is None:
        (runs[1] / "run.json").unlink()
    else:
        (runs[1] / "run.json").write_bytes(content)
    panel(train).refresh()
    table = panel(train).table
    qtbot.waitUntil(lambda: table.runs()[-1].sentence is not None, timeout=5_000)
    assert says in table.words(2)[1]
    choose(train, runs[1])
    QTest.keyClick(table, Key.Key_Return)
    assert session.document.network is network
    assert says in panel(train).message.text()
    assert not panel(train).open_button.isEnabled()


def test_a_copy_of_the_run_on_screen_is_opened_at_its_end(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    copied = shutil.copytree(runs[0], runs[0].with_name("copy"))
    reopen(session, runs[0])
    session.history.seek(20)
    reopen(session, copied)
    assert session.history.shown is None
    assert session.history.record.folder == copied


def test_what_is_missing_of_an_opened_run_is_said(train: TrainWorkspace, runs: list[Path]) -> None:
    (runs[0] / "moments" / "20.safetensors").unlink()
    choose(train, runs[0])
    click(panel(train).open_button)
    until_opened(train)
    assert "step 20 is missing" in panel(train).message.text()


def test_a_run_without_its_moments_keeps_its_figures_apart_from_the_new_weights(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    shutil.rmtree(runs[0] / "moments")
    choose(train, runs[0])
    click(panel(train).open_button)
    until_opened(train)
    assert "its weights are lost" in panel(train).message.text()
    assert "starts from new weights" in train.notice.text()
    assert session.evaluation is None
    assert session.weights() == {}
    assert "of weights that are lost" in train.header.texts()
    assert train.header.test_accuracy.text() == "98.00\xa0%"
    assert train.driver.state().subtitle == "run of lost weights"
    begin(session, 5)
    assert "of weights that are lost" not in train.header.texts()


def test_a_run_whose_last_moment_is_damaged_says_whose_weights_it_has(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    path = runs[0] / "moments" / "200.safetensors"
    path.write_bytes(path.read_bytes()[:-4] + b"0000")
    choose(train, runs[0])
    click(panel(train).open_button)
    until_opened(train)
    assert "the weights of step 150" in panel(train).message.text()
    (runs[0] / "moments" / "150.safetensors").unlink()
    session.start_from("mlp")
    reopen(session, runs[0])
    assert session.evaluation.step == 60


def test_compared_runs_are_laid_over_the_charts_with_their_names(
    train: TrainWorkspace, runs: list[Path], session: Session, qtbot: QtBot
) -> None:
    reopen(session, runs[0])
    panel(train).refresh()
    choose(train, runs[1])
    QTest.keyClick(panel(train).table, Key.Key_Space)
    qtbot.waitUntil(lambda: len(train.comparison.runs) == 1, timeout=5_000)
    others = train.loss.chart.lines.others
    assert [other.name for other in others] == ["Slower"]
    assert np.array_equal(others[0].test_steps, [60, 150])
    assert np.allclose(train.accuracy.chart.lines.others[0].tests, [0.9, 0.98])
    table = panel(train).table
    assert table.item(row_of(train, runs[1]), COMPARE).checkState() == Qt.CheckState.Checked
    # The run on screen is not laid over itself.
    choose(train, runs[0])
    QTest.keyClick(table, Key.Key_Space)
    assert len(train.comparison.runs) == 1
    choose(train, runs[1])
    QTest.keyClick(table, Key.Key_Space)
    assert train.loss.chart.lines.others == ()


def test_a_run_whose_curves_cannot_be_read_is_not_compared_and_says_why(
    train: TrainWorkspace, runs: list[Path], qtbot: QtBot
) -> None:
    settings = json.loads((runs[1] / "run.json").read_text())
    choose(train, runs[1])
    (runs[1] / "run.json").write_text(json.dumps({**settings, "format": 99}))
    QTest.keyClick(panel(train).table, Key.Key_Space)
    qtbot.waitUntil(lambda: "newer" in panel(train).message.text(), timeout=5_000)
    assert train.comparison.runs == ()


def test_more_runs_than_there_are_colours_are_refused(
    train: TrainWorkspace, runs: list[Path], qtbot: QtBot
) -> None:
    for index in range(MOST + 1):
        keep_run(f"more{index}", f"More {index}", moments=(0,), network_key="linear")
    panel(train).refresh()
    table = panel(train).table
    qtbot.waitUntil(lambda: table.rowCount() == MOST + 4, timeout=5_000)
    for row in range(MOST + 1):
        table.selectRow(row)
        QTest.keyClick(table, Key.Key_Space)
    assert "the most that can be told apart" in panel(train).message.text()
    qtbot.waitUntil(lambda: len(train.comparison.runs) == MOST, timeout=5_000)


def test_without_any_run_the_list_says_so(session: Session, qtbot: QtBot) -> None:
    with empty_folder():
        workspace = shown(session, qtbot)
        click(workspace.past.controls.runs_button)
        qtbot.waitUntil(lambda: bool(panel(workspace).subtitle()), timeout=5_000)
        assert panel(workspace).subtitle() == "none kept yet"
        assert not panel(workspace).open_button.isEnabled()


def test_a_run_that_begins_while_another_is_read_stays(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    choose(train, runs[0])
    click(panel(train).open_button)
    begin(session, 5)
    run = session.run.id
    until_opened(train)
    assert session.run.id == run
    assert "A run is training" in panel(train).message.text()


def test_of_two_runs_asked_for_the_last_one_is_opened(
    train: TrainWorkspace, runs: list[Path], session: Session
) -> None:
    for folder in runs[:2]:
        choose(train, folder)
        click(panel(train).open_button)
    until_opened(train)
    assert session.history.record is not None
    assert session.history.record.folder == runs[1]
