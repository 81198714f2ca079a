"""Frozen filters stay the same to the last bit, whatever trains; all others are trained."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cnnstudio.core.infer import infer, walk_reports
from cnnstudio.core.interventions import Interventions, Patch, Unit, difference
from cnnstudio.core.layers import BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnstudio.core.messages import (
    Command,
    Evaluated,
    Event,
    Intervene,
    Intervened,
    Metrics,
    Pause,
    Paused,
    Resume,
    StartRun,
    Stop,
    WeightsAre,
)
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.engine.build import named_tensors
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.devices import choose
from cnnstudio.engine.freezing import apply_patches
from cnnstudio.engine.trainer import Trainer
from cnnstudio.engine.weights import as_arrays, initialised
from tests.engine.test_graphed import Rerun
from tests.strategies import sound_networks

NORMED = Network(
    "normed",
    (
        Conv2d(4, 3, id="conv"),
        BatchNorm2d(id="norm"),
        ReLU(id="relu"),
        MaxPool2d(2, id="pool"),
        Flatten(id="flat"),
        Linear(10, id="dense"),
    ),
)
OPTIMIZERS = (
    {"optimizer": "sgd", "momentum": 0.0, "learning_rate": 0.1},
    {"optimizer": "sgd", "momentum": 0.9, "nesterov": True, "weight_decay": 0.1},
    {"optimizer": "adam", "weight_decay": 0.1},
    {"optimizer": "adamw", "weight_decay": 0.5},
)
HELD = frozenset({Unit("conv", 1), Unit("norm", 2), Unit("dense", 9)})


def made(
    network: Network, digits: DeviceDigits, interventions: Interventions, **changed: object
) -> Trainer:
    chosen = {"precision": "float32", "device": "cpu", "batch_size": 16, **changed}
    start = StartRun("run", network, RunSettings(**chosen), {}, interventions=interventions)
    return Trainer(start, choose("cpu"), digits)


def rows(weights: dict[str, np.ndarray], unit: Unit) -> dict[str, bytes]:
    found = {name: array for name, array in weights.items() if name.startswith(unit.layer_id + ".")}
    return {name: a[unit.index].tobytes() for name, a in found.items() if unit.index < len(a)}


@pytest.mark.parametrize("chosen", OPTIMIZERS, ids=str)
def test_frozen_units_keep_every_bit_with_any_optimizer(few_digits, chosen: dict) -> None:
    trainer = made(NORMED, few_digits[0], Interventions(), **chosen)
    for _ in range(3):  # momentum from before must not move them either
        trainer.take_step()
    trainer.intervene(Interventions(frozen=HELD), ())
    before = as_arrays(trainer.model)
    for _ in range(5):
        trainer.take_step()
    after = as_arrays(trainer.model)
    for unit in HELD:
        assert rows(before, unit)
        assert rows(before, unit) == rows(after, unit)
    for unit in (Unit("conv", 0), Unit("norm", 0), Unit("dense", 0)):
        assert all(rows(before, unit)[name] != found for name, found in rows(after, unit).items())


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_frozen_units_of_any_network_keep_every_bit(few_digits, data: st.DataObject) -> None:
    network = data.draw(sound_networks().filter(lambda network: infer(network).runs))
    ids = [report.layer.id for report in walk_reports(infer(network).layers)]
    units = st.builds(Unit, st.sampled_from(ids), st.integers(0, 5))
    frozen = data.draw(st.frozensets(units, max_size=8))
    chosen = data.draw(st.sampled_from(OPTIMIZERS))
    trainer = made(network, few_digits[0], Interventions(frozen=frozen), **chosen)
    before = as_arrays(trainer.model)
    for _ in range(2):
        trainer.take_step()
    after = as_arrays(trainer.model)
    assert all(rows(before, unit) == rows(after, unit) for unit in frozen)


def test_gradients_of_frozen_units_count_for_nothing(few_digits) -> None:
    frozen = frozenset(Unit("conv", index) for index in range(4))
    trainer = made(NORMED, few_digits[0], Interventions(frozen=frozen))
    trainer.take_step()
    gradients = {name: t.grad for name, t in named_tensors(trainer.model) if t.grad is not None}
    assert not gradients["conv.weight"].any()
    assert not gradients["conv.bias"].any()
    assert gradients["dense.weight"].any()


def test_a_frozen_unit_may_be_changed_by_hand_and_then_stays_so(few_digits) -> None:
    trainer = made(NORMED, few_digits[0], Interventions(frozen=HELD))
    trainer.take_step()
    before = as_arrays(trainer.model)["conv.weight"]
    wanted = before.copy()
    wanted[1] = 0.25
    patch = difference("conv.weight", before, wanted)
    assert patch is not None
    trainer.intervene(Interventions(frozen=HELD), (patch,))
    trainer.take_step()
    assert (as_arrays(trainer.model)["conv.weight"][1] == 0.25).all()


def test_a_patch_reaches_the_numbers_that_it_names_in_any_layout_of_memory() -> None:
    model = initialised(NORMED, {}, 3).to(memory_format=torch.channels_last)
    before = as_arrays(model)
    wanted = {name: array.copy() for name, array in before.items()}
    wanted["conv.weight"][2, 0, 1] = (1, 2, 3)
    wanted["norm.running_var"][3] = 7
    patches = [difference(name, before[name], wanted[name]) for name in before]
    apply_patches(model, [patch for patch in patches if patch is not None])
    after = as_arrays(model)
    assert all(np.array_equal(after[name], wanted[name]) for name in wanted)


def test_a_patch_that_does_not_fit_changes_nothing() -> None:
    model = initialised(NORMED, {}, 3)
    before = as_arrays(model)
    far, one = np.array([10_000]), np.ones(1, np.float32)
    apply_patches(model, [Patch("conv.weight", far, one), Patch("gone.weight", far, one)])
    assert all(np.array_equal(array, before[name]) for name, array in as_arrays(model).items())


def test_recorded_batches_are_recorded_anew_when_a_map_is_switched_off(few_digits) -> None:
    trainers, off = [], Interventions(frozen=HELD, off=frozenset({Unit("relu", 0)}))
    for recorder in (None, Rerun()):
        chosen = RunSettings(precision="float32", device="cpu", batch_size=16)
        start = StartRun("run", NORMED, chosen, {})
        trainer = Trainer(start, choose("cpu"), few_digits[0], recorder)
        trainer.looks_at_each_loss = False
        if recorder is not None:
            recorder.trainer = trainer
        for step in range(40):
            if step == 20:
                trainer.intervene(off, ())
            trainer.take_step()
        trainers.append(trainer)
    plain, recorded = (as_arrays(trainer.model) for trainer in trainers)
    for name, array in plain.items():
        np.testing.assert_allclose(recorded[name], array, rtol=1e-4, atol=1e-6)


# In a run


def of(kind: type, events: list[Event]) -> list:
    return [event for event in events if isinstance(event, kind)]


def test_a_run_goes_on_with_what_is_changed_by_hand(short_run) -> None:
    wanted = Patch("dense.bias", np.array([3]), np.array([50.0], np.float32))
    intervene = Intervene("run", Interventions(frozen=frozenset({Unit("dense", 3)})), (wanted,))
    asked = iter([intervene])

    def answer(event: Event) -> Command | None:
        return next(asked, None) if isinstance(event, Metrics) else None

    events = short_run(NORMED, answer, epochs=2)
    (intervened,) = of(Intervened, events)
    assert 0 < intervened.step < 20
    assert not of(Paused, events)
    assert of(WeightsAre, events)[-1].weights["dense.bias"][3] == 50
    assert of(Evaluated, events)[-1].confusion[:, 3].sum() == 200


def test_what_is_changed_while_a_run_is_paused_is_in_its_weights(short_run) -> None:
    patch = Patch("conv.bias", np.array([0]), np.array([9.0], np.float32))
    frozen = Interventions(frozen=frozenset({Unit("conv", 0)}))

    def answer(event: Event) -> Command | None:
        if isinstance(event, Paused):
            return Intervene("run", frozen, (patch,))
        return Resume("run") if isinstance(event, Intervened) else None

    events = short_run(NORMED, answer, paused=True)
    assert of(WeightsAre, events)[-1].weights["conv.bias"][0] == 9


def test_commands_of_another_run_change_nothing(short_run) -> None:
    patch = Patch("conv.bias", np.array([0]), np.array([9.0], np.float32))

    def answer(event: Event) -> Command | None:
        return Intervene("other", Interventions(), (patch,)) if isinstance(event, Metrics) else None

    events = short_run(NORMED, answer)
    assert not of(Intervened, events)
    assert of(WeightsAre, events)[-1].weights["conv.bias"][0] < 9


def test_frozen_units_stay_so_when_a_run_goes_on_from_a_checkpoint(short_run, tmp_path) -> None:
    path, held = tmp_path / "kept.safetensors", Interventions(frozen=HELD)
    asked = iter([Pause("run")])

    def stop(event: Event) -> Command | None:
        if isinstance(event, Paused):
            return Stop("run")
        return next(asked, None) if isinstance(event, Metrics) else None

    first = short_run(NORMED, stop, path=path, epochs=3, interventions=held, optimizer="adam")
    second = short_run(NORMED, resume=path, epochs=3, interventions=held, optimizer="adam")
    before, after = (of(WeightsAre, events)[-1].weights for events in (first, second))
    assert of(WeightsAre, second)[-1].step > of(WeightsAre, first)[-1].step
    assert all(rows(before, unit) == rows(after, unit) for unit in HELD)
