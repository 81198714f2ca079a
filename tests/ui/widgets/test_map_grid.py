from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cnnstudio.ui.look import Theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.map_grid import MapGrid
from cnnstudio.ui.widgets.map_layout import Spot, fitted


@pytest.fixture
def grid(qtbot: QtBot) -> MapGrid:
    made = MapGrid()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_maps(np.arange(96, dtype=np.float32).reshape(6, 4, 4), ColourMap.SEQUENTIAL, 96.0)
    made.show()
    return made


def _at(grid: MapGrid, index: int, row: int, column: int) -> QPoint:
    return grid.cell_rect(index, row, column).center().toPoint()


@given(
    st.integers(1, 600),
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    st.tuples(st.integers(10, 900), st.integers(10, 900)),
)
def test_every_value_is_found_at_the_place_where_it_is_drawn(count, shape, room) -> None:
    layout = fitted(count, shape, room, 5)
    spot = Spot(count - 1, shape[0] // 2, shape[1] // 2)
    left, top, width, height = layout.cell(spot)
    found = layout.spot_at(left + width / 2, top + height / 2)
    assert found == spot or min(layout.width / shape[1], layout.height / shape[0]) < 1


@given(st.integers(1, 64), st.integers(2, 40))
def test_fitted_maps_stay_inside_the_room_they_have(count, side) -> None:
    layout = fitted(count, (side, side), (2000, 2000), 5)
    assert layout.total_width <= 2000
    assert layout.total_height <= 2000
    assert layout.width % side == 0


def test_a_gap_gives_way_to_larger_numbers_and_only_to_them() -> None:
    layout = fitted(16, (10, 10), (398, 266), 12)
    assert (layout.width, layout.gap) == (60, 8)
    layout = fitted(16, (10, 10), (398, 290), 12)
    assert (layout.width, layout.gap) == (60, 12)
    layout = fitted(16, (10, 10), (280, 230), 12)  # half the gap is not enough for 60
    assert (layout.width, layout.gap) == (50, 10)
    tiles = fitted(16, (1, 1), (398, 266), 12)
    assert tiles.gap == 12


def test_the_gap_between_maps_holds_no_value() -> None:
    layout = fitted(2, (1, 1), (100, 100), 10, columns=2, width=20)
    assert layout.spot_at(25, 5) is None
    assert layout.spot_at(35, 5) == Spot(1, 0, 0)


def test_a_click_tells_map_row_and_column(grid: MapGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.clicked) as clicked:
        QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=_at(grid, 4, 2, 1))
    assert clicked.args == [4, 2, 1]
    assert grid.selected == 4


def test_the_mouse_over_a_cell_reads_its_value(grid: MapGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.hovered) as hovered:
        QTest.mouseMove(grid, _at(grid, 3, 0, 2))
    assert hovered.args == [3, 0, 2, 50.0]


def test_a_value_that_changes_under_the_mouse_is_read_again(grid: MapGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.hovered):
        QTest.mouseMove(grid, _at(grid, 5, 3, 3))
    with qtbot.waitSignal(grid.hovered) as hovered:
        grid.set_maps(grid.maps() + 1, ColourMap.SEQUENTIAL, 96.0)
    assert hovered.args == [5, 3, 3, 96.0]


def test_the_arrow_keys_go_from_map_to_map_and_stop_at_the_edge(grid: MapGrid) -> None:
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.selected == 0
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.selected == 1
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.selected == 1 + grid.layout_of_maps().columns
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.selected == 1 + grid.layout_of_maps().columns


def test_control_and_arrows_go_from_cell_to_cell(grid: MapGrid, qtbot: QtBot) -> None:
    grid.select(2, (1, 1))
    with qtbot.waitSignal(grid.clicked) as clicked:
        QTest.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert clicked.args == [2, 2, 1]


def test_enter_activates_the_selected_map(grid: MapGrid, qtbot: QtBot) -> None:
    grid.select(5)
    with qtbot.waitSignal(grid.activated) as activated:
        QTest.keyClick(grid, Qt.Key.Key_Return)
    assert activated.args == [5, 0, 0]


def test_the_selected_map_is_outlined_in_purple(grid: MapGrid) -> None:
    grid.select(0)
    shown = grid.grab().toImage()
    assert shown.pixelColor(4, 40) == Theme().colour.accent


def test_the_tooltip_names_the_cell_and_its_value(grid: MapGrid, qtbot: QtBot) -> None:
    place = _at(grid, 1, 3, 0)
    QApplication.sendEvent(
        grid, QHelpEvent(QHelpEvent.Type.ToolTip, place, grid.mapToGlobal(place))
    )
    assert QToolTip.text() == "Map 2, row 4, column 1: 28.0"
    QToolTip.hideText()


def test_a_screen_reader_hears_of_the_selected_cell(grid: MapGrid) -> None:
    grid.set_names(["first"])
    grid.select(0, (0, 1))
    assert grid.accessibleDescription() == "first, row 1, column 2: 1.00"


def test_a_selection_that_no_longer_exists_is_dropped(grid: MapGrid) -> None:
    grid.select(5)
    grid.set_maps(np.zeros((2, 4, 4)), ColourMap.SIGNED, 1.0)
    assert grid.selected is None


def test_a_grid_without_maps_paints_nothing(qtbot: QtBot) -> None:
    empty = MapGrid()
    qtbot.addWidget(empty)
    empty.resize(60, 60)
    ground = empty.grab().toImage()
    assert ground.pixelColor(30, 30) == ground.pixelColor(2, 2)
