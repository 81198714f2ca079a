"""One `timeout` in each interval, though the window is late now and then."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.steady_timer import SteadyTimer


class Clock:
    """Stands in for QElapsedTimer: time passes when the test says so."""

    def __init__(self) -> None:
        self.now, self.begun = 0, -1

    def isValid(self) -> bool:
        return self.begun >= 0

    def elapsed(self) -> int:
        return self.now - self.begun

    def start(self) -> None:
        self.begun = self.now


def waits(timer: SteadyTimer, clock: Clock, delays: list[int]) -> list[int]:
    """How long each wait is, where each `timeout` comes that much late."""
    found = []
    for late in delays:
        timer.start()
        found.append(timer._timer.interval())
        timer._timer.stop()
        clock.now += found[-1] + late
        timer._tell()
    return found


def test_what_comes_late_does_not_make_the_next_late() -> None:
    timer, clock = SteadyTimer(66), Clock()
    timer._since = clock  # type: ignore[assignment]
    assert waits(timer, clock, [0, 9, 9, 0, 0]) == [0, 66, 57, 57, 66]


def test_after_a_rest_none_is_made_up_for() -> None:
    timer, clock = SteadyTimer(66), Clock()
    timer._since = clock  # type: ignore[assignment]
    assert waits(timer, clock, [0, 500, 0]) == [0, 66, 66]
    clock.now += 1000
    assert waits(timer, clock, [0, 0]) == [0, 66]


def test_it_comes_once_for_all_starts_and_not_after_a_stop(qtbot: QtBot) -> None:
    timer = SteadyTimer(20)
    told: list[bool] = []
    timer.timeout.connect(lambda: told.append(True))
    for _ in range(3):
        timer.start()
    qtbot.waitUntil(lambda: bool(told))
    QTest.qWait(60)
    assert len(told) == 1
    timer.start()
    timer.stop()
    QTest.qWait(60)
    assert len(told) == 1
