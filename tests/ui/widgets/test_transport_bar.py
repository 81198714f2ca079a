from __future__ import annotations

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.widgets.speed_slider import SPEEDS, SpeedSlider
from cnnstudio.ui.widgets.timeline import Timeline
from cnnstudio.ui.widgets.transport_bar import TransportBar
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot: QtBot) -> TransportBar:
    made = TransportBar()
    qtbot.addWidget(made)
    made.resize(1300, made.height())
    made.set_range(1000)
    made.show()
    return made


def _button(bar: TransportBar, name: str) -> QPushButton:
    return next(one for one in bar.findChildren(QPushButton) if one.accessibleName() == name)


def _place(timeline: Timeline, position: int) -> QPoint:
    return QPoint(round(timeline.x_of(position)), round(timeline.track_rect().center().y()))


@pytest.mark.parametrize(
    ("name", "signal"), [("Step back", "step_back"), ("Step forward", "step_forward")]
)
def test_the_step_buttons_ask_for_a_step(bar, qtbot: QtBot, name, signal) -> None:
    with qtbot.waitSignal(getattr(bar, signal)):
        QTest.mouseClick(_button(bar, name), LEFT)


def test_play_asks_and_changes_only_when_told(bar: TransportBar, qtbot: QtBot) -> None:
    play = _button(bar, "Play")
    with qtbot.waitSignal(bar.play_toggled) as asked:
        QTest.mouseClick(play, LEFT)
    assert asked.args == [True]
    assert play.accessibleName() == "Play"
    bar.set_playing(True)
    assert play.accessibleName() == "Pause"
    with qtbot.waitSignal(bar.play_toggled) as asked:
        QTest.mouseClick(play, LEFT)
    assert asked.args == [False]


def test_a_click_on_the_timeline_seeks_there(bar: TransportBar, qtbot: QtBot) -> None:
    timeline = bar.timeline()
    with qtbot.waitSignal(bar.seek) as sought:
        QTest.mouseClick(timeline, LEFT, pos=_place(timeline, 400))
    assert sought.args[0] == pytest.approx(400, abs=2)


def test_the_knob_follows_a_drag_and_stops_at_the_end(bar: TransportBar, qtbot: QtBot) -> None:
    timeline = bar.timeline()
    QTest.mousePress(timeline, LEFT, pos=_place(timeline, 100))
    bar.set_position(0)  # a run that goes on does not pull the knob away
    assert bar.position() == pytest.approx(100, abs=2)
    QTest.mouseMove(timeline, QPoint(timeline.width() + 50, 30))
    qtbot.waitUntil(lambda: bar.position() == 1000)
    QTest.mouseRelease(timeline, LEFT)
    bar.set_position(7)
    assert bar.position() == 7


def test_what_code_sets_is_not_reported_as_sought(bar: TransportBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.seek):
        bar.set_position(500)


def test_the_arrow_keys_seek_by_one(bar: TransportBar, qtbot: QtBot) -> None:
    bar.set_position(500)
    with qtbot.waitSignal(bar.seek) as sought:
        QTest.keyClick(bar.timeline(), Qt.Key.Key_Right)
    assert sought.args == [501]


@pytest.mark.parametrize(
    ("key", "signal"), [(Qt.Key.Key_Home, "to_start"), (Qt.Key.Key_End, "to_end")]
)
def test_home_and_end_ask_for_start_and_end(bar, qtbot: QtBot, key, signal) -> None:
    bar.set_position(500)
    with qtbot.waitSignal(getattr(bar, signal)), qtbot.assertNotEmitted(bar.seek):
        QTest.keyClick(bar.timeline(), key)


def test_the_clickers_keys_pass_through_the_timeline(bar: TransportBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.seek):
        QTest.keyClick(bar.timeline(), Qt.Key.Key_PageDown)


def test_a_timeline_that_only_shows_progress_cannot_be_dragged(bar, qtbot: QtBot) -> None:
    bar.set_seekable(False)
    with qtbot.assertNotEmitted(bar.seek):
        QTest.mouseClick(bar.timeline(), LEFT, pos=_place(bar.timeline(), 400))


def test_parts_can_be_switched_off_one_by_one(bar: TransportBar) -> None:
    bar.set_enabled(step_back=False, seek=False)
    assert not _button(bar, "Step back").isEnabled()
    assert _button(bar, "Play").isEnabled()
    assert not bar.timeline().isEnabled()


def test_where_it_stands_is_told_in_two_lines(bar: TransportBar) -> None:
    bar.set_status("Step 2,288 · live", "drag back")
    assert bar.status() == ("Step 2,288 · live", "drag back")


