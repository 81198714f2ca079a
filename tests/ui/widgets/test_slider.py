"""A slider goes to where it is pressed, and can be dragged on from there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.slider import Slider
from cnnstudio.ui.widgets.speed_slider import SpeedSlider
from cnnstudio.ui.workspaces.train.rate_slider import RateSlider

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def slider(qtbot: QtBot) -> Slider:
    slider = Slider()
    slider.setRange(0, 100)
    slider.resize(320, 30)
    qtbot.addWidget(slider)
    slider.show()
    return slider


@pytest.mark.parametrize("x", [0, 40, 160, 300, 319])
def test_the_knob_comes_to_where_it_is_pressed(slider: Slider, x: int) -> None:
    QTest.mousePress(slider, LEFT, pos=QPoint(x, 15))
    half = slider.knob().width() / 2
    wanted = min(max(x, half), slider.width() - half)
    assert slider.knob().center().x() == pytest.approx(wanted, abs=3)
    QTest.mouseRelease(slider, LEFT, pos=QPoint(x, 15))


def test_from_there_it_can_be_dragged(slider: Slider) -> None:
    QTest.mousePress(slider, LEFT, pos=QPoint(200, 15))
    before = slider.value()
    QTest.mouseMove(slider, QPoint(100, 15))
    assert slider.isSliderDown()
    assert slider.value() < before
    assert slider.knob().center().x() == pytest.approx(100, abs=4)
    QTest.mouseRelease(slider, LEFT, pos=QPoint(100, 15))
    assert not slider.isSliderDown()


def test_a_press_on_the_knob_moves_nothing(slider: Slider) -> None:
    slider.setValue(50)
    QTest.mouseClick(slider, LEFT, pos=slider.knob().center() + QPoint(3, 0))
    assert slider.value() == 50


def test_the_speed_is_that_at_the_mouse(qtbot: QtBot) -> None:
    speed = SpeedSlider()
    qtbot.addWidget(speed)
    speed.show()
    bar = speed.slider()
    QTest.mouseClick(bar, LEFT, pos=QPoint(2, bar.height() // 2))
    assert speed.speed() == speed.scale()[0]
    QTest.mouseClick(bar, LEFT, pos=QPoint(bar.width() - 3, bar.height() // 2))
    assert speed.speed() == speed.scale()[-1]


def test_a_pull_that_begins_beside_the_knob_is_one_change_of_the_rate(qtbot: QtBot) -> None:
    rate = RateSlider()
    rate.resize(300, rate.height())
    qtbot.addWidget(rate)
    rate.show()
    rate.set_rate(0.001)
    chosen: list[float] = []
    rate.rate_chosen.connect(chosen.append)
    high = rate.handle_centre().y()
    QTest.mousePress(rate, LEFT, pos=QPoint(200, high))
    QTest.mouseMove(rate, QPoint(230, high))
    QTest.mouseRelease(rate, LEFT, pos=QPoint(230, high))
    assert chosen == [rate.rate()]
    assert rate.handle_centre().x() == pytest.approx(230, abs=4)


@pytest.mark.parametrize("rate", [1e-5, 0.00123, 5.0])
def test_a_press_on_the_knob_changes_no_rate(qtbot: QtBot, rate: float) -> None:
    slider, chosen = RateSlider(), list[float]()
    slider.resize(300, slider.height())
    qtbot.addWidget(slider)
    slider.show()
    slider.set_rate(rate)
    slider.rate_chosen.connect(chosen.append)
    QTest.mouseClick(slider, LEFT, pos=slider.handle_centre())
    assert chosen == [rate]
