"""Tones, the names of colours in a plate, as colours of a theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from cnnstudio.ui.look import Theme, mix
from cnnstudio.ui.plates.items import Tone


def tone_colour(theme: Theme, tone: Tone) -> QColor:
    """The colour of a tone: a row of the palette, ``"identity:3"``, ``"kind:conv"`` or ``"none"``.

    Identity colours start anew after the last one; ``"identity:3+5"`` is half way between two.
    The caller may change what it gets.
    """
    return QColor(_tone_colour(theme, tone))


@lru_cache(maxsize=512)
def _tone_colour(theme: Theme, tone: Tone) -> QColor:
    """Kept, since a picture asks for each of its colours many times."""
    kind, _, which = tone.partition(":")
    if tone == "none":
        return QColor(Qt.GlobalColor.transparent)
    if kind == "identity":
        one, _, other = which.partition("+")
        return mix(identity_colour(theme, int(one)), identity_colour(theme, int(other or one)), 0.5)
    if kind == "kind":
        return theme.kind_colour(which)
    return getattr(theme.colour, tone)


def identity_colour(theme: Theme, index: int) -> QColor:
    """The colour that stands for one of several things; they start anew after the last one."""
    colours = theme.palette.identity
    return QColor(colours[index % len(colours)])
