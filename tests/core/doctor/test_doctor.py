"""The doctor's rules on made-up histories: what they find, since when, and what they keep quiet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.doctor import Bars, Evaluation, Gap, History, diagnose
from cnnstudio.core.layers import Conv2d, Flatten, Linear, Tanh
from cnnstudio.core.messages import Vitals
from cnnstudio.core.network import Network, walk
from cnnstudio.core.starters import starter

NETWORK = starter("lenet5")
IDS = [layer.id for layer in walk(NETWORK.layers)]
WEIGHTED = ("conv1", "conv2", "dense1", "dense2", "dense3")
HEALTHY = Vitals(
    "run",
    200,
    256,
    dead={"relu1": 0.0, "relu2": 0.0, "relu3": 0.38, "relu4": 0.39},
    gradients=dict.fromkeys(WEIGHTED, 0.01),
    gradient_norm=2.0,
    updates=dict.fromkeys(WEIGHTED, 2e-3),
)


def history(**more: Any) -> History:
    """A healthy run whose loss falls from 2.3 to 0.1, but for what is given."""
    steps = np.arange(1.0, 401)
    losses = 0.1 + 2.2 * np.exp(-steps / 60)
    given = {
        "vitals": (HEALTHY,),
        "tests": (Evaluation(200, 0.3, 0.91), Evaluation(400, 0.12, 0.96)),
        "steps": steps,
        "losses": losses,
        "accuracies": 1 - losses / 2.4,
        "confusion": 100 * np.eye(10, dtype=np.int64),
        **more,
    }
    return History(NETWORK, 0.001, **given)


def codes(patient: History) -> list[str]:
    return [ill.code for ill in diagnose(patient)]


@pytest.mark.parametrize(
    ("optimizer", "rate", "suggested"), [("sgd", 5, 0.1), ("adam", 5, 0.001), ("adamw", 5e-3, 5e-4)]
)
def test_a_rate_to_try_is_one_that_the_optimizer_is_used_with(
    optimizer: str, rate: float, suggested: float
) -> None:
    risen = replace(
        history(losses=np.linspace(2.3, 50, 400)), learning_rate=rate, optimizer=optimizer
    )
    (ill,) = (ill for ill in diagnose(risen) if ill.code == "rate_too_large")
    assert ill.advice.values["suggested"] == pytest.approx(suggested)


def test_nothing_is_found_in_health_or_before_anything_is_known() -> None:
    assert diagnose(history()) == ()
    assert diagnose(History(NETWORK, 0.001)) == ()


@pytest.mark.parametrize(
    ("field", "values", "code", "layer"),
    [
        ("dead", {"relu1": 0.1, "relu3": 0.6}, "dead", "relu3"),
        ("saturated", {"relu2": 0.9, "relu3": 0.7}, "saturated", "relu2"),
        (
            "gradients",
            {"conv1": 9e-6, "conv2": 1e-3, "dense3": 1e-2},
            "vanishing",
            "conv1",
        ),
    ],
)
def test_the_worst_layer_is_named_and_all_are_drawn(
    field: str, values: dict[str, float], code: str, layer: str
) -> None:
    (ill,) = diagnose(history(vitals=(replace(HEALTHY, **{field: values}),)))
    assert (ill.code, ill.layer_id) == (code, layer)
    assert isinstance(ill.picture, Bars)
    assert dict(ill.picture.rows) == values
    assert f"layer {IDS.index(layer) + 1}," in str(ill.sentence)


@pytest.mark.parametrize("share", [0.0, 0.39, 0.59])
def test_some_silent_units_are_no_finding(share: float) -> None:
    assert codes(history(vitals=(replace(HEALTHY, dead={"relu4": share}),))) == []


@pytest.mark.parametrize(
    ("least", "words"), [(2e-6, "5,000 times smaller"), (0.0, "more than a billion times")]
)
def test_it_says_how_much_of_the_gradient_is_left(least: float, words: str) -> None:
    gradients = {"conv1": least, "dense3": 1e-2}
    (ill,) = diagnose(history(vitals=(replace(HEALTHY, gradients=gradients),)))
    assert words in str(ill.sentence)


@pytest.mark.parametrize(("length", "words"), [(4321.0, "4,300 long"), (1e12, "a billion long")])
def test_a_long_gradient_explodes(length: float, words: str) -> None:
    stands = np.full(400, 2.3)
    (ill,) = diagnose(history(vitals=(replace(HEALTHY, gradient_norm=length),), losses=stands))
    assert ill.code == "exploding"
    assert words in str(ill.sentence)


def test_units_that_were_dead_from_the_start_are_not_the_learning_rates_fault() -> None:
    dead = replace(HEALTHY, dead={"relu3": 0.8})
    (first,) = diagnose(history(vitals=(replace(dead, step=1), dead)))
    (later,) = diagnose(history(vitals=(replace(HEALTHY, step=1), dead)))
    assert "learning rate" not in str(first.advice)
    assert "smaller learning rate" in str(later.advice)


def test_a_long_gradient_of_a_deep_network_that_learns_is_no_finding() -> None:
    first = replace(HEALTHY, step=1, gradient_norm=210.0)
    begun = replace(history(vitals=(first,)), steps=np.zeros(0), losses=np.zeros(0), tests=())
    assert codes(begun) == []
    later = replace(first, step=20)
    falls, stands = np.linspace(7, 2.4, 20), np.full(20, 7.0)
    for losses, found in ((falls, []), (stands, ["exploding"])):
        patient = replace(begun, vitals=(later,), steps=np.arange(1.0, 21), losses=losses)
        assert codes(patient) == found


def test_dead_units_explain_a_gradient_that_is_gone() -> None:
    vitals = replace(
        HEALTHY, dead={"relu3": 1.0}, gradients={"conv1": 0.0, "dense3": 0.01}, updates={}
    )
    assert codes(history(vitals=(vitals,))) == ["dead"]


def test_a_loss_that_rises_or_comes_back_up_went_too_far() -> None:
    steps = np.arange(1.0, 401)
    rising = diagnose(history(losses=2.3 + steps / 100))
    back = diagnose(history(losses=np.select([steps < 9, steps < 200], [2.3, 0.3], 1.9)))
    assert [ill.code for ill in (*rising, *back)] == ["rate_too_large"] * 2
    assert "risen from 2.31 to" in str(rising[0].sentence)
    assert "come down to 0.3, and is back up at 1.9" in str(back[0].sentence)
    assert rising[0].advice.values["suggested"] == 0.0001


def test_weights_thrown_about_without_gain_are_a_rate_too_large() -> None:
    stuck = {"losses": np.full(400, 2.3)}
    assert codes(history(**stuck)) == []
    wild = replace(HEALTHY, step=1, updates={"conv1": 1.8})
    assert codes(history(**stuck, vitals=(wild, HEALTHY))) == ["rate_too_large"]


def test_weights_that_hardly_move_without_gain_are_a_rate_too_small() -> None:
    slow = replace(HEALTHY, updates=dict.fromkeys(WEIGHTED, 1e-5))
    assert codes(history(vitals=(slow,))) == []  # the loss falls all the same
    (ill,) = diagnose(history(vitals=(slow,), losses=np.full(400, 2.3)))
    assert ill.code == "rate_too_small"
    assert "about 1 part in 100,000;" in str(ill.sentence)


@pytest.mark.parametrize(
    ("optimizer", "rate", "update", "says", "suggested"),
    [
        ("adam", 5e-7, 1 / 257_370, "about 1 part in 260,000;", 1e-4),
        ("adam", 5e-9, 4e-8, "less than 1 part in a million;", 1e-4),
        ("adamw", 5e-9, 0.0, "less than 1 part in a million;", 1e-3),
        ("adam", 5e-5, 9e-5, "about 1 part in 11,000;", 1e-3),
        ("sgd", 1e-4, 1e-6, "about 1 part in 1,000,000;", 0.1),
        ("sgd", 0.05, 1e-5, "about 1 part in 100,000;", 0.5),
    ],
)
def test_a_rate_to_try_makes_steps_of_the_usual_size(
    optimizer: str, rate: float, update: float, says: str, suggested: float
) -> None:
    slow = replace(HEALTHY, updates=dict.fromkeys(WEIGHTED, update))
    patient = history(vitals=(slow,), losses=np.full(400, 2.3))
    (ill,) = diagnose(replace(patient, learning_rate=rate, optimizer=optimizer))
    assert says in str(ill.sentence)
    assert ill.advice.values["suggested"] == pytest.approx(suggested)


def test_a_rate_that_was_raised_on_the_way_is_judged_by_the_steps_since() -> None:
    slow = replace(HEALTHY, updates=dict.fromkeys(WEIGHTED, 1e-5))
    assert codes(history(vitals=(slow,) * 20 + (HEALTHY,) * 3, losses=np.full(400, 2.3))) == []


def test_a_class_without_answers_is_named() -> None:
    confusion = 1000 * np.eye(10, dtype=np.int64)
    confusion[3, 3], confusion[3, 5] = 4, 996
    (ill,) = diagnose(history(confusion=confusion))
    assert "hardly ever says 3: 4 of its 10,000 answers are a 3, though 1,000" in str(ill.sentence)
    confusion[8, 8], confusion[8, 5] = 0, 1000
    (ill,) = diagnose(history(confusion=confusion))
    assert "hardly ever says 3, 8: only 4" in str(ill.sentence)
    assert "outputs" not in str(ill.advice)  # with fewer than ten it could not be trained


def test_a_test_loss_that_rises_again_is_overfitting_since_its_least() -> None:
    tests = tuple(
        Evaluation(step, loss, 0.95)
        for step, loss in ((100, 0.5), (200, 0.3), (300, 0.36), (400, 0.45))
    )
    (ill,) = diagnose(history(tests=tests, accuracies=np.full(400, 0.97)))
    assert ill.code == "overfitting"
    assert str(ill.sentence).startswith("Since step 200 the test loss rises, from 0.3 to 0.45")
    assert isinstance(ill.picture, Gap)
    assert ill.picture.since == 200


def test_a_single_test_that_is_worse_is_no_overfitting() -> None:
    tests = (Evaluation(200, 0.134, 0.96), Evaluation(400, 0.175, 0.95))
    assert codes(history(tests=tests, losses=np.linspace(2.3, 0.1, 400))) == []


def test_a_network_that_got_better_since_its_last_test_does_not_overfit() -> None:
    tests = (Evaluation(100, 1.6, 0.45), Evaluation(200, 0.83, 0.78))
    better = np.linspace(0.1, 0.9, 350)
    patient = history(
        tests=tests, steps=np.arange(1.0, 351), accuracies=better, losses=2.4 * (1 - better)
    )
    assert codes(patient) == []


def test_nothing_is_learned_by_heart_before_any_digit_has_come_twice() -> None:
    tests = (Evaluation(200, 0.9, 0.6), Evaluation(400, 0.9, 0.6))
    patient = history(tests=tests, accuracies=np.full(400, 0.97))
    assert codes(replace(patient, steps_per_epoch=938)) == []
    assert codes(replace(patient, steps_per_epoch=100)) == ["overfitting"]


def test_batches_of_one_digit_are_right_by_chance() -> None:
    ones = (np.arange(400) % 10 > 0).astype(float)
    tests = (Evaluation(200, 0.5, 0.84), Evaluation(400, 0.5, 0.84))
    assert codes(history(tests=tests, accuracies=ones)) == []


def test_classes_that_are_not_learned_yet_are_no_finding_while_the_loss_falls() -> None:
    confusion = 1000 * np.eye(10, dtype=np.int64)
    confusion[5] = np.roll(confusion[5], 1)
    falling = np.linspace(2.3, 1.2, 400)
    assert codes(history(confusion=confusion, losses=falling, tests=())) == []
    stands = np.minimum(falling, 1.2) * 0 + 1.2
    assert codes(history(confusion=confusion, losses=stands, tests=())) == ["never_answered"]


def test_a_network_that_has_one_answer_is_told_so() -> None:
    confusion = np.zeros((10, 10), np.int64)
    confusion[:, 7] = 1000
    (ill,) = diagnose(history(confusion=confusion))
    assert "10,000 of its 10,000 answers are a 7" in str(ill.sentence)


@pytest.mark.parametrize(
    ("optimizer", "rate", "decay", "found"),
    [
        ("adam", 1e-3, 0.1, ["weights_pulled"]),
        ("adam", 1e-3, 5e-4, ["rate_too_large", "dead"]),
        ("adamw", 1e-3, 0.1, ["rate_too_large", "dead"]),
        ("adamw", 1e-2, 1.0, ["weights_pulled"]),
    ],
)
def test_a_strong_weight_decay_explains_a_network_that_learns_nothing(
    optimizer: str, rate: float, decay: float, found: list[str]
) -> None:
    wild = replace(HEALTHY, updates=dict.fromkeys(WEIGHTED, 0.16), dead={"relu3": 1.0})
    patient = history(vitals=(wild,), losses=np.full(400, 2.3))
    changed = replace(patient, optimizer=optimizer, learning_rate=rate, weight_decay=decay)
    assert codes(changed) == found


def test_a_loss_that_weight_decay_keeps_from_falling_further_is_told() -> None:
    halfway = np.concatenate([np.linspace(2.3, 1.8, 50), np.full(350, 1.8)])
    stands = replace(history(losses=halfway), optimizer="adam", weight_decay=0.3)
    assert codes(stands) == ["weights_pulled"]
    falls = replace(stands, losses=np.linspace(2.3, 1.2, 400))
    assert codes(falls) == []


DENSE = (Flatten(id="flat"), Linear(9, id="a"), Tanh(id="bend"), Linear(9, id="b"))


@pytest.mark.parametrize(
    ("network", "optimizer", "says", "unsaid"),
    [
        (Network("", DENSE), "sgd", "Put ReLU", "batch norm"),
        (Network("", tuple(x for x in DENSE if x.id != "bend")), "sgd", "Adam", "ReLU"),
        (Network("", tuple(x for x in DENSE if x.id != "bend")), "adam", "fewer", "Adam"),
        (Network("", (Conv2d(3, id="a"), *DENSE[:1], DENSE[3])), "adam", "batch norm", "ReLU"),
        (Network("", (Conv2d(3, id="a"), Tanh(), DENSE[0], DENSE[3])), "sgd", "batch norm", "Adam"),
    ],
)
def test_what_to_try_against_a_vanishing_gradient_can_be_done(
    network: Network, optimizer: str, says: str, unsaid: str
) -> None:
    vitals = replace(HEALTHY, dead={}, gradients={"a": 1e-9, "b": 1e-2})
    (ill,) = diagnose(replace(history(vitals=(vitals,)), network=network, optimizer=optimizer))
    assert says in str(ill.advice)
    assert unsaid not in str(ill.advice)


@pytest.mark.parametrize("code", ["vanishing", "exploding"])
def test_batch_norm_is_not_advised_where_there_is_some(code: str) -> None:
    vitals = replace(HEALTHY, dead={}, gradients={"conv1": 1e-9, "dense1": 1e-2})
    vitals = vitals if code == "vanishing" else replace(HEALTHY, dead={}, gradient_norm=4500.0)
    advised = {"plain20": "residual blocks", "lenet5": "batch norm", "resnet20": "fewer layers"}
    for name, says in advised.items():
        patient = history(vitals=(vitals,), losses=np.full(400, 2.3))
        (ill,) = diagnose(replace(patient, network=starter(name)))
        assert ill.code == code
        assert says in str(ill.advice)
        assert ("batch norm" in str(ill.advice)) == (name == "lenet5")
        assert ("residual" in str(ill.advice)) <= (name != "resnet20")


def test_batch_norm_is_not_advised_where_there_are_no_maps() -> None:
    dense = replace(HEALTHY, saturated={"relu4": 1.0})
    maps = replace(HEALTHY, saturated={"relu1": 1.0})
    (first,), (second,) = (diagnose(history(vitals=(vitals,))) for vitals in (dense, maps))
    assert "batch norm" not in str(first.advice)
    assert "batch norm" in str(second.advice)


def test_saturated_units_explain_a_gradient_that_is_gone() -> None:
    vitals = replace(HEALTHY, saturated={"relu3": 1.0}, gradients={"conv1": 0.0, "dense3": 0.01})
    assert codes(history(vitals=(vitals,))) == ["saturated"]


def test_a_little_rise_between_two_tests_is_none() -> None:
    tests = (Evaluation(200, 0.030, 0.99), Evaluation(400, 0.038, 0.99))
    assert codes(history(tests=tests, losses=np.full(400, 0.005))) == []


def test_a_gap_of_accuracies_is_overfitting_since_it_opened() -> None:
    accuracies = np.concatenate([np.full(200, 0.9), np.full(200, 1.0)])
    tests = (Evaluation(100, 0.5, 0.89), Evaluation(300, 0.45, 0.90), Evaluation(400, 0.45, 0.90))
    (ill,) = diagnose(history(tests=tests, accuracies=accuracies))
    assert "Since step 300 training digits are answered better" in str(ill.sentence)
    assert "100.0% against 90.0% right, a gap of 10.0 points" in str(ill.sentence)


def test_a_network_that_loses_what_it_knew_does_not_overfit() -> None:
    known = np.arange(1, 401) < 250
    tests = (Evaluation(200, 0.06, 0.98), Evaluation(400, 2.310, 0.10))
    lost = history(
        losses=np.where(known, 0.05, 2.307), accuracies=np.where(known, 0.99, 0.1), tests=tests
    )
    assert codes(lost) == ["rate_too_large"]


any_number = st.one_of(st.floats(0, width=32), st.just(np.nan))
shares = st.dictionaries(st.sampled_from(IDS), any_number, max_size=4)
any_vitals = st.builds(
    Vitals,
    run_id=st.just("run"),
    step=st.integers(0, 10**6),
    digits=st.integers(1, 256),
    dead=shares,
    saturated=shares,
    gradients=shares,
    gradient_norm=any_number,
    updates=shares,
)


@settings(max_examples=60, deadline=None)
@given(
    vitals=st.lists(any_vitals, max_size=3).map(tuple),
    tests=st.lists(st.builds(Evaluation, st.integers(0, 400), any_number, any_number), max_size=4),
    losses=st.lists(any_number, min_size=1, max_size=4),
    answers=st.lists(st.integers(0, 1000), min_size=10, max_size=10),
)
def test_whatever_a_run_came_to_the_doctor_has_whole_sentences(
    vitals: tuple[Vitals, ...], tests: list[Evaluation], losses: list[float], answers: list[int]
) -> None:
    curve = np.repeat(np.array(losses), 60)
    patient = History(
        NETWORK,
        1e-7,
        vitals,
        tuple(tests),
        np.arange(1.0, len(curve) + 1),
        curve,
        np.clip(np.nan_to_num(curve), 0, 1),
        np.tile(np.array(answers, np.int64), (10, 1)),
    )
    for ill in diagnose(patient):
        assert str(ill.sentence).endswith(".")
        assert str(ill.advice).endswith(".")
