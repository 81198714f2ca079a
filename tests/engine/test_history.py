"""A run keeps moments of itself beside its training, and never waits for the disk."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings

from cnnstudio.core import history
from cnnstudio.core.history import RunFacts, open_run
from cnnstudio.core.history.run_file import now
from cnnstudio.core.history.writer import RunWriter
from cnnstudio.core.infer import infer
from cnnstudio.core.messages import (
    Change,
    Changed,
    Checkpointed,
    Device,
    Evaluated,
    Event,
    Finished,
    HistoryLost,
    Metrics,
    MomentsAre,
    Pause,
    Paused,
    Resume,
    RunStarted,
    Stop,
    Vitals,
    WeightsAre,
)
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import english
from cnnstudio.core.starters import starter
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.engine.build import named_tensors
from cnnstudio.engine.history_thread import HistoryThread
from cnnstudio.engine.moments import Moments
from cnnstudio.engine.weights import as_arrays, initialised
from tests.strategies import sound_networks

LENET = starter("lenet5")
START = RunStarted("run", Device("cpu", "A CPU", 1), "float32", 1, 0, {}, 10, 100)


def of(kind: type, events: list[Event]) -> list:
    return [event for event in events if isinstance(event, kind)]


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes: what a full disk comes to for whoever writes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_every_early_step_and_the_end_are_kept(short_run, tmp_path: Path) -> None:
    events = short_run(LENET, history=tmp_path, epochs=2)
    record = open_run(tmp_path / "run")
    assert record.moments == tuple(range(21))
    assert (record.state, record.step, record.sentences) == ("finished", 20, ())
    (last,) = of(WeightsAre, events)
    kept = history.load_moment(record, 20)
    assert all(np.array_equal(kept[name], last.weights[name]) for name in last.weights)
    assert short_run.told[-1].steps == record.moments
    assert short_run.told[-1].size_bytes > 20 * 4 * 60_000


def test_losses_tests_and_vital_signs_are_kept_as_they_were_told(short_run, tmp_path: Path) -> None:
    events = short_run(LENET, history=tmp_path, epochs=2)
    record = open_run(tmp_path / "run")
    losses = np.concatenate([event.losses for event in of(Metrics, events)])
    assert np.array_equal(history.metrics(record).losses, losses)
    tests = of(Evaluated, events)
    assert history.evaluations(record) == [(e.step, e.loss, e.accuracy) for e in tests]
    at_ten = history.evaluation_at(record, 13)
    assert at_ten is not None
    assert np.array_equal(at_ten.confusion, tests[0].confusion)
    told, kept = of(Vitals, events), history.vital_signs(record)
    assert [vitals.step for vitals in kept] == [vitals.step for vitals in told] != []
    assert kept[-1].gradients == pytest.approx(told[-1].gradients)
    assert kept[-1].dead == pytest.approx(told[-1].dead)


def test_a_run_with_a_history_computes_what_it_would_without(short_run, tmp_path: Path) -> None:
    network = starter("simple-cnn")
    without = short_run(network, augment=True)
    with_history = short_run(network, history=tmp_path, augment=True)
    one, other = (
        np.concatenate([event.losses for event in of(Metrics, events)])
        for events in (without, with_history)
    )
    assert np.array_equal(one, other)


def test_what_changed_on_the_way_and_a_stop_are_kept(short_run, tmp_path: Path) -> None:
    def answer(event: Event) -> object:
        match event:
            case Paused(step=0):
                return Change("run", "learning_rate", 0.5)
            case Changed():
                return Resume("run", 3)
            case Paused(step=3):
                return Stop("run")

    short_run(LENET, answer, history=tmp_path, paused=True)
    record = open_run(tmp_path / "run")
    assert [(m.step, m.name, m.after) for m in record.marks] == [(1, "learning_rate", 0.5)]
    assert (record.state, record.step) == ("finished", 3)


def test_a_run_that_goes_on_from_its_checkpoint_goes_on_with_its_history(
    short_run, tmp_path: Path
) -> None:
    def pause(event: Event) -> object:
        match event:
            case Evaluated(step=10):
                return Pause("run")
            case Checkpointed():
                return Stop("run")

    checkpoint = tmp_path / "checkpoint"
    events = short_run(LENET, pause, history=tmp_path, path=checkpoint, epochs=2)
    (kept,) = of(Checkpointed, events)
    facts = open_run(tmp_path / "run").facts
    short_run(LENET, history=tmp_path, resume=checkpoint, epochs=2)
    record = open_run(tmp_path / "run")
    assert kept.step >= 10
    assert record.moments == tuple(range(21))
    assert history.metrics(record).steps.tolist() == list(range(1, 21))
    assert record.sentences == ()
    assert record.facts == facts


def test_on_a_full_disk_the_run_goes_on_and_the_history_says_what_it_lost(
    short_run, tmp_path: Path
) -> None:
    with disk_that_takes(100_000):
        events = short_run(LENET, history=tmp_path)
    assert len(of(Finished, events)) == 1
    (lost,) = of(HistoryLost, short_run.told)
    assert "File too large" in english(lost.sentence)
    record = open_run(tmp_path / "run")
    assert record.moments == ()
    assert len(history.metrics(record).steps) == 10
    assert len(history.evaluations(record)) == 1
    gap, test = map(english, record.sentences)
    assert "Between steps 0 and 10" in gap
    assert "The test of step 10 is missing" in test


def test_in_a_folder_that_cannot_be_made_the_run_goes_on(short_run, tmp_path: Path) -> None:
    root = tmp_path / "runs"
    root.write_text("a file in the folder's place")
    events = short_run(LENET, history=root)
    assert len(of(Finished, events)) == 1
    (lost,) = of(HistoryLost, short_run.told)
    assert "cannot be written" in english(lost.sentence)
    assert of(MomentsAre, short_run.told)[-1].steps == ()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(network=sound_networks())
def test_a_moment_of_any_network_comes_back_as_it_was(tmp_path_factory, network: Network) -> None:
    assume(infer(network).computes)
    model = initialised(network, {}, seed=1)
    facts = RunFacts("A run", now(), network, RunSettings(), START)
    folder = tmp_path_factory.mktemp("runs") / "run"
    writer = RunWriter(folder, facts, 10**9)
    writer.begin(0)
    writer.add_moment(0, as_arrays(model))
    shown = Moments().show(folder, 0).model
    for (name, tensor), (_, other) in zip(named_tensors(model), named_tensors(shown), strict=True):
        assert torch.equal(tensor, other), name


class Disk:
    """A history's thread, given what to write by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[Event] = []
        facts = RunFacts("A run", now(), LENET, RunSettings(), START)
        self.thread = HistoryThread("run", RunWriter(folder, facts, 10**9), self.told.append)
        self.thread.put(lambda writer: writer.begin(0))
        self.weights = {
            name: np.zeros(shape, np.float32) for name, shape in weights_of_network(LENET).items()
        }

    def put(self, *steps: int) -> None:
        for step in steps:
            self.thread.put_moment(step, self.weights)

    def wait(self) -> None:
        """Until all is written that was put so far."""
        done = threading.Event()
        self.thread.put(lambda _: done.set())
        assert done.wait(30)

    def wait_until_tried(self) -> None:
        """Until all moments were tried that were put so far, though the disk has taken none."""
        end = time.monotonic() + 30
        while self.thread.waiting_bytes:
            assert time.monotonic() < end
            time.sleep(0.005)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "run")
    yield disk
    disk.thread.end(30)


