"""Which number of each layer is looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cnnstudio.core.labs.pass_links import Spot


class Spots(QObject):
    """The chosen number of each layer, by the layer's id; `changed(layer_id)` when it is another.

    A layer keeps its spot while others are looked at. Whether it still lies within the layer's
    output is for those to see who use it: an edit may have made that smaller.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spots: dict[str, Spot] = {}

    def of(self, layer_id: str) -> Spot | None:
        """The chosen number of a layer; None where none was chosen yet."""
        return self._spots.get(layer_id)

    def choose(self, layer_id: str, spot: Spot) -> None:
        if self._spots.get(layer_id) != spot:
            self._spots[layer_id] = spot
            self.changed.emit(layer_id)

    def forget(self) -> None:
        """Another network is open."""
        self._spots.clear()
