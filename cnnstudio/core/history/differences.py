"""What changed between two moments of a run: the weights, and the answers to the test digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cnnstudio.core.files import ProjectError
from cnnstudio.core.history.reading import RunRecord, evaluation_at, load_moment
from cnnstudio.core.infer import infer
from cnnstudio.core.layers import Residual
from cnnstudio.core.messages import Evaluated
from cnnstudio.core.network import Network
from cnnstudio.core.reports import walk_reports
from cnnstudio.core.sentences import Sentence
from cnnstudio.core.tensors import Weights

Indices = npt.NDArray[np.intp]


class LayerChange(NamedTuple):
    """How far a layer's learned numbers, taken as one vector, have gone: Euclidean lengths of the
    difference and of where it started."""

    layer_id: str
    change: float
    before: float

    @property
    def relative(self) -> float | None:
        """|Δw| / |w|; None where the layer started with zeros alone."""
        return self.change / self.before if self.before else None


def layer_changes(network: Network, before: Weights, after: Weights) -> tuple[LayerChange, ...]:
    """A row for each layer that learns, in the network's order. KeyError where weights miss one of
    its tensors."""
    rows = []
    for layer_id, names in _learned(network):
        first = [before[name].astype(np.float64) for name in names]
        change = [after[name] - start for name, start in zip(names, first, strict=True)]
        rows.append(LayerChange(layer_id, _length(change), _length(first)))
    return tuple(rows)


class AnswerChanges(NamedTuple):
    """Indices of the test digits whose answer is another one, in order."""

    now_right: Indices
    now_wrong: Indices
    still_wrong: Indices

    @property
    def all(self) -> Indices:
        return np.sort(np.concatenate(self))


def answer_changes(
    before: npt.NDArray[np.floating],
    after: npt.NDArray[np.floating],
    labels: npt.NDArray[np.integer],
) -> AnswerChanges:
    """From the probabilities (digits, classes) of two tests of the same digits."""
    first, second = before.argmax(axis=1), after.argmax(axis=1)
    changed = first != second
    return AnswerChanges(
        np.flatnonzero(changed & (second == labels)),
        np.flatnonzero(changed & (first == labels)),
        np.flatnonzero(changed & (first != labels) & (second != labels)),
    )


@dataclass(frozen=True, eq=False)
class MomentChanges:
    """What lies between two moments of a run. `tests` are those of these very weights, as far as
    the run kept them."""

    first: int
    second: int
    layers: tuple[LayerChange, ...]
    before: Weights
    after: Weights
    tests: tuple[Evaluated | None, Evaluated | None]


class UnreadableMoment(ProjectError):  # noqa: N818 - named after what is wrong
    """The moment of `step` cannot be read."""

    def __init__(self, step: int, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.step = step


def changes_between(record: RunRecord, first: int, second: int) -> MomentChanges:
    """Reads both moments and their tests; UnreadableMoment where one of them cannot be read."""
    before, after = _weights(record, first), _weights(record, second)
    layers = layer_changes(record.network, before, after)
    tests = _test_of(record, first), _test_of(record, second)
    return MomentChanges(first, second, layers, before, after, tests)


def _weights(record: RunRecord, step: int) -> Weights:
    try:
        return load_moment(record, step)
    except ProjectError as error:
        raise UnreadableMoment(step, error.sentence) from None


def _test_of(record: RunRecord, step: int) -> Evaluated | None:
    last = evaluation_at(record, step)
    return last if last is not None and last.step == step else None


def _learned(network: Network) -> Iterator[tuple[str, list[str]]]:
    """Each layer's id and the names of the tensors that it learns; running statistics are none."""
    for report in walk_reports(infer(network).layers):
        layer = report.layer
        if report.input is None or report.output is None:
            continue
        if isinstance(layer, Residual):
            shapes = layer.projection_shapes(report.input[0], report.output[0])
        else:
            shapes = layer.weight_shapes(report.input)
        if shapes:
            yield layer.id, [f"{layer.id}.{name}" for name in shapes]


def _length(parts: list[npt.NDArray[np.float64]]) -> float:
    return float(np.sqrt(sum(float(np.vdot(part, part)) for part in parts)))
