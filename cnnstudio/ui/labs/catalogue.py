"""How each lab of `core.labs.catalogue` is drawn: its key and its compose function."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import NamedTuple, cast

from PySide6.QtCore import QSizeF

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.moment import Compose, Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Plate


class Drawing(NamedTuple):
    """A lab's key and the module with its function `compose`, imported when first drawn."""

    key: str
    module: str


DRAWINGS: tuple[Drawing, ...] = (
    Drawing("images", "cnnstudio.ui.labs.images"),
    Drawing("row", "cnnstudio.ui.labs.row"),
    Drawing("wiring", "cnnstudio.ui.labs.wiring"),
    Drawing("convolution", "cnnstudio.ui.labs.convolution"),
    Drawing("channels", "cnnstudio.ui.labs.channels"),
    Drawing("filters", "cnnstudio.ui.labs.filters"),
    Drawing("padding", "cnnstudio.ui.labs.padding"),
    Drawing("stride", "cnnstudio.ui.labs.stride"),
    Drawing("pooling", "cnnstudio.ui.labs.pooling"),
    Drawing("activation", "cnnstudio.ui.labs.activation"),
    Drawing("receptive", "cnnstudio.ui.labs.receptive"),
    Drawing("forward", "cnnstudio.ui.labs.forward"),
)


def compose(lab: Lab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The picture of any lab; KeyError for one that has no drawing."""
    shown = lab.while_asked() if moment.asked else lab
    if shown is not lab:
        lab, moment = shown, replace(moment, phase=0.0)
    module = {row.key: row.module for row in DRAWINGS}[lab.key]
    drawn = cast(Compose, import_module(module).compose)
    return drawn(lab, moment, size, theme)
