"""Runs on devices that compute behind the program: back to the step that went bad.

A CPU plays such a device here: nobody looks at a loss before it is reported.
"""

from __future__ import annotations

import contextlib
import math

import numpy as np
import pytest
import torch

from cnnstudio.core.history import load_moment, open_run
from cnnstudio.core.layers import Flatten, Linear
from cnnstudio.core.messages import (
    Change,
    Event,
    Metrics,
    Paused,
    RunStarted,
    StartRun,
    Stop,
    Vitals,
    WeightsAre,
)
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.engine.build import named_tensors
from cnnstudio.engine.devices import choose
from cnnstudio.engine.health import NotFiniteError
from cnnstudio.engine.leash import Leash
from cnnstudio.engine.rewind import Rewind
from cnnstudio.engine.trainer import Trainer

DEEP = Network("deep", (Flatten(), *(Linear(64, id=f"d{n}") for n in range(8)), Linear(10)))
ASTRAY = {"optimizer": "sgd", "learning_rate": 100.0, "momentum": 0.9, "epochs": 20}


@pytest.fixture
def behind(monkeypatch) -> None:
    monkeypatch.setattr("cnnstudio.engine.trainer.computes_at_once", lambda _kind: False)


def trainer_of(digits, network: Network, **settings) -> Trainer:
    chosen = RunSettings(precision="float32", device="cpu", **settings)
    return Trainer(StartRun("run", network, chosen, {}), choose("cpu"), digits[0])


def weights_of(trainer: Trainer) -> list[torch.Tensor]:
    return [tensor.detach().clone() for _, tensor in named_tensors(trainer.model)]


def same(some: list[torch.Tensor], others: list[torch.Tensor]) -> bool:
    return all(torch.equal(a, b) for a, b in zip(some, others, strict=True))


def test_a_run_goes_back_to_just_before_the_step_that_went_bad(few_digits) -> None:
    expected = trainer_of(few_digits, DEEP, **ASTRAY)
    losses = []
    with contextlib.suppress(NotFiniteError):
        while True:
            losses.append(expected.take_step()[0])
    behind = trainer_of(few_digits, DEEP, **ASTRAY)
    behind.looks_at_each_loss = False
    rewind = Rewind()
    rewind.remember(behind)
    for _ in range(len(losses) + 5):
        behind.take_step()
    told: list[torch.Tensor] = []
    assert rewind.to_bad_step(behind, lambda loss, *_: told.append(loss))
    assert behind.step == expected.step
    assert told == losses
    assert same(weights_of(behind), weights_of(expected))


def test_a_run_that_does_not_go_bad_again_is_where_it_was(few_digits) -> None:
    trainer = trainer_of(few_digits, starter("simple-cnn"), augment=True)
    trainer.looks_at_each_loss = False
    rewind = Rewind()
    for _ in range(2):
        trainer.take_step()
        rewind.remember(trainer)
    for _ in range(3):
        trainer.take_step()
    before = weights_of(trainer)
    steps: list[int] = []
    for _ in range(2):  # what is remembered stays what it was
        assert not rewind.to_bad_step(trainer, lambda *step: steps.append(step[2]))
        assert trainer.step == 5
        assert same(weights_of(trainer), before)
    assert steps == 6 * [64]


def test_a_run_that_is_behind_pauses_at_the_bad_step_and_reports_those_before(
    short_run, behind
) -> None:
    def answer(event: Event) -> Stop | None:
        return Stop("run") if isinstance(event, Paused) else None

    events = short_run(DEEP, answer, **ASTRAY)
    (paused,) = [event for event in events if isinstance(event, Paused)]
    reports = [event for event in events if isinstance(event, Metrics)]
    assert paused.sentence is not None
    assert paused.sentence.values["step"] == paused.step + 1
    steps = np.concatenate([event.steps for event in reports])
    assert steps.tolist() == list(range(1, paused.step + 1))
    assert all(np.isfinite(event.losses).all() for event in reports)
    weights = next(event for event in events if isinstance(event, WeightsAre)).weights
    assert all(np.isfinite(tensor).all() for tensor in weights.values())


