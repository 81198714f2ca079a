"""Layers on the clipboard, in the words of the project file."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from cnnstudio.core.layers import Layer, fresh_copy
from cnnstudio.core.network import Network
from cnnstudio.core.project_json import Fault, from_json, to_json

LAYERS = "application/x-cnnstudio-layers+json"

#: More than this is not taken from a clipboard (bytes).
LARGEST = 4_000_000


def put_on_clipboard(layers: tuple[Layer, ...]) -> None:
    data = QMimeData()
    data.setData(LAYERS, to_json(Network("", layers), None))
    QGuiApplication.clipboard().setMimeData(data)


def layers_on_clipboard() -> tuple[Layer, ...]:
    """Fresh copies of the layers on the clipboard; none where it holds something else."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasFormat(LAYERS):
        return ()
    return layers_from(bytes(data.data(LAYERS).data()))


def layers_from(text: bytes) -> tuple[Layer, ...]:
    """Layers with ids of their own; none where the text does not describe layers."""
    if len(text) > LARGEST:
        return ()
    try:
        network, _ = from_json(text)
    except Fault:
        return ()
    return tuple(fresh_copy(layer) for layer in network.layers)
