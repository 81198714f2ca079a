"""The time machine of the session: a real run on MNIST whose moments are shown while it trains."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place
from cnnstudio.core.files import ProjectError
from cnnstudio.core.history import load_moment, metrics, open_run, runs_folder
from cnnstudio.core.layers import Dropout
from cnnstudio.core.network import same_layers
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import english
from cnnstudio.core.weights_file import load_weights
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.going_on import GoingOn
from cnnstudio.ui.session.history import (
    USUAL_BUDGET,
    history_budget,
    history_settings,
    nearest_of,
)
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.past_runs import reopen

SLOW = 60_000


@pytest.fixture
def training(live_session: Session, qtbot: QtBot) -> Session:
    """LeNet-5, with some moments of a long run kept, and its filters asked for."""
    live_session.settings = RunSettings(epochs=50, batch_size=64, threads=1, evaluate_every=40)
    live_session.live.want("test", Wants(filters=("conv1",)))
    live_session.start_run()
    qtbot.waitUntil(lambda: len(live_session.history.moments) > 45, timeout=SLOW)
    return live_session


@pytest.fixture
def chosen_budget() -> Iterator[QSettings]:
    settings = QSettings()
    yield settings
    settings.remove("history_megabytes")


def shows(session: Session, step: int) -> bool:
    """Whether the pictures on screen are of this moment."""
    probed = session.live.latest
    return probed is not None and (probed.run_id, probed.step) == (session.run.id, step)


def test_a_moment_of_a_run_is_shown_while_it_trains_on(training: Session, qtbot: QtBot) -> None:
    history = training.history
    moments = history.moments
    for step in (moments[0], moments[7], moments[-1], moments[3]):
        history.seek(step)
        assert history.shown == step
        qtbot.waitUntil(lambda step=step: shows(training, step), timeout=SLOW)
        kept = load_moment(history.record, step)
        shown = training.live.latest.filters["conv1"]["weight"]
        assert np.array_equal(shown, kept["conv1.weight"])
    at = training.run.step
    qtbot.waitUntil(lambda: training.run.step > at + 20, timeout=SLOW)
    assert shows(training, moments[3])
    history.seek(None)
    qtbot.waitUntil(lambda: training.live.latest.step > at, timeout=SLOW)
    # Dragging asks for the latest wish, not for each.
    arrived = []
    history.arrived.connect(lambda: arrived.append(history.shown))
    for step in range(40):
        history.seek(step)
    qtbot.waitUntil(lambda: shows(training, 39), timeout=SLOW)
    assert len(arrived) <= 3


def test_a_moments_test_is_the_last_one_before_it_or_its_own(
    training: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: training.history.moments[-1] > 90, timeout=SLOW)
    qtbot.waitUntil(lambda: len(training.run.evaluations) >= 2, timeout=SLOW)
    told = []
    training.evaluation_changed.connect(lambda: told.append(training.evaluation))
    training.history.seek(1)
    assert training.evaluation is None
    late = next(step for step in training.history.moments if step > 40)
    training.history.seek(late)
    assert training.evaluation.step == late // 40 * 40
    assert told[-1].step == training.evaluation.step
    training.history.seek(None)
    assert training.evaluation.step >= 80
    training.history.seek(0)
    qtbot.waitUntil(lambda: shows(training, 0), timeout=SLOW)
    training.test()
    qtbot.waitUntil(lambda: training.evaluation is not None, timeout=SLOW)
    assert training.evaluation.step == 0
    training.history.seek(1)
    assert training.evaluation.step == 0


def test_the_test_of_the_weights_that_a_run_began_with_is_that_of_its_first_moments(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.test()
    qtbot.waitUntil(lambda: live_session.evaluation is not None, timeout=SLOW)
    before = live_session.evaluation
    live_session.start_run()
    qtbot.waitUntil(lambda: len(live_session.history.moments) > 5, timeout=SLOW)
    live_session.history.seek(3)
    assert live_session.evaluation.step == 0
    assert np.array_equal(live_session.evaluation.confusion, before.confusion)


def test_moments_of_a_paused_run_are_stepped_through_saved_and_said_to_be_damaged(
    training: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    training.run.pause()
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=SLOW)
    steps_go_from_moment_to_moment_and_at_last_to_now(training)
    weights_are_saved(training, tmp_path / "weights.safetensors", qtbot)
    a_damaged_moment_says_so_and_the_one_before_stays(training, qtbot)


def steps_go_from_moment_to_moment_and_at_last_to_now(training: Session) -> None:
    history = training.history
    history.step_by(-1)
    assert history.shown == history.moments[-1]
    history.step_by(-2)
    assert history.shown == history.moments[-3]
    history.step_by(1)
    assert history.shown == history.moments[-2]
    history.step_by(2)
    assert history.shown is None
    history.seek(0)
    history.step_by(-5)
    assert history.shown == 0


def weights_are_saved(training: Session, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(training.history.kept) as kept:
        training.history.keep_moment(4, path)
    assert kept.args[0].code == "weights_saved"
    found, sentences = load_weights(path, training.document.network)
    kept = load_moment(training.history.record, 4)
    assert sentences == []
    assert all(np.array_equal(found[name], kept[name]) for name in kept)
    with qtbot.waitSignal(training.history.failed) as failed:
        training.history.keep_moment(10**9, path)
    assert failed.args[0].code == "file_not_read"


def a_damaged_moment_says_so_and_the_one_before_stays(training: Session, qtbot: QtBot) -> None:
    history = training.history
    history.seek(2)
    qtbot.waitUntil(lambda: shows(training, 2), timeout=SLOW)
    path = history.record.folder / "moments" / "5.safetensors"
    path.write_bytes(bytes(path.stat().st_size))
    with qtbot.waitSignal(history.failed, timeout=SLOW) as failed:
        history.seek(5)
    assert failed.args[0].code == "moment_damaged"
    assert history.shown == 2
    assert shows(training, 2)


def test_a_change_by_hand_is_made_to_the_newest_weights_and_brings_back_now(
    training: Session, qtbot: QtBot
) -> None:
    before = training.weights()["conv1.weight"]
    training.run.pause()
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=SLOW)
    # The weights follow the pause.
    qtbot.waitUntil(
        lambda: not np.array_equal(training.weights()["conv1.weight"], before), timeout=SLOW
    )
    newest = {name: tensor.copy() for name, tensor in training.weights().items()}
    training.history.seek(0)
    qtbot.waitUntil(lambda: shows(training, 0), timeout=SLOW)
    shown = training.surgery.tensors("conv1")["weight"]
    assert np.array_equal(shown, load_moment(training.history.record, 0)["conv1.weight"])
    changed = newest["conv1.weight"].copy()
    changed[2] = 0.25
    training.surgery.change_weights("conv1", {"weight": changed})
    assert training.history.shown is None
    assert np.array_equal(training.weights()["conv1.weight"], changed)
    qtbot.waitUntil(
        lambda: np.array_equal(training.live.latest.filters["conv1"]["weight"], changed),
        timeout=SLOW,
    )
    training.document.undo_stack.undo()
    assert all(np.array_equal(training.weights()[name], newest[name]) for name in newest)


def test_an_edit_brings_back_now(training: Session, qtbot: QtBot) -> None:
    training.history.seek(5)
    qtbot.waitUntil(lambda: shows(training, 5), timeout=SLOW)
    network = training.document.network
    training.edit(Insert((Dropout(),), Place(8)))
    assert training.history.shown is None
    training.history.seek(5)
    assert training.history.shown is None
    training.go_back_to_run()
    assert same_layers(training.document.network, network)
    training.history.seek(5)
    qtbot.waitUntil(lambda: shows(training, 5), timeout=SLOW)


def test_after_the_engines_death_the_moment_is_shown_again(training: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: training.run.checkpoint is not None, timeout=SLOW)
    training.history.seek(7)
    qtbot.waitUntil(lambda: shows(training, 7), timeout=SLOW)
    os.kill(training.engine.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: training.engine.state != "ready", timeout=SLOW)
    training.live.latest = None
    qtbot.waitUntil(lambda: shows(training, 7), timeout=SLOW)
    step = training.run.checkpoint.step
    training.run.resume()
    qtbot.waitUntil(lambda: training.run.step > step + 5, timeout=SLOW)
    # Or the moment next to it, where the run that goes on keeps that in its place.
    qtbot.waitUntil(lambda: shows(training, training.history.shown), timeout=SLOW)
    assert abs(training.history.shown - 7) <= 1
    qtbot.waitUntil(lambda: training.history.moments[-1] > step, timeout=SLOW)


def test_a_new_run_goes_on_from_a_moment(training: Session, qtbot: QtBot) -> None:
    first, name = training.run.id, training.history.record.name
    kept = load_moment(training.history.record, 3)
    training.history.seek(3)
    going_on = GoingOn(training)
    going_on.start(3)
    qtbot.waitUntil(lambda: training.run.id != first, timeout=SLOW)
    assert going_on.step is None
    assert training.history.shown is None
    qtbot.waitUntil(lambda: len(training.history.moments) > 2, timeout=SLOW)
    again = load_moment(training.history.record, 0)
    assert all(np.array_equal(again[name], kept[name]) for name in kept)
    assert training.history.record.name == f"{name}, from step 3"


def test_a_run_is_opened_again_with_all_that_was_kept(training: Session, qtbot: QtBot) -> None:
    training.run.change("learning_rate", 0.0005)
    qtbot.waitUntil(lambda: len(training.run.evaluations) >= 1, timeout=SLOW)
    training.run.stop()
    qtbot.waitUntil(lambda: training.run.state == "ended", timeout=SLOW)
    run, folder = training.run, training.history.record.folder
    before = (run.id, run.step, run.evaluations, run.marks, run.curves.losses.copy(), run.facts)
    qtbot.waitUntil(lambda: training.history.moments[-1] == run.step, timeout=SLOW)
    moments = training.history.moments
    weights = training.weights()
    training.start_from("mlp")
    training.run.reset()
    assert training.history.moments == ()
    record = reopen(training, folder)
    assert record.sentences == ()
    assert (run.id, run.step, run.evaluations, run.marks) == before[:4]
    np.testing.assert_allclose(run.curves.losses, before[4], rtol=1e-6)
    assert run.facts.total_steps == before[5].total_steps
    assert training.history.moments == moments
    assert all(np.array_equal(training.weights()[name], weights[name]) for name in weights)
    training.history.seek(2)
    qtbot.waitUntil(lambda: shows(training, 2), timeout=SLOW)
    with pytest.raises(ProjectError):
        reopen(training, folder / "nowhere")
    assert training.history.shown == 2


def test_a_run_that_cannot_be_kept_goes_on_and_its_history_says_why(
    live_session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNNSTUDIO_DATA", str(tmp_path))
    (tmp_path / "runs").write_text("a file in the folder's place")
    live_session.start_run()
    history = live_session.history
    qtbot.waitUntil(lambda: history.lost is not None, timeout=SLOW)
    assert "cannot be written" in english(history.lost)
    qtbot.waitUntil(lambda: live_session.run.step > 20, timeout=SLOW)
    assert (history.moments, history.can_show) == ((), False)
    history.seek(3)
    assert history.shown is None
    (tmp_path / "runs").unlink()
    qtbot.waitUntil(lambda: len(history.moments) > 2, timeout=SLOW)
    assert history.lost is None
    assert history.can_show
    steps = metrics(open_run(history.record.folder)).steps
    assert steps[0] == 1


def test_no_run_is_kept_where_the_user_wants_none(chosen_budget: QSettings) -> None:
    assert history_budget() == USUAL_BUDGET
    chosen_budget.setValue("history_megabytes", 2_000)
    settings = history_settings("A run")
    assert settings is not None
    assert (settings.root, settings.budget) == (str(runs_folder()), 2_000_000_000)
    chosen_budget.setValue("history_megabytes", 0)
    assert history_settings("A run") is None
    chosen_budget.setValue("history_megabytes", "much")
    assert history_budget() == USUAL_BUDGET


@given(steps=st.sets(st.integers(0, 1_000), min_size=1), step=st.integers(-10, 1_100))
def test_the_nearest_moment_is_as_near_as_any(steps: set[int], step: int) -> None:
    found = nearest_of(tuple(sorted(steps)), step)
    assert found in steps
    assert abs(found - step) == min(abs(other - step) for other in steps)
