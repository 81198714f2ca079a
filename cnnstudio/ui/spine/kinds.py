"""Which cards are small, and what the palette calls each kind of layer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.layers import KINDS, Layer
from cnnstudio.ui.kinds import family

_SMALL_FAMILIES = {"act", "norm", "dropout", "reshape"}


def is_small(layer: Layer) -> bool:
    """Whether one line is enough for the card: layers that give back the shape they get."""
    return family(layer) in _SMALL_FAMILIES


def palette_word(kind: str) -> str:
    """What the palette calls a kind of layer, with the size that it has when it is dropped."""
    match kind:
        case "Conv2d":
            return QCoreApplication.translate("Palette", "Convolution")
        case "LocallyConnected2d":
            return QCoreApplication.translate("Palette", "Locally connected")
        case "MaxPool2d":
            return QCoreApplication.translate("Palette", "Max pool 2×2")
        case "AvgPool2d":
            return QCoreApplication.translate("Palette", "Average pool 2×2")
        case "AdaptiveAvgPool2d":
            return QCoreApplication.translate("Palette", "Average pool to size")
    return QCoreApplication.translate("core", KINDS[kind].word)
