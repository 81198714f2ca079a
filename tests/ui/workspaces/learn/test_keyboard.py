"""Who has the keyboard beside a lab: the transport, unless a grid or a field has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QSlider,
    QWidget,
)

from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.forms.pair_field import PairField
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from tests.ui.lab_window import position, press, window

__all__ = ["window"]

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


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


def test_after_a_choice_from_a_list_space_plays(window: MainWindow, session: Session) -> None:
    page = window.stage.workspace("learn").page
    box = page.controls.fields["scale"].findChildren(QComboBox)[0]
    QTest.mouseClick(box, LEFT)
    view = box.view()
    place = view.visualRect(view.model().index(box.findData("bytes"), 0)).center()
    QTest.qWait(QApplication.doubleClickInterval() + 100)  # until then a click only opens it
    QTest.mouseClick(view.viewport(), LEFT, pos=place)
    assert session.labs.document("convolution").lab.scale == "bytes"
    assert_transport_has_the_keys(window)
    assert session.labs.document("convolution").lab.scale == "bytes"


def test_space_in_a_number_s_field_plays_and_leaves_the_number(
    window: MainWindow, session: Session
) -> None:
    page = window.stage.workspace("learn").page
    box = page.controls.fields["padding"].findChildren(QAbstractSpinBox)[0]
    box.setFocus()
    box.stepUp()
    box.selectAll()
    driver = window.stage.workspace("learn").driver
    press(window, Key.Key_Space)
    assert driver.state().playing
    assert box.text() == "1"
    assert session.labs.document("convolution").lab.padding == (1, 1)


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


# Nor does anything that is made anew or goes hand it to the window's top bar


def assert_page_keeps_the_keys(window: MainWindow, before: QWidget) -> None:
    """No widget has it that it was not brought to: not the next one in line either."""
    page = window.stage.workspace("learn").page
    focused = window.focusWidget()
    assert focused in (page, before), focused


def press_by_keyboard(button: QAbstractButton) -> None:
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Key.Key_Space)


def test_choices_that_are_made_anew_keep_the_keyboard_in_the_page(
    window: MainWindow, session: Session
) -> None:
    session.labs.open("stride")
    page = window.stage.workspace("learn").page
    for text in ("N 7, F 3, S 1, P 0", "N 7, F 3, S 3, P 0"):
        choice = next(b for b in page.choices.findChildren(QAbstractButton) if b.text() == text)
        press_by_keyboard(choice)
        assert_page_keeps_the_keys(window, choice)


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_going_from_lab_to_lab_keeps_the_keyboard_in_the_page(
    window: MainWindow, session: Session, key: str
) -> None:
    page = window.stage.workspace("learn").page
    session.labs.open(key)
    for control in page.findChildren(QWidget):
        session.labs.open(key)
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            page.setFocus()
            control.setFocus()
            page.header.turned.emit(1 if key == LABS[0].key else -1)
            assert_page_keeps_the_keys(window, control)


def test_go_on_keeps_the_keyboard_in_the_page(window: MainWindow) -> None:
    page = window.stage.workspace("learn").page
    driver = window.stage.workspace("learn").driver
    driver.prediction.every = 1
    driver.prediction.on = True
    driver.play(True)
    while driver.prediction.asking is None:
        driver.clock.advance(0.1)
    QTest.mouseClick(page.stage.card.show_me, LEFT)
    assert page.stage.card.go_on.hasFocus()
    driver.prediction.every = 20
    press(window, Key.Key_Space)
    assert driver.state().playing
    driver.clock.advance(1.0)
    assert not page.stage.card.go_on.isVisible()
    assert_page_keeps_the_keys(window, page)
    driver.play(False)


def test_settings_that_fold_keep_the_keyboard_in_the_page(window: MainWindow) -> None:
    page = window.stage.workspace("learn").page
    page.controls.findChildren(QAbstractSpinBox)[0].setFocus()
    window.resize(window.width(), 680)
    assert not page.controls.isVisible()
    assert_page_keeps_the_keys(window, page)


# The order in which Tab goes


def walk(window: MainWindow) -> list[QWidget]:
    """Where Tab stops, from the page on until it is there again."""
    window.stage.workspace("learn").page.setFocus()
    stops: list[QWidget] = []
    while len(stops) < 100:
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
        focused = window.focusWidget()
        if focused in stops:
            break
        stops.append(focused)
    return stops


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    while widget.parentWidget() is not None:
        widget = widget.parentWidget()
        yield widget


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_tab_goes_through_header_settings_choices_picture_and_transport(
    window: MainWindow, session: Session, key: str
) -> None:
    session.labs.open(LABS[0].key)
    session.labs.open(key)
    page = window.stage.workspace("learn").page
    parts = [page.header, page.controls, page.choices, page.stage, window.transport_bar]
    parts += [window.top_bar, window.tray, window.spine]
    at = [
        next(place for place, part in enumerate(parts) if part in (stop, *ancestors(stop)))
        for stop in walk(window)
    ]
    assert at == sorted(at)
    assert {0, 3, 4} <= set(at)


def test_tab_goes_from_left_to_right_and_to_a_field_before_its_link(
    window: MainWindow, session: Session
) -> None:
    session.labs.open("stride")
    page = window.stage.workspace("learn").page
    for _ in range(2):
        QTest.mouseClick(named(page, "N 7, F 3, S 3, P 0"), LEFT)
    for part in (page.header, page.choices, window.transport_bar):
        stops = [stop for stop in walk(window) if part.isAncestorOf(stop)]
        lefts = [stop.mapTo(part, QPoint(0, 0)).x() for stop in stops]
        assert lefts == sorted(lefts), part
    size = page.controls.fields["size"]
    assert isinstance(size, PairField)
    stops = walk(window)
    assert stops.index(size.link) == stops.index(size.rows) + 1
