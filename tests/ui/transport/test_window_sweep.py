"""The transport bar in Build: the window of the selected layer moves over its input."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.transport.window_sweep import Spot, Sweep, WindowSweep
from cnnstudio.ui.workspaces.build.workspace import BuildWorkspace
from tests.ui.showing import shown


@pytest.fixture
def sweep(qapp: object) -> WindowSweep:
    sweep = WindowSweep()
    sweep.look_at(Sweep(6, 28, 28, True), Spot(3, 22, 17))
    return sweep


@pytest.fixture
def build(live_session: Session, qtbot: QtBot) -> BuildWorkspace:
    build = shown(BuildWorkspace(live_session), qtbot, 1296, 780)
    live_session.select(("conv1",))
    qtbot.waitUntil(lambda: build.driver.chosen is build.sweep, timeout=20_000)
    return build


def test_it_says_which_window_of_which_filter_this_is(sweep: WindowSweep) -> None:
    state = sweep.state()
    assert (state.title, state.subtitle) == ("Window 634 of 784", "filter 4 of 6")
    assert state.position == 633
    assert state.chapters[:2] == ((0, "row 1"), (196, "row 8"))


def test_playing_moves_the_window_on_row_by_row(sweep: WindowSweep, qtbot: QtBot) -> None:
    seen: list[Spot] = []
    sweep.moved.connect(seen.append)
    sweep.seek(26)
    sweep.play(True)
    for _ in range(6):
        sweep.clock.advance(0.05)
    assert seen[:4] == [Spot(3, 0, 26), Spot(3, 0, 27), Spot(3, 1, 0), Spot(3, 1, 1)]
    sweep.leave()


def test_every_speed_that_the_bar_offers_can_be_set(sweep: WindowSweep) -> None:
    for speed in sweep.state().speeds:
        sweep.set_speed(speed)
        assert sweep.state().speed == speed
    assert len(sweep.state().speeds) > 2


def test_what_the_picture_tells_is_not_told_back(sweep: WindowSweep) -> None:
    seen: list[Spot] = []
    sweep.moved.connect(seen.append)
    sweep.look_at(Sweep(6, 28, 28, True), Spot(0, 1, 1))
    assert seen == []
    assert sweep.state().position == 29


def test_a_layer_without_a_window_is_walked_past(build: BuildWorkspace, qtbot: QtBot) -> None:
    build._session.select(("relu1",))
    qtbot.waitUntil(lambda: build.driver.chosen is build.walk)
    assert build.driver.state().title.startswith("Layer")


def test_a_step_moves_window_and_output_cell_together(build: BuildWorkspace, qtbot: QtBot) -> None:
    build.driver.to_start()
    build.driver.step_forward()
    maps = build.layer_panel.maps
    assert maps.source.marked() == {0: (-2, -1, 5, 5)}
    build.driver.to_end()
    assert maps.source.marked() == {0: (25, 25, 5, 5)}


def test_a_clicked_number_is_where_the_sweep_goes_on(build: BuildWorkspace, qtbot: QtBot) -> None:
    grid = build.layer_panel.maps.grid
    point = grid.cell_rect(2, 10, 4).center().toPoint()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=point)
    state = build.driver.state()
    assert (state.position, state.subtitle) == (10 * 28 + 4, "filter 3 of 6")
    build.driver.step_forward()
    assert build.layer_panel.maps._place() == (2, 10, 5)
