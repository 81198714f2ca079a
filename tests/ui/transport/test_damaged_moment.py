"""A damaged moment of a run is told of once; the rest of the past can be gone over all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.core.history.places import path_of_moment
from cnnstudio.core.messages import MomentsAre
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.transport.run_film import FILM_SPEEDS
from tests.ui.kept_runs import MOMENTS, empty_folder, keep_run

LEFT = Qt.MouseButton.LeftButton
SLOW = 20_000


def damage(path: Path) -> None:
    """Change two bytes in the middle of its numbers."""
    data = bytearray(path.read_bytes())
    for at in (-2_000, -1_999):
        data[at] ^= 0xFF
    path.write_bytes(data)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A run whose moments at 0 and at 60 are damaged."""
    with empty_folder():
        folder = keep_run()
        for step in (0, 60):
            damage(path_of_moment(folder, step))
        yield folder


@pytest.fixture
def window(live_session: Session, folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    reopen(live_session, folder)
    window = MainWindow(live_session)
    qtbot.addWidget(window)
    window.show()
    window.show_workspace("train")
    yield window
    window.transport.drive(window.stage.workspace("build").driver)


@pytest.fixture
def told(live_session: Session) -> list[str]:
    sentences: list[str] = []
    live_session.history.failed.connect(
        lambda sentence: sentences.append(f"{sentence.code} {sentence.values['step']}")
    )
    return sentences


def click(window: MainWindow, name: str) -> None:
    buttons = window.transport_bar.findChildren(QPushButton)
    QTest.mouseClick(next(one for one in buttons if one.accessibleName() == name), LEFT)


def arrive(session: Session, qtbot: QtBot) -> int | None:
    """Wait until the engine answers for the moment that is shown."""
    history = session.history
    qtbot.waitUntil(lambda: history._request is None, timeout=SLOW)
    qtbot.waitUntil(lambda: history._arrived_at == history.shown, timeout=SLOW)
    return history.shown


def all_say(window: MainWindow, step: int) -> bool:
    header = window.stage.workspace("train").header
    return (
        window.top_bar.past.text() == f"Step {step} of the run"
        and f"Step {step} of 300" in header.texts()
        and window.transport_bar.timeline().value() == step
    )


def test_steps_pass_over_it_in_both_directions_once_it_has_been_told_of(
    window: MainWindow, live_session: Session, told: list[str], qtbot: QtBot
) -> None:
    seen = []
    for _ in range(4):
        click(window, "Step back")
        seen.append(arrive(live_session, qtbot))
        assert all_say(window, seen[-1])
    assert seen == [150, 100, 100, 20]
    click(window, "Step forward")
    assert arrive(live_session, qtbot) == 100
    assert told == ["moment_damaged 60"]
    timeline = window.transport_bar.timeline()
    row = round(timeline.track_rect().center().y())
    QTest.mouseClick(timeline, LEFT, pos=QPoint(round(timeline.x_of(61)), row))
    assert arrive(live_session, qtbot) in (20, 100)
    assert 60 not in live_session.history.record.moments
    assert told == ["moment_damaged 60"]


def test_the_film_goes_on_with_the_next_one(
    window: MainWindow, live_session: Session, told: list[str], qtbot: QtBot
) -> None:
    window.show_workspace("inside")
    QTest.mouseClick(window.stage.workspace("inside").along.button("run"), LEFT)
    replay = window.stage.workspace("inside").driver.chosen
    replay.set_speed(FILM_SPEEDS[0])
    click(window, "Play")
    seen = []
    while (shown := arrive(live_session, qtbot)) is not None:
        seen.append(shown)
        assert replay.state().playing
        replay.film._timer.timeout.emit()  # sooner than it would by itself
    assert sorted({*seen}) == [step for step in MOMENTS[:-1] if step not in (0, 60)]
    assert seen == sorted(seen)
    assert told == ["moment_damaged 0", "moment_damaged 60"]
    assert not replay.state().playing


def test_a_run_that_goes_on_does_not_bring_it_back(
    window: MainWindow, live_session: Session, told: list[str], qtbot: QtBot
) -> None:
    history = live_session.history
    history.seek(60)
    arrive(live_session, qtbot)
    assert told == ["moment_damaged 60"]
    live_session.engine.told.emit(MomentsAre(live_session.run.id, (0, 20, 60, 100), 1_000_000))
    assert history.moments == (0, 20, 100)
