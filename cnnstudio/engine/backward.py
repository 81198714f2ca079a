"""One backward step, worked out by autograd on a copy of the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from cnnstudio.core.infer import infer
from cnnstudio.core.interventions import by_layer
from cnnstudio.core.messages import (
    BackwardStep,
    BackwardStepTaken,
    Event,
    Floats,
    Flow,
    Nudge,
    Progress,
)
from cnnstudio.engine.build import Model, layer_modules
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.freezing import rows_of
from cnnstudio.engine.scene import Scene

#: Numbers of one tensor that an answer holds, of one output, and of all outputs together: enough
#: to fill a panel, few enough for the pipe.
MOST_WEIGHTS = 131_072
MOST_NUMBERS = 65_536
MOST_OF_ALL = 1_000_000
_MOST_MAPS = 64
#: A backward pass costs about two forward passes: the gradients of outputs and those of weights.
_COST = 3


class Batch(NamedTuple):
    """Digits (n, 1, 28, 28) from 0 to 1, and what they are (n,)."""

    digits: Tensor
    labels: Tensor


def backward_step(look: BackwardStep, scene: Scene) -> Iterator[Event | None]:
    """The answer, after some Progress if there is much to compute."""
    scene = scene.kept()
    step = _Step(look, scene, _batch(look, scene))
    yield from step.go_back()
    before = {name: weight.detach().clone() for name, weight in step.weights.items()}
    step.move()
    yield from step.go_forward_again()
    yield step.answer(before)


def _batch(look: BackwardStep, scene: Scene) -> Batch:
    if look.digit is not None:
        pixels = torch.from_numpy(np.array(look.digit, np.float32)).view(1, 1, 28, 28)
        return Batch(pixels, torch.tensor([look.label]))
    random = torch.Generator().manual_seed(look.seed)
    count = min(look.count, len(scene.train_digits))
    return Batch(
        *scene.train_digits.batch(torch.randperm(len(scene.train_digits), generator=random)[:count])
    )


class _Step:
    """The step on a copy of the network that nobody else has, in pieces of the batch."""

    def __init__(self, look: BackwardStep, scene: Scene, batch: Batch) -> None:
        self._look, self._scene, self._batch = look, scene, batch
        self._shown = min(look.shown, len(batch.labels) - 1)
        self._size = max(1, piece_size(infer(scene.network).macs) // _COST)
        self.weights = dict(_named_weights(scene.model))
        self._frozen, self._off = by_layer(look.frozen), by_layer(scene.model.off)
        self._gradients = [torch.zeros_like(weight) for weight in self.weights.values()]
        self._flows: dict[str, tuple[Tensor, Tensor]] = {}
        self._losses: list[Tensor] = []
        self._losses_after: list[Tensor] = []
        self._logits = self._logit_gradients = self._logits_after = torch.zeros(0)

    def go_back(self) -> Iterator[Progress]:
        """The losses, and the gradients of their mean."""
        for start in range(0, len(self._batch.labels), self._size):
            yield from self._progress(start)
            self._piece(start)

    def move(self) -> None:
        """Take the step: w ← w − η g, gradient descent without momentum or decay."""
        with torch.no_grad():
            for name, gradient in self._moving().items():
                self.weights[name].sub_(gradient, alpha=self._look.learning_rate)

    def _moving(self) -> dict[str, Tensor]:
        """The gradients that the step goes by: what is frozen has none, as in a run."""
        gradients = {}
        for name, gradient in zip(self.weights, self._gradients, strict=True):
            rows = rows_of(name, gradient, self._frozen)
            gradients[name] = gradient.index_fill(0, torch.tensor(rows, dtype=torch.long), 0)
        return gradients

    @torch.no_grad()
    def _piece_after(self, start: int) -> None:
        x, labels = self._slice(start)
        logits = self._scene.model(x)
        self._losses_after.append(F.cross_entropy(logits, labels, reduction="none"))
        if self._is_in(start):
            self._logits_after = logits[self._shown - start]

    def go_forward_again(self) -> Iterator[Progress]:
        """The losses after the step."""
        for start in range(0, len(self._batch.labels), self._size):
            yield from self._progress(start + len(self._batch.labels))
            self._piece_after(start)

    def _progress(self, done: int) -> Iterator[Progress]:
        """Nothing where all is done in one piece."""
        count = len(self._batch.labels)
        if done and count > self._size:
            yield Progress(self._look.request, done, 2 * count)

    def _slice(self, start: int) -> tuple[Tensor, Tensor]:
        part = slice(start, start + self._size)
        return adapt(self._batch.digits[part], self._scene.network.input), self._batch.labels[part]

    def _piece(self, start: int) -> None:
        x, labels = self._slice(start)
        x = x.detach().requires_grad_()
        outputs: dict[str, Tensor] = {"": x}
        logits = self._scene.model(x, outputs.__setitem__)
        losses = F.cross_entropy(logits, labels, reduction="none")
        followed = _flowing(outputs) if self._is_in(start) else {}
        found = torch.autograd.grad(
            losses.sum() / len(self._batch.labels),
            [*self.weights.values(), logits, *followed.values()],
            allow_unused=True,
        )
        for total, gradient in zip(self._gradients, found, strict=False):
            if gradient is not None:
                total += gradient
        self._losses.append(losses.detach())
        if followed:
            of_logits, *gradients = found[len(self.weights) :]
            self._follow(followed, gradients, start)
            self._logits, self._logit_gradients = (
                tensor.detach()[self._shown - start] for tensor in (logits, of_logits)
            )

    def _is_in(self, start: int) -> bool:
        return start <= self._shown < start + self._size

    def _follow(
        self, outputs: Mapping[str, Tensor], gradients: Sequence[Tensor | None], start: int
    ) -> None:
        """Keep what passed between the layers for the digit that is followed."""
        place = self._shown - start
        for (id, output), gradient in zip(outputs.items(), gradients, strict=True):
            if gradient is not None:  # a softmax for show has no part in the loss
                self._flows[id] = (output.detach()[place], gradient[place])

    def answer(self, before: Mapping[str, Tensor]) -> BackwardStepTaken:
        scene, most = self._scene, max(1, min(MOST_NUMBERS, MOST_OF_ALL // len(self._flows)))
        gradients = dict(zip(self.weights, self._gradients, strict=True))
        return BackwardStepTaken(
            self._look.request,
            scene.run_id,
            scene.step,
            self._look.learning_rate,
            tuple(_flow(name, *flow, most) for name, flow in self._flows.items()),
            self._nudges(before, gradients),
            _norms(gradients),
            _array(self._batch.digits[:, 0]),
            self._batch.labels.numpy(),
            _array(torch.cat(self._losses)),
            _array(torch.cat(self._losses_after)),
            self._shown,
            _array(self._logits),
            _array(self._logits.softmax(0)),
            _array(self._logits_after.softmax(0)),
            _array(self._logit_gradients),
        )

    def _nudges(
        self, before: Mapping[str, Tensor], gradients: Mapping[str, Tensor]
    ) -> dict[str, dict[str, Nudge]]:
        nudges: dict[str, dict[str, Nudge]] = {}
        moving = self._moving()
        for name, after in self.weights.items():
            id, _, tensor = name.partition(".")
            nudges.setdefault(id, {})[tensor] = Nudge(
                tuple(after.shape),
                _first(before[name]),
                _first(gradients[name]),
                _first(after.detach()),
                tuple(rows_of(name, after, self._frozen)),
                tuple(rows_of(name, after, self._off)),
                float(before[name].norm()),
                self._look.learning_rate * float(moving[name].norm()),
            )
        return nudges


def _named_weights(model: Model) -> Iterator[tuple[str, Tensor]]:
    for id, module in layer_modules(model):
        for name, weight in module.named_parameters():
            yield f"{id}.{name}", weight


def _flowing(outputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Outputs of layers, without those of shortcuts: a block's own says what comes to the sum."""
    return {id: output for id, output in outputs.items() if not id.endswith(".shortcut")}


