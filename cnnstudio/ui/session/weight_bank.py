"""Weights that the program has seen, so that an undone edit brings its layers' weights back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from cnnstudio.core.layers import Shape
from cnnstudio.core.messages import Floats, Weights

#: Bytes kept of weights that no open network has any more.
LIMIT = 1_000_000_000


class WeightBank:
    """Tensors by key ("<layer id>.<tensor>") and shape, the longest unused thrown away first.

    A layer that changes shape starts afresh; changed back, it finds its old weights again.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._tensors: OrderedDict[tuple[str, Shape], Floats] = OrderedDict()
        self._limit = limit
        self._bytes = 0

    def put(self, weights: Weights) -> None:
        for key, tensor in weights.items():
            self._drop((key, tensor.shape))
            self._tensors[key, tensor.shape] = tensor
            self._bytes += tensor.nbytes
        while self._bytes > self._limit and len(self._tensors) > len(weights):
            self._drop(next(iter(self._tensors)))

    def take(self, shapes: Mapping[str, Shape]) -> dict[str, Floats]:
        """Those of the tensors with these keys and shapes that are known."""
        known = {}
        for key, shape in shapes.items():
            tensor = self._tensors.get((key, tuple(shape)))
            if tensor is not None:
                self._tensors.move_to_end((key, tuple(shape)))
                known[key] = tensor
        return known

    def forget(self, shapes: Mapping[str, Shape]) -> None:
        """Let the tensors with these keys and shapes start afresh."""
        for key, shape in shapes.items():
            self._drop((key, tuple(shape)))

    def _drop(self, name: tuple[str, Shape]) -> None:
        tensor = self._tensors.pop(name, None)
        if tensor is not None:
            self._bytes -= tensor.nbytes
