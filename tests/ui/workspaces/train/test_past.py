"""Train while a moment of the past is shown."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.core.history import load_moment, log, open_run
from cnnstudio.core.messages import HistoryLost, MomentsAre, Probed
from cnnstudio.core.sentences import say
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import load_weights
from cnnstudio.ui.session import Session, going_on, moment_files
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.session.pretrained import under_fresh_ids
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.kept_runs import empty_folder, keep_run, keep_vitals, weights_at
from tests.ui.workspaces.train.stage import begin, click, shown


@pytest.fixture
def train(session: Session, qtbot: QtBot) -> Iterator[TrainWorkspace]:
    with empty_folder():
        workspace = shown(session, qtbot)
        reopen(session, keep_run())
        yield workspace


def test_the_header_shows_the_figures_of_the_moment(
    train: TrainWorkspace, session: Session
) -> None:
    header = train.header
    assert header.test_accuracy.text() == "98.00\xa0%"
    now = header.train_loss.text()
    session.history.seek(100)
    assert "Step 100 of 300" in header.texts()
    assert "now: step 200" in header.texts()
    assert "step 100 of 100 in this epoch" in header.texts()
    assert header.test_accuracy.text() == "90.00\xa0%"
    assert float(header.train_loss.text()) > float(now)
    assert header.speed.text() == "–"
    session.history.seek(None)
    assert header.test_accuracy.text() == "98.00\xa0%"
    assert header.train_loss.text() == now


def test_the_matrix_is_that_of_the_last_test_before_the_moment_and_says_its_step(
    train: TrainWorkspace, session: Session
) -> None:
    panel = train._confusion
    assert panel.subtitle() == "test at step 150"  # the run's last, 50 steps before its end
    session.history.seek(100)
    assert panel.subtitle() == "test at step 60"
    assert train.digits.subtitle().startswith("1,000 test digits")
    session.history.seek(150)
    assert panel.subtitle() == "test at step 150"
    assert train.digits.subtitle().startswith("200 test digits")
    session.history.seek(20)
    assert panel.subtitle() == "no test before this step"
    assert session.evaluation is None


def test_the_doctor_says_of_a_run_that_was_opened_again_what_he_said_at_the_moment(
    train: TrainWorkspace, session: Session
) -> None:
    folder = keep_run("ill", "Ill")
    keep_vitals(folder, {20: 0.0, 100: 0.9, 180: 0.9})
    reopen(session, folder)
    card = train.doctor
    assert card.isVisible()
    assert "90% of the units are dead" in card.sentence()
    session.history.seek(60)
    assert not card.isVisible()
    assert card.chip.text() == "Healthy"
    session.history.seek(100)
    assert card.isVisible()
    session.history.seek(10)
    assert not card.chip.isVisible()
    session.history.seek(None)
    assert card.isVisible()


def test_of_a_run_without_vital_signs_the_doctor_says_nothing(
    train: TrainWorkspace, session: Session
) -> None:
    assert not train.doctor.isVisible()
    assert not train.doctor.chip.isVisible()
    session.history.seek(100)
    assert not train.doctor.isVisible()


def test_the_charts_show_the_values_of_the_moment_beside_its_line(
    train: TrainWorkspace, session: Session
) -> None:
    assert train.loss.chart.lines.shown is None
    session.history.seek(100)
    lines = train.loss.chart.lines
    assert (lines.shown, lines.step) == (100, 200.0)
    smoothed = float(lines.smooth[99])
    assert lines.shown_words == f"train {smoothed:.3f}, test 0.100"
    assert train.accuracy.chart.lines.shown_words.endswith("test 90.00\xa0%")
    session.history.seek(20)
    assert train.loss.chart.lines.shown_words.startswith("train ")
    assert "test" not in train.loss.chart.lines.shown_words
    session.history.seek(0)
    assert train.loss.chart.lines.shown_words == ""


def test_beyond_the_end_of_a_log_that_was_cut_short_the_train_figures_are_unknown(
    train: TrainWorkspace, session: Session
) -> None:
    folder = keep_run("short", "Short")
    os.truncate(folder / "metrics.log", 40 * log.STEP.itemsize)
    record = reopen(session, folder)
    assert [sentence.code for sentence in record.sentences] == ["log_short"]
    header = train.header
    for step in (None, 150, 60):
        session.history.seek(step)
        assert (header.train_loss.text(), header.train_accuracy.text()) == ("–", "–")
        assert header.test_accuracy.text() != "–"
    assert train.loss.chart.lines.shown_words == "train –, test 0.100"
    session.history.seek(20)
    assert header.train_loss.text() != "–"


def test_the_menu_names_the_moment_that_it_is_about(
    train: TrainWorkspace, session: Session
) -> None:
    button = train.past.controls.moment_button
    assert button.isEnabled()
    assert button.text() == "This moment"
    session.history.seek(60)
    assert button.text() == "Step 60"


def test_a_kept_moment_is_a_file_of_weights(
    train: TrainWorkspace,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    proposed = []

    def ask(parent: object, title: str, path: str, filter: str) -> tuple[str, str]:
        proposed.append((title, Path(path).name))
        return str(tmp_path / "mine"), filter

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    session.history.seek(60)
    with qtbot.waitSignal(session.history.kept):
        train.past.keep_this_moment()
    assert proposed == [("Keep the weights of step 60", "LeNet-5 step 60.safetensors")]
    weights, remarks = load_weights(tmp_path / "mine.safetensors", session.document.network)
    assert not remarks
    expected = weights_at("lenet5", 60)
    assert all((weights[name] == expected[name]).all() for name in expected)
    other, _ = under_fresh_ids(starter("lenet5"), {})
    weights, remarks = load_weights(tmp_path / "mine.safetensors", other)
    assert len(weights) == len(expected)
    assert not remarks


def test_a_slow_disk_holds_up_nobody_who_keeps_a_moment(
    train: TrainWorkspace,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    go = threading.Event()
    real = moment_files.load_moment

    def slowly(*moment: object) -> object:
        go.wait(10)
        return real(*moment)

    monkeypatch.setattr(moment_files, "load_moment", slowly)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    with qtbot.waitSignal(session.history.kept):
        train.past.keep_this_moment()
        assert not go.is_set()
        go.set()
    assert (tmp_path / "mine.safetensors").exists()


def test_a_moment_that_cannot_be_saved_is_told_in_one_sentence(
    train: TrainWorkspace, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/proc/none/x", ""))
    with qtbot.waitSignal(session.history.failed) as failed:
        train.past.keep_this_moment()
    assert failed.args[0].code == "file_not_written"


def test_projected_the_list_of_runs_still_has_its_place(train: TrainWorkspace) -> None:
    theme_manager().set_theme(Theme(projector=True))
    click(train.past.controls.runs_button)
    assert train.drawer.isVisible()
    assert train.loss.isVisible()
    QTest.keyClick(train.drawer, Qt.Key.Key_Escape)
    assert not train.drawer.isVisible()


def test_what_the_history_has_lost_is_said_quietly_and_goes_when_it_is_over(
    train: TrainWorkspace, session: Session
) -> None:
    sentence = say("history_lost", reason="No space left on device", step=130)
    session.run.state = "running"
    session.engine.told.emit(HistoryLost(session.run.id, sentence))
    assert "No space left on device" in train.notice.text()
    assert not train.notice.isHidden()
    assert train.notice.text().endswith("The run goes on.")
    session.run.state = "ended"
    session.run.state_changed.emit()
    assert train.notice.text().endswith("moments of it are lost.")
    session.engine.told.emit(MomentsAre(session.run.id, (0, 20, 100), 1_000))
    assert train.notice.isHidden()


def test_a_network_too_large_for_three_moments_says_so(
    train: TrainWorkspace, session: Session
) -> None:
    note = say("history_two", megabytes=64, each=45)
    session.engine.told.emit(MomentsAre(session.run.id, (0, 150), 90_000_000, note))
    assert "only the first and the latest" in train.notice.text()


def test_the_filters_of_an_opened_run_come_from_its_kept_moments(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) >= 4, timeout=5_000)
    assert train.filters.table.steps()[:4] == ["start", "20", "60", "100"]


def probe(session: Session, run_id: str, step: int) -> None:
    """What the engine says of the first filters."""
    weight = weights_at("lenet5", step)["conv1.weight"]
    logits = np.zeros(10, np.float32)
    filters = {"conv1": {"weight": weight}}
    session.live.probed.emit(Probed(1, run_id, step, {}, {}, filters, logits))


def test_the_kept_filters_stay_beside_those_that_the_engine_shows_of_an_opened_run(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    probe(session, "", 0)  # to the engine it is a network without any run
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) >= 4, timeout=5_000)
    assert train.filters.table.steps()[0] == "start"
    first = session.history.record
    reopen(session, keep_run("other", "Other"))
    reopen(session, first.folder)
    probe(session, "", 0)
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) >= 4, timeout=5_000)


def test_a_look_at_the_time_before_the_first_test_keeps_the_filters(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) >= 4, timeout=5_000)
    session.history.seek(1)
    probe(session, session.run.id, 1)
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) == 2, timeout=5_000)
    session.history.seek(None)
    probe(session, "", 0)
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) >= 4, timeout=5_000)
    assert train.filters.table.steps()[0] == "start"


def test_while_training_a_look_back_keeps_the_filters(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    begin(session, 100)
    for step in (0, 20, 60, 100):
        probe(session, session.run.id, step)
    session.history.open(open_run(keep_run(session.run.id, "Now")))
    session.history.seek(1)
    probe(session, session.run.id, 1)
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) == 2, timeout=5_000)
    session.history.seek(None)
    probe(session, session.run.id, 101)
    qtbot.waitUntil(lambda: len(train.filters.table.steps()) >= 4, timeout=5_000)
    assert train.filters.table.steps()[0] == "start"


@pytest.fixture
def ready(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an engine, as it seems."""
    monkeypatch.setattr(session.engine, "state", "ready")
    monkeypatch.setattr(session.engine, "send", lambda _: None)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that gives no moment until the event is set."""
    gives = threading.Event()

    def load(*args: object) -> object:
        gives.wait(20)
        return load_moment(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(going_on, "load_moment", load)
    yield gives
    gives.set()


def offered(train: TrainWorkspace) -> dict[str, bool]:
    """The first two things that the moment's menu offers, and whether they can be done."""
    menu = train.past.controls.menu
    menu.aboutToShow.emit()
    return {action.text(): action.isEnabled() for action in menu.actions()[:2]}


