"""Vital signs: what they count, against torch, and that they leave the run alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from cnnstudio.core.interventions import Unit
from cnnstudio.core.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sigmoid, Tanh
from cnnstudio.core.messages import Event, Metrics, StartRun, Stop, Vitals
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.engine.devices import choose
from cnnstudio.engine.trainer import Trainer
from cnnstudio.engine.vitals import VitalSigns
from tests.engine.conftest import Digits, ShortRun


def trainer_of(network: Network, digits: Digits, **weights: np.ndarray) -> Trainer:
    settings = RunSettings(optimizer="sgd", precision="float32", threads=1, device="cpu")
    named = {name.replace("_", ".", 1): value for name, value in weights.items()}
    return Trainer(StartRun("run", network, settings, named), choose("cpu"), digits[0])


def vitals_after_a_step(trainer: Trainer, digits: Digits) -> Vitals:
    signs = VitalSigns("run")
    signs.remember(trainer)
    trainer.take_step()
    *_, vitals = signs.measured(trainer, digits[1])
    assert vitals is not None
    return vitals


def test_units_that_fire_for_no_digit_are_counted_and_others_are_not(few_digits: Digits) -> None:
    bias = np.zeros(8, np.float32)
    bias[:3] = -100
    layers = (Flatten(), Linear(8, id="dense"), ReLU(id="relu"), Linear(10))
    trainer = trainer_of(Network("n", layers), few_digits, dense_bias=bias)
    vitals = vitals_after_a_step(trainer, few_digits)
    x, _ = few_digits[1].slice(0, vitals.digits)
    with torch.no_grad():
        fires = (trainer.model.stack.steps[1](x.flatten(1)) > 0).any(dim=0)
    assert vitals.dead == {"relu": pytest.approx(1 - float(fires.float().mean()))}
    assert vitals.dead["relu"] >= 3 / 8


def test_a_map_is_dead_when_all_of_it_is_also_where_pooling_comes_first(
    few_digits: Digits,
) -> None:
    bias = np.array([-100, -100, 5, 5], np.float32)
    layers = (
        Conv2d(4, (3, 3), id="conv"),
        ReLU(id="relu"),
        MaxPool2d(),
        Flatten(),
        Linear(10),
    )
    trainer = trainer_of(Network("n", layers), few_digits, conv_bias=bias)
    assert vitals_after_a_step(trainer, few_digits).dead == {"relu": 0.5}


def test_a_map_that_is_switched_off_is_not_dead(few_digits: Digits) -> None:
    layers = (Conv2d(4, (3, 3), id="conv"), ReLU(id="relu"), Flatten(), Linear(10))
    bias = np.full(4, 5, np.float32)
    trainer = trainer_of(Network("n", layers), few_digits, conv_bias=bias)
    trainer.model.switch_off(frozenset({Unit("conv", 1), Unit("conv", 2)}))
    assert vitals_after_a_step(trainer, few_digits).dead == {"relu": 0.0}


def test_saturated_outputs_lie_within_a_hundredth_of_an_end(few_digits: Digits) -> None:
    rows = np.zeros((4, 784), np.float32)
    layers = (Flatten(), Linear(4, id="dense"), Tanh(id="tanh"), Sigmoid(id="sigmoid"), Linear(10))
    # tanh is 0.98 at 2.2976; the sigmoid of what is within ±1 is never near its ends
    bias = np.array([2.2, 2.4, -2.4, 0.0], np.float32)
    trainer = trainer_of(Network("n", layers), few_digits, dense_weight=rows, dense_bias=bias)
    vitals = vitals_after_a_step(trainer, few_digits)
    assert vitals.saturated == {"tanh": 0.5, "sigmoid": 0.0}


def test_gradients_and_updates_are_those_of_the_step(few_digits: Digits) -> None:
    trainer = trainer_of(starter("mlp"), few_digits)
    before = {name: p.detach().clone() for name, p in trainer.model.named_parameters()}
    vitals = vitals_after_a_step(trainer, few_digits)
    weights = dict(trainer.model.named_parameters())
    gradients = torch.cat([p.grad.flatten() for p in weights.values() if p.grad is not None])
    assert vitals.gradient_norm == pytest.approx(float(gradients.norm()), rel=1e-4)
    last = [name for name in weights if name.startswith("stack.steps.3")]
    squares = sum(float(weights[name].grad.square().sum()) for name in last)  # type: ignore[union-attr]
    numbers = sum(weights[name].numel() for name in last)
    ids = list(vitals.gradients)
    assert vitals.gradients[ids[-1]] == pytest.approx(math.sqrt(squares / numbers), rel=1e-4)
    moved = sum(float((weights[name].detach() - before[name]).square().sum()) for name in last)
    length = sum(float(before[name].square().sum()) for name in last)
    assert vitals.updates[ids[-1]] == pytest.approx(math.sqrt(moved / length), rel=1e-4)


def test_they_come_early_at_tests_and_not_at_every_step(short_run: ShortRun) -> None:
    events = short_run(starter("linear"), epochs=3)
    steps = [event.step for event in events if isinstance(event, Vitals)]
    assert steps == [1, 10, 20, 30]


def test_a_run_goes_as_it_would_without_them(
    short_run: ShortRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def losses() -> np.ndarray:
        events = short_run(starter("lenet5"), epochs=2, augment=True)
        return np.concatenate([e.losses for e in events if isinstance(e, Metrics)])

    looked_at = losses()
    monkeypatch.setattr(VitalSigns, "is_due", lambda *_: False)
    assert (looked_at == losses()).all()


def test_what_cost_much_is_not_done_again_soon(few_digits: Digits) -> None:
    signs = VitalSigns("run")
    assert signs.is_due(200, is_tested=False)
    trainer = trainer_of(starter("lenet5"), few_digits)
    signs.remember(trainer)
    trainer.take_step()
    list(signs.measured(trainer, few_digits[1]))
    assert not signs.is_due(400, is_tested=False)
    assert signs.is_due(400, is_tested=True)


def test_a_stop_need_not_wait_for_all_pieces(
    few_digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cnnstudio.engine.vitals.piece_size", lambda *_: 1)
    pieces = 0

    def measured(*arguments: object) -> object:
        nonlocal pieces
        for vitals in real(*arguments):
            pieces += 1
            yield vitals

    real = VitalSigns.measured
    monkeypatch.setattr(VitalSigns, "measured", measured)

    def stop(event: Event) -> Stop | None:
        return Stop("run") if type(event).__name__ == "RunStarted" else None

    assert not [e for e in ShortRun(few_digits)(starter("linear"), stop) if isinstance(e, Vitals)]
    assert pieces <= 1
