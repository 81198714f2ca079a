"""What is painted over the points: names, the current digit, the hovered one, a lasso."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from cnnstudio.core.messages import Floats
from cnnstudio.ui.look import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise
from cnnstudio.ui.widgets.painting import draw_box

_PICTURE, _PICTURE_PROJECTED = 84, 112
_PADDING = 8
_OFFSET = 16
_TINT = 36  # alpha within a lasso
_GROUND = 215  # alpha below words


def class_colour(label: int, theme: Theme) -> QColor:
    """The colour of a class of digits."""
    return QColor(theme.palette.classes[label])


def notes_height(theme: Theme) -> int:
    """How far down the notes reach."""
    return 4 + 2 * (QFontMetrics(theme.font("label")).height() + 3)


def paint_notes(painter: QPainter, notes: tuple[str, str], theme: Theme) -> None:
    """Two lines in the upper left corner, on a ground that keeps points from under them."""
    ground = QColor(theme.colour.surface)
    ground.setAlpha(_GROUND)
    painter.setFont(theme.font("label"))
    metrics = painter.fontMetrics()
    for row, (text, tone) in enumerate(zip(notes, ("text", "muted"), strict=True)):
        line = QRectF(4, 4 + row * (metrics.height() + 3), metrics.horizontalAdvance(text) + 6, 0)
        line.setHeight(metrics.height() + 3)
        painter.fillRect(line, ground)
        painter.setPen(getattr(theme.colour, tone))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)


def paint_class_name(painter: QPainter, at: QPointF, label: int, theme: Theme) -> None:
    """A class's digit in the middle of its points, with a halo, so that it shows on any colour."""
    font = theme.font("page_title")
    text = str(label)
    metrics = QFontMetrics(font)
    left = at.x() - metrics.horizontalAdvance(text) / 2
    path = QPainterPath()
    path.addText(QPointF(left, at.y() + metrics.capHeight() / 2), font, text)
    halo = QPen(theme.colour.surface, 5)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.fillPath(path, theme.colour.text)


def paint_current(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """A purple ring between two halos around the current digit."""
    radius, width = 2.2 * theme.px_f("map_point"), theme.px_f("selection_stroke")
    halo = theme.px_f("selection_halo_w")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour.selection_halo, width + 2 * halo))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(theme.colour.accent, width))
    painter.drawEllipse(at, radius, radius)


def paint_lasso(painter: QPainter, outline: QPolygonF, theme: Theme) -> None:
    tint = QColor(theme.colour.accent)
    tint.setAlpha(_TINT)
    painter.setBrush(tint)
    painter.setPen(QPen(theme.colour.accent, 1.5, Qt.PenStyle.DashLine))
    painter.drawPolygon(outline)


def paint_hover(
    painter: QPainter,
    at: QPointF,
    room: QRectF,
    picture: Floats,
    caption: tuple[str, str],
    theme: Theme,
) -> None:
    """A card with the digit beside its point, within the room."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour.accent, theme.px_f("hover_ring")))
    radius = 1.5 * theme.px_f("map_point")
    painter.drawEllipse(at, radius, radius)
    card = _hover_card(at, room, caption, theme)
    draw_box(
        painter, card, theme.colour.surface, theme.colour.hairline_strong, theme.px_f("radius_card")
    )
    side = _side(theme)
    place = QRectF(card.left() + _PADDING, card.top() + _PADDING, side, side)
    painter.drawImage(place, colourise(picture, ColourMap.PIXEL, 1.0, theme))
    beside = card.adjusted(side + 2 * _PADDING, _PADDING, -_PADDING, -_PADDING)
    line = theme.font_px("body_strong") + 8
    for row, (text, role, tone) in enumerate(
        ((caption[0], "body_strong", "text"), (caption[1], "label", "muted"))
    ):
        painter.setFont(theme.font(role))
        painter.setPen(getattr(theme.colour, tone))
        box = QRectF(beside.left(), beside.top() + row * line, beside.width(), line)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def _side(theme: Theme) -> int:
    return _PICTURE_PROJECTED if theme.projector else _PICTURE


def _hover_card(at: QPointF, room: QRectF, caption: tuple[str, str], theme: Theme) -> QRectF:
    """At the right of the point, or else at its left, cut off by no edge."""
    title, below = QFontMetrics(theme.font("body_strong")), QFontMetrics(theme.font("label"))
    words = max(title.horizontalAdvance(caption[0]), below.horizontalAdvance(caption[1])) + 4
    side = _side(theme)
    card = QRectF(0, 0, side + words + 3 * _PADDING, side + 2 * _PADDING)
    card.moveTopLeft(QPointF(at.x() + _OFFSET, at.y() - card.height() / 2))
    if card.right() > room.right() - 4:
        card.moveRight(at.x() - _OFFSET)
    card.moveTop(min(max(card.top(), room.top() + 4), room.bottom() - card.height() - 4))
    return card
