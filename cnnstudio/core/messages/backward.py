"""One backward step: how a loss becomes a change of every weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnstudio.core.interventions import Unit
from cnnstudio.core.layers import Shape
from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class BackwardStep(Look):
    """What would one step of plain gradient descent do? The network itself stays as it is.

    On `digit`, float32 (28, 28), that is a `label`. Without one, on the mean loss of `count`
    training digits that `seed` draws; of these, number `shown`, from 0, is followed through the
    layers. Layers compute as they do in a test: batch norm by its running figures, no dropout.
    What is `frozen` stays as it is, as in a run.
    """

    learning_rate: float
    digit: Floats | None = None
    label: int = 0
    count: int = 1
    seed: int = 0
    shown: int = 0
    frozen: frozenset[Unit] = frozenset()


@dataclass(frozen=True, eq=False)
class Flow:
    """What passes from one layer to the next for the digit that is followed: numbers forwards,
    and backwards the gradient of the loss with respect to each of them.

    `layer_id` is that of the layer whose output it is, "" for the network's input; `shape` that of
    the whole output, `norm` the length of its whole gradient. `values` and `gradients` are float32
    (channels, rows, columns) or (count,): all, or of a large output the first maps or numbers, of
    each map every `every`-th row and column.
    """

    layer_id: str
    shape: Shape
    norm: float
    values: Floats
    gradients: Floats
    every: int = 1


@dataclass(frozen=True, eq=False)
class Nudge:
    """A learned tensor of this `shape` before the step, its gradient, and it after the step,
    before − learning rate × gradient: float32, of a large one the first along its first axis.

    `length` is that of the whole tensor before the step, `change_length` that of its change.

    Along the first axis, `frozen` are those that stay as they are, whatever their gradient, and
    `off` those whose output is switched off, so that their gradient is 0.
    """

    shape: Shape
    before: Floats
    gradient: Floats
    after: Floats
    frozen: tuple[int, ...] = ()
    off: tuple[int, ...] = ()
    length: float = 0.0
    change_length: float = 0.0

    def change(self, rate: float) -> Floats:
        """−learning rate × gradient, and 0 of what is frozen."""
        change = -np.float32(rate) * self.gradient
        change[[index for index in self.frozen if index < len(change)]] = 0
        return change


@dataclass(frozen=True, eq=False)
class BackwardStepTaken(Answer):
    """The answer to a BackwardStep.

    `flows`: the input's, then each layer's up to the logits, in the order in which they are
    computed, a block after the layers in it. `nudges`: by layer id and tensor name; a block's
    projection is under the block's id. `gradient_norms`: by layer id, all of a layer's tensors
    together.

    `digits` (n, 28, 28), `labels` (n,), their `losses` before the step and `losses_after` (n,);
    `shown` is the one that is followed: its `logits`, their softmax `shares`, those after
    the step, and the gradient of the (mean) loss with respect to the logits, each (outputs,).
    """

    learning_rate: float
    flows: tuple[Flow, ...]
    nudges: Mapping[str, Mapping[str, Nudge]]
    gradient_norms: Mapping[str, float]
    digits: Floats
    labels: npt.NDArray[np.int64]
    losses: Floats
    losses_after: Floats
    shown: int
    logits: Floats
    shares: Floats
    shares_after: Floats
    logit_gradients: Floats

    @property
    def loss(self) -> float:
        """The loss that the step is taken on: the mean of the digits'."""
        return float(self.losses.mean(dtype=np.float64))

    @property
    def loss_after(self) -> float:
        return float(self.losses_after.mean(dtype=np.float64))
