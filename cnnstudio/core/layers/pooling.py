"""Pooling: each window becomes one number, without weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from cnnstudio.core.edits import Replace
from cnnstudio.core.findings import Finding, Fix, problem
from cnnstudio.core.layers.base import Layer, Shape, Window, one_or_two, times
from cnnstudio.core.layers.convolution import STRIDE_HELP, sliding_title
from cnnstudio.core.layers.window_rules import needs_maps, window_findings
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Pair, pair

_KERNEL = "Rows and columns of the window that becomes one number."


@dataclass(frozen=True)
class _Pool2d(Layer):
    group: ClassVar[str] = "shrink"

    kernel_size: Pair = pair(2, "Window size", _KERNEL, 1, 64, symbol="F")
    stride: Pair = pair(2, "Stride", STRIDE_HELP, 1, 64, symbol="S")
    padding: Pair = pair(
        0,
        "Padding",
        "Rows and columns added around the map; at most half a window.",
        0,
        32,
        symbol="P",
    )

    def title(self) -> tuple[Sentence, ...]:
        head = say("title_" + self.kind, kernel=times(self.kernel_size))
        return sliding_title(head, self.stride, self.padding, usual_stride=self.kernel_size)

    def window(self, shape: Shape) -> Window:
        return Window(self.kernel_size, self.stride, self.padding)

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        return (
            needs_maps(self, shape)
            or self._padding_findings()
            or window_findings(self, self.window(shape), shape)
        )

    def _padding_findings(self) -> tuple[Finding, ...]:
        limit = (self.kernel_size[0] // 2, self.kernel_size[1] // 2)
        if self.padding[0] <= limit[0] and self.padding[1] <= limit[1]:
            return ()
        allowed = (min(self.padding[0], limit[0]), min(self.padding[1], limit[1]))
        sentence = say(
            "pool_padding_too_large",
            kernel=times(self.kernel_size),
            limit=one_or_two(limit),
            padding=one_or_two(self.padding),
        )
        less = Replace(replace(self, padding=allowed))
        return (problem(sentence, Fix(say("fix_padding", padding=one_or_two(allowed)), (less,))),)

    def output_shape(self, shape: Shape) -> Shape:
        window = self.window(shape)
        return (shape[0], window.output_size(shape[1], 0), window.output_size(shape[2], 1))


@dataclass(frozen=True)
class MaxPool2d(_Pool2d):
    word: ClassVar[str] = "Max pool"
    help: ClassVar[str] = (
        "Keeps the largest number of each window: the pattern was found somewhere here. "
        "Maps get smaller, and small shifts matter less."
    )


@dataclass(frozen=True)
class AvgPool2d(_Pool2d):
    word: ClassVar[str] = "Average pool"
    help: ClassVar[str] = (
        "Replaces each window by its average, zeros of the padding included. Maps get smaller "
        "and smoother."
    )


@dataclass(frozen=True)
class AdaptiveAvgPool2d(Layer):
    word: ClassVar[str] = "Adaptive average pool"
    group: ClassVar[str] = "shrink"
    help: ClassVar[str] = (
        "Averages each map down to a given size, whatever size it had; 1×1 leaves one number "
        "for each map."
    )

    output_size: Pair = pair(1, "Output size", "Rows and columns of the maps that come out.", 1, 64)

    def title(self) -> tuple[Sentence, ...]:
        return (say("title_AdaptiveAvgPool2d", size=times(self.output_size)),)

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        return needs_maps(self, shape)

    def output_shape(self, shape: Shape) -> Shape:
        return (shape[0], *self.output_size)

    def window(self, shape: Shape) -> Window:
        """The smallest window moving in equal steps that covers each of its own.

        They are its own where sizes divide. PyTorch's AdaptiveAvgPool2d reads for output i the
        cells from floor(i·N/M) up to ceil((i + 1)·N/M), so else they differ by a cell.
        """
        rows, step_rows, before_rows = _covering(shape[1], self.output_size[0])
        columns, step_columns, before_columns = _covering(shape[2], self.output_size[1])
        return Window((rows, columns), (step_rows, step_columns), (before_rows, before_columns))


def _covering(size: int, bins: int) -> tuple[int, int, int]:
    """Width, step, and cells before the first one, of windows that cover all the bins."""
    step = max(1, size // bins)
    start = min(i * size // bins - i * step for i in range(bins))
    end = max(-(-(i + 1) * size // bins) - i * step for i in range(bins))
    return end - start, step, -start
