"""The labs that are open: the state of each, its history of edits, and which is in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QUndoCommand, QUndoGroup, QUndoStack

from cnnstudio.core.labs.base import FASTEST, SLOWEST, Cell, Lab
from cnnstudio.core.labs.catalogue import kind_of
from cnnstudio.core.labs.written import as_text, from_text, same
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, settings_of
from cnnstudio.ui.session.wording import translated

#: States of a lab that undo can go back to.
UNDO_LIMIT = 200


class LabDocument(QObject):
    """One lab and its history. Every way to change it says whether that was possible.

    `changed` follows every other value of the lab, a step or a speed included; `refused(sentence)`
    an edit that makes no sense, which leaves the lab as it is. Undo and redo bring settings and
    numbers back; the step, as far as there are so many, and the speed stay.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, lab: Lab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self._lab = lab
        self._origin: tuple[Lab, Sentence | None] = (lab, None)

    @property
    def lab(self) -> Lab:
        return self._lab

    @property
    def origin(self) -> Sentence | None:
        """What the present state was taken from; None where it has been changed since."""
        lab, origin = self._origin
        return origin if origin is not None and same(lab, self._lab) else None

    def remember_origin(self, lab: Lab, origin: Sentence | None) -> None:
        """Say of a state that is about to be taken where it comes from."""
        self._origin = (lab, origin)

    def change(self, name: str, value: Any) -> bool:
        """Set one setting. Changes of the same one in a row are one step of undo."""
        labels = {setting.name: setting.label for setting in settings_of(type(self._lab))}
        text = say("edit_lab_setting", label=labels[name])
        return self._edit(lambda: self._lab.change(name, value), text, merge=name)

    def edit_cell(self, cell: Cell, value: float) -> bool:
        """Set one number of a grid."""
        return self._edit(lambda: self._lab.edited(cell, value), say("edit_lab_cell"))

    def take(self, lab: Lab, name: Sentence, whole: bool = False) -> bool:
        """Another state of the same lab, as one step of undo that is called `name`.

        The step and the speed stay as they are, unless the state is taken as a `whole`.
        """
        if lab.key != self._lab.key:
            raise ValueError(f"a state of {lab.key} for {self._lab.key}")
        return self._edit(lambda: lab if whole else self._now(lab), name)

    def go_to(self, step: int) -> None:
        """Show another step, the nearest one that there is; this is not undone."""
        step = max(0, min(step, self._lab.count))
        if step != self._lab.step:
            self._show(self._lab.at(step))

    def set_speed(self, speed: float) -> None:
        """Steps a second, the nearest speed that a lab has; this is not undone."""
        speed = max(SLOWEST, min(speed, FASTEST))
        if speed != self._lab.speed:
            self._show(replace(self._lab, speed=speed))

    def follow(self, lab: Lab) -> None:
        """Show another state of the same lab because what it shows has become another: this is
        no edit, and is not undone. The step and the speed stay as they are."""
        if lab.key != self._lab.key:
            raise ValueError(f"a state of {lab.key} for {self._lab.key}")
        self._show(self._now(lab))

    def _edit(self, make: Callable[[], Lab], name: Sentence, merge: str = "") -> bool:
        try:
            after = make()
        except InvalidValue as invalid:
            self.refused.emit(invalid.sentence)
            return False
        if not same(after, self._lab):
            self.undo_stack.push(_Step(self, after, translated(name), merge))
        elif (after.step, after.speed) != (self._lab.step, self._lab.speed):
            self._show(after)
        return True

    def _now(self, lab: Lab) -> Lab:
        """A state at the step and the speed of now."""
        return replace(lab, step=self._lab.step, speed=self._lab.speed)

    def _show(self, lab: Lab) -> None:
        self._lab = lab
        self.changed.emit()


