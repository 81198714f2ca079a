"""Changes by hand: each a step of undo, made in the bank, in the engine, and in a run."""

from __future__ import annotations

import os
import signal

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.core.interventions import Interventions, Unit
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants

SLOW = 60_000


def weight(session: Session, layer: str = "conv1") -> np.ndarray:
    return session.surgery.tensors(layer)["weight"]


def with_zeros(array: np.ndarray, index: int) -> np.ndarray:
    changed = array.copy()
    changed[index] = 0
    return changed


def test_undo_brings_the_weights_back_to_the_last_bit(session: Session) -> None:
    before = weight(session)
    session.surgery.change_weights("conv1", {"weight": with_zeros(before, 2)})
    assert not weight(session)[2].any()
    assert session.document.is_unsaved
    session.document.undo_stack.undo()
    assert weight(session).tobytes() == before.tobytes()
    assert not session.document.is_unsaved
    session.document.undo_stack.redo()
    assert not session.weights()["conv1.weight"][2].any()


def test_changes_of_the_same_numbers_in_a_row_are_one_step_if_they_are_to_be(
    session: Session,
) -> None:
    before = weight(session)
    for value in (0.5, 0.6, 0.7):
        changed = weight(session).copy()
        changed[0, 0, 1, 1] = value
        session.surgery.change_weights("conv1", {"weight": changed}, merge="cell")
    changed = weight(session).copy()
    changed[0, 0, 2, 2] = 1
    session.surgery.change_weights("conv1", {"weight": changed}, merge="cell")
    assert session.document.undo_stack.count() == 2
    session.document.undo_stack.undo()
    session.document.undo_stack.undo()
    assert weight(session).tobytes() == before.tobytes()


def test_a_number_that_has_been_trained_since_is_changed_in_a_step_of_its_own(
    session: Session,
) -> None:
    def give(value: float) -> None:
        changed = weight(session).copy()
        changed[0, 0, 1, 1] = value
        session.surgery.change_weights("conv1", {"weight": changed}, merge="cell")

    give(3)
    trained = weight(session) * np.float32(1.25)
    session.bank.put({"conv1.weight": trained})
    give(9)
    session.document.undo_stack.undo()
    assert weight(session).tobytes() == trained.tobytes()


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_not_taken(session: Session, value: float) -> None:
    changed = weight(session).copy()
    changed[0] = value
    session.surgery.change_weights("conv1", {"weight": changed, "gone": changed})
    assert session.document.undo_stack.count() == 0


def test_what_is_frozen_and_off_is_undone_too_and_forgotten_with_the_network(
    session: Session,
) -> None:
    surgery = session.surgery
    surgery.set_frozen("conv1", (0, 3), True)
    surgery.set_off("relu1", (1,), True)
    surgery.set_off("relu1", (1,), True)  # it is already
    assert session.document.undo_stack.count() == 2
    assert surgery.interventions.frozen_in("conv1") == (0, 3)
    session.document.undo_stack.undo()
    assert surgery.interventions == Interventions(frozenset({Unit("conv1", 0), Unit("conv1", 3)}))
    surgery.clear()
    assert not surgery.interventions
    session.document.undo_stack.undo()
    assert surgery.interventions
    session.open(starter("mlp"), {})
    assert not surgery.interventions


def test_the_menu_names_the_step(session: Session) -> None:
    session.surgery.set_off("conv2", (4,), True)
    assert session.document.undo_stack.undoText() == "Switch maps of Conv 16 @ 5×5 off"


def test_a_layer_that_comes_back_has_what_was_changed_in_it(session: Session) -> None:
    session.surgery.change_weights("conv1", {"weight": with_zeros(weight(session), 2)})
    session.edit(Remove(("conv1",)))
    assert session.surgery.tensors("conv1") == {}
    session.document.undo_stack.undo()
    assert not weight(session)[2].any()


# With a real engine


@pytest.fixture
def watching(live_session: Session, qtbot: QtBot) -> Session:
    live_session.live.want("test", Wants(maps=("relu1",), filters=("conv1",)))
    qtbot.waitUntil(lambda: _probed(live_session), timeout=SLOW)
    return live_session


def _probed(session: Session) -> bool:
    latest = session.live.latest
    return latest is not None and "relu1" in latest.maps and "conv1" in latest.filters


def test_probes_show_what_is_off_and_the_weights_as_changed(
    watching: Session, qtbot: QtBot
) -> None:
    surgery = watching.surgery
    before = watching.live.latest.logits
    with qtbot.waitSignal(surgery.carried_out, timeout=SLOW):
        surgery.set_off("relu1", (2,), True)
    qtbot.waitUntil(lambda: not watching.live.latest.maps["relu1"][2].any(), timeout=SLOW)
    assert not np.array_equal(watching.live.latest.logits, before)
    surgery.change_weights("conv1", {"weight": with_zeros(weight(watching), 5)})
    assert not weight(watching)[5].any()
    qtbot.waitUntil(
        lambda: not watching.live.latest.filters["conv1"]["weight"][5].any(), timeout=SLOW
    )
    watching.document.undo_stack.undo()
    watching.document.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(watching.live.latest.logits, before), timeout=SLOW)


def test_a_run_goes_on_around_what_is_frozen_and_changed_and_survives_its_engine(
    watching: Session, qtbot: QtBot
) -> None:
    watching.settings = RunSettings(epochs=50, batch_size=64, threads=1, learning_rate=0.01)
    watching.start_run()
    qtbot.waitUntil(lambda: watching.run.step > 5, timeout=SLOW)
    watching.surgery.set_frozen("conv1", (1,), True)
    sobel = weight(watching).copy()
    sobel[1] = 0.125
    watching.surgery.change_weights("conv1", {"weight": sobel})
    step = watching.run.step
    qtbot.waitUntil(lambda: watching.run.step > step + 30, timeout=SLOW)
    assert watching.run.is_running
    qtbot.waitUntil(lambda: (weight(watching)[1] == 0.125).all(), timeout=SLOW)
    watching.run.pause()
    qtbot.waitUntil(lambda: watching.run.state == "paused" and watching.run.checkpoint is not None)
    moved = watching.weights()["conv1.weight"]
    assert (moved[1] == 0.125).all()
    assert (moved[0] != sobel[0]).any()
    # What is changed now is in no checkpoint yet.
    half = weight(watching).copy()
    half[2] = 0.5
    watching.surgery.change_weights("conv1", {"weight": half})
    os.kill(watching.engine.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: watching.run.needs_engine, timeout=SLOW)
    qtbot.waitUntil(lambda: watching.engine.state == "ready", timeout=SLOW)
    assert (watching.weights()["conv1.weight"][2] == 0.5).all()
    watching.run.resume(steps=0)
    qtbot.waitUntil(lambda: watching.run.is_running, timeout=SLOW)
    watching.run.pause()
    qtbot.waitUntil(lambda: watching.run.state == "paused", timeout=SLOW)
    kept = watching.weights()["conv1.weight"]
    assert (kept[1] == 0.125).all()
    assert np.abs(kept[2] - 0.5).max() < 0.3
    watching.run.stop()
    qtbot.waitUntil(lambda: watching.run.state == "ended", timeout=SLOW)
