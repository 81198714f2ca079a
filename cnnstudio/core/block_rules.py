"""What can go wrong where the two branches of a residual block meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnstudio.core.edits import Dissolve, Replace
from cnnstudio.core.findings import Finding, Fix, advice, problem
from cnnstudio.core.layers import Conv2d, Layer, Residual, Shape, Window, is_maps
from cnnstudio.core.sentences import say


def projection_window(block: Residual) -> Window:
    return Window((1, 1), block.projection_stride())


def projection_shape(block: Residual, shape: Shape, channels: int) -> Shape:
    """What the 1×1 projection makes of maps of this shape."""
    window = projection_window(block)
    return (channels, window.output_size(shape[1], 0), window.output_size(shape[2], 1))


def block_findings(block: Residual, shape: Shape, body: Shape) -> tuple[Finding, ...]:
    """Findings on a block that gets `shape` and whose layers give `body`."""
    if block.shortcut == "projection":
        if not is_maps(shape):
            sentence = say("projection_needs_maps", count=shape[0])
            return (problem(sentence, _with_shortcut(block, "identity")),)
        if not is_maps(body):
            return (_differ(block, body, shape, ()),)
        shape_of_shortcut = projection_shape(block, shape, body[0])
    else:
        shape_of_shortcut = shape
    if shape_of_shortcut != body:
        return (_differ(block, body, shape_of_shortcut, _fixes(block, shape, body)),)
    if not block.body:
        return (advice(say("empty_block")),)
    return ()


def _differ(
    block: Residual, body: Shape, shortcut: Shape, fixes: Iterator[Fix] | tuple[Fix, ...]
) -> Finding:
    sentence = say("branches_differ", body=_shown(body), shortcut=_shown(shortcut))
    return problem(sentence, *fixes, _dissolve(block))


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
        yield from _keep_size(block, shape, body)


def _with_shortcut(block: Residual, shortcut: str) -> Fix:
    return Fix(say("fix_" + shortcut), (Replace(replace(block, shortcut=shortcut)),))


def _last_filters(block: Residual, channels: int) -> Iterator[Fix]:
    """Give the last convolution as many filters as the shortcut has channels."""
    for layer in reversed(block.body):
        if isinstance(layer, Conv2d):
            if channels % layer.groups == 0 and channels <= 4096:
                changed = replace(layer, out_channels=channels)
                yield Fix(say("fix_last_filters", filters=channels), (Replace(changed),))
            return


def _keep_size(block: Residual, shape: Shape, body: Shape) -> Iterator[Fix]:
    """Let every convolution of odd size pad so that maps stay as large as they are."""
    changed = tuple(_size_keeping(layer) for layer in block.body)
    if None in changed or changed == block.body:
        return
    edits = tuple(
        Replace(new) for new, old in zip(changed, block.body, strict=True) if new and new != old
    )
    if body[0] == shape[0] or block.shortcut == "projection":
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
