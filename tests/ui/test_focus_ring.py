"""A ring is shown around what has the keyboard only to who moves with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.toggle import Toggle
from tests.ui.showing import shown


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.views = Segmented([("xray", "X-ray"), ("map", "Map")])
        self.toggle, self.button, self.field = Toggle("Follow"), QPushButton("Go"), QLineEdit()
        column = QVBoxLayout(self)
        for widget in (self.views, self.toggle, self.button, self.field):
            column.addWidget(widget)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = shown(Page(), qtbot, 300, 260)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def click(widget: QWidget) -> None:
    """Through the window, as from a mouse."""
    window = widget.window()
    at = widget.mapTo(window, QPoint(12, widget.height() // 2))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)


def press(page: Page, key: Qt.Key) -> None:
    QTest.keyClick(page.windowHandle(), key)


def is_ringed(widget: QWidget) -> bool:
    """Whether the accent is along its edge."""
    image, accent = widget.grab().toImage(), current_theme().colour.accent
    middle = image.height() // 2
    edge = (image.pixelColor(x, middle) for x in range(3))
    return any(_is_near(colour, accent) for colour in edge)


def _is_near(colour: QColor, other: QColor) -> bool:
    pairs = zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(one - two) < 40 for one, two in pairs)


def test_a_click_leaves_no_ring_and_tab_shows_one(page: Page) -> None:
    click(page.button)
    assert page.button.hasFocus()
    assert not is_ringed(page.button)
    click(page.toggle)
    assert not is_ringed(page.toggle)
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.toggle.hasFocus()
    assert is_ringed(page.toggle)
    press(page, Qt.Key.Key_Tab)
    assert page.button.hasFocus()
    assert is_ringed(page.button)


def test_a_click_takes_the_ring_away(page: Page) -> None:
    page.toggle.setFocus()
    press(page, Qt.Key.Key_Tab)
    assert is_ringed(page.button)
    click(page.views.button("map"))
    assert page.views.key() == "map"
    assert not is_ringed(page.button)


def test_what_gets_the_keyboard_because_another_goes_is_not_ringed_after_a_click(
    page: Page,
) -> None:
    page.button.clicked.connect(page.button.hide)
    page.button.clicked.connect(page.field.hide)
    click(page.button)
    assert page.views.button("xray").hasFocus()
    assert not is_ringed(page.views.button("xray"))


def test_a_field_that_is_typed_in_is_ringed_after_a_click_too(page: Page) -> None:
    click(page.field)
    assert is_ringed(page.field)
