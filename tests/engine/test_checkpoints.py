"""A run that goes on from a checkpoint, beside one that was never interrupted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from cnnstudio.core.layers import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU
from cnnstudio.core.messages import (
    Change,
    Changed,
    Checkpointed,
    Event,
    Failed,
    Metrics,
    Paused,
    Resume,
    RunStarted,
    Stop,
)
from cnnstudio.core.network import Network
from cnnstudio.core.starters import starter
from cnnstudio.engine import checkpoints

NETWORK = Network(
    "n", (Conv2d(4, 5), ReLU(), MaxPool2d(), Flatten(), Dropout(0.3), Linear(10, id="dense"))
)


def losses_by_step(events: list[Event]) -> dict[int, float]:
    return {
        int(step): float(loss)
        for event in events
        if isinstance(event, Metrics)
        for step, loss in zip(event.steps, event.losses, strict=True)
    }


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_a_resumed_run_has_the_losses_of_an_uninterrupted_one(
    short_run, tmp_path: Path, optimizer: str
) -> None:
    path = tmp_path / "run.safetensors"
    settings = {"optimizer": optimizer, "augment": True, "epochs": 3, "schedule": "onecycle"}

    def change_and_stop(event: Event) -> object:
        match event:
            case Paused(step=0):
                return Resume("run", 7)
            case Paused(step=7):
                return Change("run", "learning_rate", 0.01)
            case Changed():
                return Resume("run", 6)
            case Paused(step=13):
                return Stop("run")

    def change_only(event: Event) -> object:
        return (
            Resume("run")
            if isinstance(event, Paused) and event.step == 13
            else (change_and_stop(event))
        )

    whole = losses_by_step(short_run(NETWORK, change_only, paused=True, **settings))
    short_run(NETWORK, change_and_stop, paused=True, path=path, **settings)
    resumed = short_run(NETWORK, resume=path, **settings)
    started = next(event for event in resumed if isinstance(event, RunStarted))
    assert started.first_step == 13
    assert losses_by_step(resumed) == {step: whole[step] for step in range(14, 31)}


def test_weights_of_a_checkpoint_can_be_read_without_torch(short_run, tmp_path: Path) -> None:
    path = tmp_path / "run.safetensors"
    answers = {Paused: Stop("run")}
    events = short_run(NETWORK, lambda e: answers.get(type(e)), paused=True, path=path)
    assert [e.path for e in events if isinstance(e, Checkpointed)] == [str(path)]
    assert load_file(path)["weights/dense.weight"].shape == (10, 576)


def test_nothing_but_the_checkpoint_is_left_in_the_folder(short_run, tmp_path: Path) -> None:
    answers = {Paused: Stop("run")}
    path = tmp_path / "run.safetensors"
    short_run(NETWORK, lambda e: answers.get(type(e)), paused=True, path=path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "content", [None, b"", b"not a checkpoint", b"\x08" + bytes(7) + b"{}      "]
)
def test_a_checkpoint_that_is_none_fails_the_run_with_a_sentence(
    short_run, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "run.safetensors"
    if content is not None:
        path.write_bytes(content)
    (failed,) = short_run(NETWORK, resume=path)
    assert isinstance(failed, Failed)
    assert failed.sentence.code == "checkpoint_unusable"
    assert str(path) in str(failed.sentence)


def test_another_networks_checkpoint_fails_the_run_with_a_sentence(
    short_run, tmp_path: Path
) -> None:
    path = tmp_path / "run.safetensors"
    answers = {Paused: Stop("run")}
    short_run(NETWORK, lambda e: answers.get(type(e)), paused=True, path=path)
    (failed,) = short_run(starter("lenet5"), resume=path)
    assert isinstance(failed, Failed)
    assert failed.sentence.code == "checkpoint_unusable"


def test_old_checkpoints_are_pruned_and_the_newest_stay(tmp_path: Path) -> None:
    import os

    for number in range(12):
        path = tmp_path / f"{number}.safetensors"
        path.write_bytes(b"")
        os.utime(path, (number, number))
    checkpoints.prune(tmp_path)
    assert sorted(int(path.stem) for path in tmp_path.iterdir()) == list(range(4, 12))


def test_a_folder_that_cannot_be_written_ends_no_run(short_run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    answers = {Paused: Resume("run")}
    path = blocked / "run.safetensors"
    events = short_run(NETWORK, lambda e: answers.get(type(e)), paused=True, path=path)
    assert len(losses_by_step(events)) == 10
    assert not any(isinstance(event, Checkpointed) for event in events)


def test_a_step_broken_off_leaves_no_trace(few_digits) -> None:
    from cnnstudio.core.messages import StartRun
    from cnnstudio.core.run_settings import RunSettings
    from cnnstudio.engine.devices import choose
    from cnnstudio.engine.trainer import Trainer

    network = starter("simple-cnn")
    settings = RunSettings(precision="float32", augment=True)

    def losses(break_off: bool) -> list[float]:
        trainer = Trainer(StartRun("r", network, settings, {}), choose("cpu"), few_digits[0])
        found = []
        for _ in range(3):
            if break_off:
                before = trainer.before_step()
                with pytest.raises(KeyboardInterrupt):
                    trainer.take_step(_raise_at("pool2"))
                trainer.undo_step(before)
            found.append(trainer.take_step()[0].item())
        return found

    assert np.array_equal(losses(break_off=True), losses(break_off=False))


def _raise_at(wanted: str):
    def look(id: str, _: object) -> None:
        if id == wanted:
            raise KeyboardInterrupt

    return look
