"""Every lab played to its end, at several speeds, under a clock that the test drives."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.showing import shown

FRAME = 1 / 60

#: Steps a second, and the most frames of a play at that speed: long labs are cut short.
SPEEDS = ((2.0, 90), (20.0, 90), (200.0, 240))

#: What a play may keep (bytes): caches that are full stay as they are.
MOST_GROWTH = 600_000


@pytest.fixture
def learn(session: Session, qtbot: QtBot) -> LearnWorkspace:
    return shown(LearnWorkspace(session), qtbot, 1296, 780)


def play(learn: LearnWorkspace, key: str, speed: float, frames: int) -> None:
    """Play from the start until the end, or for so many frames."""
    session_labs = learn._session.labs
    session_labs.open(key)
    driver, view = learn.driver, learn.page.stage.view
    session_labs.document(key).set_speed(speed)
    driver.seek(0)
    driver.play(True)
    position = 0
    for _ in range(frames):
        driver.clock.advance(FRAME)
        view.repaint()
        assert driver.state().position >= position
        position = driver.state().position
        if not driver.state().playing:
            break
    driver.play(False)
    if speed == SPEEDS[-1][0]:
        driver.to_end()
        view.repaint()
        assert driver.state().position == driver.state().maximum
    QApplication.processEvents()


def widgets(learn: LearnWorkspace) -> int:
    return len(learn.findChildren(QWidget))


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_a_lab_plays_to_its_end_and_leaves_nothing_behind(
    key: str, learn: LearnWorkspace, qtbot: QtBot
) -> None:
    for speed, frames in SPEEDS:
        play(learn, key, speed, frames)
    before = widgets(learn)
    gc.collect()
    tracemalloc.start()
    held, _ = tracemalloc.get_traced_memory()
    for speed, frames in SPEEDS:
        play(learn, key, speed, frames)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - held
    tracemalloc.stop()
    assert widgets(learn) == before
    assert grown < MOST_GROWTH, f"{grown:,} bytes"


def test_a_sweep_of_a_digit_takes_ten_seconds_or_many_minutes(
    learn: LearnWorkspace, session: Session, qtbot: QtBot
) -> None:
    session.labs.open("convolution")
    document = session.labs.document("convolution")
    document.change("size", (30, 30))
    count = document.lab.count
    assert count == 28 * 28
    for speed, seconds in ((100.0, 7.84), (1.0, 784.0)):
        document.set_speed(speed)
        learn.driver.seek(0)
        learn.driver.play(True)
        for _ in range(120):
            learn.driver.clock.advance(FRAME)
        assert learn.driver.state().position == pytest.approx(120 * FRAME * speed, abs=2)
        assert count / speed == seconds
        learn.driver.play(False)
