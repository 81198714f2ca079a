"""What crosses between window and engine is made of values that do not change."""

from __future__ import annotations

import dataclasses
import pkgutil
from importlib import import_module

import pytest

import cnnstudio.core.messages as messages

MODULES = [
    import_module(f"{messages.__name__}.{found.name}")
    for found in pkgutil.iter_modules(messages.__path__)
]
KINDS = [
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_message_is_a_frozen_dataclass(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_message_is_found_under_one_roof(kind: type) -> None:
    assert getattr(messages, kind.__name__) is kind
    assert kind.__name__ in messages.__all__
