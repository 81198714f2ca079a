"""All kernels of a batch launched at once: recorded as a CUDA graph, then replayed.

As in "Whole-network capture" of torch's notes on CUDA graphs, but that the optimizer's step,
which changing rates are given to, and what is drawn at random for digits stay outside.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import repeat
from typing import Protocol

import torch
from torch import Tensor

#: Leaves its gradients at the weights; gives the batch's loss and how many answers were right.
ForwardBackward = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]

_WARM_UP = 3  # batches, as torch's notes have it
_TRIES = 5  # batches each way, to compare
#: Batches that take longer keep a GPU busy however they are launched.
_LAUNCHES_COUNT = 0.025  # seconds
#: A recording is replayed only if it takes at most this share of the time: it costs memory.
_WORTH_IT = 0.95

#: Whoever computes on the GPU from another thread than the training's must hold this: while a
#: graph is recorded, nothing else may.
gpu_lock = threading.Lock()


class Recorder(Protocol):
    """Records what is launched. CUDA's is CudaRecorder."""

    def beside(self) -> AbstractContextManager[None]:
        """Where to launch what warms up."""

    def record(self, work: Callable[[], list[Tensor]]) -> tuple[list[Tensor], Callable[[], object]]:
        """The tensors that `work` gives, and a function that computes them anew, in place.
        RuntimeError if that cannot be done."""

    def synchronize(self) -> None:
        """Wait until all is computed that was launched."""


class CudaRecorder:
    """CUDA's graphs. The stream is another than the default one, on which nothing is recorded."""

    def __init__(self) -> None:
        self._stream = torch.cuda.Stream()

    @contextmanager
    def beside(self) -> Iterator[None]:
        self._stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(self._stream):
            yield
        torch.cuda.current_stream().wait_stream(self._stream)

    def record(self, work: Callable[[], list[Tensor]]) -> tuple[list[Tensor], Callable[[], object]]:
        graph = torch.cuda.CUDAGraph()
        with (
            gpu_lock,
            torch.cuda.graph(graph, stream=self._stream, capture_error_mode="thread_local"),
        ):
            made = work()
        return made, graph.replay

    def synchronize(self) -> None:
        torch.cuda.synchronize()


class Graphed:
    """Takes batches as `forward_backward` does, but replays its recording where that is quicker.

    The first batches, all of them real, find out. A batch of another size than `batch_size`, and
    every batch after a recording has failed, goes through `forward_backward` itself.
    """

    def __init__(
        self,
        forward_backward: ForwardBackward,
        weights: Sequence[Tensor],
        batch_size: int,
        recorder: Recorder,
    ) -> None:
        self._forward_backward = forward_backward
        self._weights = weights
        self._batch_size = batch_size
        self._recorder = recorder
        self._recording: _Recording | None = None
        self._ways = self._find_out()
        self._sample: tuple[Tensor, Tensor] | None = None

    @property
    def replays(self) -> bool:
        """Whether there is a recording in use."""
        return self._recording is not None

    def __call__(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        if len(labels) != self._batch_size:
            return self._forward_backward(x, labels)
        return next(self._ways)(x, labels)

    def _find_out(self) -> Iterator[ForwardBackward]:
        """The way to take the next batch, and the next, without end."""
        yield from repeat(self._warm_up, _WARM_UP)
        launched = _Timed(self._forward_backward, self._recorder)
        yield from repeat(launched, _TRIES)
        if launched.best < _LAUNCHES_COUNT and self._record():
            replayed = _Timed(self._replay, self._recorder)
            yield from repeat(replayed, _TRIES)
            if replayed.best < _WORTH_IT * launched.best:
                yield from repeat(self._replay)
        self._recording = self._sample = None
        yield from repeat(self._forward_backward)

    def _warm_up(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        self._sample = x, labels
        with self._recorder.beside():
            return self._forward_backward(x, labels)

    def _record(self) -> bool:
        """Whether that could be done."""
        assert self._sample
        for weight in self._weights:
            weight.grad = None
        try:
            self._recording = _Recording(
                self._forward_backward, self._weights, *self._sample, self._recorder
            )
        except RuntimeError:
            return False  # the run goes on without
        return True

    def _replay(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        assert self._recording
        try:
            return self._recording.replay(x, labels)
        except RuntimeError:
            self._recording = None
            self._ways = repeat(self._forward_backward)
            return self._forward_backward(x, labels)


class _Recording:
    """A batch's forward and backward pass, from and to tensors that stay where they are."""

    def __init__(
        self,
        forward_backward: ForwardBackward,
        weights: Sequence[Tensor],
        x: Tensor,
        labels: Tensor,
        recorder: Recorder,
    ) -> None:
        self._x, self._labels = x.clone(), labels.clone()
        self._weights = weights

        def work() -> list[Tensor]:
            numbers = torch.stack(forward_backward(self._x, self._labels))
            gradients = [weight.grad for weight in weights]
            return [numbers, *(gradient for gradient in gradients if gradient is not None)]

        (self._numbers, *self._gradients), self._compute = recorder.record(work)
        if len(self._gradients) != len(weights):
            raise RuntimeError("a weight without a gradient")

    def replay(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        self._x.copy_(x)
        self._labels.copy_(labels)
        self._compute()
        for weight, gradient in zip(self._weights, self._gradients, strict=True):
            weight.grad = gradient
        # A copy: the next batch's numbers come to the same place.
        loss, correct = self._numbers.clone()
        return loss, correct


class _Timed:
    """The same, and the shortest time that it took."""

    def __init__(self, way: ForwardBackward, recorder: Recorder) -> None:
        self._way = way
        self._recorder = recorder
        self.best = math.inf

    def __call__(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        self._recorder.synchronize()
        started = time.perf_counter()
        result = self._way(x, labels)
        self._recorder.synchronize()
        self.best = min(self.best, time.perf_counter() - started)
        return result
