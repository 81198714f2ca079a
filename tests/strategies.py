"""Networks that hypothesis makes up: sound ones, and ones where anything may stand anywhere."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cnnstudio.core.layers import (
    GELU,
    KINDS,
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    LeakyReLU,
    Linear,
    LocallyConnected2d,
    LocalResponseNorm,
    MaxPool2d,
    ReLU,
    Residual,
    Sigmoid,
    Softmax,
    Tanh,
)
from cnnstudio.core.network import Input, Network
from cnnstudio.core.settings import Setting, settings_of

Layers = tuple[Layer, ...]


def pairs(low: int, high: int) -> st.SearchStrategy[tuple[int, int]]:
    one = st.integers(low, high)
    return st.one_of(one.map(lambda n: (n, n)), st.tuples(one, one))


def convolutions() -> st.SearchStrategy[Layer]:
    return st.builds(
        Conv2d,
        out_channels=st.integers(1, 6),
        kernel_size=pairs(1, 5),
        stride=pairs(1, 3),
        padding=pairs(0, 2),
        dilation=pairs(1, 2),
        groups=st.sampled_from([1, 1, 1, 2, 3]),
        bias=st.booleans(),
    )


def local_layers() -> st.SearchStrategy[Layer]:
    return st.builds(
        LocallyConnected2d,
        out_channels=st.integers(1, 3),
        kernel_size=pairs(1, 4),
        stride=pairs(1, 3),
        padding=pairs(0, 2),
        bias=st.booleans(),
    )


def pools() -> st.SearchStrategy[Layer]:
    return st.sampled_from([MaxPool2d, AvgPool2d]).flatmap(
        lambda kind: st.builds(
            kind, kernel_size=pairs(1, 4), stride=pairs(1, 3), padding=pairs(0, 1)
        )
    )


def size_keepers() -> st.SearchStrategy[Layer]:
    """Layers that give what they get, maps or not."""
    return st.one_of(
        st.sampled_from([ReLU, Sigmoid, Tanh, GELU, Softmax]).map(lambda kind: kind()),
        st.builds(LeakyReLU, negative_slope=st.floats(0, 1)),
        st.builds(Dropout, p=st.floats(0, 0.99)),
    )


def map_keepers() -> st.SearchStrategy[Layer]:
    return st.one_of(
        st.builds(BatchNorm2d, momentum=st.floats(0, 1)),
        st.builds(LocalResponseNorm, size=st.integers(1, 7)),
    )


def map_layers() -> st.SearchStrategy[Layer]:
    return st.one_of(
        convolutions(),
        local_layers(),
        pools(),
        map_keepers(),
        size_keepers(),
        st.builds(AdaptiveAvgPool2d, output_size=pairs(1, 5)),
    )


@st.composite
def sound_blocks(draw: st.DrawFn, channels: int) -> Residual:
    """A block for maps of so many channels whose branches can be added: convolutions that keep
    or halve the map, projected where they change anything."""
    body: list[Layer] = []
    filters, stride = channels, 1
    for _ in range(draw(st.integers(0, 3))):
        size = draw(st.sampled_from([1, 3]))
        step = draw(st.sampled_from([1, 1, 2]))
        filters = draw(st.integers(1, 6))
        body.append(Conv2d(filters, (size, size), (step, step), (size // 2, size // 2)))
        body.extend(draw(st.lists(st.one_of(size_keepers(), map_keepers()), max_size=1)))
        stride *= step
    shortcut = "identity"
    if filters != channels or stride > 1 or draw(st.booleans()):
        shortcut = "projection"
    return Residual(tuple(body), shortcut, projection_norm=draw(st.booleans()))


@st.composite
def sound_networks(draw: st.DrawFn) -> Network:
    """Mostly networks that run; now and then a window does not fit."""
    picture = draw(inputs())
    layers: list[Layer] = []
    channels = picture.channels
    for _ in range(draw(st.integers(0, 4))):
        layer = draw(st.one_of(map_layers(), sound_blocks(channels)))
        layers.append(layer)
        if isinstance(layer, Residual):
            convolutions_in = [inner for inner in layer.body if isinstance(inner, Conv2d)]
            channels = convolutions_in[-1].out_channels if convolutions_in else channels
        else:
            channels = getattr(layer, "out_channels", channels)
    layers.append(Flatten())
    layers.extend(draw(st.lists(st.one_of(size_keepers(), dense_layers()), max_size=2)))
    layers.append(Linear(draw(st.integers(10, 12))))
    layers.extend(draw(st.lists(st.just(None).map(lambda _: Softmax()), max_size=1)))
    return Network("sound", tuple(layers), picture)


def dense_layers() -> st.SearchStrategy[Layer]:
    return st.builds(Linear, out_features=st.integers(1, 12), bias=st.booleans())


def inputs() -> st.SearchStrategy[Input]:
    return st.builds(
        Input,
        channels=st.integers(1, 4),
        height=st.integers(1, 14),
        width=st.integers(1, 14),
        fit=st.sampled_from(["pad", "resize"]),
    )


def any_layers(depth: int = 2) -> st.SearchStrategy[Layer]:
    """Layers of every kind, blocks in blocks too."""
    flat = st.one_of(map_layers(), st.builds(Flatten), dense_layers())
    if not depth:
        return flat
    block = st.builds(
        Residual,
        body=st.lists(any_layers(depth - 1), max_size=3).map(tuple),
        shortcut=st.sampled_from(["identity", "projection"]),
        projection_norm=st.booleans(),
    )
    return st.one_of(flat, flat, block)


def any_networks() -> st.SearchStrategy[Network]:
    """Anything that can be built, whether or not it runs."""
    stacks = st.lists(any_layers(), max_size=7).map(tuple)
    names = st.text(max_size=200)
    return st.builds(Network, name=names, layers=stacks, input=inputs())


def networks() -> st.SearchStrategy[Network]:
    return st.one_of(sound_networks(), any_networks())


def allowed(setting: Setting) -> st.SearchStrategy[Any]:
    """Every value that a setting allows."""
    low, high = setting.minimum, setting.maximum
    match setting.type:
        case "whole":
            return st.integers(int(low), int(high))
        case "pair":
            return pairs(int(low), int(high))
        case "real":
            return st.floats(low, high)
        case "switch":
            return st.booleans()
        case _:
            return st.sampled_from(setting.choices)


def extreme_layers(depth: int = 2) -> st.SearchStrategy[Layer]:
    """Layers of every kind with settings from all of their range."""
    kinds = [kind for kind in KINDS.values() if depth or kind is not Residual]
    return st.sampled_from(kinds).flatmap(lambda kind: _extreme(kind, depth))


def _extreme(kind: type[Layer], depth: int) -> st.SearchStrategy[Layer]:
    values = {setting.name: allowed(setting) for setting in settings_of(kind)}
    if kind is Residual:
        values["body"] = st.lists(extreme_layers(depth - 1), max_size=3).map(tuple)
    return st.builds(kind, **values)


def extreme_networks() -> st.SearchStrategy[Network]:
    pictures = st.builds(Input, **{s.name: allowed(s) for s in settings_of(Input)})
    stacks = st.lists(extreme_layers(), max_size=7).map(tuple)
    return st.builds(Network, name=st.just("extreme"), layers=stacks, input=pictures)
