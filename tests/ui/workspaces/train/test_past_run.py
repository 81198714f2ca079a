"""The past of a real run on MNIST, dragged in the window while it trains on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.history import load_moment, open_run
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.ui.main_window import MainWindow
from cnnstudio.ui.session import Session
from tests.ui.kept_runs import empty_folder
from tests.ui.workspaces.train.stage import click, shown

LEFT = Qt.MouseButton.LeftButton
SLOW = 60_000


@pytest.fixture
def window(live_session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    with empty_folder():
        live_session.settings = RunSettings(epochs=1, batch_size=64, threads=1, evaluate_every=40)
        window = MainWindow(live_session)
        qtbot.addWidget(window)
        window.show()
        window.show_workspace("train")
        live_session.reset_weights()
        live_session.start_run()
        qtbot.waitUntil(lambda: live_session.run.step > 60, timeout=SLOW)
        qtbot.waitUntil(lambda: len(live_session.history.moments) > 40, timeout=SLOW)
        yield window
        live_session.run.stop()
        live_session.close()
        window.transport.drive(window.stage.workspace("build").driver)


def drag(window: MainWindow, steps: list[int]) -> None:
    timeline = window.transport_bar.timeline()
    row = round(timeline.track_rect().center().y())
    places = [QPoint(round(timeline.x_of(step)), row) for step in steps]
    QTest.mousePress(timeline, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(timeline, place)
    QTest.mouseRelease(timeline, LEFT, pos=places[-1])


def test_a_drag_takes_every_panel_back_while_training_goes_on_and_a_dead_engine_brings_it_again(
    window: MainWindow, live_session: Session, qtbot: QtBot
) -> None:
    session, history = live_session, live_session.history
    train = window.stage.workspace("train")
    drag(window, [60, 45, 30, 20])
    shown = history.shown
    assert shown is not None
    assert shown <= 30

    def arrived() -> bool:
        probed = session.live.latest
        return probed is not None and (probed.run_id, probed.step) == (session.run.id, shown)

    qtbot.waitUntil(arrived, timeout=SLOW)
    assert window.top_bar.past.text() == f"Step {shown} of the run"
    assert train.loss.chart.lines.shown == shown
    qtbot.waitUntil(lambda: train.filters.table.steps()[-1:] == [str(shown)], timeout=SLOW)
    at = session.run.step
    qtbot.waitUntil(lambda: session.run.step > at + 5, timeout=SLOW)
    assert history.shown == shown
    assert session.run.is_running

    assert session.engine.pid is not None
    os.kill(session.engine.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: session.engine.state != "ready", timeout=SLOW)
    assert window.top_bar.past.isVisible()
    qtbot.waitUntil(lambda: session.engine.state == "ready", timeout=SLOW)
    qtbot.waitUntil(lambda: session.live.is_fresh and arrived(), timeout=SLOW)
    QTest.mouseClick(window.top_bar.past, LEFT)
    assert history.shown is None


def test_a_run_whose_moments_go_on_after_its_checkpoint_can_go_on_from_the_last_of_them(
    window: MainWindow, live_session: Session, qtbot: QtBot
) -> None:
    session, run = live_session, live_session.run
    qtbot.waitUntil(lambda: run.checkpoint is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: session.history.moments[-1] > run.checkpoint.step, timeout=SLOW)
    assert session.engine.pid is not None
    os.kill(session.engine.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: run.needs_engine, timeout=SLOW)
    qtbot.waitUntil(lambda: session.engine.state == "ready", timeout=SLOW)
    last = session.history.moments[-1]
    assert last > run.checkpoint.step
    texts = [button.text() for button in window.stage.workspace("train").notice.buttons]
    assert texts == ["Go on", f"Go on from step {last}", "Start anew"]


def test_a_run_cut_off_before_its_first_checkpoint_goes_on_from_its_last_kept_moment(
    live_session: Session, qtbot: QtBot
) -> None:
    session = live_session
    with empty_folder():
        session.settings = RunSettings(epochs=1, batch_size=64, threads=1)
        train = shown(session, qtbot)
        session.start_run()  # an engine's first step takes long enough for a checkpoint
        qtbot.waitUntil(lambda: session.run.step > 5, timeout=SLOW)
        session.reset_weights()
        session.start_run()
        qtbot.waitUntil(lambda: len(session.history.moments) > 5, timeout=SLOW)
        assert session.run.checkpoint is None
        assert session.engine.pid is not None
        os.kill(session.engine.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: session.run.state == "ended", timeout=SLOW)
        record = session.history.record
        assert record is not None
        last = open_run(record.folder).moments[-1]
        assert session.history.moments[-1] == session.run.step == last
        assert f"last kept moment, step {last}." in train.notice.text()
        assert "broken off" in train.header.texts()
        assert f"Step {last} of 938" in train.header.texts()
        kept = load_moment(record, last)["conv1.weight"]
        assert np.array_equal(session.weights()["conv1.weight"], kept)
        qtbot.waitUntil(lambda: session.engine.state == "ready", timeout=SLOW)
        (go_on,) = train.notice.buttons
        assert go_on.text() == f"Go on from step {last}"
        click(go_on)
        qtbot.waitUntil(lambda: session.run.id != record.id, timeout=SLOW)
        qtbot.waitUntil(lambda: session.run.step > 5, timeout=SLOW)
        assert train.notice.isHidden()
        session.close()
