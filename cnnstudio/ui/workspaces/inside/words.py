"""Sentences and subtitles of the Inside workspace."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Layer, Shape
from cnnstudio.core.network import Input, Network, walk
from cnnstudio.ui.numbers import TIMES, number, shape
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import word
from cnnstudio.ui.workspaces.inside.learned import (
    MOST_WEIGHTS,
    Kernels,
    Learned,
    Matrix,
    PerMap,
    Templates,
)

translate = QCoreApplication.translate


def outputs(shape: Shape | None) -> str:
    """How many maps or numbers."""
    count = shape[0] if shape else 0
    if shape is None or len(shape) == 1:
        return translate("Inside", "{count} numbers").format(count=number(count))
    if count == 1:
        return translate("Inside", "one map")
    return translate("Inside", "{count} maps").format(count=number(count))


def moment(network: Network, layer: Layer) -> str:
    """Whether a layer's numbers are before or after an activation; empty if neither."""
    if layer.group == "bend":
        return translate("Inside", "after {activation}").format(activation=word(layer.word))
    layers = list(walk(network.layers))
    place = next((i for i, other in enumerate(layers) if other.id == layer.id), len(layers))
    after = layers[place + 1] if place + 1 < len(layers) else None
    if after is None or after.group != "bend":
        return ""
    return translate("Inside", "before {activation}").format(activation=word(after.word))


def why_nothing(session: Session, report: LayerReport | None) -> str:
    """Why there are no maps to see."""
    if report is None:
        return translate("Inside", "The network has no layers yet.")
    if not session.document.report.runs:
        return translate("Inside", "The network cannot run until its problems are mended.")
    if session.engine.state == "starting":
        return translate("Inside", "The engine is starting…")
    return translate("Inside", "Waiting for the engine…")


def why_no_filters(report: LayerReport) -> str:
    """One sentence on a layer that shows no learned numbers."""
    if report.body:
        return translate(
            "Inside", "A block holds layers: select one of them to see what it has learned."
        )
    if report.parameters > MOST_WEIGHTS:
        template = translate(
            "Inside", "This layer has {count} weights, too many to draw while you look on."
        )
        return template.format(count=number(report.parameters))
    if report.parameters:
        return translate("Inside", "Waiting for the engine…")
    template = translate(
        "Inside", "{layer} learns nothing: it has no weights, and always does the same."
    )
    return template.format(layer=word(report.layer.word))


def the_input(network_input: Input) -> str:
    """The name of what the first layer reads."""
    template = translate("Inside", "the picture, {rows}×{columns}")
    return template.format(rows=network_input.height, columns=network_input.width)


def learned_title(shown: Learned) -> str:
    if isinstance(shown, Kernels):
        return translate("Inside", "Learned filters")
    if isinstance(shown, Templates):
        return translate("Inside", "Learned templates")
    if isinstance(shown, Matrix):
        return translate("Inside", "Learned weights")
    return translate("Inside", "Learned scale and shift")


def learned_subtitle(shown: Learned) -> tuple[str, ...]:
    """How many there are, in ever fewer words for ever less room."""
    if isinstance(shown, Kernels):
        return _kernels_subtitle(shown)
    if isinstance(shown, Templates):
        count = number(len(shown.weight))
        return translate("Inside", "{count}, one for each output").format(count=count), count
    if isinstance(shown, Matrix):
        rows, columns = shown.weight.shape
        template = translate("Inside", "{rows} outputs {times} {columns} inputs")
        whole = template.format(rows=number(rows), times=TIMES, columns=number(columns))
        return whole, shape((rows, columns))
    assert isinstance(shown, PerMap)
    return (translate("Inside", "one of each for every map"),)


def _kernels_subtitle(shown: Kernels) -> tuple[str, ...]:
    maps, channels = shown.weight.shape[:2]
    if shown.place is not None:
        row, column = shown.place
        template = translate("Inside", "those at row {row}, column {column}")
        return (template.format(row=row + 1, column=column + 1),)
    if maps == 1:
        template = translate("Inside", "{channels}, for the only map")
        return template.format(channels=number(channels)), number(channels)
    whole = translate("Inside", "{channels} per map, {maps} maps")
    brief = translate("Inside", "{maps} maps").format(maps=number(maps))
    return whole.format(channels=number(channels), maps=number(maps)), brief
