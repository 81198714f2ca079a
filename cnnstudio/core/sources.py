"""What each layer reads: the layer before it, or the picture.

Besides layers, the shortcut of a residual block puts out numbers: it is called "<id>.shortcut",
where <id> is the block's.
"""

from __future__ import annotations

from collections.abc import Iterator

from cnnstudio.core.layers import Layer, Residual
from cnnstudio.core.network import Network

#: The name of the picture, among the ids of layers.
PICTURE = ""

_SHORTCUT = ".shortcut"


def shortcut_of(block_id: str) -> str:
    """The name of a block's shortcut."""
    return block_id + _SHORTCUT


def owner_of(id: str) -> str:
    """The block whose shortcut this is; of a layer, itself."""
    return id.removesuffix(_SHORTCUT)


def is_shortcut(id: str) -> bool:
    return id.endswith(_SHORTCUT)


def source_of(network: Network, id: str) -> str:
    """What a layer or a shortcut reads: the id of a layer, or PICTURE.

    The first layer of a block's body reads what the block reads. KeyError for an unknown id.
    """
    place = network.place_of(owner_of(id))
    while place.index == 0 and place.parent is not None:
        place = network.place_of(place.parent)
    if place.index == 0:
        return PICTURE
    return siblings(network, place.parent)[place.index - 1].id


def followers_of(network: Network, id: str) -> Iterator[Layer]:
    """The layers that come after one in its stack, in order; none after a shortcut."""
    if is_shortcut(id):
        return
    place = network.place_of(id)
    yield from siblings(network, place.parent)[place.index + 1 :]


def siblings(network: Network, parent: str | None) -> tuple[Layer, ...]:
    """The layers of a block's body, or of the network."""
    if parent is None:
        return network.layers
    block = network.find(parent)
    assert isinstance(block, Residual)
    return block.body
