"""The open network and its history of edits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from cnnstudio.core.edits import Edit, Insert, Move, Remove, Rename, Replace, SetInput
from cnnstudio.core.infer import Report, infer
from cnnstudio.core.network import Network, apply
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.ui.session.wording import title, translated

#: Networks that undo can go back to.
UNDO_LIMIT = 500


class Document(QObject):
    """One network, what `infer` says of it, and an undo stack of values.

    `network_changed(network, report)` follows every change, undo and redo included;
    `file_changed()` any change of the path or of whether something is unsaved.
    """

    network_changed = Signal(object, object)
    file_changed = Signal()

    def __init__(self, network: Network, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.undo_stack.cleanChanged.connect(self.file_changed)
        self.network = network
        self.report: Report = infer(network)
        self.path: Path | None = None
        self._weights_unsaved = False

    @property
    def is_unsaved(self) -> bool:
        return self._weights_unsaved or not self.undo_stack.isClean()

    def edit(self, *edits: Edit, name: Sentence | None = None, merge: str = "") -> None:
        """Apply edits as one step of undo, named `name` or after what they do.

        Steps with the same `merge` text in a row become one, so that a held-down arrow of a
        spin box is one undo.
        """
        after = apply(self.network, *edits)
        if after != self.network:
            text = translated(name or edit_name(self.network, edits))
            self._push(after, text, merge)

    def preview(self, *edits: Edit) -> Report:
        """What the report would be after the edits; nothing changes."""
        return infer(apply(self.network, *edits))

    def replace_all(self, network: Network) -> None:
        """Another network in the place of this one, as one step that can be undone. It no longer
        belongs to the file: a save asks where, so that the old network stays in its own."""
        self.path = None
        self._push(network, translated(say("edit_replace_all", name=network.name)), "")

    def go_back_to(self, network: Network) -> None:
        """Make `network`, an earlier state, the current one again, as a step of its own."""
        if network != self.network:
            self._push(network, translated(say("edit_go_back")), "")

    def open(self, network: Network, path: Path | None) -> None:
        """Begin anew with a network from a file or a starter; the history is gone."""
        self.undo_stack.clear()
        self.path = path
        self._weights_unsaved = False
        self._show(network)
        self.file_changed.emit()

    def saved(self, path: Path) -> None:
        self.path = path
        self._weights_unsaved = False
        self.undo_stack.setClean()
        self.file_changed.emit()

    def forget_unsaved(self) -> None:
        """Give up what is not saved."""
        self._weights_unsaved = False
        self.undo_stack.setClean()
        self.file_changed.emit()

    def weights_changed(self) -> None:
        """The weights are no longer those of the file."""
        self._weights_unsaved = True
        self.file_changed.emit()

    def _push(self, after: Network, text: str, merge: str) -> None:
        self.undo_stack.push(_Step(self, self.network, after, text, merge))

    def _show(self, network: Network) -> None:
        self.network = network
        self.report = infer(network)
        self.network_changed.emit(network, self.report)


class _Step(QUndoCommand):
    """From one network to another."""

    def __init__(
        self, document: Document, before: Network, after: Network, text: str, merge: str
    ) -> None:
        super().__init__(text)
        self._document, self._before, self._after, self._merge = document, before, after, merge

    def undo(self) -> None:
        self._document._show(self._before)

    def redo(self) -> None:
        self._document._show(self._after)

    def id(self) -> int:
        """Qt offers to merge commands whose ids are the same and not −1."""
        return hash(self._merge) & 0x7FFFFFFF if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setObsolete(self._before == self._after)
        return True


def edit_name(network: Network, edits: Sequence[Edit]) -> Sentence:
    """What edits do, for the Undo and Redo menu entries. `network` is the one before them."""
    match edits[0]:
        case Insert(layers, _):
            if len(layers) == 1:
                return say("edit_insert", layer=title(layers[0].title()))
            return say("edit_insert_many", count=len(layers))
        case Remove(ids):
            return _layers_named("edit_remove", network, ids)
        case Move(ids, _):
            return _layers_named("edit_move", network, ids)
        case Replace(layer):
            return say("edit_change", layer=title(layer.title()))
        case SetInput():
            return say("edit_input")
        case Rename():
            return say("edit_rename")
        case _:
            return say("edit_dissolve")


def _layers_named(code: str, network: Network, ids: Sequence[str]) -> Sentence:
    if len(ids) == 1:
        return say(code, layer=title(network.find(ids[0]).title()))
    return say(code + "_many", count=len(ids))
