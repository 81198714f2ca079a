"""A lab as JSON: what is copied, pasted, stored, and named by lessons and by `cnnstudio render`."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields
from typing import Any

import numpy as np

from cnnstudio.core.labs.base import Lab, Nested
from cnnstudio.core.labs.catalogue import kind_of
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue, shown
from cnnstudio.core.strict_json import parse

#: The version of this format. Older ones stay readable.
FORMAT = 1

#: The longest text that is read.
LONGEST = 4_000_000

#: What a JSON object of a lab has besides its fields.
_HEAD = ("cnnstudio_lab", "lab")


def as_text(lab: Lab) -> str:
    """The lab as one line of JSON; whole numbers are written as such."""
    return json.dumps(as_json(lab), allow_nan=False, ensure_ascii=False, separators=(", ", ": "))


def as_json(lab: Lab) -> dict[str, Any]:
    """The lab as plain values."""
    values = {f.name: _plain(getattr(lab, f.name)) for f in fields(lab) if f.init}
    return {"cnnstudio_lab": FORMAT, "lab": lab.key, **values}


def from_text(text: str | bytes) -> Lab:
    """The lab that `as_text` wrote, wherever it comes from; raises InvalidValue."""
    if len(text) > LONGEST:
        raise InvalidValue(say("lab_too_long", limit=LONGEST, found=len(text)))
    try:
        found = parse(text.encode() if isinstance(text, str) else text)
    except ValueError:
        raise InvalidValue(say("lab_not_one")) from None
    return from_json(found)


def from_json(found: object) -> Lab:
    """The lab of plain values. Fields that are left out have their usual value."""
    version = found.get("cnnstudio_lab") if isinstance(found, dict) else None
    if not isinstance(found, dict) or type(version) is not int or version < 1:
        raise InvalidValue(say("lab_not_one"))
    if found["cnnstudio_lab"] > FORMAT:
        raise InvalidValue(say("lab_newer"))
    kind = kind_of(found.get("lab"))
    known = {f.name: f for f in fields(kind) if f.init}
    given = {name: value for name, value in found.items() if name not in _HEAD}
    for name in given:
        if name not in known:
            raise InvalidValue(say("lab_unknown_name", name=shown(name)))
    for name, described in known.items():
        if name not in given and _is_needed(described):
            raise InvalidValue(say("lab_missing", name=name))
    lab = kind(**given)
    if given.get("step", 0) > lab.count:
        raise InvalidValue(say("export_no_step", count=lab.count, step=given["step"]))
    return lab


def same(one: Lab, other: Lab) -> bool:
    """Whether two labs show the same, the step and the speed apart."""
    return type(one) is type(other) and _content(one) == _content(other)


def _content(lab: Lab) -> dict[str, Any]:
    return {name: value for name, value in as_json(lab).items() if name not in ("step", "speed")}


def _is_needed(described: Field[Any]) -> bool:
    return described.default is MISSING and described.default_factory is MISSING


def _plain(value: Any) -> Any:
    if isinstance(value, Nested):
        return value.as_json()
    if isinstance(value, np.ndarray):
        whole = np.all(value == np.rint(value))
        return np.rint(value).astype(np.int64).tolist() if whole else value.tolist()
    return list(value) if isinstance(value, tuple) else value
