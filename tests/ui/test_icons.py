from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.core.layers import KINDS
from cnnstudio.core.resources import resource_path
from cnnstudio.ui.icons import icon, pixmap, set_icon, svg_source

NAMES = sorted(file.stem for file in resource_path("icons").glob("*.svg"))
PURPLE = QColor("#8A22A8")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_layer_has_an_icon(kind: str) -> None:
    assert kind.lower() in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for_and_no_other(qapp, name: str) -> None:
    drawn = pixmap(name, PURPLE, 32).toImage()
    pixels = [drawn.pixelColor(x, y) for x in range(32) for y in range(32)]
    solid = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    assert solid == {PURPLE.name()}


def test_an_icon_for_a_finer_screen_has_more_pixels_and_the_same_size(qapp: QApplication) -> None:
    fine = pixmap("play", PURPLE, 20, 2.0)
    assert fine.width() == 40
    assert fine.deviceIndependentSize().width() == 20


def test_icons_are_drawn_once(qapp: QApplication) -> None:
    assert pixmap("play", PURPLE, 20).cacheKey() == pixmap("play", PURPLE, 20).cacheKey()


def test_a_disabled_icon_has_the_colour_given_for_it(qapp: QApplication) -> None:
    grey = QColor("#8A93A3")
    drawn = icon("stop", PURPLE, grey).pixmap(32, QIcon.Mode.Disabled).toImage()
    assert drawn.pixelColor(16, 16) == grey


def test_an_icon_that_is_not_shipped_is_a_missing_file() -> None:
    with pytest.raises(FileNotFoundError, match="unicorn"):
        svg_source("unicorn", PURPLE)


def test_an_icon_beside_words_keeps_its_distance_and_one_alone_does_not(qtbot: QtBot) -> None:
    wordy, alone = QPushButton("Draw"), QPushButton()
    for button in (wordy, alone):
        qtbot.addWidget(button)
        set_icon(button, "stop", PURPLE, 20)
    assert wordy.iconSize().width() == 25
    assert alone.iconSize().width() == 20
    drawn = wordy.icon().pixmap(wordy.iconSize()).toImage()
    assert drawn.pixelColor(10, 10) == PURPLE
    assert drawn.pixelColor(23, 10).alpha() == 0
