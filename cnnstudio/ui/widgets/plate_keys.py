"""Which keys are a plate's own, and where those for moving go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.plates.wayfinding import to_end, to_other_grid, within
from cnnstudio.ui.widgets.keys import ARROWS

#: From a plate and the cell with the cursor to the next one.
Move = Callable[[Plate, Cell], Cell]

_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENDS = {Qt.Key.Key_Home: False, Qt.Key.Key_End: True}
_OWN = {
    *ARROWS,
    *_ENDS,
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_F2),
    *(Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
}
_BESIDE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SIGNS = "-−+.,"


def move_of(event: QKeyEvent) -> Move | None:
    """Where a key moves the cursor; None if it moves nothing."""
    key = Qt.Key(event.key())
    control = bool(event.modifiers() & _CONTROL)
    if event.modifiers() & _BESIDE:
        return None
    if key in ARROWS:
        down, right = ARROWS[key]
        return partial(to_other_grid if control else within, down=down, right=right)
    if key in _ENDS:
        return partial(to_end, last=_ENDS[key], whole_grid=control)
    return None


def is_own(event: QKeyEvent, typing: bool, editable: bool) -> bool:
    """Whether a key is for the cell with the cursor: to move, to edit, or to type a number.

    All letters are while a number is typed, and all but Space where one could be; else only those
    that begin a number, so that they can be refused.
    """
    if event.modifiers() & _BESIDE:
        return False
    if Qt.Key(event.key()) in _OWN:
        return True
    letter = event.text()
    if event.modifiers() & _CONTROL or not letter or not letter.isprintable():
        return False
    if letter.isspace():
        return typing
    return typing or editable or letter.isdigit() or letter in _SIGNS
