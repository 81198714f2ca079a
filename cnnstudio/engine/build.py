"""A network as a torch module: one builder for each kind of layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from cnnstudio.core.infer import LayerReport, Report, infer
from cnnstudio.core.interventions import Unit, by_layer
from cnnstudio.core.layers import Residual, Shape
from cnnstudio.core.network import Network
from cnnstudio.engine.locally_connected import LocallyConnected2d
from cnnstudio.engine.quick_pool import QuickMaxPool2d
from cnnstudio.engine.switching import Off, Switched

Step = nn.Module | Switched

#: Is given the id of a layer ("<id>.shortcut" for a block's shortcut) and what came out of it.
Record = Callable[[str, Tensor], None]


class Stack(nn.Module):
    """Layers that a batch passes one after the other."""

    def __init__(self, ids: tuple[str, ...], steps: list[nn.Module]) -> None:
        super().__init__()
        self.ids = ids
        # A list, not a ModuleDict: a layer's id may be any word, "keys" or "forward" too.
        self.steps = nn.ModuleList(steps)
        self.switch_off({})

    def switch_off(self, off: Mapping[str, tuple[int, ...]]) -> None:
        """Of each layer, by id, which outputs are 0 from now on; also within blocks."""
        self._off = {id: Off(off[id]) for id in self.ids if id in off}
        layers = zip(self.ids, self.steps, strict=True)
        self._quick = tuple(
            _quick_order(Switched(s, self._off[id]) if id in self._off else s for id, s in layers)
        )
        for step in self.steps:
            if isinstance(step, Block):
                step.switch_off(off)

    def forward(self, x: Tensor, record: Record | None = None) -> Tensor:
        if record is None:
            for step in self._quick:
                x = step(x)
            return x
        for id, step in zip(self.ids, self.steps, strict=True):
            x = step(x, record) if isinstance(step, Block) else step(x)
            x = self._off[id](x) if id in self._off else x
            record(id, x)
        return x


def _quick_order(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps, but a ReLU after the max pooling that follows it: the same numbers and the same
    gradients, of a quarter as many."""
    waiting: Step | None = None
    for step in steps:
        if waiting is not None and not isinstance(step, nn.MaxPool2d | QuickMaxPool2d):
            yield waiting
            waiting = None
        if isinstance(step, nn.ReLU):
            waiting = step
        else:
            yield step
    if waiting is not None:
        yield waiting


class Block(nn.Module):
    """The sum of a stack and a shortcut around it; no `shortcut` is the identity."""

    def __init__(self, id: str, body: Stack, shortcut: nn.Module | None) -> None:
        super().__init__()
        self.id = id
        self.body = body
        self.shortcut = shortcut
        self._off: Off | None = None

    def switch_off(self, off: Mapping[str, tuple[int, ...]]) -> None:
        """What is 0 in the body, and in the shortcut: "<id>.shortcut"."""
        indices = off.get(f"{self.id}.shortcut")
        self._off = Off(indices) if indices else None
        self.body.switch_off(off)

    def forward(self, x: Tensor, record: Record | None = None) -> Tensor:
        beside = x if self.shortcut is None else self.shortcut(x)
        if self._off is not None:
            beside = self._off(beside)
        if record is not None:
            record(f"{self.id}.shortcut", beside)
        total: Tensor = self.body(x, record) + beside
        return total


class Model(nn.Module):
    """A network that gives logits for a batch (N, channels, height, width) of pixels 0 to 1.

    Softmaxes at the very end are for show: they are left out, except from what is recorded.
    """

    def __init__(self, stack: Stack) -> None:
        super().__init__()
        end = len(stack.steps)
        while end and isinstance(stack.steps[end - 1], nn.Softmax):
            end -= 1
        self.stack = Stack(stack.ids[:end], list(stack.steps)[:end])
        self._for_show = stack.ids[end:]
        #: What is 0, whatever its layer computes.
        self.off: frozenset[Unit] = frozenset()

    def switch_off(self, off: frozenset[Unit]) -> None:
        """Let these units be off from now on, and all others on. Those of softmaxes at the very
        end, which are not computed with, stay on."""
        self.off = off
        self.stack.switch_off(by_layer(off))

    def forward(self, x: Tensor, record: Record | None = None) -> Tensor:
        logits: Tensor = self.stack(x, record)
        if record is not None:
            shares = logits
            for id in self._for_show:
                shares = shares.softmax(1)
                record(id, shares)
        return logits