def test_a_slow_disk_holds_up_the_new_run_and_not_the_window(
    train: TrainWorkspace, session: Session, ready: None, slow_disk: threading.Event, qtbot: QtBot
) -> None:
    button, before = train.past.controls.moment_button, session.run.id
    session.history.seek(60)
    train.past.go_on_from_here()
    assert button.text() == "Reading step 60…"
    assert offered(train) == {"Go on from here": False, "What changed…": True}
    session.history.seek(100)
    train.past.go_on_from_here()  # one is enough
    assert session.run.id == before
    slow_disk.set()
    qtbot.waitUntil(lambda: session.run.id != before, timeout=5_000)
    assert button.text() == "This moment"
    assert offered(train)["Go on from here"]
    first = session.weights()["conv1.weight"]
    assert np.array_equal(first, weights_at("lenet5", 60)["conv1.weight"])


def test_a_moment_that_comes_when_another_run_is_on_screen_is_not_wanted_any_more(
    train: TrainWorkspace, session: Session, ready: None, slow_disk: threading.Event, qtbot: QtBot
) -> None:
    train.past.go_on_from_here()
    reopen(session, keep_run("other", "Other"))
    assert train.past.controls.moment_button.text() == "This moment"
    slow_disk.set()
    qtbot.wait(200)
    assert session.run.id == "other"
    assert session.run.state == "ended"


