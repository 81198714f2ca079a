"""The look as a value: colours, type and sizes of a theme, and how colours compare."""

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

from PySide6.QtGui import QColor, QFont

from cnnstudio.ui.theme_tables import (
    DARK_CELL_LUMINANCE,
    DURATIONS,
    FONT_FAMILIES,
    PALETTES,
    REFRESH,
    SIZES,
    TYPE,
    Palette,
)

Mode = Literal["light", "dark"]

#: The window that the projected sizes of the tables are made for.
_PROJECTED_WIDTH, _PROJECTED_HEIGHT = 1600, 900
#: Sizes change by steps, so that a window can be pulled larger without all of it changing.
_SCALE_STEP, _LEAST_SCALE = 0.05, 0.7


class Colours:
    """A palette whose rows read as `QColor`: ``theme.colour.accent``."""

    def __init__(self, palette: Palette) -> None:
        self._names = {
            row.name: getattr(palette, row.name)
            for row in fields(palette)
            if isinstance(getattr(palette, row.name), str)
        }

    def __getattr__(self, name: str) -> QColor:
        try:
            return QColor(self.__dict__["_names"][name])
        except KeyError:
            raise AttributeError(f"the palette has no colour {name!r}") from None


@lru_cache(maxsize=2)
def _colours(mode: Mode) -> Colours:
    return Colours(PALETTES[mode])


def projected_scale(width: int, height: int) -> float:
    """The `Theme.scale` of a window of so many pixels. A picture is as large on the wall whatever
    pixels it has: fewer are larger, so type of fewer pixels is as legible from the last row."""
    share = min(width / _PROJECTED_WIDTH, height / _PROJECTED_HEIGHT, 1.0)
    return max(_LEAST_SCALE, math.floor(share / _SCALE_STEP + 1e-6) * _SCALE_STEP)


@dataclass(frozen=True)
class Theme:
    """Colours, type and sizes of one look. Two themes are equal when they look the same.

    `scale`: what is projected in a small window is so much smaller, but nothing is smaller than
    on the desk.
    """

    mode: Mode = "light"
    projector: bool = False
    motion: bool = True
    scale: float = 1.0

    @property
    def palette(self) -> Palette:
        return PALETTES[self.mode]

    @property
    def colour(self) -> Colours:
        return _colours(self.mode)

    def kind_colour(self, family: str) -> QColor:
        """Hue of a family of layers, such as ``"conv"``; a `KeyError` for any other word."""
        return QColor(self.palette.kind[family])

    def font_px(self, role: str) -> int:
        style = TYPE[role]
        if not self.projector:
            return style.size
        return round(max(style.size, style.projected_size * self.scale))

    def font_weight(self, role: str) -> int:
        style = TYPE[role]
        return style.projected_weight if self.projector else style.weight

    def font(self, role: str) -> QFont:
        """The font of a row of the type table, with figures that are all equally wide."""
        return QFont(_font(self.font_px(role), self.font_weight(role)))

    def px(self, name: str) -> int:
        """A size of the table in whole pixels."""
        return round(self.px_f(name))

    def px_f(self, name: str) -> float:
        size = SIZES[name]
        if not self.projector:
            return size.desk
        least = min(size.desk, size.projected)
        return max(least, size.projected * self.scale)

    def milliseconds(self, name: str) -> int:
        """How long a move takes, 0 where none is wanted; or how often live pictures change."""
        if name in REFRESH:
            return REFRESH[name]
        return DURATIONS[name] if self.motion else 0

    def text_on(self, cell: QColor) -> QColor:
        """Near-black or white, whichever is legible on a cell of that colour."""
        dark = relative_luminance(cell) < DARK_CELL_LUMINANCE
        return self.colour.cell_text_on_dark if dark else self.colour.cell_text_on_light


@lru_cache(maxsize=256)
def _font(px: int, weight: int) -> QFont:
    """Kept, since a frame of an animation asks for a hundred; whoever gets it copies it."""
    font = QFont(list(FONT_FAMILIES))
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def relative_luminance(colour: QColor) -> float:
    """WCAG 2 relative luminance, 0 for black to 1 for white."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    low, high = sorted((relative_luminance(one), relative_luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(start: QColor, end: QColor, amount: float) -> QColor:
    """The colour `amount` (0 to 1) of the way from `start` to `end`, channel by channel."""
    return QColor(
        round(start.red() + (end.red() - start.red()) * amount),
        round(start.green() + (end.green() - start.green()) * amount),
        round(start.blue() + (end.blue() - start.blue()) * amount),
    )
