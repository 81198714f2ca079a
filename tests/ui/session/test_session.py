"""The session with a real engine, real MNIST, and real deaths."""

import os
import signal

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Replace
from cnnstudio.core.layers import Conv2d, Dropout
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants

SLOW = 60_000


@pytest.fixture
def training(live_session: Session, qtbot: QtBot) -> Session:
    """LeNet-5, some steps into a long run."""
    live_session.settings = RunSettings(epochs=50, batch_size=64, threads=1)
    live_session.start_run()
    qtbot.waitUntil(lambda: live_session.run.step > 20, timeout=SLOW)
    return live_session


def pid(session: Session) -> int:
    number = session.engine.pid
    assert number is not None
    return number


def test_a_trained_network_is_tested_unasked_and_mistakes_can_be_shown(
    live_session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: live_session.evaluation is not None, timeout=SLOW)
    assert live_session.evaluation.accuracy > 0.98
    assert live_session.next_mistake()
    digit = live_session.digit.current
    assert live_session.answers[digit.index] != digit.label


def test_probes_follow_the_digit(live_session: Session, qtbot: QtBot) -> None:
    live_session.live.want("test", Wants(maps=("conv1",), filters=("conv2",)))
    for index in (0, 1, 2):
        live_session.digit.show_test(index)
        label = live_session.digit.current.label
        qtbot.waitUntil(
            lambda label=label: (
                live_session.live.probabilities is not None
                and int(live_session.live.probabilities.argmax()) == label
            ),
            timeout=SLOW,
        )
    probed = live_session.live.latest
    assert probed.maps["conv1"].shape == (6, 28, 28)
    assert probed.filters["conv2"]["weight"].shape == (16, 6, 5, 5)


def test_pause_takes_effect_and_resume_goes_on(training: Session, qtbot: QtBot) -> None:
    training.run.pause()
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=10_000)
    step = training.run.step
    assert not training.run.needs_engine
    training.run.resume(steps=1)
    qtbot.waitUntil(
        lambda: training.run.state == "paused" and training.run.step == step + 1, timeout=SLOW
    )
    training.run.resume()
    qtbot.waitUntil(lambda: training.run.step > step + 1, timeout=SLOW)


def test_stop_ends_the_run_and_keeps_its_weights(training: Session, qtbot: QtBot) -> None:
    before = training.weights()["conv1.weight"].copy()
    with qtbot.waitSignal(training.document.file_changed, timeout=SLOW):
        training.run.stop()
    qtbot.waitUntil(lambda: training.run.state == "ended", timeout=10_000)
    assert not np.array_equal(training.weights()["conv1.weight"], before)
    assert training.document.is_unsaved


def test_a_changed_learning_rate_leaves_a_mark(training: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(training.run.marked, timeout=SLOW) as marked:
        training.run.change("learning_rate", 0.0005)
    assert (marked.args[0].before, marked.args[0].after) == (0.001, 0.0005)


def test_an_edit_pauses_the_run_and_going_back_lets_it_go_on(
    training: Session, qtbot: QtBot
) -> None:
    network = training.document.network
    with qtbot.waitSignal(training.run_interrupted):
        training.edit(Insert((Dropout(),), Place(8)))
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=10_000)
    training.go_back_to_run()
    assert training.document.network == network
    step = training.run.step
    training.run.resume()
    qtbot.waitUntil(lambda: training.run.step > step, timeout=SLOW)


def test_an_edited_network_trains_on_from_the_weights_of_its_unchanged_layers(
    training: Session, qtbot: QtBot
) -> None:
    training.edit(Remove(("relu4",)))
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=10_000)
    trained = training.weights()["conv1.weight"]
    training.settings = RunSettings(epochs=1, learning_rate=1e-7, threads=1)
    training.start_run()
    qtbot.waitUntil(lambda: training.run.step > 5, timeout=SLOW)
    training.run.pause()
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=10_000)
    np.testing.assert_allclose(training.weights()["conv1.weight"], trained, atol=1e-3)


def test_weights_of_a_changed_layer_come_back_with_undo(
    live_session: Session, qtbot: QtBot
) -> None:
    before = live_session.weights()["conv1.weight"]
    live_session.edit(Replace(Conv2d(8, (5, 5), padding=(2, 2), id="conv1")))
    assert "conv1.weight" not in live_session.weights()
    assert "dense3.weight" in live_session.weights()
    live_session.document.undo_stack.undo()
    assert live_session.weights()["conv1.weight"] is before


def test_a_killed_engine_is_started_again_and_the_run_goes_on_from_its_checkpoint(
    training: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: training.run.checkpoint is not None, timeout=SLOW)
    os.kill(pid(training), signal.SIGKILL)
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=SLOW)
    step = training.run.checkpoint.step
    assert training.run.message.code == "run_at_checkpoint"
    qtbot.waitUntil(lambda: training.engine.state == "ready", timeout=SLOW)
    training.run.resume()
    qtbot.waitUntil(lambda: training.run.step > step + 5, timeout=SLOW)
    assert np.all(np.diff(training.run.curves.steps) > 0)


