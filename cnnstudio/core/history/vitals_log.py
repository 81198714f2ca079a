"""The log of a run's vital signs. How large a record is, the run's network decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cnnstudio.core.history import log
from cnnstudio.core.messages import Vitals
from cnnstudio.core.network import Network, walk

#: Shares of 1, and sizes, each of some of the layers.
_SHARES, _SIZES = ("dead", "saturated"), ("gradients", "updates")


def dtype_of(network: Network) -> np.dtype[Any]:
    """A number for each layer, in the order of `walk`; NaN for those that have none."""
    count = sum(1 for _ in walk(network.layers))
    by_layer = [(name, "<f4", (count,)) for name in (*_SHARES, *_SIZES)]
    return np.dtype([("step", "<i8"), ("digits", "<i4"), ("gradient_norm", "<f8"), *by_layer])


def record_of(vitals: Vitals, network: Network) -> log.Records:
    """One record, of its type."""
    record = np.zeros(1, dtype_of(network))
    record["step"], record["digits"] = vitals.step, vitals.digits
    record["gradient_norm"] = _size(vitals.gradient_norm)
    for name in (*_SHARES, *_SIZES):
        values = getattr(vitals, name)
        ids = (layer.id for layer in walk(network.layers))
        record[name][0] = [_size(values[id]) if id in values else np.nan for id in ids]
    return record


def are_sound(records: log.Records) -> npt.NDArray[np.bool_]:
    """For each record, whether it can be one: no size is below 0, no share above 1."""
    fine = (records["digits"] > 0) & (records["gradient_norm"] >= 0)
    for name in (*_SHARES, *_SIZES):
        fine &= ~(records[name] < 0).any(axis=1)
    for name in _SHARES:
        fine &= ~(records[name] > 1).any(axis=1)
    return np.asarray(fine)


def vitals_of(records: log.Records, network: Network, run_id: str) -> tuple[Vitals, ...]:
    return tuple(_vitals(record, network, run_id) for record in records)


def _vitals(record: np.void, network: Network, run_id: str) -> Vitals:
    by_layer = {name: _known(record[name], network) for name in (*_SHARES, *_SIZES)}
    norm = float(record["gradient_norm"])
    return Vitals(
        run_id, int(record["step"]), int(record["digits"]), gradient_norm=norm, **by_layer
    )


def _known(values: npt.NDArray[np.float32], network: Network) -> Mapping[str, float]:
    ids = [layer.id for layer in walk(network.layers)]
    known = zip(ids, values.tolist(), strict=True)
    return {id: value for id, value in known if not np.isnan(value)}


def _size(value: float) -> float:
    """What is no number is beyond all numbers, so that NaN is left for what there is not."""
    return np.inf if np.isnan(value) else value
