"""Keys that drive the transport from anywhere in the window, unless a grid or a field has them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.main_window import MainWindow
from tests.ui.lab_window import position, press, window

__all__ = ["window"]

Key = Qt.Key


def test_opening_a_lab_brings_learn_into_sight(window: MainWindow) -> None:
    assert window.stage.key == "learn"


def test_arrows_step_and_home_and_end_go_to_the_ends(window: MainWindow) -> None:
    press(window, Key.Key_End)
    assert position(window) == 49
    press(window, Key.Key_Left)
    assert position(window) == 48
    press(window, Key.Key_Home)
    assert position(window) == 0
    press(window, Key.Key_Right, Key.Key_Right)
    assert position(window) == 2


def test_space_plays_and_pauses(window: MainWindow) -> None:
    driver = window.stage.workspace("learn").driver
    press(window, Key.Key_Space)
    assert driver.state().playing
    press(window, Key.Key_Space)
    assert not driver.state().playing


def test_a_field_keeps_its_keys(window: MainWindow) -> None:
    page = window.stage.workspace("learn").page
    field = page.controls.findChildren(QAbstractSpinBox)[0]
    field.setFocus()
    press(window, Key.Key_Right, Key.Key_End, Key.Key_Left)
    assert position(window) == 0


def test_a_grid_with_the_cursor_keeps_arrows_but_leaves_space(window: MainWindow) -> None:
    view = window.stage.workspace("learn").page.stage.view
    spot = view.cell_rect(Cell("input:0", 2, 2)).center()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)
    press(window, Key.Key_Right, Key.Key_Down)
    assert position(window) == 0
    press(window, Key.Key_PageDown)
    assert position(window) == 1


def test_clickers_step_whatever_has_the_focus(window: MainWindow) -> None:
    page = window.stage.workspace("learn").page
    page.controls.findChildren(QAbstractSpinBox)[0].setFocus()
    press(window, Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageUp)
    assert position(window) == 1
