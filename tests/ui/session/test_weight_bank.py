"""Weights belong to layers and come back with them."""

import numpy as np

from cnnstudio.ui.session.weight_bank import WeightBank


def tensor(*shape: int, fill: float = 0.0) -> np.ndarray:
    return np.full(shape, fill, np.float32)


def test_a_layer_that_changes_shape_and_back_finds_its_weights_again() -> None:
    bank = WeightBank()
    bank.put({"conv1.weight": tensor(6, 1, 5, 5, fill=3)})
    assert bank.take({"conv1.weight": (8, 1, 5, 5)}) == {}
    found = bank.take({"conv1.weight": (6, 1, 5, 5)})
    assert found["conv1.weight"].mean() == 3


def test_newer_weights_take_the_place_of_older_ones() -> None:
    bank = WeightBank()
    bank.put({"dense1.bias": tensor(4, fill=1)})
    bank.put({"dense1.bias": tensor(4, fill=2)})
    assert bank.take({"dense1.bias": (4,)})["dense1.bias"][0] == 2


def test_the_longest_unused_tensors_go_first_when_there_are_too_many() -> None:
    bank = WeightBank(limit=3 * 400)
    for name in ("a", "b", "c"):
        bank.put({name: tensor(100)})
    bank.take({"a": (100,)})
    bank.put({"d": tensor(100)})
    assert set(bank.take(dict.fromkeys("abcd", (100,)))) == {"a", "c", "d"}


def test_what_was_put_last_is_kept_even_if_it_is_too_large() -> None:
    bank = WeightBank(limit=10)
    bank.put({"a": tensor(100), "b": tensor(100)})
    assert set(bank.take({"a": (100,), "b": (100,)})) == {"a", "b"}


def test_forgotten_weights_start_afresh() -> None:
    bank = WeightBank()
    bank.put({"a": tensor(2)})
    bank.forget({"a": (2,)})
    assert bank.take({"a": (2,)}) == {}
