"""What the doctor would know of a run at each moment, gathered from its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from cnnstudio.core.doctor import Evaluation, History
from cnnstudio.core.messages import Evaluated, Event, Metrics, Vitals
from cnnstudio.core.network import Network


def histories(
    events: Iterable[Event], network: Network, rate: float, weight_decay: float = 0.0
) -> Iterator[History]:
    """The history at each of the moments at which the window would ask the doctor."""
    steps: list[float] = []
    losses: list[float] = []
    accuracies: list[float] = []
    vitals: list[Vitals] = []
    tests: list[Evaluation] = []
    confusion = None
    for event in events:
        match event:
            case Metrics():
                steps.extend(event.steps)
                losses.extend(event.losses)
                accuracies.extend(event.accuracies)
            case Vitals():
                vitals.append(event)
            case Evaluated():
                tests.append(Evaluation(event.step, event.loss, event.accuracy))
                confusion = event.confusion
        if isinstance(event, Vitals | Evaluated):
            yield History(
                network,
                rate,
                tuple(vitals),
                tuple(tests),
                np.array(steps, np.float64),
                np.array(losses, np.float64),
                np.array(accuracies, np.float64),
                confusion,
                weight_decay=weight_decay,
            )
