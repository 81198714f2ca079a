"""Where the picture, the map beside or below it, and the caption of the X-ray's source lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetrics

from cnnstudio.ui.look import Theme

#: Lines, each with its row of the type table.
Caption = tuple[tuple[str, str], ...]

GAP = 18.0

#: A map is drawn this much smaller than the picture, as deeper maps are; and its largest cell.
_MAP_SHARE, _LARGEST = 0.82, 40.0

#: The picture's part of the height where the map stands below it.
_STACKED_SHARE = 0.58

#: Parts of the picture's width below which a map beside it would be too small.
_TOO_NARROW = 0.5


@dataclass(frozen=True)
class Contents:
    """What is to be placed in so many pixels: a picture and a map (rows, columns; none has no
    rows), a caption in two lengths, and a legend, if there is one."""

    width: int
    height: int
    picture: tuple[int, int]
    map: tuple[int, int]
    whole: Caption
    brief: Caption
    has_legend: bool
    theme: Theme


@dataclass(frozen=True)
class SourceLayout:
    """Places in pixels. `is_stacked`: the map stands below the picture, where there is more room
    than beside it. `caption`: all of it, unless it would come down to the legend, or be cut."""

    is_stacked: bool
    caption: Caption
    picture: QRectF
    map: QRectF


@lru_cache(maxsize=16)
def arranged(contents: Contents) -> SourceLayout:
    """Kept, since every frame of a drawing that is followed asks for it often."""
    whole = _Attempt(contents, contents.whole)
    legend = legend_height(contents.theme) if whole.is_stacked and contents.has_legend else 0.0
    is_short = caption_height(contents.whole, contents.theme) + 4 <= contents.height - legend
    made = whole if is_short else _Attempt(contents, contents.brief)
    stacked = made.is_stacked
    map = made.map(stacked) if contents.map[0] else QRectF()
    return SourceLayout(stacked, made.caption, made.picture(stacked), map)


def caption_height(caption: Caption, theme: Theme) -> float:
    return sum(QFontMetrics(theme.font(role)).height() + 2 for _, role in caption)


def caption_width(caption: Caption, theme: Theme) -> float:
    widths = (QFontMetrics(theme.font(role)).horizontalAdvance(text) for text, role in caption)
    return max(widths, default=0) + 4.0


def legend_height(theme: Theme) -> float:
    return theme.font_px("axis") + 10.0


@dataclass(frozen=True)
class _Attempt:
    """The contents with one of the captions."""

    contents: Contents
    caption: Caption

    @cached_property
    def is_stacked(self) -> bool:
        contents = self.contents
        if not contents.map[0] or contents.height > 0.9 * contents.width:
            return contents.map[0] > 0
        beside, below = self.map(False).width(), self.map(True).width()
        return beside < min(below, _TOO_NARROW * self.picture(False).width())

    def picture(self, stacked: bool) -> QRectF:
        contents = self.contents
        rows, columns = contents.picture
        high = contents.height - 4.0 - legend_height(contents.theme)
        if stacked:
            high = contents.height * _STACKED_SHARE
        across = contents.width * (0.55 if stacked else 0.42)
        beside = contents.width - self._caption_width - GAP - 2
        room = max(16.0, min(high, across, beside))
        unit = room / max(rows, columns)
        unit = int(unit) if unit >= 1 else unit
        return QRectF(2, 2, columns * unit, rows * unit)

    def map(self, stacked: bool) -> QRectF:
        contents, picture = self.contents, self.picture(stacked)
        rows, columns = contents.map
        if stacked:
            left, top = picture.left(), picture.bottom() + 1.5 * GAP
            wide = contents.width - left - 4
            high = contents.height - top - legend_height(contents.theme)
        else:
            left, top = picture.right() + 2.6 * GAP, 2.0
            wide = contents.width - left - self._caption_width - GAP
            high = picture.height() * _MAP_SHARE
        unit = min(wide / columns, high / rows)
        unit = min(float(int(unit)) if unit >= 1 else max(unit, 0.1), _LARGEST)
        return QRectF(round(left), round(top), unit * columns, unit * rows)

    @cached_property
    def _caption_width(self) -> float:
        return caption_width(self.caption, self.contents.theme)
