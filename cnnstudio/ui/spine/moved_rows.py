"""Which rows look other than they did, so that a move of two cards does not repaint them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QRegion

#: Shadows, strokes and the ring of the keyboard reach so many pixels out of a card.
_REACH = 10.0


@dataclass(frozen=True)
class RowLook:
    """What selecting and moving change of a row: its place in the viewport, and its marks."""

    rect: QRectF
    selected: bool
    current: bool


class MovedRows:
    """Remembers how rows looked when they were last to be painted."""

    def __init__(self) -> None:
        self._seen: dict[str, RowLook] = {}

    def see(self, looks: dict[str, RowLook]) -> QRegion:
        """Where rows look other than when they were last seen: where they were and where they
        are."""
        before, self._seen = self._seen, looks
        region = QRegion()
        for rect in _changed(before, looks):
            region += reached(rect).toAlignedRect()
        return region


def reached(card: QRectF) -> QRectF:
    """All that is painted of a card."""
    return card.adjusted(-_REACH, -_REACH, _REACH, _REACH)


def _changed(before: dict[str, RowLook], after: dict[str, RowLook]) -> Iterator[QRectF]:
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old != new:
            yield from (look.rect for look in (old, new) if look is not None)
