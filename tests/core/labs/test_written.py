"""Labs as JSON: what is written comes back, and what is not a lab is refused with a sentence."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.core.labs.written import (
    FORMAT,
    LONGEST,
    as_json,
    as_text,
    from_json,
    from_text,
    same,
)
from cnnstudio.core.settings import InvalidValue

KEYS = [row.key for row in LABS]


def first(key: str) -> Lab:
    return next(row for row in LABS if row.key == key).first()


def written(**changed: Any) -> str:
    """The convolution lab's JSON with some of its values changed; None leaves one out."""
    values = {**as_json(ConvolutionLab()), **changed}
    return json.dumps({name: value for name, value in values.items() if value is not None})


@pytest.mark.parametrize("key", KEYS)
def test_every_lab_comes_back_as_it_was_written(key: str) -> None:
    lab = first(key)
    lab = lab.at(lab.count // 2)
    back = from_text(as_text(lab))
    assert same(lab, back)
    assert (back.step, back.speed) == (lab.step, lab.speed)
    assert as_text(back) == as_text(lab)


@pytest.mark.parametrize("key", KEYS)
def test_every_lab_has_a_title_a_summary_and_steps(key: str) -> None:
    lab = first(key)
    assert lab.key == key
    assert str(lab.title)
    assert str(lab.summary)
    assert lab.count > 0
    for step in (0, 1, lab.count):
        one, two = lab.at(step).where()
        assert str(one)
        assert str(two)


@pytest.mark.parametrize("key", KEYS)
def test_chapters_and_ticks_lie_within_the_steps(key: str) -> None:
    lab = first(key)
    places = [place for place, _ in lab.chapters()]
    assert places == sorted(places)
    assert all(0 <= place <= lab.count for place in (*places, *lab.ticks()))


@pytest.mark.parametrize("key", KEYS)
def test_every_choice_can_be_taken(key: str) -> None:
    for group in first(key).choices():
        assert str(group.name)
        for choice in group.choices:
            assert str(choice.name)
            made = choice.make()
            assert made.key == key


def test_whole_numbers_are_written_as_such() -> None:
    assert '"weight": [[[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]]]' in as_text(ConvolutionLab())


def test_a_field_that_is_left_out_has_its_usual_value() -> None:
    assert same(from_text(written(bias=None, stride=None)), ConvolutionLab())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This is not the state of a lab."),
        ("[]", "This is not the state of a lab."),
        ("{}", "This is not the state of a lab."),
        ('{"cnnstudio_lab": "1", "lab": "convolution"}', "This is not the state of a lab."),
        ("[" * 100_000, "This is not the state of a lab."),
        ('{"cnnstudio_lab": 1, "lab": "nothing"}', "There is no lab called 'nothing'."),
        ('{"cnnstudio_lab": 1, "lab": ["convolution"]}', "There is no lab called"),
        (json.dumps({"cnnstudio_lab": FORMAT + 1, "lab": "convolution"}), "newer version"),
        (written(nonsense=1), "has no 'nonsense'"),
        (written(size=[9, 9]), "has no 'size'"),
        (written(step=-1), "Step"),
        (written(step=1.5), "Step"),
        (written(step=True), "Step"),
        (written(speed=0), "Speed"),
        (written(speed="fast"), "Speed"),
        (written(stride=0), "Stride"),
        (written(stride=[1, 2, 3]), "Stride"),
        (written(padding="two"), "Padding"),
        (written(input="picture"), "Input"),
        (written(input=[[[1, 2], [3]]]), "Input"),
        (written(input=[[[1, "x"], [3, 4]]]), "Input"),
        (written(input=[[[1, True], [3, 4]]]), "Input"),
        (written(input=[[[1, 1e300], [3, 4]]]), "Input"),
        (written(input=[[[]]]), "Input"),
        (written(input=[[1, 2], [3, 4]]), "Input"),
        (written(input=[[[0] * 1_000] * 1_000]), "Input"),
        (written(weight=[[[[1] * 3] * 3] * 2]), "Kernel"),
        (written(weight=[[[[1] * 11] * 11]]), "The window reaches over 11 cells"),
        (written(scale="inches"), "Pixels"),
        (written(source=7), "cannot come from 7"),
        (written(seed="a"), "Seed"),
    ],
)
def test_what_is_no_lab_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        from_text(text)
    assert said in str(refused.value)


def test_nan_and_infinity_are_no_numbers_of_a_lab() -> None:
    for number in ("NaN", "Infinity", "1e999"):
        text = written().replace('"bias": [0]', f'"bias": [{number}]')
        assert number in text
        with pytest.raises(InvalidValue):
            from_text(text)


def test_a_text_beyond_the_limit_is_not_even_parsed() -> None:
    with pytest.raises(InvalidValue, match="at most"):
        from_text(" " * (LONGEST + 1))


@given(st.binary(max_size=200))
def test_any_bytes_are_either_a_lab_or_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue):
        from_text(data)


@given(st.sampled_from(KEYS), st.data())
def test_any_value_of_any_field_is_taken_or_refused(key: str, data: st.DataObject) -> None:
    values = as_json(first(key))
    name = data.draw(st.sampled_from(sorted(values)))
    strange = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=6,
    )
    values[name] = data.draw(strange)
    with contextlib.suppress(InvalidValue):
        lab = from_text(json.dumps(values))
        assert lab.key in KEYS
        assert np.isfinite(lab.speed)


def test_a_million_numbers_are_refused_as_too_many() -> None:
    zeros = ", ".join(["0"] * 1_000_000)
    text = f'{{"cnnstudio_lab": 1, "lab": "convolution", "input": [[[{zeros}]]]}}'
    with pytest.raises(InvalidValue, match="at most 1 × 32 × 32"):
        from_text(text)


def test_a_step_that_the_lab_does_not_have_is_refused() -> None:
    state = {**as_json(ConvolutionLab()), "step": 49}
    assert from_json(state).step == 49
    with pytest.raises(InvalidValue, match="there is no step 50"):
        from_json({**state, "step": 50})


@pytest.mark.parametrize("version", ["true", "0", "-1", "1.0", '"1"', "null"])
def test_a_state_without_a_version_is_none(version: str) -> None:
    with pytest.raises(InvalidValue):
        from_text(f'{{"cnnstudio_lab": {version}, "lab": "padding"}}')


def test_a_text_that_cannot_be_encoded_is_no_state() -> None:
    with pytest.raises(InvalidValue):
        from_text('{"cnnstudio_lab": 1, "lab": "\ud800"}')
