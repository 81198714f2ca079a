"""What changed between two moments, on a run in a folder: real clicks and keys, no engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.train.changes.panel import ChangesPanel
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.kept_runs import MOMENTS, empty_folder, evaluation_after, keep_run
from tests.ui.workspaces.train.stage import click, shown

SLOW = 60_000


@pytest.fixture
def folder(qtbot: QtBot) -> Iterator[Path]:
    with empty_folder():
        yield keep_run()


@pytest.fixture
def train(session: Session, folder: Path, qtbot: QtBot) -> TrainWorkspace:
    reopen(session, folder)
    workspace = shown(session, qtbot)
    workspace.past.show_changes()
    qtbot.waitUntil(lambda: bool(page(workspace).to_words.text()), timeout=5_000)
    return workspace


def page(train: TrainWorkspace) -> ChangesPanel:
    panel: ChangesPanel = train.drawer.page("changes")
    return panel


def settle(train: TrainWorkspace, qtbot: QtBot, first: int, second: int) -> None:
    """Until the changes between these moments are shown."""

    def is_shown() -> bool:
        changes = page(train)._changes
        return changes is not None and (changes.first, changes.second) == (first, second)

    qtbot.waitUntil(is_shown, timeout=5_000)


def test_from_the_first_tested_moment_to_the_latest_at_first(
    train: TrainWorkspace, qtbot: QtBot
) -> None:
    settle(train, qtbot, 60, 200)
    assert page(train).layers.subtitle() == "|Δw| in % of |w|"


def test_the_bars_and_the_difference_are_of_the_two_moments(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    page(train).start_from(0)
    settle(train, qtbot, 0, 200)
    panel = page(train)
    assert panel.to_words.text() == "to 200"
    assert panel.bars.sentence(0).startswith("Conv 6 @ 5×5, pad 2: ")
    assert panel.bars.sentence(0).endswith("%")
    assert panel.difference.title() == "Conv 6 @ 5×5, pad 2"
    # Every weight has grown by a thousandth a step.
    assert np.allclose(panel.view.grid._maps, 0.2, atol=1e-6)
    assert panel.which_less_which.whole_text() == "200 less 0"
    panel.start_from(150)
    session.history.seek(100)  # back in time
    settle(train, qtbot, 150, 100)
    assert np.allclose(panel.view.grid._maps, -0.05, atol=1e-6)
    assert panel.which_less_which.whole_text() == "100 less 150"


def test_the_slider_moves_the_later_moment_and_the_field_the_earlier_one(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    panel = page(train)
    panel.start_from(0)
    session.history.seek(100)
    settle(train, qtbot, 0, 100)
    panel.from_box.setFocus()
    panel.from_box.selectAll()
    QTest.keyClicks(panel.from_box, "57")
    QTest.keyClick(panel.from_box, Qt.Key.Key_Return)
    assert panel.from_box.value() == 60  # the nearest that was kept
    settle(train, qtbot, 60, 100)
    session.history.seek(20)
    click(panel.from_button)
    settle(train, qtbot, 20, 20)
    assert "the same moment" in panel.fault.text()


def test_answers_that_changed_are_counted_and_shown_by_kind_with_both_answers(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    panel = page(train)
    session.history.seek(150)
    settle(train, qtbot, 60, 150)
    answers = panel.answers
    # Every tenth was wrong at step 60, every fiftieth at step 150.
    assert answers.subtitle() == "800 changed"
    assert answers.line.isHidden()
    assert answers.choice.itemText(1) == "now right: 800"
    assert answers.choice.itemText(2) == "now wrong: 0"
    assert answers.gallery.indices()[:5].tolist() == [10, 20, 30, 40, 60]
    truth = int(session.digit.test_set.labels[10])
    card = answers.gallery._card(10)
    assert [heading for heading, _ in card.columns] == ["step 60", "step 150"]
    assert [found[0][0] for _, found in card.columns] == [(truth + 1) % 10, truth]
    QTest.keyClick(answers.choice, Qt.Key.Key_Down)
    QTest.keyClick(answers.choice, Qt.Key.Key_Down)
    assert answers.choice.currentIndex() == 2
    assert len(answers.gallery.indices()) == 0
    QTest.keyClick(answers.choice, Qt.Key.Key_Up)
    click(answers.gallery.viewport(), answers.gallery.card_rect(0).center().toPoint())
    assert session.digit.current.index == 10


def test_moments_that_were_not_tested_say_so_and_wait_for_an_engine(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    answers = page(train).answers
    settle(train, qtbot, 60, 200)
    assert answers.words.text() == "The answers at step 200 are not known yet."
    assert answers.choice.isHidden()
    assert not answers.line.test_button.isEnabled()
    page(train).start_from(5)
    settle(train, qtbot, 5, 200)
    assert answers.words.text() == "The answers at steps 5 and 200 are not known yet."


def test_the_test_of_the_network_as_it_is_now_is_that_of_the_moment_with_the_same_weights(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    answers = page(train).answers
    settle(train, qtbot, 60, 200)
    session.take_evaluation(evaluation_after("", 200, every=50))
    assert answers.line.isHidden()
    assert answers.subtitle() == "800 changed"
    page(train).start_from(5)
    settle(train, qtbot, 5, 200)
    assert answers.words.text() == "The answers at step 5 are not known yet."
    page(train).start_from(60)
    settle(train, qtbot, 60, 200)
    changed = session.weights()["conv1.weight"] + 1
    session.surgery.change_weights("conv1", {"weight": changed})
    session.take_evaluation(evaluation_after("", 200, every=50))
    assert answers.words.text() == "The answers at step 200 are not known yet."


def test_with_a_map_switched_off_the_test_of_now_is_of_no_moment(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    settle(train, qtbot, 60, 200)
    session.surgery.set_off("conv1", [0], True)
    session.take_evaluation(evaluation_after("", 200, every=50))
    assert page(train).answers.words.text() == "The answers at step 200 are not known yet."


def test_both_moments_are_tested_by_the_engine_when_asked_and_the_tests_are_kept(
    live_session: Session, folder: Path, qtbot: QtBot
) -> None:
    session = live_session
    reopen(session, folder)
    train = shown(session, qtbot)
    train.past.show_changes()
    page(train).start_from(20)
    session.history.seek(100)
    settle(train, qtbot, 20, 100)
    answers = page(train).answers
    click(answers.line.test_button)
    assert answers.line.cancel_button.isVisible()
    click(answers.line.cancel_button)
    qtbot.waitUntil(lambda: answers.line.test_button.isVisible(), timeout=SLOW)
    assert answers.subtitle() == ""
    click(answers.line.test_button)
    qtbot.waitUntil(lambda: answers.subtitle() != "", timeout=SLOW)
    assert answers.line.isHidden()
    headings = [heading for heading, _ in answers.gallery._card(0).columns]
    assert headings == ["step 20", "step 100"]
    assert session.evaluation.step == 100
    page(train).start_from(60)
    settle(train, qtbot, 60, 100)
    assert answers.subtitle() != ""
    page(train).start_from(20)
    settle(train, qtbot, 20, 100)
    assert answers.line.isHidden()
    assert session.history.own_test(20).confusion.sum() == 10_000


def test_a_layer_is_chosen_by_mouse_keys_or_on_the_spine(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    panel = page(train)
    panel.start_from(0)
    settle(train, qtbot, 0, 200)
    click(panel.bars, panel.bars.row_rect(1).center().toPoint())
    assert session.selection == ("conv2",)
    assert panel.view.currentWidget() is panel.view.wall
    panel.bars.setFocus()
    QTest.keyClick(panel.bars, Qt.Key.Key_Down)
    assert session.selection == ("dense1",)
    assert panel.view.currentWidget() is panel.view.matrix
    session.select(("conv1",))
    assert panel.difference.title() == "Conv 6 @ 5×5, pad 2"
    session.select(("relu1",))  # nothing learned there: the first layer that learns
    assert panel.difference.title() == "Conv 6 @ 5×5, pad 2"


def test_a_run_deleted_after_its_changes_were_closed_leaves_layers_selectable(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    settle(train, qtbot, 60, 200)
    click(page(train).close_button)
    session.history.forget()
    session.select(("conv2",))
    train.past.show_changes()
    assert page(train).fault.text() == "No moments of this run are kept."
    assert page(train).fault.isVisible()
    session.select(("conv1",))
    assert page(train).difference.title() == ""


def test_what_is_read_of_a_run_that_is_deleted_meanwhile_is_not_shown(
    train: TrainWorkspace, session: Session, qtbot: QtBot
) -> None:
    settle(train, qtbot, 60, 200)
    page(train).start_from(100)
    session.history.forget()
    qtbot.waitUntil(lambda: not page(train)._disk.is_reading, timeout=5_000)
    assert page(train)._changes is None
    assert page(train).fault.isVisible()


def damage(folder: Path, step: int) -> None:
    path = folder / "moments" / f"{step}.safetensors"
    path.write_bytes(path.read_bytes()[:-5])


def test_damaged_moments_are_passed_over_with_a_sentence(
    train: TrainWorkspace, session: Session, folder: Path, qtbot: QtBot
) -> None:
    panel = page(train)
    panel.start_from(0)
    settle(train, qtbot, 0, 200)
    damage(folder, 60)
    damage(folder, 200)
    session.history.seek(100)
    settle(train, qtbot, 0, 100)
    panel.start_from(60)
    settle(train, qtbot, 20, 100)
    assert panel.fault.text() == "The moment of step 60 is damaged or cut short."
    assert panel.fault.isVisible()
    assert panel.from_box.value() == 20
    session.history.seek(None)
    settle(train, qtbot, 20, 150)
    assert panel.fault.text() == "The moment of step 200 is damaged or cut short."
    assert panel.to_words.text() == "to 150"
    train.drawer.show_page("")
    train.past.show_changes()
    qtbot.waitUntil(panel.fault.isHidden, timeout=5_000)


def test_where_all_moments_are_damaged_there_is_nothing_to_compare(
    train: TrainWorkspace, session: Session, folder: Path, qtbot: QtBot
) -> None:
    for step in MOMENTS:
        damage(folder, step)
    panel = page(train)
    panel.start_from(100)
    qtbot.waitUntil(lambda: "No moments" in panel.fault.text(), timeout=5_000)
    assert session.history.moments == ()


def test_without_kept_moments_there_is_nothing_to_compare(session: Session, qtbot: QtBot) -> None:
    with empty_folder():
        reopen(session, keep_run(moments=()))
        workspace = shown(session, qtbot)
        workspace.past.show_changes()
        assert page(workspace).fault.text() == "No moments of this run are kept."
        assert page(workspace).fault.isVisible()
        click(page(workspace).close_button)
        assert workspace.drawer.open_page == ""


@pytest.mark.parametrize(
    ("theme", "size"),
    [(Theme(), (976, 581)), (Theme(projector=True, scale=0.8), (1196, 582))],
)
def test_pages_leave_the_curves_room_in_the_smallest_window(
    train: TrainWorkspace, theme: Theme, size: tuple[int, int]
) -> None:
    theme_manager().set_theme(theme)
    train.resize(*size)
    QTest.qWait(50)
    assert train.minimumSizeHint().height() <= size[1]
    low = train.loss.height()
    train.past.toggle_runs()
    QTest.qWait(50)
    assert train.loss.height() > low + 10  # of what the page with the changes needs
