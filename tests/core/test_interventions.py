"""Interventions are sets of units; patches hold only what differs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.interventions import Interventions, Unit, by_layer, difference

NUMBERS = st.lists(st.floats(width=32), min_size=6, max_size=6)


def test_units_are_switched_one_by_one_and_counted_by_layer() -> None:
    some = Interventions().with_off([Unit("a", 2), Unit("a", 0)], True)
    some = some.with_frozen([Unit("b", 1)], True).with_off([Unit("a", 2)], False)
    assert some.off_in("a") == (0,)
    assert some.off_in("b") == ()
    assert some.frozen_in("b") == (1,)
    assert some
    assert not Interventions()


def test_indices_of_a_layer_are_sorted() -> None:
    units = [Unit("b", 3), Unit("a", 1), Unit("b", 0)]
    assert by_layer(units) == {"a": (1,), "b": (0, 3)}


@given(NUMBERS, NUMBERS)
def test_a_difference_makes_one_tensor_the_other_to_the_last_bit(a: list, b: list) -> None:
    before, after = (np.array(numbers, np.float32).reshape(2, 3) for numbers in (a, b))
    patch = difference("x.weight", before, after)
    if patch is None:
        assert before.tobytes() == after.tobytes()
    else:
        assert patch.applied(before).tobytes() == after.tobytes()
        assert patch.applied(before).shape == (2, 3)


def test_a_difference_holds_only_what_changed() -> None:
    before = np.zeros((2, 3), np.float32)
    after = before.copy()
    after[1, 1] = 5
    patch = difference("x.weight", before, after)
    assert patch is not None
    assert (patch.indices.tolist(), patch.values.tolist()) == ([4], [5])


def test_a_patch_of_another_shape_is_passed_over() -> None:
    before, after = np.zeros(9, np.float32), np.ones(9, np.float32)
    patch = difference("x.weight", before, after)
    assert patch is not None
    small = np.zeros(4, np.float32)
    assert patch.applied(small) is small
