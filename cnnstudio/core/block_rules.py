"""What can go wrong where the two branches of a residual block meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnstudio.core.edits import Dissolve, Replace
from cnnstudio.core.findings import Finding, Fix, advice, problem
from cnnstudio.core.layer_facts import layer_facts
from cnnstudio.core.layers import Conv2d, Layer, Residual, Shape, Window, is_maps
from cnnstudio.core.network import Layers, Network, apply
from cnnstudio.core.sentences import for_count, say


def projection_window(block: Residual) -> Window:
    return Window((1, 1), block.projection_stride())


def projection_shape(block: Residual, shape: Shape, channels: int) -> Shape:
    """What the 1×1 projection makes of maps of this shape."""
    window = projection_window(block)
    return (channels, window.output_size(shape[1], 0), window.output_size(shape[2], 1))


def stack_output(layers: Layers, shape: Shape) -> Shape | None:
    """What the layers make of an input of this shape; None where they cannot be built."""
    for layer in layers:
        output = _output(layer, shape)
        if output is None:
            return None
        shape = output
    return shape


def _output(layer: Layer, shape: Shape) -> Shape | None:
    if not isinstance(layer, Residual):
        return layer_facts(layer, shape).output
    body = stack_output(layer.body, shape)
    return body if body is not None and _shortcut_output(layer, shape, body) == body else None


def _shortcut_output(block: Residual, shape: Shape, body: Shape) -> Shape:
    """What the shortcut gives beside a body that gives `body`. Only maps can be projected."""
    if block.shortcut == "projection" and is_maps(shape) and is_maps(body):
        return projection_shape(block, shape, body[0])
    return shape


def block_findings(block: Residual, shape: Shape, body: Shape) -> tuple[Finding, ...]:
    """Findings on a block that gets `shape` and whose layers give `body`."""
    if block.shortcut == "projection" and not is_maps(shape):
        sentence = say(for_count("projection_needs_maps", shape[0]), count=shape[0])
        return (problem(sentence, _with_shortcut(block, "identity")),)
    shortcut = _shortcut_output(block, shape, body)
    if shortcut != body:
        sentence = say("branches_differ", body=_shown(body), shortcut=_shown(shortcut))
        mending = (fix for fix in _fixes(block, shape, body) if _mends(fix, block, shape))
        return (problem(sentence, *mending, _dissolve(block)),)
    if not block.body:
        return (advice(say("empty_block")),)
    return ()


def _mends(fix: Fix, block: Residual, shape: Shape) -> bool:
    """Whether the block can be built after the fix."""
    return stack_output(apply(Network("", (block,)), *fix.edits).layers, shape) is not None


def _shown(shape: Shape) -> str:
    return " × ".join(f"{size:,}" for size in shape)


def _fixes(block: Residual, shape: Shape, body: Shape) -> Iterator[Fix]:
    if not (is_maps(shape) and is_maps(body)):
        return
    if block.shortcut == "identity" and projection_shape(block, shape, body[0]) == body:
        yield _with_shortcut(block, "projection")
    if body[1:] == shape[1:]:
        yield from _last_filters(block, shape[0])
    else:
        yield from _keep_size(block)


def _with_shortcut(block: Residual, shortcut: str) -> Fix:
    return Fix(say("fix_" + shortcut), (Replace(replace(block, shortcut=shortcut)),))


def _last_filters(block: Residual, channels: int) -> Iterator[Fix]:
    """Give the last convolution as many filters as the shortcut has channels."""
    for layer in reversed(block.body):
        if isinstance(layer, Conv2d):
            if channels % layer.groups == 0 and channels <= 4096:
                changed = replace(layer, out_channels=channels)
                code = for_count("fix_last_filters", channels)
                yield Fix(say(code, filters=channels), (Replace(changed),))
            return


def _keep_size(block: Residual) -> Iterator[Fix]:
    """Let every convolution of odd size pad so that maps stay as large as they are."""
    changed = tuple(_size_keeping(layer) for layer in block.body)
    edits = tuple(
        Replace(new) for new, old in zip(changed, block.body, strict=True) if new and new != old
    )
    if edits and None not in changed:
        yield Fix(say("fix_strides_one"), edits)


def _size_keeping(layer: Layer) -> Layer | None:
    """The layer, changed so that its maps keep their size; None where it cannot."""
    window = layer.window((1, 1, 1))
    if window is None:
        return layer
    if not isinstance(layer, Conv2d) or any(window.reach(axis) % 2 == 0 for axis in (0, 1)):
        return None
    padding = (window.reach(0) // 2, window.reach(1) // 2)
    return replace(layer, stride=(1, 1), padding=padding) if max(padding) <= 64 else None


def _dissolve(block: Residual) -> Fix:
    """Take the layers out of the block, into its place."""
    return Fix(say("fix_dissolve"), (Dissolve(block.id),))
