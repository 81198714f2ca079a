"""Passes as values: what is kept of them, and what is no pass."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.first_pass import first_pass
from cnnstudio.core.labs.passes import (
    LONGEST_LIST,
    MOST_LAYERS,
    Level,
    Pass,
    detail_for,
    list_shape,
    pass_of,
    shapes_of,
)
from cnnstudio.core.labs.written import LONGEST
from cnnstudio.core.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnstudio.core.messages import THUMBNAIL_MAPS, THUMBNAIL_SIZE
from cnnstudio.core.network import Input, Network
from cnnstudio.core.settings import InvalidValue
from cnnstudio.core.starters import starter
from tests.core.labs.engine_pass import a_digit, made_pass, model_of, outputs_of, seen_by

SMALL = Network(
    "Small",
    (Conv2d(3, id="conv"), ReLU(id="relu"), MaxPool2d(id="pool"), Flatten(id="flat")),
)


@given(st.integers(1, 5_000))
def test_a_list_is_laid_out_in_rows_that_fit(count: int) -> None:
    rows, columns = list_shape(count)
    kept = min(count, LONGEST_LIST)
    assert 1 <= columns <= 32
    assert 1 <= rows <= 32
    assert rows * columns <= kept
    assert rows * columns > 0.9 * kept


@pytest.mark.parametrize(("count", "shape"), [(10, (10, 1)), (84, (7, 12)), (120, (10, 12))])
def test_usual_lists_have_no_gap(count: int, shape: tuple[int, int]) -> None:
    assert list_shape(count) == shape


def test_a_pass_comes_back_from_json_number_by_number() -> None:
    made = made_pass(SMALL)
    back = Pass.from_json(json.loads(json.dumps(made.as_json())))
    assert back.network == made.network
    for one, other in zip(made.levels, back.levels, strict=True):
        assert one.every == other.every
        assert np.array_equal(one.values, other.values)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_every_finite_number_comes_back_as_it_was(value: float) -> None:
    level = Level(np.full((1, 1, 1), value, np.float32))
    back = Level.from_json(json.loads(json.dumps(level.as_json())))
    assert back.values[0, 0, 0] == level.values[0, 0, 0]


def test_small_maps_are_kept_whole() -> None:
    made = made_pass(SMALL)
    assert [level.values.shape for level in made.levels] == [
        (1, 28, 28),
        (3, 26, 26),
        (3, 26, 26),
        (3, 13, 13),
        (1, 22, 23),
    ]
    assert all(level.every == 1 for level in made.levels)


def test_of_large_maps_every_second_pixel_is_kept_and_of_many_the_first() -> None:
    network = Network("Large", (Conv2d(20, padding=(1, 1), id="conv"),), Input(1, 48, 48))
    digit = a_digit()
    outputs = outputs_of(network, model_of(network), digit)
    made = pass_of(network, seen_by(network, digit), outputs)
    assert made.levels[0].every == 2
    assert made.levels[1].values.shape == (16, 24, 24)
    assert np.array_equal(made.levels[1].values, outputs["conv"][:16, ::2, ::2])


@pytest.mark.parametrize("size", [28, 70, 112, 224])
def test_thumbnails_give_the_same_as_whole_maps_where_they_lie(size: int) -> None:
    network = Network("Thin", (Conv2d(2, id="conv"),), Input(1, size, size, "resize"))
    digit = a_digit()
    outputs = outputs_of(network, model_of(network), digit)
    step = -(-max(outputs["conv"].shape[1:]) // THUMBNAIL_SIZE)
    thin = {id: v[:THUMBNAIL_MAPS, ::step, ::step] for id, v in outputs.items()}
    level = pass_of(network, seen_by(network, digit), thin).levels[1]
    assert np.array_equal(level.values, outputs["conv"][:, :: level.every, :: level.every])


@pytest.mark.parametrize("name", ["vgg19", "resnet152", "alexnet", "plain56"])
def test_what_is_kept_of_a_large_network_can_still_be_pasted(name: str) -> None:
    network = starter(name)
    shapes = shapes_of(network)
    assert shapes is not None
    detail = detail_for(shapes)
    numbers = 0
    for shape in shapes:
        every = 1 if len(shape) == 1 else -(-max(shape[1:]) // detail.side)
        kept = (
            list_shape(shape[0])
            if len(shape) == 1
            else (min(shape[0], detail.maps), *(-(-n // every) for n in shape[1:]))
        )
        numbers += int(np.prod(kept))
    assert 16 * numbers < LONGEST


def test_a_network_with_a_problem_has_no_pass() -> None:
    broken = Network("Broken", (Flatten(id="flat"), Conv2d(id="conv")))
    with pytest.raises(InvalidValue, match="that a digit can pass"):
        pass_of(broken, a_digit(), {"flat": np.zeros(784), "conv": np.zeros(1)})


def test_a_layer_without_numbers_is_refused() -> None:
    with pytest.raises(InvalidValue, match="numbers of every layer"):
        pass_of(SMALL, a_digit(), {"conv": np.zeros((3, 26, 26))})


def test_numbers_of_another_shape_are_refused() -> None:
    outputs = outputs_of(SMALL, model_of(SMALL), a_digit())
    with pytest.raises(InvalidValue):
        pass_of(SMALL, a_digit(), {**outputs, "flat": np.zeros(10)})
    with pytest.raises(InvalidValue):
        pass_of(SMALL, a_digit(), {**outputs, "pool": np.zeros((3, 5, 9))})


def test_numbers_that_are_not_finite_are_refused() -> None:
    for wrong in (np.nan, np.inf):
        with pytest.raises(InvalidValue, match="finite"):
            Level(np.full((1, 2, 2), wrong))


def _changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    found = copy.deepcopy(first_pass().as_json())
    place: Any = found
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return found


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("digit",), 10, "0 to 9"),
        (("digit",), True, "0 to 9"),
        (("digit",), "2", "0 to 9"),
        (("levels",), [], "numbers of every layer"),
        (("levels",), {}, "numbers of every layer"),
        (("levels", 1), 7, "“every” and “values”"),
        (("levels", 1, "every"), 0, "“every” and “values”"),
        (("levels", 1, "every"), 1.0, "“every” and “values”"),
        (("levels", 1, "every"), 2, "do not have its shape"),
        (("levels", 1, "values"), "maps", "at most 16 maps"),
        (("levels", 1, "values"), [[[1]]], "do not have its shape"),
        (("levels", 1, "values", 0, 0, 0), None, "finite"),
        (("levels", 1, "values", 0, 0, 0), "1", "finite"),
        (("levels", 1, "values", 0, 0, 0), True, "finite"),
        (("levels", 1, "values", 0, 0, 0), 1e300, "finite"),
        (("levels", 1, "values", 0, 0, 0), 10**400, "finite"),
        (("levels", 1, "values", 0, 0), [1], "finite"),
        (("levels", 1, "values", 0), [[0] * 28] * 40, "at most 16 maps"),
        (("levels", 1, "more"), 1, "“every” and “values”"),
        (("network",), None, "cannot be used"),
        (("network", "layers", 0, "kind"), "Nothing", "cannot be used"),
        (("network", "layers", 0, "kernel_size"), [0, 0], "cannot be used"),
        (("network", "layers", 0, "kernel_size"), [40, 40], "a digit can pass"),
        (("network", "layers"), [], "numbers of every layer"),
        (("more",), 1, "that a digit can pass"),
    ],
)
def test_what_is_no_pass_is_refused_with_a_sentence(path: Any, value: Any, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Pass.from_json(_changed(path, value))
    assert said in str(refused.value)


def test_more_layers_than_can_be_shown_are_refused() -> None:
    many = Network("Many", tuple(ReLU(id=f"r{n}") for n in range(MOST_LAYERS + 1)))
    level = Level(np.zeros((1, 28, 28)))
    with pytest.raises(InvalidValue, match="at most 128 layers"):
        Pass(many, (level,) * (MOST_LAYERS + 2))
    with pytest.raises(InvalidValue, match="at least one"):
        Pass(Network("None"), (level,))


@given(st.data())
def test_any_value_anywhere_in_a_pass_is_taken_or_refused(data: st.DataObject) -> None:
    written = made_pass(Network("Tiny", (Flatten(id="f"), Linear(3, id="d")))).as_json()
    found: Any = copy.deepcopy(written)
    place, key = found, data.draw(st.sampled_from(sorted(found)))
    while data.draw(st.booleans()) and isinstance(place[key], dict | list) and len(place[key]):
        place = place[key]
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
    place[key] = data.draw(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=3)
        | st.lists(st.integers(), max_size=2)
    )
    with contextlib.suppress(InvalidValue):
        made = Pass.from_json(found)
        assert len(made.levels) == len(made.network.layers) + 1
