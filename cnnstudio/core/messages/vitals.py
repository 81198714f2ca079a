"""How the layers of a run are: what the doctor judges by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vitals:
    """Vital signs at a step, all by layer id. Shares are from 0 to 1, of so many test `digits`.

    `dead`: of each ReLU layer, the share of units (maps, where there are maps) that are held at 0
    for every one of the digits. `saturated`: of each sigmoid and tanh layer, the share of outputs
    within a hundredth of an end of their range. `gradients`: of each layer with weights, the root
    mean square of the last step's gradient; `gradient_norm` is the length of all of it.
    `updates`: the length of the last step's change of a layer's weights, as a share of theirs.
    """

    run_id: str
    step: int
    digits: int
    dead: Mapping[str, float] = field(default_factory=dict)
    saturated: Mapping[str, float] = field(default_factory=dict)
    gradients: Mapping[str, float] = field(default_factory=dict)
    gradient_norm: float = 0.0
    updates: Mapping[str, float] = field(default_factory=dict)