class _Step(QUndoCommand):
    """From the state of a lab to another one."""

    def __init__(self, document: LabDocument, after: Lab, text: str, merge: str) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, document.lab, after
        self._merge, self._is_new = merge, True

    def undo(self) -> None:
        self._document._show(self._document._now(self._before))

    def redo(self) -> None:
        after = self._after if self._is_new else self._document._now(self._after)
        self._is_new = False
        self._document._show(after)

    def id(self) -> int:
        """Qt offers to merge commands whose ids are the same and not −1."""
        return hash(self._merge) & 0x7FFFFFFF if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setObsolete(same(self._before, self._after))
        return True


class Labs(QObject):
    """Every lab that was opened in this session, and the one on show.

    `opened(key)` asks for a lab to be shown; `current_changed(key)` tells of another one on show,
    "" for the catalogue; `refused(sentence)` of a pasted text that is no lab's state.
    `undo_group` has the stack of each lab and of the network; `in_use` says whose turn it is.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    refused = Signal(object)

    def __init__(self, network_stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_group = QUndoGroup(self)
        self._network_stack = network_stack
        self._documents: dict[str, LabDocument] = {}
        self._current = self._back_to = ""
        self._add(network_stack)
        self.use_network()

    @property
    def current(self) -> str:
        """The key of the lab on show; "" is the catalogue."""
        return self._current

    @property
    def back_to(self) -> str:
        """The key of the lab from which the one on show was opened; "" if it was from none."""
        return self._back_to

    def document(self, key: str) -> LabDocument:
        """The lab with this key, made when it is first asked for; InvalidValue if there is none."""
        if key not in self._documents:
            self._documents[key] = LabDocument(kind_of(key)(), self)
            self._add(self._documents[key].undo_stack)
        return self._documents[key]

    def open(self, key: str) -> None:
        """Show a lab as it was left."""
        self._open(key)

    def open_with(
        self,
        lab: Lab,
        name: Sentence | None = None,
        origin: Sentence | None = None,
        back_to: str = "",
    ) -> None:
        """Show a lab in this state, its step and its speed included; one undo gives back the
        state that it was left in. `origin` says what the state was taken from, `back_to` which
        lab shows that."""
        document = self.document(lab.key)
        document.remember_origin(lab, origin)
        document.take(lab, name or say("edit_lab_open"), whole=True)
        self._open(lab.key, back_to)

    def show_catalogue(self) -> None:
        """Show no lab, but all of them to choose from."""
        self._be_at("")

    # The clipboard

    def copy_state(self, key: str) -> None:
        """Put the state of a lab on the clipboard, as JSON."""
        QGuiApplication.clipboard().setText(as_text(self.document(key).lab))

    def paste_state(self, text: str | None = None) -> bool:
        """Open the lab that a text, or else the clipboard, holds the state of."""
        if text is None:
            text = QGuiApplication.clipboard().text()
        try:
            lab = from_text(text.encode(errors="replace"))
        except InvalidValue as invalid:
            self.refused.emit(say("lab_not_pasted", why=invalid.sentence))
            return False
        self.open_with(lab, say("edit_lab_paste"))
        return True

    # What undo is about

    def use_network(self) -> None:
        """Undo is about the network from now on."""
        self.undo_group.setActiveStack(self._network_stack)

    def use_current(self) -> None:
        """Undo is about the lab on show from now on; there being none, about the network."""
        stack = self.document(self._current).undo_stack if self._current else self._network_stack
        self.undo_group.setActiveStack(stack)

    def _open(self, key: str, back_to: str = "") -> None:
        self.document(key)
        self._be_at(key, back_to)
        self.opened.emit(key)

    def _be_at(self, key: str, back_to: str = "") -> None:
        self._back_to = back_to
        if key != self._current:
            self._current = key
            self.current_changed.emit(key)

    def _add(self, stack: QUndoStack) -> None:
        """Undo is about whatever is edited, from then on."""
        self.undo_group.addStack(stack)
        stack.indexChanged.connect(lambda index: self._edited(stack, index))

    def _edited(self, stack: QUndoStack, index: int) -> None:
        if index:  # 0 is no edit: the stack has been emptied, or all of it undone
            self.undo_group.setActiveStack(stack)