def test_a_setting_changed_just_before_a_bad_step_stays_changed(short_run, behind) -> None:
    def answer(event: Event) -> Change | Stop | None:
        if isinstance(event, RunStarted):
            return Change("run", "learning_rate", 100.0)
        return Stop("run") if isinstance(event, Paused) else None

    events = short_run(DEEP, answer, **{**ASTRAY, "learning_rate": 1e-3})
    reports = [event for event in events if isinstance(event, Metrics)]
    assert any(isinstance(event, Paused) for event in events)
    assert {float(rate) for event in reports for rate in event.learning_rates} == {100.0}


def test_no_vital_signs_are_told_of_steps_that_are_taken_back(short_run, behind) -> None:
    def answer(event: Event) -> Stop | None:
        return Stop("run") if isinstance(event, Paused) else None

    events = short_run(DEEP, answer, **ASTRAY)
    (paused,) = [event for event in events if isinstance(event, Paused)]
    assert all(event.step <= paused.step for event in events if isinstance(event, Vitals))


def test_the_moment_that_a_run_has_gone_back_to_is_kept(short_run, behind, tmp_path) -> None:
    """Whether or not the plan has kept its step before."""

    def answer(event: Event) -> Stop | None:
        return Stop("run") if isinstance(event, Paused) else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cnnstudio.engine.history.is_wanted", lambda *_: False)
        events = short_run(DEEP, answer, history=tmp_path, **ASTRAY)
    (paused,) = [event for event in events if isinstance(event, Paused)]
    assert paused.step > 0
    assert open_run(tmp_path / "run").moments == (0, paused.step)


def test_no_moment_is_kept_of_steps_that_are_taken_back(short_run, behind, tmp_path) -> None:
    def answer(event: Event) -> Stop | None:
        return Stop("run") if isinstance(event, Paused) else None

    events = short_run(DEEP, answer, history=tmp_path, **ASTRAY)
    (paused,) = [event for event in events if isinstance(event, Paused)]
    record = open_run(tmp_path / "run")
    assert record.moments[-1] == paused.step
    for step in record.moments:
        tensors = load_moment(record, step).values()
        assert all(np.isfinite(tensor).all() for tensor in tensors)


def test_a_run_that_is_behind_reports_the_same_losses(short_run, monkeypatch) -> None:
    def losses() -> np.ndarray:
        events = short_run(starter("lenet5"))
        return np.concatenate([event.losses for event in events if isinstance(event, Metrics)])

    expected = losses()
    monkeypatch.setattr("cnnstudio.engine.trainer.computes_at_once", lambda _kind: False)
    assert np.array_equal(losses(), expected)


class Clock:
    """A device that takes `seconds` for a step, and a clock that shows it."""

    def __init__(self, seconds: float, monkeypatch) -> None:
        self.now = 0.0
        self._seconds = seconds
        self.waiting = 0
        self.waits: list[int] = []
        monkeypatch.setattr("cnnstudio.engine.leash.time.perf_counter", lambda: self.now)

    def catch_up(self) -> None:
        self.now += self._seconds * self.waiting
        self.waits.append(self.waiting)
        self.waiting = 0


@pytest.mark.parametrize(("seconds", "ahead"), [(0.5, 1), (0.02, 5), (1e-9, 1000)])
def test_a_tenth_of_a_second_of_steps_is_launched_ahead(seconds, ahead, monkeypatch) -> None:
    clock = Clock(seconds, monkeypatch)
    leash = Leash(clock.catch_up)
    assert leash.seconds_of_step == math.inf
    for _ in range(1 + 2 * ahead):
        with leash.step():
            clock.waiting += 1
        assert leash.is_taut == (clock.waiting == 0)
    assert clock.waits == [1, ahead, ahead]
    assert leash.seconds_of_step == pytest.approx(seconds)
