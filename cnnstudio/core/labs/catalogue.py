"""All labs, in the order in which they are taught."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue, shown


class Row(NamedTuple):
    """A lab: its key, and the class of its states, imported when it is first asked for."""

    key: str
    module: str
    class_name: str

    @property
    def kind(self) -> type[Lab]:
        return cast(type[Lab], getattr(import_module(self.module), self.class_name))

    def first(self) -> Lab:
        """The lab as it is when it is opened for the first time."""
        make = cast(Callable[[], Lab], self.kind)
        return make()


#: A new lab is a row here and one in the window's `ui/labs/catalogue.py`.
LABS: tuple[Row, ...] = (
    Row("images", "cnnstudio.core.labs.images", "ImagesLab"),
    Row("row", "cnnstudio.core.labs.row", "RowLab"),
    Row("wiring", "cnnstudio.core.labs.wiring", "WiringLab"),
    Row("convolution", "cnnstudio.core.labs.convolution", "ConvolutionLab"),
    Row("channels", "cnnstudio.core.labs.channels", "ChannelsLab"),
    Row("filters", "cnnstudio.core.labs.filters", "FiltersLab"),
    Row("padding", "cnnstudio.core.labs.padding", "PaddingLab"),
    Row("stride", "cnnstudio.core.labs.stride", "StrideLab"),
    Row("pooling", "cnnstudio.core.labs.pooling", "PoolingLab"),
    Row("activation", "cnnstudio.core.labs.activation", "ActivationLab"),
    Row("receptive", "cnnstudio.core.labs.receptive", "ReceptiveLab"),
    Row("forward", "cnnstudio.core.labs.forward", "ForwardLab"),
)


def kind_of(key: object) -> type[Lab]:
    """The class of the lab with this key; InvalidValue if there is none."""
    row = next((row for row in LABS if row.key == key), None)
    if row is None:
        raise InvalidValue(say("lab_unknown", value=shown(key)))
    return row.kind