def build(network: Network, device: torch.device | str = "cpu") -> Model:
    """The module of a network that a digit can pass (else ValueError), on `device`. What comes
    out need not be an answer: a network that is not finished can be looked into as well.

    Its tensors are not set yet: see `weights.initialise`. On the device "meta" nothing is
    computed and no memory used.
    """
    report = infer(network)
    if not report.computes:
        raise ValueError(str(report.problems[0].sentence))
    with torch.device("meta"):
        model = Model(_stack(report))
    return model if str(device) == "meta" else model.to_empty(device=device)


def named_tensors(module: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Every learned and every kept tensor as "<layer id>.<name>", in the order of the layers."""
    for id, layer in layer_modules(module):
        for name, tensor in (*layer.named_parameters(), *layer.named_buffers()):
            if not name.endswith("num_batches_tracked"):
                yield f"{id}.{name}", tensor


def layer_modules(module: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """Each layer's id and module, a block's projection as a module with a `shortcut` in it."""
    if isinstance(module, Model):
        yield from layer_modules(module.stack)
    elif isinstance(module, Stack):
        for id, step in zip(module.ids, module.steps, strict=True):
            if isinstance(step, Block):
                yield from layer_modules(step)
            else:
                yield id, step
    elif isinstance(module, Block):
        if module.shortcut is not None:
            yield module.id, nn.ModuleDict({"shortcut": module.shortcut})
        yield from layer_modules(module.body)


def _stack(report: Report | LayerReport) -> Stack:
    reports = report.layers if isinstance(report, Report) else report.body
    return Stack(tuple(r.layer.id for r in reports), [_step(r) for r in reports])


def _step(report: LayerReport) -> nn.Module:
    assert report.input is not None
    if isinstance(report.layer, Residual):
        return Block(report.layer.id, _stack(report), _projection(report.layer, report))
    return BUILDERS[report.layer.kind](report.layer, report.input)


def _projection(block: Residual, report: LayerReport) -> nn.Module | None:
    if block.shortcut == "identity":
        return None
    assert report.input is not None
    assert report.output is not None
    channels, filters = report.input[0], report.output[0]
    conv = nn.Conv2d(channels, filters, 1, stride=block.projection_stride(), bias=False)
    return nn.Sequential(conv, *([nn.BatchNorm2d(filters)] if block.projection_norm else []))


def _conv2d(layer: Any, shape: Shape) -> nn.Module:
    return nn.Conv2d(
        shape[0],
        layer.out_channels,
        layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
        groups=layer.groups,
        bias=layer.bias,
    )


def _locally_connected(layer: Any, shape: Shape) -> nn.Module:
    weights = layer.weight_shapes(shape)
    return LocallyConnected2d(
        weights["weight"],
        weights.get("bias"),
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
    )


def _max_pool(layer: Any, _: Shape) -> nn.Module:
    if (layer.kernel_size, layer.stride, layer.padding) == ((2, 2), (2, 2), (0, 0)):
        return QuickMaxPool2d()
    return nn.MaxPool2d(layer.kernel_size, layer.stride, layer.padding)


#: Kind of layer -> the module for one such layer that gets an input of this shape.
BUILDERS: Mapping[str, Callable[[Any, Shape], nn.Module]] = {
    "Conv2d": _conv2d,
    "LocallyConnected2d": _locally_connected,
    "MaxPool2d": _max_pool,
    "AvgPool2d": lambda layer, _: nn.AvgPool2d(layer.kernel_size, layer.stride, layer.padding),
    "AdaptiveAvgPool2d": lambda layer, _: nn.AdaptiveAvgPool2d(layer.output_size),
    "ReLU": lambda _layer, _: nn.ReLU(),
    "LeakyReLU": lambda layer, _: nn.LeakyReLU(layer.negative_slope),
    "Tanh": lambda _layer, _: nn.Tanh(),
    "Sigmoid": lambda _layer, _: nn.Sigmoid(),
    "GELU": lambda _layer, _: nn.GELU(),
    "Softmax": lambda _layer, _: nn.Softmax(1),
    "BatchNorm2d": lambda layer, shape: nn.BatchNorm2d(shape[0], layer.eps, layer.momentum),
    "LocalResponseNorm": lambda layer, _: nn.LocalResponseNorm(
        layer.size, layer.alpha, layer.beta, layer.k
    ),
    "Dropout": lambda layer, _: nn.Dropout(layer.p),
    "Flatten": lambda _layer, _: nn.Flatten(),
    "Linear": lambda layer, shape: nn.Linear(shape[0], layer.out_features, layer.bias),
}
