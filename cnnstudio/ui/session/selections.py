"""What was selected in each network that undo can go back to."""

from __future__ import annotations

from cnnstudio.core.network import Network
from cnnstudio.ui.session.document import UNDO_LIMIT

Ids = tuple[str, ...]


class Selections:
    """The last selection in each network, told apart by identity: comparing them takes long.

    Networks are kept alive as long as they are known, so that no other takes their identity.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Network, Ids]] = {}

    def remember(self, network: Network, selection: Ids) -> None:
        self._known.pop(id(network), None)
        self._known[id(network)] = (network, selection)
        while len(self._known) > UNDO_LIMIT:
            del self._known[next(iter(self._known))]

    def of(self, network: Network) -> Ids:
        """The selection in a network; () where it is not known."""
        return self._known.get(id(network), (network, ()))[1]