def test_a_moment_that_is_damaged_starts_no_run_and_is_told_in_one_sentence(
    train: TrainWorkspace, session: Session, ready: None, qtbot: QtBot
) -> None:
    told, before = [], session.run.id
    session.history.failed.connect(told.append)
    session.history.seek(60)
    (session.history.record.folder / "moments" / "60.safetensors").write_bytes(b"no")
    train.past.go_on_from_here()
    qtbot.waitUntil(lambda: bool(told), timeout=5_000)
    assert [sentence.code for sentence in told] == ["moment_damaged"]
    assert session.run.id == before
    assert train.past.controls.moment_button.text() == "Step 60"


@pytest.mark.parametrize(("step", "says"), [(100, "–"), (150, "98.00\xa0%"), (200, "–")])
def test_a_run_that_goes_on_from_a_moment_begins_with_no_test_but_that_moments_own(
    train: TrainWorkspace,
    session: Session,
    ready: None,
    step: int,
    says: str,
    qtbot: QtBot,
) -> None:
    before = session.run.id
    session.history.seek(step)
    train.past.go_on_from_here()
    qtbot.waitUntil(lambda: session.run.id != before, timeout=5_000)
    assert train.header.test_accuracy.text() == says
    assert (session.answers is None) == (says == "–")


def test_a_moment_of_another_network_than_that_on_screen_is_not_offered(
    train: TrainWorkspace, session: Session
) -> None:
    session.edit(Remove(("relu1",)))
    assert not train.past.controls.moment_button.isEnabled()
    assert train.past.step() is None
    session.document.undo_stack.undo()
    assert train.past.controls.moment_button.isEnabled()
