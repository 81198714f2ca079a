"""Convolution, and its cousin that does not share its weights."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from cnnstudio.core.edits import Replace
from cnnstudio.core.findings import Finding, Fix, problem
from cnnstudio.core.layers.base import Layer, Shape, Window, one_or_two, times
from cnnstudio.core.layers.window_rules import needs_maps, window_findings
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.settings import Pair, pair, switch, whole

STRIDE_HELP = "How many cells the window moves from one place to the next."


def sliding_title(
    head: Sentence, stride: Pair, padding: Pair, usual_stride: Pair = (1, 1)
) -> tuple[Sentence, ...]:
    """A title that names stride and padding only where they are not the usual ones."""
    parts = [head]
    if stride != usual_stride:
        parts.append(say("title_stride", stride=one_or_two(stride)))
    if padding != (0, 0):
        parts.append(say("title_padding", padding=one_or_two(padding)))
    return tuple(parts)


@dataclass(frozen=True)
class _Filters(Layer):
    """Filters that read the maps through a sliding window, a new map for each of them."""

    group: ClassVar[str] = "patterns"

    out_channels: int = whole(
        8,
        "Filters",
        "How many patterns to look for; each gives one feature map.",
        1,
        4096,
        symbol="K",
    )
    kernel_size: Pair = pair(
        3,
        "Filter size",
        "Rows and columns of the window that each filter sees at once.",
        1,
        64,
        symbol="F",
    )
    stride: Pair = pair(1, "Stride", STRIDE_HELP, 1, 64, symbol="S")
    padding: Pair = pair(
        0, "Padding", "Rows and columns of zeros added around the map.", 0, 64, symbol="P"
    )

    def title(self) -> tuple[Sentence, ...]:
        kernel = times(self.kernel_size)
        head = say("title_" + self.kind, filters=self.out_channels, kernel=kernel)
        return sliding_title(head, self.stride, self.padding)

    def window(self, shape: Shape) -> Window:
        return Window(self.kernel_size, self.stride, self.padding)

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        return needs_maps(self, shape) or window_findings(self, self.window(shape), shape)

    def output_shape(self, shape: Shape) -> Shape:
        window = self.window(shape)
        return (
            self.out_channels,
            window.output_size(shape[1], 0),
            window.output_size(shape[2], 1),
        )


@dataclass(frozen=True)
class Conv2d(_Filters):
    word: ClassVar[str] = "Conv"
    help: ClassVar[str] = (
        "Slides small filters over the maps and writes down how well each place matches. "
        "Every place is read with the same weights."
    )

    dilation: Pair = pair(
        1,
        "Dilation",
        "Distance between the cells that the window reads; 1 leaves no gaps.",
        1,
        32,
        symbol="D",
    )
    groups: int = whole(
        1,
        "Groups",
        "Channels are split into this many groups that do not see each other.",
        1,
        4096,
        advanced=True,
    )
    bias: bool = switch(True, "Bias", "Whether each filter adds a learned number to its sums.")

    def window(self, shape: Shape) -> Window:
        return Window(self.kernel_size, self.stride, self.padding, self.dilation)

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        return (
            needs_maps(self, shape)
            or tuple(self._group_findings(shape[0]))
            or window_findings(self, self.window(shape), shape)
        )

    def _group_findings(self, channels: int) -> Iterator[Finding]:
        if self.groups == 1:
            return
        common = math.gcd(math.gcd(channels, self.out_channels), self.groups)
        fixes = [self._with_groups(say("fix_no_groups"), 1)]
        if common > 1:
            fixes.insert(0, self._with_groups(say("fix_groups", groups=common), common))
        if channels % self.groups:
            code = for_count("groups_do_not_divide_input", channels)
            yield problem(say(code, groups=self.groups, channels=channels), *fixes)
        elif self.out_channels % self.groups:
            filters = self.groups * math.ceil(self.out_channels / self.groups)
            if filters <= 4096:
                more = Replace(replace(self, out_channels=filters))
                fixes.insert(0, Fix(say("fix_filters", filters=filters), (more,)))
            code = for_count("groups_do_not_divide_filters", self.out_channels)
            yield problem(say(code, groups=self.groups, filters=self.out_channels), *fixes)

    def _with_groups(self, sentence: Sentence, groups: int) -> Fix:
        return Fix(sentence, (Replace(replace(self, groups=groups)),))

    def weight_shapes(self, shape: Shape) -> Mapping[str, Shape]:
        weight = {"weight": (self.out_channels, shape[0] // self.groups, *self.kernel_size)}
        return {**weight, "bias": (self.out_channels,)} if self.bias else weight

    def macs(self, shape: Shape) -> int:
        per_output = shape[0] // self.groups * math.prod(self.kernel_size)
        return math.prod(self.output_shape(shape)) * per_output


@dataclass(frozen=True)
class LocallyConnected2d(_Filters):
    word: ClassVar[str] = "Local"
    help: ClassVar[str] = (
        "Like a convolution, but every place has weights of its own: local, not shared. "
        "It shows what sharing saves."
    )

    out_channels: int = whole(
        8,
        "Filters",
        "How many maps to make; each place of a map has its own weights.",
        1,
        1024,
        symbol="K",
    )
    bias: bool = switch(True, "Bias", "Whether each place adds a learned number to its sum.")

    def weight_shapes(self, shape: Shape) -> Mapping[str, Shape]:
        """weight: (filters, rows, columns, channels × kernel rows × kernel columns)."""
        output = self.output_shape(shape)
        weight = {"weight": (*output, shape[0] * math.prod(self.kernel_size))}
        return {**weight, "bias": output} if self.bias else weight

    def macs(self, shape: Shape) -> int:
        return math.prod(self.weight_shapes(shape)["weight"])
