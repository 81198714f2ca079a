"""Measures how a run's layers are, seldom, so that it costs next to nothing."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from cnnstudio.core.messages import Vitals
from cnnstudio.engine.build import layer_modules
from cnnstudio.engine.datasets import DeviceDigits, adapt
from cnnstudio.engine.devices import memory_format
from cnnstudio.engine.evaluation import piece_size
from cnnstudio.engine.precision import autocast
from cnnstudio.engine.trainer import Trainer

#: Steps between two measurements, besides those at tests; the first come early, since what is
#: wrong with a start is seen at once.
EVERY = 200
FIRST = (1, 20)
#: Of a run's time, at most. A measurement that would cost more is left out.
SHARE = 0.01

#: Test digits that are looked at: a unit that fires for one digit in a hundred is not dead. Of
#: networks that take long fewer, to stay within the share.
_DIGITS, _FEW_DIGITS = 256, 64
_LARGE = 50_000_000  # multiply-adds
#: The part of an activation's range at its ends in which it is flat.
_FLAT = 0.01


class VitalSigns:
    """Takes the vital signs of one run. `is_due` is asked before a step, `remember` keeps its
    weights, and after the step `measured` tells."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id
        self._next = 0.0
        self._before: list[Tensor] = []

    def is_due(self, step: int, is_tested: bool) -> bool:
        """Whether to measure at this step, at which a test is made or not."""
        affordable = step % EVERY == 0 and time.perf_counter() >= self._next
        return is_tested or step in FIRST or affordable

    def remember(self, trainer: Trainer) -> None:
        """Keep the weights before a step."""
        self._before = [weight.detach().clone() for _, weight in _weights(trainer.model)]

    def measured(self, trainer: Trainer, digits: DeviceDigits) -> Iterator[Vitals | None]:
        """The vital signs after the step; None after each piece of what they need."""
        began = time.perf_counter()
        kept, self._before = self._before, []
        gradients, norm = _gradients(trainer.model)
        updates = _updates(trainer.model, kept)
        step, count = trainer.step, _DIGITS if trainer.macs <= _LARGE else _FEW_DIGITS
        count = min(count, len(digits))
        meters = _meters(trainer.model)
        size = piece_size(trainer.macs, digits.labels.device.type)
        for start in range(0, count, size):
            _pass(trainer, digits, slice(start, min(start + size, count)), meters)
            yield None
        dead = {id: meter.share for id, meter in meters.items() if isinstance(meter, _Dead)}
        flat = {id: meter.share for id, meter in meters.items() if isinstance(meter, _Saturated)}
        yield Vitals(self._run_id, step, count, dead, flat, gradients, norm, updates)
        cost = time.perf_counter() - began
        self._next = time.perf_counter() + cost / SHARE


class _Meter:
    """Looks at what goes into an activation and what comes out."""

    def __init__(self, module: nn.Module) -> None:
        self.module = module

    def look(self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        raise NotImplementedError


class _Dead(_Meter):
    """Which units of a ReLU never fired, though something below 0 came in: a map that is switched
    off gets nothing but 0, and is not dead."""

    _alive: Tensor | None = None

    def look(self, _module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        others = tuple(axis for axis in range(output.dim()) if axis != 1)
        came = inputs[0]
        alive = (came > 0).any(dim=others) | (came == 0).all(dim=others)
        self._alive = alive if self._alive is None else self._alive | alive

    @property
    def share(self) -> float:
        return 0.0 if self._alive is None else float((~self._alive).float().mean())


class _Saturated(_Meter):
    """How many outputs of a sigmoid or tanh lie where it is flat."""

    _flat, _count = 0.0, 0

    def look(self, module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        squeezed = output.float() if isinstance(module, nn.Sigmoid) else (output.float() + 1) / 2
        self._flat += float(((squeezed < _FLAT) | (squeezed > 1 - _FLAT)).sum())
        self._count += output.numel()

    @property
    def share(self) -> float:
        return self._flat / max(1, self._count)


_KINDS: tuple[tuple[type[nn.Module] | tuple[type[nn.Module], ...], type[_Meter]], ...] = (
    (nn.ReLU, _Dead),
    ((nn.Sigmoid, nn.Tanh), _Saturated),
)


def _meters(model: nn.Module) -> dict[str, _Meter]:
    return {
        id: meter(module)
        for id, module in layer_modules(model)
        for kind, meter in _KINDS
        if isinstance(module, kind)
    }


@torch.no_grad()
def _pass(trainer: Trainer, digits: DeviceDigits, part: slice, meters: dict[str, _Meter]) -> None:
    x, _ = digits.slice(part.start, part.stop)
    kind = x.device.type
    x = adapt(x, trainer.network.input).contiguous(memory_format=memory_format(kind))
    with _testing(trainer.model), _watched(meters), autocast(kind, trainer.precision):
        trainer.model(x)


@contextmanager
def _testing(model: nn.Module) -> Iterator[None]:
    """The model in evaluation mode, and back in what it was."""
    training = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(training)


@contextmanager
def _watched(meters: dict[str, _Meter]) -> Iterator[None]:
    hooks = [meter.module.register_forward_hook(meter.look) for meter in meters.values()]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _gradients(model: nn.Module) -> tuple[dict[str, float], float]:
    """The root mean square of each layer's gradient, and the length of all of it."""
    found = [(id, weight.grad) for id, weight in _weights(model) if weight.grad is not None]
    squares = _by_layer(found)
    roots = {id: math.sqrt(square / count) for id, (square, count) in squares.items()}
    return roots, math.sqrt(sum(square for square, _ in squares.values()))


def _updates(model: nn.Module, before: list[Tensor]) -> dict[str, float]:
    """The length of each layer's last change, as a share of the length of its weights."""
    ids = [id for id, _ in _weights(model)]
    changes = torch._foreach_sub([weight.detach() for _, weight in _weights(model)], before)
    moved = _by_layer(list(zip(ids, changes, strict=True)))
    lengths = _by_layer(list(zip(ids, before, strict=True)))
    return {
        id: math.sqrt(square / lengths[id][0])
        for id, (square, _) in moved.items()
        if lengths[id][0] > 0
    }


def _weights(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Each learned tensor with its layer's id."""
    for id, module in layer_modules(model):
        for weight in module.parameters():
            yield id, weight


def _by_layer(tensors: list[tuple[str, Tensor]]) -> dict[str, tuple[float, int]]:
    """The sum of squares, and how many numbers, of each layer's tensors; one look at the device."""
    squares: dict[str, tuple[float, int]] = {}
    if not tensors:
        return squares
    norms = torch.stack(torch._foreach_norm([tensor for _, tensor in tensors])).tolist()
    for (id, tensor), norm in zip(tensors, norms, strict=True):
        square, count = squares.get(id, (0.0, 0))
        squares[id] = (square + norm * norm, count + tensor.numel())
    return squares
