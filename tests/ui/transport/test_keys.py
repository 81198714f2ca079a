"""Keys that drive the transport from anywhere in the window, unless a grid or a field has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    session.labs.open("convolution")
    window.activateWindow()
    window.stage.currentWidget().page.setFocus()
    yield window
    window.transport.drive(window.stage.workspace("build").driver)


def position(window: MainWindow) -> int:
    return window.stage.workspace("learn").driver.state().position


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget() or window, key)


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


# What is clicked does not take the keyboard away from the transport


def assert_transport_has_the_keys(window: MainWindow) -> None:
    driver = window.stage.workspace("learn").driver
    press(window, Key.Key_Home)
    assert position(window) == 0
    press(window, Key.Key_Right)
    assert position(window) == 1
    press(window, Key.Key_Space)
    assert driver.state().playing
    press(window, Key.Key_Space)
    assert not driver.state().playing


def named(parent: QWidget, text: str) -> QAbstractButton:
    found = (b for b in parent.findChildren(QAbstractButton) if b.text() == text)
    return next(button for button in found if button.isVisible())


@pytest.mark.parametrize("text", ["Sobel y", "Predict", "Watch", "More"])
def test_after_a_click_on_a_button_space_plays_and_right_steps(
    window: MainWindow, text: str
) -> None:
    button = named(window.stage.workspace("learn").page, text)
    close_menus()
    QTest.mouseClick(button, LEFT)
    assert_transport_has_the_keys(window)


def close_menus() -> None:
    """The menu that the next click opens is left with Escape."""

    def close() -> None:
        menu = QApplication.activePopupWidget()
        if menu is not None:
            QTest.keyClick(menu, Key.Key_Escape)

    QTimer.singleShot(0, close)


def test_after_the_input_s_menu_space_plays(window: MainWindow) -> None:
    close_menus()
    QTest.mouseClick(window.stage.workspace("learn").page.choices.input, LEFT)
    assert_transport_has_the_keys(window)


def test_a_click_on_a_button_takes_what_was_typed_and_the_keyboard_from_a_field(
    window: MainWindow, session: Session
) -> None:
    page = window.stage.workspace("learn").page
    box = page.controls.fields["size"].findChildren(QAbstractSpinBox)[0]
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "11")
    QTest.mouseClick(named(page, "Sobel y"), LEFT)
    assert session.labs.document("convolution").lab.size == (11, 11)
    assert_transport_has_the_keys(window)


def test_after_a_drag_of_the_speed_home_goes_to_the_start(window: MainWindow) -> None:
    slider = window.transport_bar.findChildren(QSlider)[0]
    assert slider.accessibleName() == "Speed"
    middle = slider.rect().center()
    QTest.mousePress(slider, LEFT, pos=middle)
    QTest.mouseMove(slider, middle + QPoint(20, 0))
    QTest.mouseRelease(slider, LEFT, pos=middle + QPoint(20, 0))
    speed = window.transport_bar.speed()
    assert_transport_has_the_keys(window)
    assert window.transport_bar.speed() == speed


def test_arrows_step_also_from_a_button_that_tab_led_to(window: MainWindow) -> None:
    button = named(window.stage.workspace("learn").page, "Sobel y")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    press(window, Key.Key_Right, Key.Key_Right, Key.Key_Left)
    assert position(window) == 1
    assert button.hasFocus()


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_no_button_beside_a_lab_takes_the_focus_by_a_click(
    window: MainWindow, session: Session, key: str
) -> None:
    session.labs.open(key)
    page = window.stage.workspace("learn").page
    for part in (page, window.tray, window.transport_bar):
        for button in part.findChildren(QAbstractButton):
            assert not button.focusPolicy() & Qt.FocusPolicy.ClickFocus, button.accessibleName()
