"""What travels with a drag: a new layer's kind, or the layers of a spine that are to move."""

from __future__ import annotations

import json
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QDrag, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from cnnstudio.core.layers import KINDS
from cnnstudio.ui.spine.pens import paint_elided, paint_sign, paint_stripe
from cnnstudio.ui.theme import Theme, current_theme

MIME = "application/x-cnnstudio-drag+json"

#: The picture hangs below and to the right of the pointer, so that the gap stays in sight.
HOT_SPOT = QPoint(-12, -10)

_WIDEST = 260


@dataclass(frozen=True)
class Payload:
    """Either a `kind` of layer to make, or `ids` of layers to move."""

    kind: str = ""
    ids: tuple[str, ...] = ()


def to_mime(payload: Payload) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, json.dumps({"kind": payload.kind, "ids": payload.ids}).encode())
    return data


def from_mime(data: QMimeData) -> Payload | None:
    """The payload of a drag; None for drags of anything else."""
    if not data.hasFormat(MIME):
        return None
    try:
        given = json.loads(bytes(data.data(MIME).data()))
        payload = Payload(str(given["kind"]), tuple(map(str, given["ids"])))
    except (ValueError, KeyError, TypeError):
        return None
    return payload if payload.ids or payload.kind in KINDS else None


def drag(source: QWidget, payload: Payload, text: str, icon: str, hue: QColor) -> Qt.DropAction:
    """Let the user carry the payload to where it is dropped; returns when that is over.

    One layer hangs on the pointer as its icon alone: words would hide those in the gap.
    """
    words = text if len(payload.ids) > 1 else ""
    dragging = QDrag(source)
    dragging.setMimeData(to_mime(payload))
    dragging.setPixmap(chip(words, icon, hue, current_theme(), source.devicePixelRatioF()))
    dragging.setHotSpot(HOT_SPOT)
    allowed = Qt.DropAction.CopyAction
    if payload.ids:
        allowed |= Qt.DropAction.MoveAction
        return dragging.exec(allowed, Qt.DropAction.MoveAction)
    return dragging.exec(allowed, Qt.DropAction.CopyAction)


def chip(text: str, icon: str, hue: QColor, theme: Theme, ratio: float) -> QPixmap:
    """The small card that hangs on the pointer."""
    size = _chip_size(text, theme)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(1.5, 1.5, size.width() - 5, size.height() - 5)
    _paint_shadow(painter, rect, theme)
    painter.setPen(QPen(theme.colour.accent, 2))
    painter.setBrush(theme.colour.surface)
    painter.drawRoundedRect(rect, theme.px_f("radius_card"), theme.px_f("radius_card"))
    paint_stripe(painter, rect.adjusted(1, 1, 0, -1), theme, hue)
    left = rect.left() + theme.px("kind_stripe_w") + theme.px("card_padding")
    side = theme.px_f("icon_small") + 2
    paint_sign(painter, left + side / 2, rect.center().y(), side, icon, hue)
    words = rect.adjusted(left + side + theme.px("unit"), 0, -4, 0)
    paint_elided(painter, words, text, theme.font("card_title"), theme.colour.text)
    painter.end()
    return picture


def _chip_size(text: str, theme: Theme) -> QSize:
    around = theme.px("kind_stripe_w") + 2 * theme.px("card_padding") + 6 * theme.px("unit")
    if not text:
        return QSize(round(around), theme.px("palette_row_h"))
    wide = QFontMetricsF(theme.font("card_title")).horizontalAdvance(text) + around + 12
    return QSize(min(_WIDEST, round(wide)), theme.px("palette_row_h"))


def _paint_shadow(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    shade = QColor(theme.colour.text)
    shade.setAlpha(40)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    radius = theme.px_f("radius_card")
    painter.drawRoundedRect(rect.translated(1.5, 2.5), radius, radius)
