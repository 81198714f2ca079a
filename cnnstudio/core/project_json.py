"""A network and the settings of a run as JSON, and back, with faults that name their place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from cnnstudio import __version__
from cnnstudio.core.layers import KINDS, Layer, Residual
from cnnstudio.core.layers.residual import DEEPEST
from cnnstudio.core.network import Input, Layers, Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Checked, InvalidValue, settings_of, shown
from cnnstudio.core.strict_json import parse

#: The newest format that can be read. Of format 2 are files in which something is done by hand
#: (project_by_hand.py), all others of format 1.
FORMAT = 2

_NAMES = {"format", "program", "name", "input", "layers", "training", "by_hand"}

_C = TypeVar("_C", bound=Checked)


class Fault(ValueError):  # noqa: N818 - the file is at fault
    """What is wrong, and `where` in the JSON: "layers[3].kernel_size"; "" for the whole."""

    def __init__(self, where: str, sentence: Sentence) -> None:
        super().__init__(f"{where}: {sentence}")
        self.where = where
        self.sentence = sentence


def to_json(
    network: Network, settings: RunSettings | None, more: Mapping[str, Any] | None = None
) -> bytes:
    """With `more` values, which may take the place of the network's."""
    document = to_values(network, settings) | dict(more or {})
    return json.dumps(document, allow_nan=False, separators=(",", ":")).encode()


def to_values(network: Network, settings: RunSettings | None) -> dict[str, Any]:
    """The same as plain values of JSON."""
    document: dict[str, Any] = {
        "format": 1,
        "program": f"CNN Studio {__version__}",
        "name": network.name,
        "input": _settings(network.input),
        "layers": [_layer_to_json(layer) for layer in network.layers],
    }
    if settings is not None:
        document["training"] = _settings(settings)
    return document


def _layer_to_json(layer: Layer) -> dict[str, Any]:
    described: dict[str, Any] = {"kind": layer.kind, "id": layer.id, **_settings(layer)}
    if isinstance(layer, Residual):
        described["body"] = [_layer_to_json(inner) for inner in layer.body]
    return described


def _settings(checked: Checked) -> dict[str, Any]:
    return {s.name: getattr(checked, s.name) for s in settings_of(type(checked))}


def from_json(data: bytes) -> tuple[Network, RunSettings | None]:
    """What `to_json` wrote. A setting that is left out has its usual value. Raises Fault."""
    return from_values(parsed(data))


def parsed(data: bytes) -> object:
    """The values that JSON is of. Raises Fault."""
    try:
        return parse(data)
    except ValueError:
        raise Fault("", say("not_json")) from None


def from_values(found: object) -> tuple[Network, RunSettings | None]:
    """What `to_values` gave, wherever it comes from. Raises Fault."""
    document = required_object(found, "")
    _check_format(document.get("format"))
    only(document, "", _NAMES)
    input = _checked(Input, required_object(document.get("input", {}), "input"), "input")
    layers = _layers(document.get("layers", []), "layers", 0)
    try:
        network = Network(document.get("name", ""), layers, input)
    except InvalidValue as error:
        where = "name" if error.sentence.code == "must_be_name" else "layers"
        raise Fault(where, error.sentence) from None
    if "training" not in document:
        return network, None
    training = required_object(document["training"], "training")
    return network, _checked(RunSettings, training, "training")


def _check_format(found: object) -> None:
    if type(found) is not int or found < 1:
        raise Fault("format", say("must_be_format", value=shown(found)))
    if found > FORMAT:
        raise Fault("format", say("newer_format", found=shown(found), known=FORMAT))


def _layers(data: object, where: str, depth: int) -> Layers:
    if not isinstance(data, list):
        raise Fault(where, say("must_be_list", value=shown(data)))
    if depth > DEEPEST:
        raise Fault(where, say("blocks_too_deep", limit=DEEPEST))
    return tuple(_layer(item, f"{where}[{i}]", depth) for i, item in enumerate(data))


def _layer(data: object, where: str, depth: int) -> Layer:
    given = required_object(data, where)
    name = given.pop("kind", None)
    if not isinstance(name, str) or name not in KINDS:
        raise Fault(f"{where}.kind", say("unknown_kind", value=shown(name)))
    kind = KINDS[name]
    more: dict[str, Any] = {"id": given.pop("id", None)}
    if issubclass(kind, Residual):
        more["body"] = _layers(given.pop("body", []), f"{where}.body", depth + 1)
    return _checked(kind, given, where, **more)


def _checked(kind: type[_C], given: dict[str, Any], where: str, **more: Any) -> _C:
    """A value of this kind from its settings by name, each fault at its own place."""
    values: dict[str, Any] = {}
    for setting in settings_of(kind):
        if setting.name in given:
            try:
                values[setting.name] = setting.check(given.pop(setting.name))
            except InvalidValue as error:
                raise Fault(_inside(where, setting.name), error.sentence) from None
    only(given, where, set())
    try:
        return kind(**values, **more)
    except InvalidValue as error:
        raise Fault(_inside(where, "id"), error.sentence) from None


def required_object(data: object, where: str) -> dict[str, Any]:
    """A copy of what must be an object; raises Fault."""
    if not isinstance(data, dict):
        raise Fault(where, say("must_be_object", value=shown(data)))
    return dict(data)


def only(given: Mapping[str, Any], where: str, known: set[str]) -> None:
    """Raises Fault where something has another name than the known ones."""
    for name in given:
        if name not in known:
            raise Fault(where, say("unknown_name", name=shown(name)))


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
