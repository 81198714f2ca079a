"""The Train workspace with a real engine and a real run, from click to click."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Replace
from cnnstudio.core.layers import Conv2d
from cnnstudio.ui.session import Session
from tests.ui.workspaces.train.stage import click, shown


def is_training(session: Session, step: int) -> bool:
    return session.run.state == "running" and session.run.step >= step


def test_a_run_from_the_first_click_to_the_last(live_session: Session, qtbot: QtBot) -> None:
    session = live_session
    session.settings = replace(session.settings, evaluate_every=100)
    workspace = shown(session, qtbot)
    run, controls = session.run, workspace.controls
    qtbot.waitUntil(controls.train_button.isEnabled)

    click(controls.train_button)
    qtbot.waitUntil(lambda: is_training(session, 120), timeout=60_000)
    qtbot.waitUntil(lambda: workspace.loss.chart.drawn_points() > 50, timeout=5_000)
    assert controls.train_button.text() == "Pause"

    workspace.settings.rate_box.setFocus()
    workspace.settings.rate_box.selectAll()
    QTest.keyClicks(workspace.settings.rate_box, "0.0005")
    QTest.keyClick(workspace.settings.rate_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(run.marks) == 1, timeout=10_000)
    assert (run.marks[0].name, run.marks[0].after) == ("learning_rate", 0.0005)

    click(controls.train_button)
    qtbot.waitUntil(lambda: run.state == "paused", timeout=10_000)

    step = run.step
    click(controls.step_button)
    qtbot.waitUntil(lambda: run.state == "paused" and run.step == step + 1, timeout=10_000)

    qtbot.waitUntil(lambda: session.evaluation is not None, timeout=10_000)
    labels, answers = session.digit.test_set.labels, session.answers
    assert answers is not None
    wrong = int(np.flatnonzero(answers != labels)[0])
    cell = int(labels[wrong]), int(answers[wrong])
    click(workspace.matrix, workspace.matrix.cell_rect(cell).center().toPoint())
    assert workspace.digits.title() == f"{cell[0]} read as {cell[1]}"
    first = int(workspace.digits.gallery.indices()[0])
    assert (labels[first], answers[first]) == cell

    click(controls.stop_button)
    qtbot.waitUntil(lambda: run.state == "ended", timeout=5_000)
    assert workspace.plan_text() == f"Stopped at step {run.step:,}."
    assert not workspace.notice.isVisible()
    assert controls.train_button.text() == "Train"


def test_step_before_there_is_a_run_begins_one_and_trains_one_batch(
    live_session: Session, qtbot: QtBot
) -> None:
    workspace = shown(live_session, qtbot)
    qtbot.waitUntil(workspace.controls.step_button.isEnabled)
    click(workspace.controls.step_button)
    run = live_session.run
    qtbot.waitUntil(lambda: run.state == "paused" and run.step >= 1, timeout=30_000)
    qtbot.wait(300)
    assert run.state == "paused"
    assert run.step < 10


def test_the_filters_of_a_run_are_kept_from_its_first_weights_on(
    live_session: Session, qtbot: QtBot
) -> None:
    workspace = shown(live_session, qtbot)
    qtbot.waitUntil(workspace.controls.train_button.isEnabled)
    click(workspace.controls.train_button)
    qtbot.waitUntil(lambda: is_training(live_session, 100), timeout=60_000)
    qtbot.waitUntil(lambda: len(workspace.filters.table.steps()) >= 3, timeout=10_000)
    steps = workspace.filters.table.steps()
    assert (steps[0], steps[-1]) == ("start", "now")
    live_session.run.stop()
    qtbot.waitUntil(lambda: live_session.run.state == "ended", timeout=5_000)


def test_a_network_changed_after_its_run_shows_its_own_filters(
    live_session: Session, qtbot: QtBot
) -> None:
    workspace = shown(live_session, qtbot)
    qtbot.waitUntil(workspace.controls.train_button.isEnabled)
    click(workspace.controls.train_button)
    qtbot.waitUntil(lambda: is_training(live_session, 20), timeout=60_000)
    live_session.run.stop()
    qtbot.waitUntil(lambda: live_session.run.state == "ended", timeout=5_000)
    network = live_session.document.network
    conv = next(layer for layer in network.layers if isinstance(layer, Conv2d))
    live_session.edit(Replace(replace(conv, out_channels=5)))
    qtbot.waitUntil(lambda: workspace.filters.table.steps() == ["now"], timeout=10_000)


def test_before_a_run_the_strip_says_how_long_it_would_take(
    live_session: Session, qtbot: QtBot
) -> None:
    workspace = shown(live_session, qtbot)
    qtbot.waitUntil(lambda: "per epoch" in workspace.plan_text(), timeout=30_000)
    assert "LeNet-5, 61,706 parameters" in workspace.plan_text()
