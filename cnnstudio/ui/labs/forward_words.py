"""What a layer of a pass does, in words and with its sizes."""

from __future__ import annotations

import math

import numpy as np

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.filtering import output_size_figure
from cnnstudio.core.labs.first_pass import axes_of
from cnnstudio.core.labs.forward import ForwardLab
from cnnstudio.core.layers import Conv2d, Flatten, Linear, Shape
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.numbers import number, percent, shape
from cnnstudio.ui.plates.items import Run, runs
from cnnstudio.ui.session.wording import title, word

Runs = tuple[Run, ...]


def heading_of(lab: ForwardLab, level: int) -> tuple[str, str]:
    """A level's name, and its shape with what of it is not shown."""
    name = title(lab.layers[level - 1].title()) if level else tr("Input")
    return name, _note(lab, level)


def _note(lab: ForwardLab, level: int) -> str:
    whole, kept = lab.passed.shape(level), lab.passed.levels[level]
    maps, rows, columns = kept.values.shape
    if len(whole) == 1:
        count = tr("{count} numbers").format(count=number(whole[0]))
        if rows * columns == whole[0]:
            return count
        return tr("the first {shown} of {count}").format(shown=number(rows * columns), count=count)
    note = shape(whole) if level else shape(whole[1:] if whole[0] == 1 else whole)
    if level and maps < whole[0]:
        note = tr("{shape}, the first {shown} maps").format(shape=note, shown=number(maps))
    if kept.every > 1:
        block = shape((kept.every, kept.every))
        note = tr("{shape}, one pixel of each {block}").format(shape=note, block=block)
    return note


def what_it_does(lab: ForwardLab) -> str:
    """One sentence or two on the present step."""
    if not lab.step:
        return tr("The digit goes through {count} layers, one after the other.").format(
            count=len(lab.layers)
        )
    if lab.is_answered:
        return tr("Softmax turns the ten numbers into shares; the largest share is the answer.")
    return word(lab.layers[lab.position.level - 1].help)


def sizes(lab: ForwardLab) -> Runs:
    """The present layer's sizes, worked out."""
    if lab.is_answered:
        return _answer(lab)
    level = lab.position.level
    report = lab.passed.reports[level - 1]
    given, made = lab.passed.shape(level - 1), lab.passed.shape(level)
    layer = report.layer
    if isinstance(layer, Flatten) and len(given) == 3:
        return _worked(" · ".join(map(number, given)), number(made[0]), tr("numbers in one list"))
    if isinstance(layer, Linear):
        rule = f"{number(given[0])} · {number(made[0])}"
        rule += f" + {number(made[0])}" if layer.bias else ""
        return _worked(rule, number(report.parameters), tr("parameters"))
    if len(given) == 3 and len(made) == 3 and hasattr(layer, "kernel_size"):
        return _sliding(report, given, made)
    return runs(Run(shape(given)), Run("  →  ", "muted"), Run(shape(made), "accent", strong=True))


def _sliding(report: LayerReport, given: Shape, made: Shape) -> Runs:
    axes = axes_of(report.layer, given)
    figure = output_size_figure(*axes)
    rounded = not all(axis.fits_exactly for axis in axes)
    found = [
        Run(f"{figure.formula}, {tr('rounded down')}: " if rounded else f"{figure.formula} = "),
        Run(figure.result, "accent", strong=True),
        Run("      "),
        Run(f"{shape(made)} = "),
        Run(number(math.prod(made)), "accent", strong=True),
        Run(" " + tr("numbers"), "muted"),
    ]
    return (*found, *_parameters(report, given))


def _parameters(report: LayerReport, given: Shape) -> Runs:
    """How many a convolution has: F · F · depth · filters, and the biases."""
    layer = report.layer
    if not report.parameters:
        return ()
    found = [Run("      ")]
    if isinstance(layer, Conv2d):
        rows, columns = layer.kernel_size
        factors = (rows, columns, given[0] // layer.groups, layer.out_channels)
        bias = f" + {number(layer.out_channels)}" if layer.bias else ""
        found.append(Run("·".join(map(number, factors)) + f"{bias} = "))
    found.append(Run(number(report.parameters), "accent", strong=True))
    return (*found, Run(" " + tr("parameters"), "muted"))


def _worked(rule: str, result: str, unit: str) -> Runs:
    return runs(Run(f"{rule} = "), Run(result, "accent", strong=True), Run(f" {unit}", "muted"))


def _answer(lab: ForwardLab) -> Runs:
    assert lab.answer is not None
    best = int(np.argmax(lab.answer))
    share = percent(float(lab.answer[best]))
    numbers = lab.passed.levels[-1].values.ravel()
    text = f"e^{number(float(numbers[best]), 2)} / (e^z₀ + e^z₁ + … + e^z₉) ≈ "
    return runs(Run(text), Run(share, "accent", strong=True))


def sentence(lab: ForwardLab) -> str:
    """What the picture shows, for those who do not see it."""
    if not lab.step:
        return tr("A digit before the first layer of {network}.").format(
            network=lab.passed.network.name
        )
    if lab.is_answered and lab.answer is not None:
        best = int(np.argmax(lab.answer))
        return tr("The network answers {digit}, with {share}.").format(
            digit=best, share=percent(float(lab.answer[best]))
        )
    level, map = lab.position
    name, size = heading_of(lab, level)
    if map is None:
        template = tr("Layer {number} of {count}: {layer}, {size}.")
    else:
        template = tr("Layer {number} of {count}: {layer}, {size}, map {map}.")
    return template.format(
        number=level, count=len(lab.layers), layer=name, size=size, map=(map or 0) + 1
    )
