"""Frozen filters and maps that are off, as values of JSON beside a network's, and back.

"by_hand": {"frozen": {"<layer id>": [0, 3]}, "off": {"<block id>.shortcut": [0, 1]}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cnnstudio.core.infer import infer
from cnnstudio.core.interventions import Interventions, Unit, by_layer
from cnnstudio.core.layers import Residual
from cnnstudio.core.network import Network
from cnnstudio.core.project_json import FORMAT, Fault, only, required_object
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import shown

KEY = "by_hand"

#: Behind a problem it is not known how many units a layer has: more than this has none.
MOST_UNITS = 1_000_000


def to_values(interventions: Interventions, network: Network) -> dict[str, Any]:
    """What is to be added to the values of the network; nothing where nothing is frozen or off.
    Units that the network lacks are left out."""
    if not interventions:
        return {}
    counts = _counts(network)
    described = {
        name: {id: [*indices] for id, indices in by_layer(_there(units, counts)).items()}
        for name, units in (("frozen", interventions.frozen), ("off", interventions.off))
    }
    kept = {name: layers for name, layers in described.items() if layers}
    return {"format": FORMAT, KEY: kept} if kept else {}


def from_values(document: dict[str, Any], network: Network) -> Interventions:
    """What is frozen and off in a document whose network is this one. Raises Fault."""
    if KEY not in document:
        return Interventions()
    found, counts = required_object(document[KEY], KEY), _counts(network)
    only(found, KEY, {"frozen", "off"})
    return Interventions(_units(found, "frozen", counts), _units(found, "off", counts))


def _units(found: dict[str, Any], name: str, counts: dict[str, int]) -> frozenset[Unit]:
    where = f"{KEY}.{name}"
    units: set[Unit] = set()
    for id, indices in required_object(found.get(name, {}), where).items():
        if id not in counts:
            raise Fault(where, say("unknown_layer", name=shown(id)))
        units.update(Unit(id, index) for index in _indices(indices, f"{where}.{id}", counts[id]))
    return frozenset(units)


def _indices(found: object, where: str, count: int) -> Iterator[int]:
    if not isinstance(found, list):
        raise Fault(where, say("must_be_units", value=shown(found)))
    for place, index in enumerate(found):
        if type(index) is not int or not 0 <= index < count:
            why = say("must_be_unit", last=count - 1, value=shown(index))
            raise Fault(f"{where}[{place}]", why)
        yield index


def _there(units: Iterable[Unit], counts: dict[str, int]) -> list[Unit]:
    return [unit for unit in units if unit.index < counts.get(unit.layer_id, 0)]


def _counts(network: Network) -> dict[str, int]:
    """How many units each layer has, and each block's shortcut."""
    counts = {}
    for id, report in infer(network).by_id.items():
        counts[id] = report.output[0] if report.output else MOST_UNITS
        if isinstance(report.layer, Residual):
            counts[f"{id}.shortcut"] = counts[id]
    return counts