def metrics_of(*steps: int) -> Metrics:
    row = np.full(len(steps), 0.5, np.float32)
    return Metrics("run", np.array(steps), row, row, row, 0, 0, 0, 0)


def test_when_there_is_room_again_the_gap_is_said_and_no_loss_is_missing(disk: Disk) -> None:
    disk.put(0, 1)
    disk.wait()
    with disk_that_takes(0):
        disk.thread.put(lambda writer: writer.add_metrics(metrics_of(1, 2, 3)))
        disk.put(2, 3)
        disk.wait_until_tried()
    disk.put(4)
    disk.wait()
    disk.thread.end(30)
    assert len(of(HistoryLost, disk.told)) == 1
    assert disk.told[-1].steps == (0, 1, 4)
    record = open_run(disk.folder)
    assert record.moments == (0, 1, 4)
    assert history.metrics(record).steps.tolist() == [1, 2, 3]
    assert "Between steps 2 and 3" in english(record.sentences[0])


def test_a_slow_disk_holds_up_nobody(disk: Disk) -> None:
    """While one moment is being written, others wait in memory only up to a limit."""
    go_on = threading.Event()
    disk.thread.put(lambda _: go_on.wait(30) and None)
    large = {"w": np.zeros(5_000_000, np.float32)}
    disk.weights = large
    count = 0
    while disk.thread.has_room:
        disk.put(count)
        count += 1
    assert count == 4  # of 20 MB each
    go_on.set()
    disk.wait()
    assert disk.thread.has_room
    assert len(list((disk.folder / "moments").iterdir())) == count


def test_moments_are_told_a_few_times_a_second_at_most(disk: Disk) -> None:
    for _ in range(3):
        disk.put(*range(20))
    disk.wait()
    disk.thread.end(30)
    told = of(MomentsAre, disk.told)
    assert 1 <= len(told) <= 10
    assert told[-1].steps == tuple(range(20))
