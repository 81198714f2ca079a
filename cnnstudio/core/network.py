"""A network: its input and a stack of layers. A value; edits give another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from cnnstudio.core.edits import (
    Dissolve,
    Edit,
    Insert,
    Move,
    Place,
    Remove,
    Rename,
    Replace,
    SetInput,
)
from cnnstudio.core.layers import Layer, Residual, Shape
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Checked, InvalidValue, choice, whole

Layers = tuple[Layer, ...]
_Change = Callable[[Layers, str], Layers]

#: MNIST's own size.
DIGIT_SIZE = 28

MOST_LAYERS = 5_000
LONGEST_NAME = 200


@dataclass(frozen=True)
class Input(Checked):
    """What a network sees: how many channels, and how a 28×28 digit becomes that large."""

    channels: int = whole(
        1, "Channels", "The digit's one channel is repeated this many times.", 1, 64
    )
    height: int = whole(28, "Height", "Rows of the picture that the network sees.", 1, 512)
    width: int = whole(28, "Width", "Columns of the picture that the network sees.", 1, 512)
    fit: str = choice(
        "pad",
        "Fit",
        "How a 28×28 digit gets to this size.",
        {"pad": "Add black pixels around it", "resize": "Resize it"},
    )

    @property
    def shape(self) -> Shape:
        return (self.channels, self.height, self.width)

    @property
    def pads(self) -> bool:
        """Whether digits are padded; where the input is smaller than a digit they never are."""
        return self.fit == "pad" and min(self.height, self.width) >= DIGIT_SIZE

    def sentence(self) -> Sentence:
        """How a digit becomes this input."""
        if (self.height, self.width) == (DIGIT_SIZE, DIGIT_SIZE):
            code = "input_as_is"
        else:
            code = "input_padded" if self.pads else "input_resized"
        if self.channels > 1:
            code += "_repeated"
        return say(code, channels=self.channels, height=self.height, width=self.width)


@dataclass(frozen=True)
class Network:
    """A name, an input, and the layers in the order in which a digit passes them.

    Raises InvalidValue where two layers, however deep, have the same id, where there are more
    than MOST_LAYERS, and where the name is longer than LONGEST_NAME.
    """

    name: str
    layers: Layers = ()
    input: Input = field(default_factory=Input)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or len(self.name) > LONGEST_NAME:
            raise InvalidValue(say("must_be_name", limit=LONGEST_NAME))
        seen: set[str] = set()
        for layer in walk(self.layers):
            if layer.id in seen:
                raise InvalidValue(say("ids_must_differ", id=layer.id))
            seen.add(layer.id)
        if len(seen) > MOST_LAYERS:
            raise InvalidValue(say("too_many_layers", limit=MOST_LAYERS))

    def find(self, id: str) -> Layer:
        """The layer with this id, however deep; KeyError if there is none."""
        for layer in walk(self.layers):
            if layer.id == id:
                return layer
        raise KeyError(id)

    def place_of(self, id: str) -> Place:
        """The gap just before a layer; KeyError if there is no such layer."""
        return _place_of(self.layers, id, None)


def walk(layers: Iterable[Layer]) -> Iterator[Layer]:
    """Every layer, a block before the layers that it holds."""
    for layer in layers:
        yield layer
        if isinstance(layer, Residual):
            yield from walk(layer.body)


def same_layers(one: Network | None, other: Network | None) -> bool:
    """Whether two networks differ in their names at most."""
    if one is None or other is None:
        return one is other
    return one.layers == other.layers and one.input == other.input


def apply(network: Network, *edits: Edit) -> Network:
    """The network after the edits, one after the other.

    Raises KeyError for an id that is not there, InvalidValue where a block would be put into
    itself or an id be there twice.
    """
    for edit in edits:
        network = _apply_one(network, edit)
    return network


def _apply_one(network: Network, edit: Edit) -> Network:
    match edit:
        case Insert(layers, place):
            return _with_layers(network, _insert(network.layers, layers, place))
        case Remove(ids):
            _require(network, ids)
            return _with_layers(network, _remove(network.layers, frozenset(ids)))
        case Move(ids, place):
            return _move(network, ids, place)
        case Replace(layer):
            _require(network, (layer.id,))
            return _with_layers(network, _replace(network.layers, layer))
        case Dissolve(id):
            _require(network, (id,))
            return _with_layers(network, _dissolve(network.layers, id))
        case SetInput(input):
            return replace(network, input=input)
        case Rename(name):
            return replace(network, name=name)


def _with_layers(network: Network, layers: Layers) -> Network:
    return replace(network, layers=layers)


def _require(network: Network, ids: Iterable[str]) -> None:
    for id in ids:
        network.find(id)


def _in_bodies(layers: Layers, change: _Change) -> Layers:
    """The layers with `change` made to the body of each block among them."""
    return tuple(
        replace(layer, body=change(layer.body, layer.id)) if isinstance(layer, Residual) else layer
        for layer in layers
    )


def _insert(layers: Layers, new: Layers, place: Place) -> Layers:
    found = place.parent is None

    def into(stack: Layers, parent: str | None) -> Layers:
        nonlocal found
        if parent == place.parent:
            found = True
            index = max(0, min(place.index, len(stack)))
            return stack[:index] + new + stack[index:]
        return _in_bodies(stack, into)

    result = into(layers, None)
    if not found:
        raise KeyError(place.parent)
    return result


def _remove(layers: Layers, ids: frozenset[str]) -> Layers:
    kept = tuple(layer for layer in layers if layer.id not in ids)
    return _in_bodies(kept, lambda body, _: _remove(body, ids))


def _replace(layers: Layers, new: Layer) -> Layers:
    if any(layer.id == new.id for layer in layers):
        return tuple(new if layer.id == new.id else layer for layer in layers)
    return _in_bodies(layers, lambda body, _: _replace(body, new))


def _dissolve(layers: Layers, id: str) -> Layers:
    opened: list[Layer] = []
    for layer in layers:
        if layer.id == id and isinstance(layer, Residual):
            opened.extend(layer.body)
        else:
            opened.append(layer)
    return _in_bodies(tuple(opened), lambda body, _: _dissolve(body, id))


def _move(network: Network, ids: tuple[str, ...], place: Place) -> Network:
    moved = tuple(network.find(id) for id in ids)
    inside = {layer.id for layer in walk(moved)}
    if place.parent in inside:
        raise InvalidValue(say("block_into_itself"))
    siblings = network.layers
    if place.parent is not None:
        block = network.find(place.parent)
        assert isinstance(block, Residual)
        siblings = block.body
    before = sum(layer.id in ids for layer in siblings[: place.index])
    rest = _remove(network.layers, frozenset(ids))
    target = Place(place.index - before, place.parent)
    return _with_layers(network, _insert(rest, moved, target))


def _place_of(layers: Layers, id: str, parent: str | None) -> Place:
    for index, layer in enumerate(layers):
        if layer.id == id:
            return Place(index, parent)
    for layer in layers:
        if isinstance(layer, Residual):
            try:
                return _place_of(layer.body, id, layer.id)
            except KeyError:
                continue
    raise KeyError(id)
