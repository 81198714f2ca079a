"""The doctor at the bedside of real runs: each was made to have one fault, and one has none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cnnstudio.core.doctor import History, Ill, diagnose
from cnnstudio.core.layers import Flatten, Linear, Sigmoid, Tanh
from cnnstudio.core.messages import Evaluated, Event, Stop, Weights
from cnnstudio.core.network import Network, walk
from cnnstudio.core.starters import starter
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.weights import as_arrays, initialised
from tests.engine.checkups import histories
from tests.engine.conftest import Digits, ShortRun

LENET = starter("lenet5")
MLP = starter("mlp")


def checkups(run: ShortRun, network: Network, *answer: Any, **settings: Any) -> list[History]:
    events = run(network, *answer, **settings)
    decay = settings.get("weight_decay", 0.0)
    return list(histories(events, network, settings["learning_rate"], decay))


def found(history: History) -> dict[str, Ill]:
    return {ill.code: ill for ill in diagnose(history)}


def first_weights(network: Network) -> dict[str, np.ndarray]:
    return dict(as_arrays(initialised(network, {}, 0)))


def enlarged(network: Network, times: float) -> Weights:
    return {name: times * value for name, value in first_weights(network).items()}


def test_nothing_is_found_in_a_healthy_run_of_lenet5(all_digits: Digits) -> None:
    run = ShortRun(all_digits)

    def stop(event: Event) -> Stop | None:
        return Stop("run") if isinstance(event, Evaluated) and event.step >= 600 else None

    moments = checkups(run, LENET, stop, learning_rate=0.001, evaluate_every=200)
    assert len(moments) >= 6
    assert [diagnose(moment) for moment in moments] == [()] * len(moments)
    assert moments[-1].tests[-1].accuracy > 0.93


def test_relus_behind_a_bias_of_minus_ten_are_dead(short_run: ShortRun) -> None:
    weights = {"conv2.bias": np.full(16, -10, np.float32)}
    moments = checkups(short_run, LENET, weights=weights, learning_rate=0.001)
    ill = found(moments[0])["dead"]
    assert ill.layer_id == "relu2"
    assert ill.sentence.values["share"] == 1.0
    assert "layer 5, ReLU, 100% of the units are dead" in str(ill.sentence)
    assert dict(ill.picture.rows)["relu1"] == 0.0  # type: ignore[union-attr]


def test_a_huge_learning_rate_is_called_so_and_kills_units(short_run: ShortRun) -> None:
    moments = checkups(short_run, LENET, learning_rate=1.0, epochs=16)
    ills = found(moments[-1])
    assert "rate_too_large" in ills
    assert ills["rate_too_large"].advice.values["suggested"] == 0.1
    assert ills["dead"].sentence.values["share"] > 0.6


def test_the_gradient_of_twenty_sigmoid_layers_vanishes(short_run: ShortRun) -> None:
    hidden = [layer for _ in range(20) for layer in (Linear(20), Sigmoid())]
    deep = Network("deep", (Flatten(), *hidden, Linear(10)))
    moments = checkups(short_run, deep, learning_rate=0.01, optimizer="sgd")
    ill = found(moments[-1])["vanishing"]
    firsts = [layer.id for layer in walk(deep.layers)][:6]
    assert ill.layer_id in firsts
    assert list(found(moments[-1])) == ["vanishing"]


def test_the_gradient_behind_huge_first_weights_explodes(short_run: ShortRun) -> None:
    weights = enlarged(LENET, 12)
    moments = checkups(
        short_run, LENET, weights=weights, learning_rate=1e-6, optimizer="sgd", momentum=0.0
    )
    ill = found(moments[0])["exploding"]
    assert ill.sentence.values.get("length", 1e9) > 100


def test_huge_first_weights_saturate_tanh(short_run: ShortRun) -> None:
    network = Network("tanh", (Flatten(), Linear(60), Tanh(id="tanh"), Linear(10)))
    weights = enlarged(network, 60)
    moments = checkups(short_run, network, weights=weights, learning_rate=0.001)
    ill = found(moments[0])["saturated"]
    assert ill.layer_id == "tanh"
    assert ill.sentence.values["share"] > 0.6


def test_few_digits_seen_often_are_learned_by_heart(all_digits: Digits) -> None:
    few = tuple(
        DeviceDigits(half.images[:count], half.labels[:count])
        for half, count in zip(all_digits, (320, 1000), strict=True)
    )
    moments = checkups(ShortRun(few), MLP, learning_rate=0.003, epochs=40)  # type: ignore[arg-type]
    ills = found(moments[-1])
    assert list(ills) == ["overfitting"]
    since = ills["overfitting"].sentence.values["since"]
    assert 0 < since < moments[-1].step
    assert ills["overfitting"].picture.since == since  # type: ignore[union-attr]


def test_a_tiny_learning_rate_is_called_so(short_run: ShortRun) -> None:
    moments = checkups(short_run, MLP, learning_rate=1e-6, epochs=16)
    ills = found(moments[-1])
    assert list(ills) == ["rate_too_small"]
    assert ills["rate_too_small"].advice.values["suggested"] == 1e-4


def test_a_weight_decay_that_leaves_nothing_is_called_so(short_run: ShortRun) -> None:
    settings = {"learning_rate": 0.003, "epochs": 20, "weight_decay": 0.3}
    moments = checkups(short_run, LENET, **settings)
    ills = found(moments[-1])
    assert list(ills) == ["weights_pulled"]
    assert "weight decay of 0.3" in str(ills["weights_pulled"].sentence)


def test_a_class_that_no_training_digit_has_is_never_answered(few_digits: Digits) -> None:
    train, test = few_digits
    others = train.labels != 7
    run = ShortRun((DeviceDigits(train.images[others], train.labels[others]), test))
    moments = checkups(run, MLP, learning_rate=0.003, epochs=18)
    ill = found(moments[-1])["never_answered"]
    assert ill.sentence.values["digit"] == 7
    assert ill.sentence.values["answers"] == 0


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_run_that_goes_on_from_trained_weights_is_healthy(
    few_digits: Digits, short_run: ShortRun, optimizer: str
) -> None:
    first = short_run(MLP, learning_rate=0.003, epochs=6)
    weights = next(event.weights for event in reversed(first) if hasattr(event, "weights"))
    moments = checkups(
        short_run, MLP, weights=weights, learning_rate=0.001, epochs=4, optimizer=optimizer
    )
    codes = {ill.code for moment in moments for ill in diagnose(moment)}
    assert codes <= {"overfitting"}  # 640 digits are few
