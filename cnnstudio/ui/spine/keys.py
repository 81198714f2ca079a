"""The keyboard's way to do what can be done to cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from cnnstudio.ui.spine.rows import Row

if TYPE_CHECKING:
    from cnnstudio.ui.spine.spine import Spine

_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class SpineKeys(QObject):
    """Watches the keys of a spine; what it has no use for goes on to the window."""

    def __init__(self, spine: Spine) -> None:
        super().__init__(spine)
        self._spine = spine
        self._anchor: str | None = None
        spine.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._action(event) is not None:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            action = self._action(event)
            if action is not None:
                action()
                return True
        return False

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        commands, standard = self._spine.commands, QKeySequence.StandardKey
        for keys, action in (
            (standard.Copy, commands.copy),
            (standard.Cut, commands.cut),
            (standard.Paste, commands.paste),
            (standard.SelectAll, commands.select_all),
        ):
            if event.matches(keys):
                return action
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return commands.duplicate if event.key() == _Key.Key_D else None
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return self._moving(event.key())
        return self._walking(event)

    def _moving(self, key: int) -> Callable[[], object] | None:
        if key in (_Key.Key_Up, _Key.Key_Down):
            return lambda: self._spine.commands.step(-1 if key == _Key.Key_Up else 1)
        return None

    def _walking(self, event: QKeyEvent) -> Callable[[], object] | None:
        key = event.key()
        extend = bool(event.modifiers() & _SHIFT)
        steps = {_Key.Key_Up: -1, _Key.Key_Down: 1, _Key.Key_Home: -(10**6), _Key.Key_End: 10**6}
        if key in steps:
            return lambda: self.walk(steps[_Key(key)], extend)
        if key in (_Key.Key_Delete, _Key.Key_Backspace):
            return self._spine.commands.remove
        if key in (_Key.Key_Return, _Key.Key_Enter):
            return self._spine.inspect_requested.emit
        if key in (_Key.Key_Left, _Key.Key_Right):
            return lambda: self.fold(key == _Key.Key_Left)
        if key == _Key.Key_Escape and self._spine.session.selection:
            return lambda: self._spine.session.select(())
        return None

    def walk(self, by: int, extend: bool) -> None:
        """Make another card the current one; with `extend` select all from where that began."""
        cards = [row for row in self._spine.rows if row.is_card]
        if not cards:
            return
        at = self._index(cards)
        start = -1 if by > 0 else len(cards)
        index = max(0, min(len(cards) - 1, (start if at is None else at) + by))
        self.go_to(cards[index], extend)

    def go_to(self, row: Row, extend: bool) -> None:
        """Select one card, or with `extend` all from the anchor to it."""
        cards = [card for card in self._spine.rows if card.is_card]
        keys = [card.key for card in cards]
        if not extend or self._anchor not in keys:
            self._anchor = self._anchor if extend and self._anchor in keys else row.key
            self._spine.session.select(row.ids)
            return
        start, end = keys.index(self._anchor), keys.index(row.key)
        step = 1 if end >= start else -1
        chosen = cards[start : end + step if end + step >= 0 else None : step]
        self._spine.session.select([id for card in chosen for id in card.ids])

    def _index(self, cards: list[Row]) -> int | None:
        selection = self._spine.session.selection
        row = self._spine.row_of(selection[-1]) if selection else None
        return cards.index(row) if row in cards else None

    def fold(self, folded: bool) -> None:
        """Fold or unfold the current card; Left in a block goes to the block's head."""
        selection = self._spine.session.selection
        row = self._spine.row_of(selection[-1]) if selection else None
        if row is None:
            return
        if row.can_fold and row.folded != folded:
            self._spine.set_folded(row, folded)
            return
        parent = self._around(row)
        if folded and parent is not None:
            if parent.is_card:
                self.go_to(parent, extend=False)
            else:
                self._spine.set_folded(parent, True)

    def _around(self, row: Row) -> Row | None:
        """The opened block or repeat that a card is in."""
        if row.above.parent is not None:
            return self._spine.row_of(row.above.parent)
        return next(
            (
                other
                for other in self._spine.rows
                if other.repeat is not None
                and not other.folded
                and 0 <= row.above.index - other.repeat.start < other.repeat.length
            ),
            None,
        )
