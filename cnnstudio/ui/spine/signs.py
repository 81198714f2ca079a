"""The signs of what was done to a layer by hand: filters that are frozen, maps that are off."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from cnnstudio.core.interventions import Interventions
from cnnstudio.core.sources import shortcut_of
from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.numbers import number
from cnnstudio.ui.spine.rows import Row
from cnnstudio.ui.theme import Theme

_GAP = 3.0


def sign_names(row: Row, interventions: Interventions) -> tuple[str, ...]:
    """The icons that a card carries."""
    frozen, off = _counts(row, interventions)
    return (("snowflake",) if frozen else ()) + (("eye_off",) if off else ())


def sign_words(row: Row, interventions: Interventions) -> list[str]:
    """The same in words."""
    frozen, off = _counts(row, interventions)
    words = []
    if frozen:
        text = QCoreApplication.translate("Spine", "Frozen filters: {count}")
        words.append(text.format(count=number(frozen)))
    if off:
        text = QCoreApplication.translate("Spine", "Maps that are off: {count}")
        words.append(text.format(count=number(off)))
    return words


def _counts(row: Row, interventions: Interventions) -> tuple[int, int]:
    frozen = sum(len(interventions.frozen_in(id)) for id in row.ids)
    names = [name for id in row.ids for name in (id, shortcut_of(id))]
    return frozen, sum(len(interventions.off_in(name)) for name in names)


def signs_width(names: tuple[str, ...], theme: Theme) -> float:
    return len(names) * (theme.px_f("icon_small") + _GAP) + _GAP if names else 0.0


def paint_signs(
    painter: QPainter, right: float, middle: float, names: tuple[str, ...], theme: Theme
) -> None:
    """Beside each other, the last one ending at `right`, around the height `middle`."""
    side = theme.px_f("icon_small")
    for place, name in enumerate(reversed(names)):
        left = right - side - place * (side + _GAP)
        icon = QRectF(left, middle - side / 2, side, side)
        paint_icon(painter, icon, name, theme.colour.muted)
