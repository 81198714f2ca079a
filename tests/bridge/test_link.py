"""The real engine process behind its pipe."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from cnnstudio.bridge.link import EngineLink
from cnnstudio.core import messages
from cnnstudio.core.messages import (
    CannotStart,
    Change,
    Changed,
    Checkpointed,
    EngineLost,
    Estimate,
    Estimated,
    Evaluated,
    Event,
    Failed,
    Finished,
    Metrics,
    OpenNetwork,
    Pause,
    Paused,
    Probe,
    Probed,
    Ready,
    Resume,
    Resumed,
    RunStarted,
    SendWeights,
    SetPace,
    StartRun,
    Stop,
    WeightsAre,
)
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter

LENET = starter("lenet5")
BLANK = np.zeros((28, 28), np.float32)
PATIENCE = 60.0


class Engine:
    """A link whose events are waited for."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.link = EngineLink(self.events.put)

    def wait(self, kind: type, timeout: float = PATIENCE):
        """The next event of this kind; those before it are passed over."""
        end = time.monotonic() + timeout
        while True:
            event = self.events.get(timeout=max(0.01, end - time.monotonic()))
            if isinstance(event, kind):
                return event

    def ask(self, command, kind: type, timeout: float = PATIENCE):
        self.link.send(command)
        return self.wait(kind, timeout)

    def start_run(self, run_id: str, network=LENET, **settings) -> RunStarted:
        settings = {"precision": "float32", "epochs": 50, **settings}
        return self.ask(StartRun(run_id, network, RunSettings(**settings), {}), RunStarted)


@pytest.fixture(scope="module")
def shared() -> Iterator[Engine]:
    """One engine for the tests that leave it alive."""
    engine = Engine()
    engine.link.start()
    engine.wait(Ready)
    yield engine
    engine.link.close()


@pytest.fixture
def own() -> Iterator[Engine]:
    engine = Engine()
    engine.link.start()
    engine.wait(Ready)
    yield engine
    engine.link.close()


def test_probes_are_answered_from_the_opened_network(shared: Engine) -> None:
    shared.link.send(OpenNetwork(LENET, {}))
    probed = shared.ask(Probe(1, BLANK, ("conv1",), ("pool1",), ("conv2",)), Probed)
    assert probed.request == 1
    assert probed.maps["conv1"].shape == (6, 28, 28)
    assert probed.thumbnails["pool1"].shape == (6, 14, 14)
    assert probed.filters["conv2"]["weight"].shape == (16, 6, 5, 5)


def test_given_weights_are_used_and_sent_back(shared: Engine) -> None:
    given = {"dense3.bias": np.arange(10, dtype=np.float32)}
    shared.link.send(OpenNetwork(LENET, given))
    answer = shared.ask(SendWeights(4), WeightsAre)
    assert answer.request == 4
    assert np.array_equal(answer.weights["dense3.bias"], given["dense3.bias"])
    assert len(answer.weights) == 10


def test_a_test_and_an_estimate_are_answered(shared: Engine) -> None:
    shared.link.send(OpenNetwork(LENET, {}))
    tested = shared.ask(messages.Test(2), Evaluated)
    assert (tested.run_id, tested.request, tested.confusion.sum()) == ("", 2, 10_000)
    estimated = shared.ask(Estimate(3, LENET, RunSettings()), Estimated)
    assert estimated.request == 3
    assert 0 < estimated.seconds_per_step < 1


def test_a_run_is_paused_changed_resumed_and_stopped(shared: Engine) -> None:
    shared.start_run("a")
    shared.wait(Metrics)
    started = time.monotonic()
    paused = shared.ask(Pause("a"), Paused)
    assert time.monotonic() - started < 2
    assert shared.ask(Change("a", "learning_rate", 0.01), Changed).step == paused.step + 1
    assert shared.ask(Resume("a", 3), Paused).step == paused.step + 3
    shared.ask(Resume("a"), Resumed)
    shared.wait(Metrics)
    started = time.monotonic()
    assert shared.ask(Stop("a"), Finished).sentence.code == "finished_stopped"
    assert time.monotonic() - started < 2
    assert shared.wait(WeightsAre).run_id == "a"


def test_a_new_run_ends_the_one_before(shared: Engine) -> None:
    shared.start_run("first")
    shared.link.send(StartRun("second", LENET, RunSettings(epochs=50), {}))
    assert shared.wait(Finished).run_id == "first"
    assert shared.wait(RunStarted).run_id == "second"
    shared.ask(Stop("second"), Finished)


def test_probes_of_a_run_are_of_its_newest_weights(shared: Engine) -> None:
    shared.start_run("b")
    steps = []
    for request in range(5):
        shared.wait(Metrics)
        probed = shared.ask(Probe(request, BLANK), Probed)
        assert probed.run_id == "b"
        steps.append(probed.step)
    shared.ask(Stop("b"), Finished)
    assert steps == sorted(set(steps))


def test_probes_and_pauses_do_not_wait_for_a_long_step(shared: Engine) -> None:
    slow = starter("resnet18")
    shared.start_run("slow", slow, batch_size=64, threads=1)
    time.sleep(0.5)
    started = time.monotonic()
    assert shared.ask(Probe(1, BLANK), Probed).step == 0
    assert time.monotonic() - started < 2
    started = time.monotonic()
    assert shared.ask(Pause("slow"), Paused).step == 0
    assert time.monotonic() - started < 2
    shared.ask(Stop("slow"), Finished)


