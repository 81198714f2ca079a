"""A lab's picture made little: what could not be read is left out, the rest is larger for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPolygonF

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Box, Disc, Item, Legend, Plate, Text, Wire
from cnnstudio.ui.plates.text_painter import pieces_at

#: Words smaller than this on the screen (px) are left out.
_LEGIBLE = 9.0

#: Between grids: what tells them apart from other words is kept at any size.
_SIGNS = frozenset("×=+→←")

#: How thick lines are that underline words, and how far below them, at most.
_UNDERLINE = 8.0

#: Around what is shown, in pixels of the screen.
_MARGIN = 4.0


class LittlePlate(NamedTuple):
    """A plate, what of it is to be seen, and by how much that is to be made smaller."""

    plate: Plate
    shown: QRectF
    scale: float


def little(plate: Plate, size: QSizeF, theme: Theme) -> LittlePlate:
    """A plate for a place of that size, in which everything that is shown fits."""
    scale = _scale(_bounds(plate.items), size)
    kept = _with_words(plate.items, lambda text: _is_kept(text, scale, theme))
    items = [_without_small_text(i, scale, theme) for i in kept if _is_kept(i, scale, theme)]
    shown = _bounds(items)
    scale = _scale(shown, size)
    seen = QRectF(QPointF(), size / scale)
    seen.moveCenter(shown.center())
    items = _with_words(items, lambda text: _is_whole(text, seen, theme))
    return LittlePlate(replace(plate, items=tuple(items)), shown, scale)


def _with_words(items: Sequence[Item], keeps: Callable[[Text], bool]) -> list[Item]:
    """The items, of words those that are to be kept, without what underlines the others."""
    lost = [item for item in items if isinstance(item, Text) and not keeps(item)]
    places = [text.rect.adjusted(0, 0, 0, _UNDERLINE) for text in lost]
    gone = {id(text) for text in lost}
    return [i for i in items if id(i) not in gone and not _is_underline(i, places)]


def _is_whole(text: Text, seen: QRectF, theme: Theme) -> bool:
    return all(seen.contains(place) for place, _ in pieces_at(text, theme))


def _scale(shown: QRectF, size: QSizeF) -> float:
    wide = (size.width() - 2 * _MARGIN) / max(shown.width(), 1)
    return min(wide, (size.height() - 2 * _MARGIN) / max(shown.height(), 1), 1.0)


def _is_kept(item: Item, scale: float, theme: Theme) -> bool:
    if isinstance(item, Legend):
        return scale * theme.font_px("axis") >= _LEGIBLE
    if isinstance(item, Text):
        is_sign = {run.text.strip() for run in item.runs} <= _SIGNS and item.role == "formula"
        return is_sign or scale * theme.font_px(item.role) >= _LEGIBLE
    return True


def _is_underline(item: Item, words: Sequence[QRectF]) -> bool:
    is_thin = isinstance(item, Box | Wire) and _rect(item).height() <= _UNDERLINE
    return is_thin and any(rect.contains(_rect(item)) for rect in words)


def _without_small_text(item: Item, scale: float, theme: Theme) -> Item:
    if isinstance(item, Disc) and scale * (item.px or theme.font_px(item.role)) < _LEGIBLE:
        return replace(item, text="")
    return item


def _bounds(items: Sequence[Item]) -> QRectF:
    """Around all items; words may have more room than they need, so they do not count."""
    found = QRectF()
    for item in items:
        if not isinstance(item, Text | Legend):
            found = found.united(_rect(item))
    return found if found.isValid() else QRectF(QPointF(), QSizeF(1, 1))


def _rect(item: Item) -> QRectF:
    if isinstance(item, Wire):
        return QPolygonF(item.points).boundingRect().adjusted(-1, -1, 1, 1)
    return item.rect
