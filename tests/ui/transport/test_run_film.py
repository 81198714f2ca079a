"""The past of a run on the transport bar, without an engine: a run that was opened again."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import MomentsAre
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.transport.run_film import FILM_SPEEDS
from cnnstudio.ui.transport.run_transport import RunTransport
from tests.ui.kept_runs import MOMENTS, empty_folder, keep_run

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(session: Session) -> Iterator[Session]:
    with empty_folder():
        reopen(session, keep_run())
        yield session


@pytest.fixture
def window(opened: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(opened)
    qtbot.addWidget(window)
    window.show()
    window.show_workspace("train")
    window.activateWindow()
    qtbot.waitExposed(window)
    window.stage.currentWidget().setFocus()
    yield window
    window.transport.drive(window.stage.workspace("build").driver)


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget() or window, key)


def button(window: MainWindow, name: str) -> QPushButton:
    buttons = window.transport_bar.findChildren(QPushButton)
    return next(one for one in buttons if one.accessibleName() == name)


def test_the_bar_shows_the_kept_moments_and_how_far_the_run_has_been(opened: Session) -> None:
    transport = RunTransport(opened, opened)
    state = transport.state()
    assert (state.maximum, state.position, state.reached) == (300, 200, 200)
    assert state.ticks == MOMENTS[:-1]  # the last one is now
    assert state.can_seek
    assert state.can_step_back
    transport.seek(57)
    state = transport.state()
    assert (state.position, state.title, state.subtitle) == (
        60,
        "Step 60 · past",
        "now is step 200",
    )
    assert "nothing is trained" in state.play_hint
    assert state.speeds == FILM_SPEEDS


def test_steps_go_from_moment_to_moment_and_the_last_step_leads_to_now(opened: Session) -> None:
    transport, history = RunTransport(opened, opened), opened.history
    visited = []
    for _ in range(3):
        transport.step_back()
        visited.append(history.shown)
    assert visited == [150, 100, 60]
    transport.to_start()
    assert history.shown == 0
    transport.step_back()
    assert history.shown == 0
    assert not transport.state().can_step_back
    transport.seek(150)
    transport.step_forward()
    assert history.shown is None


def test_a_position_nearer_to_now_than_to_any_moment_is_now(opened: Session) -> None:
    transport = RunTransport(opened, opened)
    transport.seek(60)
    transport.seek(180)
    assert opened.history.shown is None
    transport.seek(290)
    assert opened.history.shown is None


def test_a_film_that_cannot_show_all_moments_in_the_time_passes_some_over(
    session: Session, qtbot: QtBot
) -> None:
    with empty_folder():
        reopen(session, keep_run(moments=range(61)))
        transport, visited = RunTransport(session, session), []

        def show_slowly() -> None:
            visited.append(session.history.shown)
            time.sleep(0.05)

        transport.seek(0)
        transport.set_speed(60)
        session.history.shown_changed.connect(show_slowly)
        transport.play(True)
        qtbot.waitUntil(lambda: not transport.state().playing, timeout=10_000)
        steps = visited[:-1]
        assert visited[-1] is None
        assert steps == sorted(steps)
        assert len(steps) < 30  # of 60, in about a second


def test_the_film_plays_up_to_now_at_the_chosen_speed_and_ends_there(
    opened: Session, qtbot: QtBot
) -> None:
    transport, history = RunTransport(opened, opened), opened.history
    passed = []
    history.shown_changed.connect(lambda: passed.append(history.shown))
    transport.seek(20)
    transport.set_speed(5)  # slow enough that a busy machine passes none over
    assert opened.run.pace == float("inf")  # training keeps its own pace
    transport.play(True)
    assert transport.state().playing
    qtbot.waitUntil(lambda: not transport.state().playing, timeout=5_000)
    assert passed == [20, 60, 100, 150, None]


def test_a_film_halts_where_it_is_and_leaves_with_its_workspace(opened: Session) -> None:
    transport = RunTransport(opened, opened)
    transport.seek(1)
    transport.play(True)
    transport.play(False)
    assert not transport.state().playing
    assert opened.history.shown == 1
    transport.play(True)
    transport.leave()
    assert not transport.state().playing


def test_keys_go_over_the_past_and_end_leads_back_to_now(window: MainWindow) -> None:
    history = window._session.history
    press(window, Key.Key_Home)
    assert history.shown == 0
    press(window, Key.Key_Right, Key.Key_Right)
    assert history.shown == 2
    press(window, Key.Key_Left)
    assert history.shown == 1
    press(window, Key.Key_End)
    assert history.shown is None
    press(window, Key.Key_PageUp)
    assert history.shown == 150


def test_arrow_keys_on_the_timeline_itself_go_from_moment_to_moment(window: MainWindow) -> None:
    history, timeline = window._session.history, window.transport_bar.timeline()
    timeline.setFocus()
    for key, shown in (
        (Key.Key_Left, 150),
        (Key.Key_Left, 100),
        (Key.Key_Right, 150),
        (Key.Key_Home, 0),
        (Key.Key_Right, 1),
        (Key.Key_End, None),
    ):
        QTest.keyClick(timeline, key)
        assert history.shown == shown, key


def test_a_drag_over_the_timeline_shows_moments_and_the_knob_settles_on_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    history, timeline = window._session.history, window.transport_bar.timeline()
    row = round(timeline.track_rect().center().y())

    def place(step: int) -> QPoint:
        return QPoint(round(timeline.x_of(step)), row)

    seen = []
    history.shown_changed.connect(lambda: seen.append(history.shown))
    QTest.mousePress(timeline, LEFT, pos=place(195))
    for step in (170, 130, 90, 50, 12):
        QTest.mouseMove(timeline, place(step))
    assert seen == [150, 100, 60, 10]
    QTest.mouseRelease(timeline, LEFT, pos=place(12))
    assert timeline.value() == 10
    QTest.mouseClick(timeline, LEFT, pos=place(280))  # the future
    assert history.shown is None
    assert timeline.value() == 200


def test_the_past_is_named_in_the_top_bar_until_its_chip_leads_back(window: MainWindow) -> None:
    history, chip = window._session.history, window.top_bar.past
    assert not chip.isVisible()
    history.seek(60)
    assert chip.isVisible()
    assert chip.text() == "Step 60 of the run"
    assert "back to now" in chip.toolTip()
    window.show_workspace("inside")
    assert chip.isVisible()
    QTest.mouseClick(chip, LEFT)
    assert history.shown is None
    assert not chip.isVisible()


def test_any_view_of_inside_can_be_taken_along_the_run(window: MainWindow) -> None:
    window.show_workspace("inside")
    inside = window.stage.workspace("inside")
    assert window.transport_bar.timeline().maximum() != 300
    QTest.mouseClick(inside.along.button("run"), LEFT)
    assert window.transport_bar.timeline().maximum() == 300
    QTest.mouseClick(button(window, "Step back"), LEFT)
    assert window._session.history.shown == 150
    for view in ("xray",):
        inside.show_view(view)
        assert window.transport_bar.timeline().maximum() == 300
    QTest.mouseClick(inside.along.button("view"), LEFT)
    assert window.transport_bar.timeline().maximum() != 300


def test_a_run_without_kept_moments_cannot_be_dragged(session: Session) -> None:
    with empty_folder():
        reopen(session, keep_run(moments=()))
        state = RunTransport(session, session).state()
    assert not state.can_seek
    assert not state.can_step_back


def test_moments_that_arrive_while_the_past_is_shown_become_ticks(opened: Session) -> None:
    transport = RunTransport(opened, opened)
    transport.seek(20)
    opened.engine.told.emit(MomentsAre(opened.run.id, (0, 20, 100, 180), 4_000_000))
    state = transport.state()
    assert state.ticks == (0, 20, 100, 180)
    assert state.position == 20
