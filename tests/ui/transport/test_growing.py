"""A transport whose steps are still being computed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.ui.transport.driver import TransportState
from cnnstudio.ui.transport.growing import GrowingTransport


class Growing(GrowingTransport):
    def describe(self) -> TransportState:
        return TransportState(title="steps")


@pytest.fixture
def growing(qapp: QApplication) -> Growing:
    return Growing(1000)


def test_playing_waits_for_steps_and_goes_on_when_they_come(growing: Growing, qtbot: QtBot) -> None:
    growing.set_steps(10, 3)
    growing.play(True)
    qtbot.waitUntil(lambda: growing.position == 3)
    qtbot.wait(50)
    assert growing.position == 3
    assert growing.state().playing
    growing.set_steps(10, 10)
    qtbot.waitUntil(lambda: growing.position == 10)
    qtbot.waitUntil(lambda: not growing.state().playing)


def test_taken_back_while_it_waits_it_plays_on_from_there(growing: Growing, qtbot: QtBot) -> None:
    growing.set_steps(10, 3)
    growing.play(True)
    qtbot.waitUntil(lambda: growing.position == 3)
    qtbot.wait(50)
    growing.seek(0)
    qtbot.waitUntil(lambda: growing.position == 3)


def test_what_is_paused_while_it_waits_stays_paused(growing: Growing, qtbot: QtBot) -> None:
    growing.set_steps(10, 2)
    growing.play(True)
    qtbot.waitUntil(lambda: growing.position == 2)
    growing.play(False)
    growing.set_steps(10, 10)
    qtbot.wait(50)
    assert growing.position == 2


def test_only_what_is_there_can_be_gone_to(growing: Growing) -> None:
    growing.set_steps(10, 4)
    growing.seek(9)
    assert growing.position == 4
    assert not growing.state().can_step_forward
    growing.step_forward()
    assert growing.position == 4
    growing.step_back()
    assert growing.position == 3
    growing.set_steps(10, 1)
    assert growing.position == 1
