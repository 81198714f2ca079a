from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cnnstudio.ui.look import Theme
from cnnstudio.ui.theme import theme_manager
from cnnstudio.ui.top_bar import TopBar

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot: QtBot) -> TopBar:
    made = TopBar([("build", "Build"), ("train", "Train"), ("inside", "Inside")])
    qtbot.addWidget(made)
    made.resize(1600, made.height())
    made.set_network("LeNet-5")
    made.set_device("CPU · 2 cores", "No GPU was found")
    made.show()
    return made


def _button(bar: TopBar, name: str) -> QAbstractButton:
    buttons = bar.findChildren(QAbstractButton)
    return next(one for one in buttons if name in (one.accessibleName(), one.text()))


def test_a_tab_that_is_clicked_is_told_and_opens(bar: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.workspace_chosen) as chosen:
        QTest.mouseClick(bar.tabs().tab("train"), LEFT)
    assert chosen.args == ["train"]
    assert bar.workspace() == "train"


def test_a_tab_opens_with_the_keyboard(bar: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.workspace_chosen) as chosen:
        QTest.keyClick(bar.tabs().tab("inside"), Qt.Key.Key_Return)
    assert chosen.args == ["inside"]


def test_only_the_open_tab_is_underlined(bar: TopBar) -> None:
    bar.set_workspace("train")
    for key in ("build", "train"):
        tab = bar.tabs().tab(key)
        foot = tab.grab().toImage().pixelColor(tab.width() // 2, tab.height() - 3)
        assert (foot == Theme().colour.accent) == (key == "train")


def test_the_networks_name_opens_its_menu_below_it(bar: TopBar, qtbot: QtBot) -> None:
    name = _button(bar, "LeNet-5")
    with qtbot.waitSignal(bar.network_menu_requested) as asked:
        QTest.mouseClick(name, LEFT)
    assert asked.args == [name.mapToGlobal(name.rect().bottomLeft())]


def test_unsaved_changes_are_marked_and_told_to_screen_readers(bar: TopBar) -> None:
    bar.set_network("LeNet-5", modified=True)
    assert _button(bar, "LeNet-5, with unsaved changes").text() == "LeNet-5 •"


@pytest.mark.parametrize(
    ("name", "signal"),
    [("CPU · 2 cores", "device_clicked"), ("Dark theme", "theme_toggled")],
)
def test_chip_and_moon_tell_that_they_are_pressed(bar, qtbot: QtBot, name, signal) -> None:
    with qtbot.waitSignal(getattr(bar, signal)):
        QTest.mouseClick(_button(bar, name), LEFT)


def test_the_projector_button_says_on_and_off(bar: TopBar, qtbot: QtBot) -> None:
    for wanted in (True, False):
        with qtbot.waitSignal(bar.projector_toggled) as toggled:
            QTest.mouseClick(_button(bar, "Projector"), LEFT)
        assert toggled.args == [wanted]


def test_in_the_dark_the_button_offers_the_light(bar: TopBar) -> None:
    theme_manager().set_theme(Theme("dark"))
    assert _button(bar, "Light theme").isVisible()


@pytest.mark.parametrize(
    ("state", "colour"), [("ready", "correct"), ("busy", "advice"), ("fault", "warning")]
)
def test_the_dot_of_the_device_has_the_colour_of_its_state(bar, state, colour) -> None:
    bar.set_device("GPU", "", state)
    chip = _button(bar, "GPU")
    dot = chip.grab().toImage().pixelColor(17, chip.height() // 2)
    assert dot == getattr(Theme().colour, colour)


def test_every_button_has_a_name_and_a_tooltip_or_words(bar: TopBar) -> None:
    for button in bar.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text()
