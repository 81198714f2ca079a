"""What can go wrong when a window slides over feature maps, and the settings that mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cnnstudio.core.edits import Remove, Replace
from cnnstudio.core.findings import Finding, Fix, advice, problem
from cnnstudio.core.layers.base import (
    Layer,
    Shape,
    Window,
    is_maps,
    one_or_two,
    times,
    with_settings,
)
from cnnstudio.core.sentences import for_count, say
from cnnstudio.core.settings import Pair, settings_of


def needs_maps(layer: Layer, shape: Shape) -> tuple[Finding, ...]:
    """The problem of a layer for feature maps behind a plain list of numbers."""
    if is_maps(shape):
        return ()
    remove = Fix(say("fix_remove"), (Remove((layer.id,)),))
    return (problem(say(for_count("needs_maps", shape[0]), count=shape[0]), remove),)


def window_findings(layer: Layer, window: Window, shape: Shape) -> tuple[Finding, ...]:
    size = shape[1:]
    if any(window.output_size(size[axis], axis) < 1 for axis in (0, 1)):
        return (_too_large(layer, window, size),)
    uncovered = (window.uncovered(size[0], 0), window.uncovered(size[1], 1))
    if any(uncovered):
        return (_does_not_fit(layer, window, size, uncovered),)
    return ()


def _too_large(layer: Layer, window: Window, size: Shape) -> Finding:
    values: dict[str, Any] = {"kernel": times(window.kernel_size), "size": times(size)}
    if any(window.padding):
        sentence = say("kernel_too_large_padded", padding=one_or_two(window.padding), **values)
    else:
        sentence = say("kernel_too_large_plain", **values)
    return problem(sentence, *_fixes_for_too_large(layer, window, size))


def _fixes_for_too_large(layer: Layer, window: Window, size: Shape) -> Iterator[Fix]:
    kernel = (_largest_kernel(window, size[0], 0), _largest_kernel(window, size[1], 1))
    yield from _change(layer, "fix_kernel", "kernel_size", kernel, times)
    padding = (_least_padding(window, size[0], 0), _least_padding(window, size[1], 1))
    if not _pads_too_much(window._replace(padding=padding)):
        yield from _change(layer, "fix_padding", "padding", padding, one_or_two)
    yield Fix(say("fix_remove"), (Remove((layer.id,)),))


def _largest_kernel(window: Window, size: int, axis: int) -> int:
    room = size + 2 * window.padding[axis]
    return min(window.kernel_size[axis], (room - 1) // window.dilation[axis] + 1)


def _least_padding(window: Window, size: int, axis: int) -> int:
    return max(window.padding[axis], (window.reach(axis) - size + 1) // 2)


def _does_not_fit(layer: Layer, window: Window, size: Shape, uncovered: Pair) -> Finding:
    sentence = say(
        f"window_does_not_fit/{_none_one_many(uncovered[0])}/{_none_one_many(uncovered[1])}",
        kernel=times(window.kernel_size),
        stride=one_or_two(window.stride),
        size=times(size),
        rows=uncovered[0],
        columns=uncovered[1],
    )
    return advice(sentence, *_fixes_for_misfit(layer, window, size), uncovered=uncovered)


def _none_one_many(count: int) -> str:
    return ("none", "one", "many")[min(count, 2)]


def _fixes_for_misfit(layer: Layer, window: Window, size: Shape) -> Iterator[Fix]:
    """For each of padding, stride and kernel size the nearest value that covers every cell."""
    for code, name, show in (
        ("fix_padding", "padding", one_or_two),
        ("fix_stride", "stride", one_or_two),
        ("fix_kernel", "kernel_size", times),
    ):
        value = _nearest_that_fits(window, name, size)
        if value is not None and not _pads_too_much(window._replace(**{name: value})):
            yield from _change(layer, code, name, value, show)


def _nearest_that_fits(window: Window, name: str, size: Shape) -> Pair | None:
    rows = _nearest_on_axis(window, name, size[0], 0)
    columns = _nearest_on_axis(window, name, size[1], 1)
    return None if rows is None or columns is None else (rows, columns)


def _nearest_on_axis(window: Window, name: str, size: int, axis: int) -> int | None:
    now = getattr(window, name)[axis]
    least = 0 if name == "padding" else 1
    candidates = sorted(range(least, now + 8), key=lambda value: (abs(value - now), value))
    for value in candidates:
        tried = window._replace(**{name: (value, value)})
        if tried.output_size(size, axis) >= 1 and tried.uncovered(size, axis) == 0:
            return value
    return None


def _pads_too_much(window: Window) -> bool:
    """Whether some window would see nothing but padding, or a pool refuses the padding."""
    return any(2 * window.padding[axis] > window.kernel_size[axis] for axis in (0, 1))


def _change(
    layer: Layer, code: str, name: str, value: Pair, show: Callable[[Pair], str]
) -> Iterator[Fix]:
    """The fix that gives the setting `name` this value, if it allows it and it is a change."""
    setting = next((s for s in settings_of(type(layer)) if s.name == name), None)
    if setting is None or value == getattr(layer, name):
        return
    if setting.minimum <= min(value) and max(value) <= setting.maximum:
        changed = with_settings(layer, **{name: value})
        yield Fix(say(code, **{setting_word(name): show(value)}), (Replace(changed),))


def setting_word(name: str) -> str:
    return "kernel" if name == "kernel_size" else name