def test_pictures_and_weights_outlive_an_engine_that_is_killed_in_a_run(
    training: Session, qtbot: QtBot
) -> None:
    before = training.weights()["conv1.weight"]
    qtbot.waitUntil(lambda: training.run.checkpoint is not None, timeout=SLOW)
    os.kill(pid(training), signal.SIGKILL)
    qtbot.waitUntil(lambda: training.run.state == "paused", timeout=SLOW)
    kept = training.weights()["conv1.weight"]
    assert not np.array_equal(kept, before)
    with qtbot.waitSignal(training.live.probed, timeout=SLOW):
        pass
    training.run.resume()
    qtbot.waitUntil(lambda: training.run.state == "running", timeout=SLOW)
    with qtbot.waitSignal(training.live.probed, timeout=SLOW) as probed:
        pass
    assert probed.args[0].run_id in ("", training.run.id)


def test_an_engine_killed_while_nothing_runs_probes_again_when_it_is_back(
    live_session: Session, qtbot: QtBot
) -> None:
    os.kill(pid(live_session), signal.SIGKILL)
    qtbot.waitUntil(lambda: live_session.engine.state == "starting", timeout=SLOW)
    with qtbot.waitSignal(live_session.live.probed, timeout=SLOW):
        qtbot.waitUntil(lambda: live_session.engine.state == "ready", timeout=SLOW)


def test_a_network_with_a_problem_is_not_trained_and_a_fix_makes_it_trainable(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.edit(Remove(("flatten1",)))
    assert not live_session.can_train
    live_session.start_run()
    assert live_session.run.state == "idle"
    problem = live_session.document.report.problems[0]
    live_session.edit(*problem.fixes[0].edits, name=problem.fixes[0].sentence)
    assert live_session.can_train


def test_reset_goes_back_to_the_first_weights_that_the_seed_decides(
    live_session: Session, qtbot: QtBot
) -> None:
    def logits_after_reset() -> np.ndarray:
        live_session.reset_weights()
        with qtbot.waitSignal(live_session.live.probed, timeout=SLOW) as probed:
            pass
        return np.array(probed.args[0].logits)

    first = logits_after_reset()
    live_session.settings = RunSettings(seed=1)
    other = logits_after_reset()
    live_session.settings = RunSettings(seed=0)
    assert np.array_equal(logits_after_reset(), first)
    assert not np.array_equal(other, first)


def test_an_estimate_says_how_long_an_epoch_takes(live_session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(live_session.estimated, timeout=SLOW) as estimated:
        live_session.estimate()
    assert 0.1 < estimated.args[0].seconds_per_epoch < 600


def test_opening_another_network_ends_the_run(training: Session, qtbot: QtBot) -> None:
    training.open(starter("linear"), {})
    assert training.run.state == "idle"
    assert isinstance(training.document.network, Network)
    qtbot.waitUntil(lambda: training.can_train, timeout=SLOW)


def test_the_first_step_begins_the_run_and_takes_just_one_step(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.step_run()
    qtbot.waitUntil(lambda: live_session.run.step == 1, timeout=SLOW)
    qtbot.waitUntil(lambda: live_session.run.state == "paused", timeout=SLOW)
    live_session.step_run()
    qtbot.waitUntil(lambda: live_session.run.step == 2, timeout=SLOW)
    assert list(live_session.run.curves.steps) == [1, 2]


def test_a_run_to_the_epochs_end_tests_there_and_pauses(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.settings = RunSettings(batch_size=1000, epochs=3)
    live_session.run_to_epoch_end()
    qtbot.waitUntil(lambda: live_session.run.step == 60, timeout=SLOW)
    qtbot.waitUntil(lambda: live_session.run.state == "paused", timeout=SLOW)
    assert [step for step, _, _ in live_session.run.evaluations] == [60]


def test_layers_before_a_problem_still_show_what_they_make_of_the_digit(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.live.want("test", Wants(maps=("conv1", "pool2", "dense1")))
    live_session.edit(Remove(("flatten1",)))

    def maps_are_fresh() -> bool:
        latest = live_session.live.latest
        return latest is not None and len(latest.logits) == 0 and "pool2" in latest.maps

    qtbot.waitUntil(maps_are_fresh, timeout=SLOW)
    assert "dense1" not in live_session.live.latest.maps
    assert live_session.live.probabilities is None
    live_session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: live_session.live.probabilities is not None, timeout=SLOW)


def test_a_starter_comes_with_its_own_weights_and_never_with_another_networks(
    session: Session,
) -> None:
    before = session.document.network
    session.start_from("lenet5-1998")
    assert session.weights() == {}
    session.start_from("mlp")
    assert len(session.weights()) == 4
    session.document.undo_stack.undo()
    session.document.undo_stack.undo()
    assert session.document.network == before
    assert "conv1.weight" in session.weights()


def test_undo_brings_the_selection_back_with_the_layers(session: Session) -> None:
    session.select(("pool1",))
    session.edit(Remove(("pool1",)))
    assert session.selection == ()
    session.select(("conv2", "relu2"))
    session.edit(Remove(("conv2", "relu2")))
    session.document.undo_stack.undo()
    assert session.selection == ("conv2", "relu2")
    session.document.undo_stack.undo()
    assert session.selection == ("conv2", "relu2")
    session.document.undo_stack.redo()
    assert session.selection == ("conv2", "relu2")


def test_a_run_that_stops_between_tests_is_tested_then(training: Session, qtbot: QtBot) -> None:
    assert training.run.evaluations == []
    with qtbot.waitSignal(training.evaluation_changed, timeout=SLOW):
        training.run.stop()
        qtbot.waitUntil(lambda: training.run.state == "ended", timeout=10_000)
    qtbot.waitUntil(lambda: training.evaluation is not None, timeout=SLOW)
