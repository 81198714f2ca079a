"""Runs whose numbers overflow: where they stop, and what they say."""

from __future__ import annotations

import numpy as np
import torch

from cnnstudio.core.layers import BatchNorm2d, Conv2d, Flatten, Linear, Tanh
from cnnstudio.core.messages import Event, Metrics, Paused, Stop, WeightsAre
from cnnstudio.core.network import Network
from cnnstudio.core.starters import starter
from cnnstudio.engine.health import Culprit, find_culprit
from cnnstudio.engine.weights import initialised

LENET = starter("lenet5")


def stop_when_paused(event: Event) -> Stop | None:
    return Stop("run") if isinstance(event, Paused) else None


def weights_with(name: str, value: float) -> dict[str, np.ndarray]:
    from cnnstudio.engine.weights import as_arrays

    weights = as_arrays(initialised(LENET, {}, 0))
    weights[name] = np.full_like(weights[name], value)
    return weights


def test_a_learning_rate_far_too_high_pauses_the_run_and_names_a_layer(short_run) -> None:
    deep = Network("deep", (Flatten(), *(Linear(64, id=f"d{n}") for n in range(8)), Linear(10)))
    events = short_run(
        deep, stop_when_paused, optimizer="sgd", learning_rate=100, momentum=0.9, epochs=20
    )
    (paused,) = [event for event in events if isinstance(event, Paused)]
    assert paused.sentence is not None
    assert paused.sentence.values["step"] == paused.step + 1
    assert paused.sentence.values["suggested"] == 0.01
    assert paused.layer_id is not None
    finite = np.concatenate([e.losses for e in events if isinstance(e, Metrics)])
    assert len(finite) == paused.step
    assert np.isfinite(finite).all()


def test_the_first_layer_whose_output_overflows_is_named(short_run) -> None:
    events = short_run(LENET, stop_when_paused, weights=weights_with("dense2.weight", 3e38))
    (paused,) = [event for event in events if isinstance(event, Paused)]
    assert paused.layer_id == "dense2"
    assert paused.sentence.code == "went_bad_output"
    assert paused.step == 0


def test_weights_stay_as_they_were_before_the_bad_step(short_run) -> None:
    given = weights_with("dense2.weight", 3e38)
    events = short_run(LENET, stop_when_paused, weights=given)
    kept = next(event for event in events if isinstance(event, WeightsAre)).weights
    assert all(np.array_equal(kept[name], given[name]) for name in given)


def test_of_several_layers_with_bad_weights_the_last_was_the_first_to_go() -> None:
    model = initialised(LENET, {}, 0)
    with torch.no_grad():
        for name in ("0", "3"):
            model.stack.steps[int(name)].weight.fill_(torch.nan)
    assert find_culprit(model, torch.rand(2, 1, 28, 28)) == Culprit("conv2", "gradient")


def test_a_loss_that_overflows_by_itself_is_the_last_layers() -> None:
    network = Network("n", (Flatten(id="f"), Tanh(id="t"), Linear(10, id="last")))
    model = initialised(network, {}, 0)
    assert find_culprit(model, torch.rand(2, 1, 28, 28)) == Culprit("last", "output")


def test_the_means_of_batch_norm_do_not_keep_what_went_bad(short_run) -> None:
    layers = (Conv2d(1, 5, id="big"), BatchNorm2d(id="norm"), Flatten(), Linear(10))
    network = Network("n", layers)
    weights = {"big.weight": np.full((1, 1, 5, 5), 3e38, np.float32)}
    events = short_run(network, stop_when_paused, weights=weights)
    kept = next(event for event in events if isinstance(event, WeightsAre)).weights
    assert np.array_equal(kept["norm.running_mean"], [0])
    assert np.array_equal(kept["norm.running_var"], [1])
