"""Runs of the engine: what they report, and what commands do to them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cnnstudio.core.layers import (
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    LocallyConnected2d,
    ReLU,
)
from cnnstudio.core.messages import (
    Change,
    Changed,
    Evaluated,
    Event,
    Failed,
    Finished,
    Metrics,
    Pause,
    Paused,
    Resume,
    Resumed,
    ResumeToEpochEnd,
    RunStarted,
    SendWeights,
    Stop,
    WeightsAre,
)
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import starter
from cnnstudio.engine.evaluation import score_pieces
from cnnstudio.engine.weights import initialised

LENET = starter("lenet5")


def of(kind: type, events: list[Event]) -> list:
    return [event for event in events if isinstance(event, kind)]


def losses(events: list[Event]) -> np.ndarray:
    return np.concatenate([event.losses for event in of(Metrics, events)])


def steps(events: list[Event]) -> list[int]:
    return [int(step) for event in of(Metrics, events) for step in event.steps]


def test_every_step_is_reported_once(short_run) -> None:
    events = short_run(LENET, epochs=3)
    assert steps(events) == list(range(1, 31))
    assert all(len(e.losses) == len(e.steps) == len(e.accuracies) for e in of(Metrics, events))


def test_a_run_says_what_its_losses_depend_on(short_run) -> None:
    (started,) = of(RunStarted, short_run(LENET, seed=4))
    assert (started.precision, started.threads, started.seed) == ("float32", 1, 4)
    assert (started.steps_per_epoch, started.total_steps) == (10, 10)
    assert started.versions["torch"] == torch.__version__


def test_the_same_seed_gives_the_same_losses(short_run) -> None:
    network = starter("simple-cnn")
    first = losses(short_run(network, seed=3, augment=True))
    assert np.array_equal(first, losses(short_run(network, seed=3, augment=True)))
    assert not np.array_equal(first, losses(short_run(network, seed=4, augment=True)))


def test_digits_come_in_another_order_each_epoch_and_each_only_once(few_digits) -> None:
    from cnnstudio.engine.random_state import order_of

    first, second = order_of(0, 0, 640), order_of(0, 1, 640)
    assert not torch.equal(first, second)
    assert sorted(first.tolist()) == list(range(640))


def test_loss_falls(short_run) -> None:
    falling = losses(short_run(LENET, epochs=8, optimizer="adamw"))
    assert falling[-10:].mean() < 0.5 * falling[:10].mean()


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_each_optimizer_learns(short_run, optimizer: str) -> None:
    rate = 0.05 if optimizer == "sgd" else 0.003
    falling = losses(
        short_run(starter("mlp"), epochs=5, optimizer=optimizer, learning_rate=rate, nesterov=True)
    )
    assert falling[-10:].mean() < 0.6 * falling[:10].mean()


def test_a_run_that_starts_paused_takes_single_steps(short_run) -> None:
    def answer(event: Event) -> object:
        match event:
            case Paused(step=0):
                return Resume("run", 1)
            case Paused(step=1):
                return Resume("run", 2)
            case Paused():
                return Stop("run")

    events = short_run(LENET, answer, paused=True)
    assert [event.step for event in of(Paused, events)] == [0, 1, 3]
    assert steps(events) == [1, 2, 3]
    assert of(Finished, events)[0].sentence.code == "finished_stopped"


def test_to_the_end_of_the_epoch_is_to_its_test(short_run) -> None:
    def answer(event: Event) -> object:
        match event:
            case Paused(step=0):
                return Resume("run", 3)
            case Paused(step=3):
                return ResumeToEpochEnd("run")
            case Paused():
                return Stop("run")

    events = short_run(LENET, answer, paused=True, epochs=2)
    kinds = [type(event) for event in events if isinstance(event, Evaluated | Paused)]
    assert kinds == [Paused, Paused, Evaluated, Paused]
    assert of(Paused, events)[-1].step == 10


def test_a_pause_sends_the_weights_and_a_resume_goes_on(short_run) -> None:
    answers = {RunStarted: Pause("run"), Paused: Resume("run")}
    events = short_run(LENET, lambda event: answers.get(type(event)))
    (paused,), (resumed,) = of(Paused, events), of(Resumed, events)
    assert paused.step == resumed.step == 0
    assert of(WeightsAre, events)[0].weights["conv1.weight"].shape == (6, 1, 5, 5)
    assert steps(events) == list(range(1, 11))


def test_commands_for_another_run_are_passed_over(short_run) -> None:
    answers = {RunStarted: Stop("an old one")}
    assert steps(short_run(LENET, lambda event: answers.get(type(event)))) == list(range(1, 11))


def test_a_change_counts_from_the_next_step_and_scales_what_is_left(short_run) -> None:
    def answer(event: Event) -> object:
        match event:
            case Paused(step=0):
                return Resume("run", 4)
            case Paused(step=4):
                return Change("run", "learning_rate", 0.002)
            case Changed():
                return Resume("run")

    events = short_run(LENET, answer, paused=True, schedule="cosine", learning_rate=0.001)
    plain = short_run(LENET, schedule="cosine", learning_rate=0.001)
    rates, expected = (
        np.concatenate([e.learning_rates for e in of(Metrics, run)]) for run in (events, plain)
    )
    np.testing.assert_allclose(rates[:4], expected[:4])
    np.testing.assert_allclose(rates[4:], 2 * expected[4:], rtol=1e-6)
    assert of(Changed, events) == [Changed("run", 5, "learning_rate", 0.001, 0.002)]


def test_momentum_and_weight_decay_change_what_a_run_does(short_run) -> None:
    def change(name: str, value: float) -> np.ndarray:
        answers = {Paused: Change("run", name, value), Changed: Resume("run")}
        return losses(short_run(LENET, lambda event: answers.get(type(event)), paused=True))

    plain = losses(short_run(LENET))
    assert not np.array_equal(change("momentum", 0.5), plain)
    assert not np.array_equal(change("weight_decay", 1.0), plain)


def test_weights_can_be_had_while_it_runs(short_run) -> None:
    answers = {RunStarted: SendWeights(7)}
    events = short_run(LENET, lambda event: answers.get(type(event)))
    assert [event.request for event in of(WeightsAre, events)] == [7, 0]


def test_tests_come_at_each_epochs_end_and_on_the_chosen_interval(short_run) -> None:
    events = short_run(LENET, epochs=2, evaluate_every=4)
    assert [event.step for event in of(Evaluated, events)] == [4, 8, 10, 12, 16, 20]


def test_a_run_ends_when_its_accuracy_is_reached(short_run) -> None:
    events = short_run(LENET, epochs=50, optimizer="adamw", stop_accuracy=0.5)
    assert events[-2].sentence.code == "finished_accuracy"
    assert of(Evaluated, events)[-1].accuracy >= 0.5


def test_a_run_ends_when_test_loss_no_longer_falls(short_run) -> None:
    events = short_run(LENET, epochs=50, learning_rate=1e-7, optimizer="sgd", patience=2)
    tests = [event.loss for event in of(Evaluated, events)]
    if events[-2].sentence.code == "finished_patience":
        assert min(tests[-2:]) >= min(tests[:-2])
    else:
        assert len(tests) == 50


def test_gradient_norms_are_those_of_the_layers_that_learn(short_run) -> None:
    (last, *_) = reversed(of(Metrics, short_run(LENET)))
    assert set(last.gradient_norms) == {"conv1", "conv2", "dense1", "dense2", "dense3"}
    assert all(norm > 0 for norm in last.gradient_norms.values())


def test_a_last_small_batch_counts_its_own_digits(short_run) -> None:
    events = short_run(LENET, batch_size=300)
    accuracies = np.concatenate([event.accuracies for event in of(Metrics, events)])
    assert len(accuracies) == 3
    assert accuracies[-1] * 40 == pytest.approx(round(float(accuracies[-1]) * 40), abs=1e-4)


def test_too_little_memory_ends_the_run_with_advice(short_run) -> None:
    huge = Network("huge", (Conv2d(1, 1), Flatten(), Linear(10)), Input(64, 512, 512))
    (failed,) = of(Failed, short_run(huge, batch_size=640))
    assert failed.sentence.code == "out_of_memory"
    assert failed.sentence.values["batch_size"] == 640


def test_batch_norm_on_a_batch_of_one_number_is_explained(short_run) -> None:
    network = Network("n", (Conv2d(4, 28), BatchNorm2d(), Flatten(), Linear(10)))
    (failed,) = of(Failed, short_run(network, batch_size=1))
    assert failed.sentence.code == "batch_of_one"


def test_dropout_and_relu_train(short_run) -> None:
    network = Network("n", (Flatten(), Linear(32), ReLU(), Dropout(0.5), Linear(10)))
    assert np.isfinite(losses(short_run(network))).all()


def test_a_locally_connected_layer_is_trained(short_run) -> None:
    local = LocallyConnected2d(3, 5, stride=2, id="local")
    events = short_run(Network("local", (local, ReLU(), Flatten(), Linear(10))))
    assert not of(Failed, events)
    assert losses(events)[-3:].mean() < losses(events)[:3].mean()


def test_the_largest_share_is_the_answers_also_where_all_are_about_the_same(all_digits) -> None:
    network, digits = starter("lenet5"), all_digits[1]
    *_, score = score_pieces(initialised(network, {}, 0).eval(), network, digits, 400_000)
    answers = np.concatenate(score.answers)
    assert np.array_equal(np.concatenate(score.probabilities).argmax(1), answers)
