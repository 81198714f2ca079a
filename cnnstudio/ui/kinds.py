"""The hue and the icon of each kind of layer."""

from __future__ import annotations

from cnnstudio.core.layers import Layer

#: Families of hues by the palette's groups, and the kinds that differ from their group.
_OF_GROUP = {"patterns": "conv", "shrink": "pool", "bend": "act", "steady": "norm"}
_OF_KIND = {"Residual": "residual", "Dropout": "dropout", "Flatten": "reshape", "Softmax": "act"}


def family(layer: Layer | type[Layer]) -> str:
    """The family whose hue a layer wears, as `Theme.kind_colour` takes it."""
    kind = layer.kind if isinstance(layer, Layer) else layer.__name__
    return _OF_KIND.get(kind) or _OF_GROUP.get(layer.group, "dense")


def icon_name(layer: Layer | type[Layer]) -> str:
    return (layer.kind if isinstance(layer, Layer) else layer.__name__).lower()
