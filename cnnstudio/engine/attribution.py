"""Which pixels a score hangs on, by its gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import infer
from cnnstudio.core.messages import Attribute, Attributed, Event, Floats, Progress
from cnnstudio.core.network import Input
from cnnstudio.engine.build import Model, Record
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.grad_cam import grad_cam
from cnnstudio.engine.scene import Scene

#: Forward and backward cost about as much as three passes forward.
_PASSES = 3

Score = Callable[..., Tensor]


def attribute(look: Attribute, scene: Scene) -> Iterator[Event | None]:
    """Answer method by method, class by class, in the weights that the network has now."""
    scene = scene.kept()
    done, total = 0, sum(_work(look, method) for method in look.methods) * len(look.classes)
    for method in look.methods:
        for target in look.classes:
            for event in EXPLAINERS[method](look, scene, target):
                if isinstance(event, int):
                    yield Progress(look.request, done + event, total)
                else:
                    yield event
            done += _work(look, method)


def input_of(digit: Floats, input: Input) -> Tensor:
    """A digit (28, 28) as the network's input, (1, channels, rows, columns)."""
    pixels = torch.from_numpy(np.array(digit, np.float32)).view(1, 1, 28, 28)
    return adapt(pixels, input).contiguous()


def score_of(model: Model, target: int, of: str) -> Score:
    """The score of a class for each picture of a batch, (N,): its "logit", or its "probability"
    among the ten classes."""

    def score(x: Tensor, record: Record | None = None) -> Tensor:
        first = model(x, record)[:, :CLASSES]
        scores: Tensor = first.softmax(1) if of == "probability" else first
        return scores[:, target]

    return score


def gradient(score: Score, x: Tensor) -> Tensor:
    """How fast the score of each picture of a batch grows with each of its pixels."""
    x = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(score(x).sum(), x)
    return slope


def integrated_gradients(
    score: Score, x: Tensor, steps: int, scene: Scene
) -> Iterator[tuple[int, Tensor]]:
    """How many steps are done and the attributions of those, in the end of the whole way.

    Sundararajan, Taly and Yan, “Axiomatic Attribution for Deep Networks”, 2017, equation 1: the
    pixel times the mean gradient on the straight way from black; the mean is taken by
    Gauss and Legendre's rule.
    """
    nodes, weights = np.polynomial.legendre.leggauss(steps)
    shares = torch.from_numpy((nodes + 1) / 2).float().view(-1, 1, 1, 1)
    parts = torch.from_numpy(weights / 2).float().view(-1, 1, 1, 1)
    size = piece_size(_PASSES * infer(scene.network).macs)
    total = torch.zeros_like(x)
    for start in range(0, steps, size):
        piece = slice(start, start + size)
        slopes = gradient(score, shares[piece] * x)
        total = total + (parts[piece] * slopes).sum(0, keepdim=True)
        yield min(start + size, steps), x * total


def _work(look: Attribute, method: str) -> int:
    """How many gradients a method takes."""
    return look.steps if method == "integrated" else 1


class _Case(NamedTuple):
    """One class of one look: the network's input, and the score that is explained."""

    x: Tensor
    score: Score

    @classmethod
    def of(cls, look: Attribute, scene: Scene, method: str, target: int) -> _Case:
        score = score_of(scene.model, target, look.methods[method])
        return cls(input_of(look.digit, scene.network.input), score)


def _by_gradient(look: Attribute, scene: Scene, target: int) -> Iterator[Attributed]:
    x, score = _Case.of(look, scene, "gradient", target)
    yield _answer(look, scene, "gradient", target, gradient(score, x), score(x))


def _by_gradient_times_input(look: Attribute, scene: Scene, target: int) -> Iterator[Attributed]:
    x, score = _Case.of(look, scene, "gradient_input", target)
    yield _answer(look, scene, "gradient_input", target, x * gradient(score, x), score(x))


def _by_integration(look: Attribute, scene: Scene, target: int) -> Iterator[Attributed | int]:
    """How many steps are done, now and then; then the answer."""
    x, score = _Case.of(look, scene, "integrated", target)
    found = torch.zeros_like(x)
    for done, attributions in integrated_gradients(score, x, look.steps, scene):
        found = attributions
        yield done
    black = float(score(torch.zeros_like(x)).detach())
    yield replace(_answer(look, scene, "integrated", target, found, score(x)), baseline=black)


def _by_cam(look: Attribute, scene: Scene, target: int) -> Iterator[Attributed]:
    x, score = _Case.of(look, scene, "grad_cam", target)
    cam = grad_cam(score, x, look.layer_id, look.only_for)
    stretched = cam.stretched[None, None]
    yield replace(
        _answer(look, scene, "grad_cam", target, stretched, cam.score),
        weights=_array(cam.weights),
        coarse=_array(cam.coarse),
    )


#: Method -> what answers it for one class: an answer, and numbers of gradients done before it.
EXPLAINERS: Mapping[str, Callable[[Attribute, Scene, int], Iterator[Attributed | int]]] = {
    "gradient": _by_gradient,
    "gradient_input": _by_gradient_times_input,
    "integrated": _by_integration,
    "grad_cam": _by_cam,
}


def _answer(
    look: Attribute, scene: Scene, method: str, target: int, attributions: Tensor, score: Tensor
) -> Attributed:
    """Attributions (1, channels, rows, columns), summed over the channels."""
    of, values = look.methods[method], _array(attributions[0].sum(0))
    return Attributed(
        look.request, scene.run_id, scene.step, method, of, target, values, float(score.detach())
    )


def _array(tensor: Tensor) -> Floats:
    return np.array(tensor.detach().numpy(), np.float32)