def test_a_run_at_a_slow_pace_is_probed_quickened_and_paused_at_once(shared: Engine) -> None:
    shared.link.send(StartRun("p", LENET, RunSettings(epochs=50), {}))
    shared.link.send(SetPace("p", 2))
    shared.wait(RunStarted)
    reports = [shared.wait(Metrics) for _ in range(3)]
    assert [int(step) for event in reports for step in event.steps] == [1, 2, 3]
    assert reports[-1].seconds_left == pytest.approx((50 * 938 - 3) / 2, rel=0.2)
    started = time.monotonic()
    assert shared.ask(Probe(1, BLANK), Probed).step in (3, 4)
    assert time.monotonic() - started < 0.4
    shared.link.send(SetPace("p", 1000))
    while len(shared.wait(Metrics).steps) < 4:
        pass
    shared.link.send(SetPace("p", 0.001))
    time.sleep(0.5)
    started = time.monotonic()
    shared.ask(Pause("p"), Paused)
    assert time.monotonic() - started < 2
    shared.ask(Stop("p"), Finished)


def test_a_network_opened_while_a_run_is_paused_is_probed_until_it_goes_on(
    shared: Engine,
) -> None:
    shared.start_run("c")
    shared.ask(Pause("c"), Paused)
    shared.link.send(OpenNetwork(starter("mlp"), {}))
    probed = shared.ask(Probe(1, BLANK, ("dense1",)), Probed)
    assert (probed.run_id, probed.maps["dense1"].shape) == ("", (128,))
    shared.ask(Resume("c"), Resumed)
    assert shared.ask(Probe(2, BLANK), Probed).run_id == "c"
    shared.ask(Stop("c"), Finished)


def test_a_run_that_cannot_be_leaves_the_engine_alive(shared: Engine) -> None:
    command = StartRun("lost", LENET, RunSettings(), {}, checkpoint="/nowhere/x.safetensors")
    assert shared.ask(command, Failed).sentence.code == "checkpoint_unusable"
    shared.link.send(OpenNetwork(LENET, {}))
    assert shared.ask(Probe(9, BLANK), Probed).request == 9


def test_ctrl_c_in_the_terminal_does_not_end_the_engine(shared: Engine) -> None:
    os.kill(shared.link.pid, signal.SIGINT)
    shared.link.send(OpenNetwork(LENET, {}))
    assert shared.ask(Probe(3, BLANK), Probed).request == 3


def test_the_engine_does_not_load_qt(shared: Engine) -> None:
    mapped = {os.path.basename(m.path) for m in psutil.Process(shared.link.pid).memory_maps()}
    assert any("torch" in name for name in mapped)
    assert not [name for name in mapped if "Qt6" in name or "PySide6" in name]


def test_a_killed_engine_is_told_of_and_a_run_goes_on_from_its_checkpoint(own: Engine) -> None:
    own.start_run("d", seed=5)
    own.wait(Metrics)
    own.ask(Pause("d"), Paused)
    kept = own.wait(Checkpointed)
    own.ask(Resume("d"), Resumed)
    own.wait(Metrics)
    os.kill(own.link.pid, signal.SIGKILL)
    assert own.wait(EngineLost).exit_code == -signal.SIGKILL
    own.link.restart()
    own.wait(Ready)
    settings = RunSettings(precision="float32", epochs=50, seed=5)
    own.link.send(StartRun("d", LENET, settings, {}, kept.path))
    assert own.wait(RunStarted).first_step == kept.step
    assert own.wait(Metrics).steps[0] == kept.step + 1


def test_start_and_send_return_at_once_and_close_ends_all() -> None:
    before = set(threading.enumerate())
    own = Engine()
    own.link.start()
    own.wait(Ready)
    pid = own.link.pid
    own.start_run("e")
    started = time.monotonic()
    own.link.restart()
    own.link.send(OpenNetwork(LENET, {}))
    assert time.monotonic() - started < 0.2
    own.link.close()
    assert time.monotonic() - started < 2
    assert not psutil.pid_exists(pid)
    assert set(threading.enumerate()) <= before


def test_nothing_is_heard_of_an_engine_that_was_killed(own: Engine) -> None:
    own.start_run("f")
    own.link.kill()
    while not own.events.empty():
        own.events.get()
    own.link.close()
    assert own.events.empty()


def test_digits_that_cannot_be_had_are_told_in_a_sentence(tmp_path, monkeypatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setenv("CNNSTUDIO_CACHE", str(blocked / "cache"))
    engine = Engine()
    engine.link.start()
    try:
        assert engine.wait(CannotStart).sentence.code == "mnist_not_written"
        engine.wait(EngineLost)
    finally:
        engine.link.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a matter of POSIX")
def test_an_engine_ends_within_two_seconds_of_its_windows_death() -> None:
    script = textwrap.dedent(
        """
        import queue
        from cnnstudio.bridge.link import EngineLink
        from cnnstudio.core.messages import Ready, RunStarted, StartRun
        from cnnstudio.core.run_settings import RunSettings
        from cnnstudio.core.starters import starter

        if __name__ == "__main__":
            events = queue.Queue()
            link = EngineLink(events.put)
            link.start()
            while not isinstance(events.get(), Ready):
                pass
            link.send(StartRun("r", starter("resnet18"), RunSettings(threads=1), {}))
            while not isinstance(events.get(), RunStarted):
                pass
            print(link.pid, flush=True)
            events.get()
            events.get()
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        engine = psutil.Process(int(window.stdout.readline()))
        time.sleep(0.5)  # into its first step, which takes seconds
        window.kill()
        started = time.monotonic()
        while is_computing(engine):
            assert time.monotonic() - started < 2
            time.sleep(0.02)


def is_computing(process: psutil.Process) -> bool:
    """Whether it has not ended; it may wait to be buried by a parent that takes its time."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
