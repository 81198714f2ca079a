"""What can be done to the selected layers, by key, menu or button."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cnnstudio.core.edits import Dissolve, Edit, Insert, Move, Place, Remove
from cnnstudio.core.findings import Fix
from cnnstudio.core.layers import Layer, Residual, fresh_copy
from cnnstudio.core.network import walk
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.clipboard import layers_on_clipboard, put_on_clipboard
from cnnstudio.ui.spine.new_layers import new_layer
from cnnstudio.ui.spine.places import place_behind, roots, siblings, usual_place


class LayerCommands(QObject):
    """Edits of the selection. Each is one step of undo, and selects what it made."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def roots(self) -> tuple[str, ...]:
        """The selected layers in the order of the stack, without those inside selected ones."""
        return roots(self._network, self._session.selection)

    @property
    def _network(self):
        return self._session.document.network

    def insert_kind(self, kind: str, group: str) -> None:
        """Put a new layer of a kind behind the selection, or where it usually goes."""
        place = place_behind(self._network, self.roots) or usual_place(self._network, group)
        self.insert((new_layer(kind, self._session.document.report, place),), place)

    def insert(self, layers: tuple[Layer, ...], place: Place) -> None:
        if layers and self._try(Insert(layers, place)):
            self._session.select([layer.id for layer in layers])

    def remove(self) -> None:
        """Remove the selected layers, and select the one that takes their place."""
        self.remove_layers(self.roots)

    def remove_layers(self, ids: tuple[str, ...]) -> None:
        """Remove layers; those that are not there (any more) are passed over."""
        gone = roots(self._network, ids)
        if gone:
            neighbour = self._neighbour(gone)
            self._session.edit(Remove(gone))
            self._session.select((neighbour,) if neighbour else ())

    def _neighbour(self, ids: tuple[str, ...]) -> str | None:
        place = self._network.place_of(ids[-1])
        stack = siblings(self._session.document.report, place.parent)
        behind = [r.layer.id for r in stack[place.index :] if r.layer.id not in ids]
        before = [r.layer.id for r in stack[: place.index] if r.layer.id not in ids]
        return (behind[:1] or before[-1:] or [place.parent])[0]

    def move(self, ids: tuple[str, ...], place: Place) -> None:
        """Take layers to a gap."""
        if self._try(Move(ids, place)):
            self._session.select(ids)

    def step(self, by: int) -> None:
        """Move the selected layers one place up (−1) or down (1), at a block's end out of it."""
        if self.roots and (place := self._next_place(by)) is not None:
            self.move(self.roots, place)

    def can_step(self, by: int) -> bool:
        return bool(self.roots) and self._next_place(by) is not None

    def _next_place(self, by: int) -> Place | None:
        edge = self._network.place_of(self.roots[0] if by < 0 else self.roots[-1])
        count = len(siblings(self._session.document.report, edge.parent))
        index = edge.index + (by if by < 0 else by + 1)
        if 0 <= index <= count:
            return Place(index, edge.parent)
        if edge.parent is None:
            return None
        block = self._network.place_of(edge.parent)
        return Place(block.index + (by > 0), block.parent)

    def copy(self) -> None:
        if self.roots:
            put_on_clipboard(tuple(self._network.find(id) for id in self.roots))

    def cut(self) -> None:
        self.copy()
        self.remove()

    @property
    def can_paste(self) -> bool:
        return bool(layers_on_clipboard())

    def paste(self) -> None:
        """Put what the clipboard holds behind the selection, or at the end."""
        end = Place(len(self._network.layers))
        place = place_behind(self._network, self.roots) or end
        self.insert(layers_on_clipboard(), place)

    def duplicate(self) -> None:
        place = place_behind(self._network, self.roots)
        if place is not None:
            self.insert(tuple(fresh_copy(self._network.find(id)) for id in self.roots), place)

    def select_all(self) -> None:
        self._session.select([layer.id for layer in walk(self._network.layers)])

    def wrap(self) -> None:
        """Put the selected layers, which keep their weights, into a new residual block."""
        ids = self.roots
        if ids:
            block = Residual()
            insert = Insert((block,), self._network.place_of(ids[0]))
            if self._try(insert, Move(ids, Place(0, block.id))):
                self._session.select((block.id,))

    @property
    def block(self) -> str | None:
        """The one selected residual block."""
        ids = self.roots
        if len(ids) == 1 and isinstance(self._network.find(ids[0]), Residual):
            return ids[0]
        return None

    def dissolve(self) -> None:
        """Take the layers of the selected block out of it."""
        block = self.block
        if block is not None:
            body = self._network.find(block)
            assert isinstance(body, Residual)
            self._session.edit(Dissolve(block))
            self._session.select([layer.id for layer in body.body])

    @property
    def place_in_block_above(self) -> Place | None:
        """The end of the block that lies just above the selected layers."""
        if not self.roots:
            return None
        first = self._network.place_of(self.roots[0])
        if first.index == 0:
            return None
        above = siblings(self._session.document.report, first.parent)[first.index - 1].layer
        return Place(len(above.body), above.id) if isinstance(above, Residual) else None

    def move_into_block_above(self) -> None:
        place = self.place_in_block_above
        if place is not None:
            self.move(self.roots, place)

    def apply(self, fix: Fix) -> None:
        self._session.edit(*fix.edits, name=fix.sentence)

    def _try(self, *edits: Edit) -> bool:
        """Make the edits; False where the network would not allow them, as a block in itself."""
        try:
            self._session.edit(*edits)
        except InvalidValue:
            return False
        return True
