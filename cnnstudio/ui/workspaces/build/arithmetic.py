"""A layer's output size, parameters and multiply-adds, worked in its own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    LocallyConnected2d,
    Residual,
    Window,
    is_maps,
)
from cnnstudio.ui.numbers import number, shape

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Worked:
    """One calculation: what is worked out, the rule in letters, and lines of arithmetic.

    A line is a template with `{}` for each value that matters, and the values.
    """

    heading: str
    rule: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    note: str = ""


def worked(report: LayerReport) -> tuple[Worked, ...]:
    """The calculations of a layer, as far as they can be made."""
    made = [output_size(report), parameters(report), multiply_adds(report)]
    return tuple(one for one in made if one is not None)


# --- output size --------------------------------------------------------------------------------


def output_size(report: LayerReport) -> Worked | None:
    layer, given = report.layer, report.input
    if given is None:
        return None
    if isinstance(layer, AdaptiveAvgPool2d):
        return _adaptive_size(report)
    window = layer.window(given) if is_maps(given) else None
    if window is not None and not isinstance(layer, Residual):
        return _sliding_size(report, window)
    if isinstance(layer, Flatten):
        template = " · ".join(number(length) for length in given) + " = {}"
        rule = translate("Arithmetic", "maps · rows · columns") if is_maps(given) else ""
        line = (template, (number(math.prod(given)),))
        return Worked(
            translate("Arithmetic", "Output size"),
            rule,
            (line,),
            translate("Arithmetic", "numbers in one long list"),
        )
    if report.output is None:
        return None
    line = (f"{shape(given)} → {{}}", (shape(report.output),))
    return Worked(translate("Arithmetic", "Output size"), "", (line,), _size_note(report))


def _size_note(report: LayerReport) -> str:
    if isinstance(report.layer, Linear):
        return translate("Arithmetic", "one number for each output")
    return (
        translate("Arithmetic", "the same shape as before") if report.input == report.output else ""
    )


def _adaptive_size(report: LayerReport) -> Worked | None:
    if report.output is None:
        return None
    line = (f"{shape(report.input or ())} → {{}}", (shape(report.output),))
    return Worked(
        translate("Arithmetic", "Output size"),
        translate("Arithmetic", "as set, whatever comes in"),
        (line,),
    )


def _sliding_size(report: LayerReport, window: Window) -> Worked:
    assert report.input is not None
    alike = report.input[1] == report.input[2] and all(one == other for one, other in window)
    lines: list[tuple[str, tuple[str, ...]]] = []
    for axis in (0,) if alike else (0, 1):
        lines += _axis_lines(report.input[axis + 1], window, axis)
    if not alike:
        lines = _with_axis_names(lines, report.input, window)
    dilated = max(window.dilation) > 1
    rule = (
        translate("Arithmetic", "(N + 2P − D(F − 1) − 1) / S + 1")
        if dilated
        else translate("Arithmetic", "(N + 2P − F) / S + 1")
    )
    return Worked(translate("Arithmetic", "Output size"), rule, tuple(lines), _maps_note(report))


def _axis_lines(size: int, window: Window, axis: int) -> list[tuple[str, tuple[str, ...]]]:
    kernel, stride = window.kernel_size[axis], window.stride[axis]
    padding, dilation = window.padding[axis], window.dilation[axis]
    taken = f"{dilation}·({kernel} − 1) − 1" if dilation > 1 else f"{kernel}"
    template = f"({size} + 2·{padding} − {taken}) / {stride} + 1"
    room = size + 2 * padding - window.reach(axis)
    if room < 0:
        return [(f"{template} = {{}}", (_fraction(room / stride + 1),))]
    if room % stride == 0:
        return [(f"{template} = {{}}", (number(room // stride + 1),))]
    exact = room / stride + 1
    sign = "=" if abs(exact * 100 - round(exact * 100)) < 1e-9 else "≈"
    shown = _fraction(exact)
    return [
        (f"{template} {sign} {shown}", ()),
        (f"floor({shown}) = {{}}", (number(room // stride + 1),)),
    ]


def _fraction(value: float) -> str:
    text = number(value, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_axis_names(
    lines: list[tuple[str, tuple[str, ...]]], given: tuple[int, ...], window: Window
) -> list[tuple[str, tuple[str, ...]]]:
    rows = len(_axis_lines(given[1], window, 0))
    names = [translate("Arithmetic", "rows: {line}")] * rows + [
        translate("Arithmetic", "columns: {line}")
    ] * (len(lines) - rows)
    return [
        (name.replace("{line}", line[0]), line[1]) for name, line in zip(names, lines, strict=True)
    ]


def _maps_note(report: LayerReport) -> str:
    output = report.output
    if output is None:
        return ""
    template = (
        translate("Arithmetic", "{count} filters give {shape} = {numbers} numbers")
        if isinstance(report.layer, Conv2d | LocallyConnected2d) and output[0] > 1
        else translate("Arithmetic", "{shape} = {numbers} numbers")
    )
    return template.format(
        count=number(output[0]), shape=shape(output), numbers=number(math.prod(output))
    )


# --- parameters ---------------------------------------------------------------------------------


def parameters(report: LayerReport) -> Worked | None:
    layer, given = report.layer, report.input
    if given is None or (report.output is None and report.problem and not report.parameters):
        return None
    heading = translate("Arithmetic", "Parameters")
    if isinstance(layer, Conv2d):
        return _conv_parameters(layer, report, heading)
    if isinstance(layer, LocallyConnected2d):
        return _local_parameters(layer, report, heading)
    if isinstance(layer, Linear):
        return _dense_parameters(layer, report, heading)
    if isinstance(layer, BatchNorm2d):
        line = (f"2·{number(given[0])} = {{}}", (number(report.parameters),))
        note = translate("Arithmetic", "and {count} running values, kept but not learned")
        rule = translate("Arithmetic", "a scale and a shift for each map")
        return Worked(heading, rule, (line,), note.format(count=number(2 * given[0])))
    if isinstance(layer, Residual):
        return _block_parameters(report, heading)
    line = ("{} – " + translate("Arithmetic", "nothing to learn"), ("0",))
    return Worked(heading, "", (line,))


def _conv_parameters(layer: Conv2d, report: LayerReport, heading: str) -> Worked:
    assert report.input is not None
    rows, columns = layer.kernel_size
    depth = number(report.input[0])
    rule = translate("Arithmetic", "F · F · depth · filters")
    if layer.groups > 1:
        depth = f"({depth} / {layer.groups})"
        rule = translate("Arithmetic", "F · F · depth / groups · filters")
    template = f"{rows}·{columns}·{depth}·{number(layer.out_channels)}"
    return _with_biases(heading, rule, template, layer.bias, layer.out_channels, report)


def _local_parameters(
    layer: LocallyConnected2d, report: LayerReport, heading: str
) -> Worked | None:
    if report.input is None or report.output is None:
        return None
    filters, down, across = report.output
    rows, columns = layer.kernel_size
    places = f"{number(down)}·{number(across)}"
    template = f"{places}·{rows}·{columns}·{number(report.input[0])}·{number(filters)}"
    rule = translate("Arithmetic", "places · F · F · depth · filters")
    return _with_biases(heading, rule, template, layer.bias, math.prod(report.output), report)


def _dense_parameters(layer: Linear, report: LayerReport, heading: str) -> Worked | None:
    if report.input is None or is_maps(report.input):
        return None
    template = f"{number(report.input[0])}·{number(layer.out_features)}"
    rule = translate("Arithmetic", "inputs · outputs")
    return _with_biases(heading, rule, template, layer.bias, layer.out_features, report)


def _with_biases(
    heading: str, rule: str, template: str, bias: bool, biases: int, report: LayerReport
) -> Worked:
    if bias:
        rule = translate("Arithmetic", "{rule} + biases").format(rule=rule)
        template = f"{template} + {number(biases)}"
    return Worked(heading, rule, ((f"{template} = {{}}", (number(report.parameters),)),))


def _block_parameters(report: LayerReport, heading: str) -> Worked:
    parts = [inner.parameters for inner in report.body if inner.parameters]
    projection = report.parameters - sum(parts)
    note = ""
    if projection:
        parts.append(projection)
        note = translate("Arithmetic", "the last of them is the projection’s")
    terms = " + ".join(number(part) for part in parts) or "0"
    template = f"{terms} = {{}}" if len(parts) > 1 else "{}"
    rule = (
        translate("Arithmetic", "its layers’, and the projection’s")
        if projection
        else translate("Arithmetic", "its layers’")
    )
    return Worked(heading, rule, ((template, (number(report.parameters),)),), note)


# --- multiply-adds ------------------------------------------------------------------------------


def multiply_adds(report: LayerReport) -> Worked | None:
    if report.output is None or report.input is None or not report.macs:
        return None
    layer = report.layer
    heading, total = translate("Arithmetic", "Multiply-adds"), number(report.macs)
    if isinstance(layer, Conv2d | LocallyConnected2d):
        each = report.macs // math.prod(report.output)
        template = f"{number(math.prod(report.output))} × {number(each)} = {{}}"
        rule = translate("Arithmetic", "numbers out × F · F · depth")
        if getattr(layer, "groups", 1) > 1:
            rule = translate("Arithmetic", "numbers out × F · F · depth / groups")
        return Worked(heading, rule, ((template, (total,)),))
    if isinstance(layer, Linear):
        template = f"{number(report.input[0])} × {number(layer.out_features)} = {{}}"
        return Worked(heading, translate("Arithmetic", "inputs × outputs"), ((template, (total,)),))
    return Worked(heading, translate("Arithmetic", "its layers’ together"), (("{}", (total,)),))


# --- what an activation computes ----------------------------------------------------------------


_FUNCTIONS = {
    "ReLU": "max(0, x)",
    "Sigmoid": "1 / (1 + e⁻ˣ)",
    "Tanh": "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
    "GELU": "x · Φ(x)",
    "Softmax": "eˣ / Σ eˣ",
    "BatchNorm2d": "γ · (x − μ) / √(σ² + ε) + β",
    "LocalResponseNorm": "x / (k + α / n · Σ x²)ᵝ",
}


def function_of(report: LayerReport) -> Iterator[Worked]:
    """What a layer without a window does to each number, as a formula."""
    layer = report.layer
    formula = _FUNCTIONS.get(layer.kind)
    slope = getattr(layer, "negative_slope", None)
    if slope is not None:
        formula = f"max(0, x) + {number(slope)} · min(0, x)" if slope else "max(0, x)"
    if formula is not None:
        yield Worked(translate("Arithmetic", "Each number x becomes"), "", ((formula, ()),))
