"""Every kind of layer describes itself, and its settings are checked when it is made."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from cnnstudio.core.layers import (
    GROUPS,
    KINDS,
    Conv2d,
    Dropout,
    Layer,
    LeakyReLU,
    Linear,
    MaxPool2d,
    ReLU,
    Residual,
)
from cnnstudio.core.network import Input
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.settings import InvalidValue, Setting, settings_of

#: The two kinds of shape that a layer can be given.
MAPS, LIST = (4, 12, 12), (40,)

DESCRIBED = [*KINDS.values(), Input, RunSettings]


def settings_with_names() -> list[Any]:
    return [
        pytest.param(kind, setting, id=f"{kind.__name__}.{setting.name}")
        for kind in DESCRIBED
        for setting in settings_of(kind)
    ]


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_a_word_a_group_and_a_help_text(name: str) -> None:
    kind = KINDS[name]
    assert kind.__name__ == name
    assert kind.word
    assert kind.group in GROUPS
    assert kind.help.endswith((".", ")"))


@pytest.mark.parametrize("name", KINDS)
def test_a_layer_has_a_title_and_says_what_it_makes_of_maps_or_a_list(name: str) -> None:
    layer = KINDS[name]()
    assert "".join(str(part) for part in layer.title())
    assert not (is_refused(layer, MAPS) and is_refused(layer, LIST))
    for shape in (MAPS, LIST):
        if not is_refused(layer, shape):
            assert all(size > 0 for size in layer.output_shape(shape))
            assert layer.parameters(shape) >= 0
            assert layer.macs(shape) >= 0


def is_refused(layer: Layer, shape: tuple[int, ...]) -> bool:
    return any(finding.is_problem for finding in layer.findings(shape))


@pytest.mark.parametrize("name", KINDS)
def test_a_layer_cannot_be_changed(name: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        KINDS[name]().id = "other"  # type: ignore[misc]


@pytest.mark.parametrize(("kind", "setting"), settings_with_names())
def test_a_setting_has_a_label_and_a_help_sentence(kind: type, setting: Setting) -> None:
    assert setting.label[0].isupper()
    assert setting.help[0].isupper()
    assert setting.help.endswith((".", ")"))


@pytest.mark.parametrize(("kind", "setting"), settings_with_names())
def test_a_setting_allows_its_usual_value_and_its_range_and_no_more(
    kind: type, setting: Setting
) -> None:
    usual = getattr(kind(), setting.name)
    assert setting.check(usual) == usual
    for value in _allowed(setting):
        setting.check(value)
    for value in _refused(setting):
        with pytest.raises(InvalidValue):
            setting.check(value)


def _allowed(setting: Setting) -> list[Any]:
    match setting.type:
        case "choice":
            assert len(setting.choices) == len(setting.choice_labels)
            return list(setting.choices)
        case "switch":
            return [True, False]
        case "pair":
            low, high = int(setting.minimum), int(setting.maximum)
            return [low, high, (low, high), [high, low]]
        case "whole":
            return [int(setting.minimum), int(setting.maximum), np.int64(setting.maximum)]
        case _:
            return [setting.minimum, setting.maximum, np.float32(setting.maximum / 2)]


def _refused(setting: Setting) -> list[Any]:
    always = [None, "nonsense", [], {}, float("nan")]
    match setting.type:
        case "choice" | "switch":
            return [*always, 0, 1]
        case "pair":
            low, high = int(setting.minimum), int(setting.maximum)
            return [*always, low - 1, high + 1, (low, high + 1), (1, 2, 3), 1.5, True]
        case "whole":
            return [*always, setting.minimum - 1, int(setting.maximum) + 1, 1.5, True, 10**400]
        case _:
            return [*always, setting.minimum - 1, setting.maximum + 1, float("inf"), 10**400, True]


def test_one_number_stands_for_rows_and_columns() -> None:
    setting = next(s for s in settings_of(Conv2d) if s.name == "kernel_size")
    assert setting.check(5) == (5, 5)
    assert setting.check([3, 2]) == (3, 2)


def test_a_refused_value_is_named_with_what_is_allowed() -> None:
    with pytest.raises(InvalidValue) as caught:
        Linear(0)
    assert str(caught.value) == "“Outputs” must be a whole number from 1 to 65,536, not 0."


@pytest.mark.parametrize("id", ["", "a b", "a.b", "ü", "x" * 41, 5, None])
def test_an_id_is_a_short_plain_word(id: Any) -> None:
    with pytest.raises(InvalidValue, match="A layer's id must be"):
        ReLU(id=id)


def test_new_layers_have_ids_of_their_own() -> None:
    assert len({ReLU().id for _ in range(1000)}) == 1000


def test_a_block_holds_only_layers() -> None:
    with pytest.raises(InvalidValue, match="A block's body must hold layers"):
        Residual((ReLU(), "ReLU"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("layer", "title"),
    [
        (Conv2d(6, (5, 5), padding=(2, 2)), "Conv 6 @ 5×5, pad 2"),
        (Conv2d(6, (5, 3), (2, 1), (2, 0)), "Conv 6 @ 5×3, stride 2×1, pad 2×0"),
        (MaxPool2d(), "Max pool 2×2"),
        (MaxPool2d((3, 3), (2, 2)), "Max pool 3×3, stride 2"),
        (Dropout(0.5), "Dropout 50%"),
        (Dropout(0.125), "Dropout 12.5%"),
        (Dropout(0.07), "Dropout 7%"),
        (LeakyReLU(0.01), "Leaky ReLU 0.01"),
    ],
)
def test_a_title_names_only_what_is_not_usual(layer: Layer, title: str) -> None:
    assert ", ".join(str(part) for part in layer.title()) == title