def _flow(id: str, output: Tensor, gradient: Tensor, most: int) -> Flow:
    shown, every = _thinned(output, most)
    return Flow(
        id,
        tuple(output.shape),
        float(gradient.norm()),
        _array(shown),
        _array(_thinned(gradient, most)[0]),
        every,
    )


def _thinned(output: Tensor, most: int) -> tuple[Tensor, int]:
    """The first maps, and every k-th row and column of each, so that there are at most about
    `most` numbers; the k. Of a list, the first."""
    if output.dim() != 3:
        return output[:most], 1
    maps = output[:_MOST_MAPS]
    every = 1
    while maps[:, ::every, ::every].numel() > most and every < max(maps.shape[1:]):
        every += 1
    return maps[:, ::every, ::every], every


def _first(tensor: Tensor) -> Floats:
    """As many along the first axis as make up MOST_WEIGHTS, at least one."""
    whole = max(1, tensor[0].numel())
    return _array(tensor[: max(1, MOST_WEIGHTS // whole)])


def _norms(tensors: Mapping[str, Tensor]) -> dict[str, float]:
    """The length of each layer's tensors, taken together, by layer id."""
    squares: dict[str, float] = {}
    for name, tensor in tensors.items():
        id = name.partition(".")[0]
        squares[id] = squares.get(id, 0.0) + float(tensor.norm()) ** 2
    return {id: square**0.5 for id, square in squares.items()}


def _array(tensor: Tensor) -> Floats:
    """A copy, contiguous in memory."""
    return np.array(tensor.numpy(), np.float32)