def test_hints_take_the_place_of_the_names_as_tooltips(bar: TransportBar) -> None:
    bar.set_hints(step_forward="One batch")
    assert _button(bar, "Step forward").toolTip() == "One batch"
    assert _button(bar, "Step back").toolTip() == "Step back"


def test_every_part_that_takes_the_keyboard_has_a_name(bar: TransportBar) -> None:
    for part in bar.findChildren(QPushButton):
        assert part.accessibleName()
    assert bar.timeline().accessibleName()


def test_names_of_chapters_do_not_run_into_one_another(bar: TransportBar) -> None:
    bar.set_chapters([(step, f"epoch {step}") for step in range(0, 1001, 5)])
    places = sorted((place for _, place, _ in bar.timeline().names_shown()), key=QRectF.left)
    assert len(places) > 3
    for left, right in pairwise(places):
        assert left.right() < right.left()


def test_first_and_last_chapter_and_every_mark_keep_their_names(bar: TransportBar) -> None:
    bar.set_chapters([(0, "start"), (6, "soon"), (994, "late"), (1000, "end")])
    bar.set_marks([(500, "rate")])
    assert [name for _, _, name in bar.timeline().names_shown()] == ["rate", "start", "end"]


def test_the_speed_is_told_in_steps_a_second(qtbot: QtBot) -> None:
    slider = SpeedSlider()
    qtbot.addWidget(slider)
    assert math.isinf(slider.speed())
    with qtbot.waitSignal(slider.speed_changed) as changed:
        QTest.keyClick(slider.slider(), Qt.Key.Key_Left)
    assert changed.args == [SPEEDS[-2]]
    assert slider.slider().accessibleDescription() == "100/s"


def test_a_speed_off_the_scale_shows_as_the_nearest(qtbot: QtBot) -> None:
    slider = SpeedSlider()
    qtbot.addWidget(slider)
    with qtbot.assertNotEmitted(slider.speed_changed):
        slider.set_speed(18.0)
    assert slider.speed() == 20.0


@pytest.mark.parametrize(
    ("name", "signal"), [("To the start", "to_start"), ("To the end", "to_end")]
)
def test_start_and_end_have_buttons_of_their_own(bar, qtbot: QtBot, name, signal) -> None:
    with qtbot.waitSignal(getattr(bar, signal)):
        QTest.mouseClick(_button(bar, name), LEFT)


@pytest.mark.parametrize(("width", "projector"), [(876, False), (976, False), (1096, True)])
def test_start_and_end_stay_where_there_is_little_room(
    qtbot: QtBot, width: int, projector: bool
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    window = shown(QWidget(), qtbot, width, 200)
    bar = TransportBar(window)
    bar.set_loop(True, False)
    bar.resize(width, bar.height())
    bar.show()
    qtbot.waitUntil(lambda: bar.timeline().width() >= 160)
    ends = [_button(bar, name) for name in ("To the start", "To the end")]
    assert all(button.isVisible() for button in ends)
    speed = bar.findChildren(SpeedSlider)[0].geometry()
    assert speed.left() > ends[1].geometry().right()
    assert speed.right() < bar.timeline().geometry().left()
    assert bar.minimumSizeHint().width() <= width


def test_where_nothing_can_be_sought_there_are_no_buttons_for_start_and_end(
    bar: TransportBar,
) -> None:
    bar.set_seekable(False)
    assert not _button(bar, "To the start").isVisible()


def test_the_loop_is_offered_only_where_there_is_one(bar: TransportBar, qtbot: QtBot) -> None:
    loop = _button(bar, "Loop")
    assert not loop.isVisible()
    bar.set_loop(True, False)
    with qtbot.waitSignal(bar.loop_toggled) as told:
        QTest.mouseClick(loop, LEFT)
    assert told.args == [True]


def test_the_scale_of_speeds_can_be_another(bar: TransportBar) -> None:
    bar.set_speeds((0.25, 1.0, 200.0))
    bar.set_speed(0.25)
    assert bar.speed() == 0.25
    bar.set_speed(math.inf)
    assert bar.speed() == 200
    bar.set_speeds(())
    assert bar.speed() == 100


def test_ticks_that_would_run_together_are_thinned_out(bar: TransportBar) -> None:
    bar.set_ticks(range(1001))
    small, _ = bar.timeline().tick_places()
    assert 50 < len(small) < 500
    assert all(b - a >= 4 for a, b in pairwise(small))
