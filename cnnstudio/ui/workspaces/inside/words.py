"""Sentences and subtitles of the Inside workspace."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Layer
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Network, walk
from cnnstudio.ui.numbers import TIMES, number
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


def outputs(network: Network, report: LayerReport) -> str:
    """How many maps or numbers, and whether they are before or after the activation."""
    shape = report.output or ()
    if len(shape) == 3:
        counted = (
            translate("Inside", "one map") if shape[0] == 1 else translate("Inside", "{count} maps")
        )
    else:
        counted = translate("Inside", "{count} numbers")
    text = counted.format(count=number(shape[0]) if shape else 0)
    if report.layer.group == "bend":
        return translate("Inside", "{text}, after the activation").format(text=text)
    if _is_followed_by_activation(network, report.layer):
        return translate("Inside", "{text}, before the activation").format(text=text)
    return text


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
        "Inside", "{layer} learns nothing: it has no weights. What it does is always the same."
    )
    return template.format(layer=word(report.layer.word))


def learned_subtitle(shown: Learned) -> str:
    if isinstance(shown, Kernels):
        return _kernels_subtitle(shown)
    if isinstance(shown, Templates):
        return translate("Inside", "{count} templates, one for each output").format(
            count=len(shown.weight)
        )
    if isinstance(shown, Matrix):
        rows, columns = shown.weight.shape
        template = translate("Inside", "{rows} outputs {times} {columns} inputs")
        return template.format(rows=number(rows), times=TIMES, columns=number(columns))
    assert isinstance(shown, PerMap)
    return translate("Inside", "scale and shift of each map")


def _kernels_subtitle(shown: Kernels) -> str:
    maps, channels = shown.weight.shape[:2]
    if shown.place is not None:
        row, column = shown.place
        template = translate("Inside", "those at row {row}, column {column}")
        return template.format(row=row + 1, column=column + 1)
    template = translate("Inside", "{channels} per map, {maps} maps")
    return template.format(channels=number(channels), maps=number(maps))


def weights_caption(weights: Floats, index: int) -> str:
    count, rows, columns = weights.shape
    if (rows, columns) == (1, 1):
        template = translate(
            "Inside", "The {count} weights of output {index}, one for each number it reads"
        )
        return template.format(count=number(count), index=index)
    if count == 1:
        return translate("Inside", "The weights of output {index}, where their pixels are").format(
            index=index
        )
    template = translate(
        "Inside", "The weights of output {index}, laid out as the {count} maps that it reads"
    )
    return template.format(index=index, count=number(count))


def list_caption(report: LayerReport) -> str:
    count = number(report.output[0]) if report.output else "0"
    return translate("Inside", "All {count} numbers, in their order").format(count=count)


def _is_followed_by_activation(network: Network, layer: Layer) -> bool:
    layers = list(walk(network.layers))
    place = next((i for i, other in enumerate(layers) if other.id == layer.id), len(layers))
    return place + 1 < len(layers) and layers[place + 1].group == "bend"
