"""Batches that are recorded and replayed: they must train as batches that are not.

Where there is no CUDA, another recorder takes its place, which computes anew what CUDA would
replay, into the same tensors.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import torch
from torch import Tensor

from cnnstudio.core.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU
from cnnstudio.core.messages import StartRun
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.engine.build import named_tensors
from cnnstudio.engine.devices import choose
from cnnstudio.engine.graphed import CudaRecorder, Recorder
from cnnstudio.engine.trainer import Trainer

NORMED = Network(
    "normed",
    (Conv2d(4, 3), BatchNorm2d(), ReLU(), MaxPool2d(2), Flatten(), Dropout(0.3), Linear(10)),
)
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA here")


class Rerun:
    """Records on a CPU. As with CUDA, recording itself leaves no trace in network or chance."""

    def __init__(self, *, slow: bool = False, fails: str = "") -> None:
        self.trainer: Trainer
        self.beside_count = self.replays = 0
        self._slow = slow
        self._fails = fails

    @contextmanager
    def beside(self) -> Iterator[None]:
        self.beside_count += 1
        yield

    def record(self, work: Callable[[], list[Tensor]]) -> tuple[list[Tensor], Callable[[], object]]:
        assert all(weight.grad is None for weight in self.trainer.model.parameters())
        before = self.trainer.before_step()
        made = work()
        self.trainer.undo_step(before)
        for tensor in made:
            tensor.fill_(torch.nan)
        if self._fails == "record":
            raise torch.OutOfMemoryError("CUDA out of memory")

        def replay() -> None:
            self.replays += 1
            if self._slow:
                time.sleep(0.1)
            if self._fails == "replay":
                raise RuntimeError("CUDA error")
            # Gradients are written to where they were when this was recorded.
            for old, new in zip(made, work(), strict=True):
                old.copy_(new)
            for weight in self.trainer.model.parameters():
                weight.grad = None  # a graph's replay sets nothing in Python

        return made, replay

    def synchronize(self) -> None:
        pass


def trainer_with(
    recorder: Recorder | None, digits, network: Network = NORMED, device: str = "cpu", **settings
) -> Trainer:
    chosen = {"precision": "float32", "epochs": 2, "threads": 1, "batch_size": 30, **settings}
    start = StartRun("run", network, RunSettings(device=device, **chosen), {})
    trainer = Trainer(start, choose(device), digits[0].on(device), recorder)
    trainer.looks_at_each_loss = False
    if isinstance(recorder, Rerun):
        recorder.trainer = trainer
    return trainer


def train(trainer: Trainer) -> tuple[list[float], dict[str, Tensor]]:
    """Two epochs with a change in the second: every number reported, and the tensors at the end."""
    numbers = []
    while trainer.step < trainer.total_steps:
        if trainer.step == 27:
            trainer.change("learning_rate", 0.02)
            trainer.change("momentum", 0.5)
        loss, correct, count = trainer.take_step()
        numbers += [loss, correct, torch.tensor(float(count))]
    return [float(number) for number in numbers], dict(named_tensors(trainer.model))


SETTINGS = [
    {"optimizer": "sgd", "learning_rate": 0.05, "momentum": 0.9, "nesterov": True},
    {"optimizer": "adamw", "weight_decay": 0.1, "schedule": "cosine", "augment": True},
]


@pytest.fixture
def always(monkeypatch) -> None:
    """Recordings are used, be they quicker or not."""
    monkeypatch.setattr("cnnstudio.engine.graphed._WORTH_IT", math.inf)


@pytest.mark.parametrize("settings", SETTINGS, ids=["sgd", "adamw"])
def test_replayed_batches_train_exactly_as_others_do(few_digits, always, settings) -> None:
    recorder = Rerun()
    replayed = trainer_with(recorder, few_digits, **settings)
    numbers, tensors = train(replayed)
    expected_numbers, expected = train(trainer_with(None, few_digits, **settings))
    assert numbers == expected_numbers
    assert all(torch.equal(tensors[name], tensor) for name, tensor in expected.items())


def test_all_full_batches_but_the_first_are_replayed(few_digits, always) -> None:
    recorder = Rerun()
    trainer = trainer_with(recorder, few_digits)
    train(trainer)
    # 2 epochs of 21 full batches and one of 10 digits; 3 warm up and 5 are timed.
    assert (recorder.beside_count, recorder.replays) == (3, 2 * 21 - 3 - 5)


def test_a_recording_that_is_no_quicker_is_not_used(few_digits) -> None:
    recorder = Rerun(slow=True)
    numbers, _ = train(trainer_with(recorder, few_digits))
    assert recorder.replays == 5
    assert numbers == train(trainer_with(None, few_digits))[0]


def test_steps_that_take_long_anyway_are_not_recorded(few_digits, monkeypatch) -> None:
    monkeypatch.setattr("cnnstudio.engine.graphed._LAUNCHES_COUNT", 0)
    recorder = Rerun()
    train(trainer_with(recorder, few_digits))
    assert recorder.replays == 0


@pytest.mark.parametrize("fails", ["record", "replay"])
def test_a_recording_that_fails_does_the_run_no_harm(few_digits, fails: str) -> None:
    recorder = Rerun(fails=fails)
    numbers, tensors = train(trainer_with(recorder, few_digits))
    expected_numbers, expected = train(trainer_with(None, few_digits))
    assert recorder.replays == (1 if fails == "replay" else 0)
    assert numbers == expected_numbers
    assert all(torch.equal(tensors[name], tensor) for name, tensor in expected.items())


def test_a_step_that_is_watched_or_looked_at_is_not_replayed(few_digits, always) -> None:
    recorder = Rerun()
    trainer = trainer_with(recorder, few_digits)
    for _ in range(10):
        trainer.take_step()
    assert recorder.replays == 2
    trainer.take_step(lambda _id, _output: None)
    trainer.looks_at_each_loss = True
    trainer.take_step()
    assert recorder.replays == 2


@needs_cuda
@pytest.mark.parametrize("settings", SETTINGS, ids=["sgd", "adamw"])
@pytest.mark.parametrize("name", ["normed", "lenet5", "resnet20"])
def test_cuda_graphs_train_as_launches_do(few_digits, always, name: str, settings) -> None:
    network = NORMED if name == "normed" else starter(name)
    replayed = trainer_with(CudaRecorder(), few_digits, network, "cuda", **settings)
    numbers, tensors = train(replayed)
    launched = trainer_with(None, few_digits, network, "cuda", **settings)
    launched._graphed = None
    expected_numbers, expected = train(launched)
    assert numbers == pytest.approx(expected_numbers, rel=1e-3)
    for name, tensor in expected.items():
        torch.testing.assert_close(tensors[name], tensor, rtol=1e-2, atol=1e-3)


@needs_cuda
def test_cuda_graphs_are_the_quicker_way_for_lenet(few_digits) -> None:
    trainer = trainer_with(None, few_digits, starter("lenet5"), "cuda", precision="auto")
    train(trainer)
    assert trainer._graphed is not None
    assert trainer._graphed.replays
