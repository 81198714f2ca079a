"""Shapes and words that all cards are painted with."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.spine.card_text import Words
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.painting import draw_box, fill_rounded

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ARROW = " → "


def paint_box(painter: QPainter, rect: QRectF, theme: Theme, fill: QColor) -> None:
    """A card at rest: a fill and a hairline."""
    draw_box(painter, rect, fill, theme.colour.hairline, theme.px_f("radius_card"))


def paint_marked_box(
    painter: QPainter, rect: QRectF, theme: Theme, fill: QColor, stroke: QColor
) -> None:
    """A card that is selected or at fault: outlined outside of its own edge."""
    width, radius = theme.px_f("selected_card_stroke"), theme.px_f("radius_selected_card")
    draw_box(painter, rect.adjusted(-width, -width, width, width), fill, stroke, radius, width)


def paint_stripe(painter: QPainter, rect: QRectF, theme: Theme, colour: QColor) -> None:
    """The edge at the left that tells the kind of layer."""
    radius = theme.px_f("radius_card")
    painter.save()
    painter.setClipRect(QRectF(rect.left(), rect.top(), theme.px("kind_stripe_w"), rect.height()))
    fill_rounded(painter, rect, colour, radius)
    painter.restore()


def paint_sign(painter: QPainter, centre_x: float, centre_y: float, side: float, *look) -> None:
    """An icon around a point; `look` is its name and colour."""
    paint_icon(painter, QRectF(centre_x - side / 2, centre_y - side / 2, side, side), *look)


def paint_elided(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor) -> None:
    """One line at the left of `rect`, cut off with … where it is too long."""
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetricsF(font)
    # One pixel more than it measures: the advance of the last letter is rounded.
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect.adjusted(0, 0, 2, 0), int(_LEFT), shown)


def words_width(words: Words, theme: Theme) -> float:
    plain, strong = _word_fonts(theme)
    before, after = _parts(words)
    wide = QFontMetricsF(plain).horizontalAdvance(before)
    return wide + (QFontMetricsF(strong).horizontalAdvance(after) if after else 0)


def paint_words(
    painter: QPainter, rect: QRectF, words: Words, theme: Theme, *, right: bool, colour: QColor
) -> None:
    """What is now, muted, and what would be, in the accent, at one end of `rect`."""
    plain, strong = _word_fonts(theme)
    before, after = _parts(words)
    if not after and not right:
        paint_elided(painter, rect, before, plain, colour)
        return
    left = rect.right() - words_width(words, theme) if right else rect.left()
    line = QRectF(left, rect.top(), rect.width() + 4, rect.height())
    painter.setFont(plain)
    painter.setPen(colour)
    painter.drawText(line, int(_LEFT), before)
    if after:
        line.moveLeft(left + QFontMetricsF(plain).horizontalAdvance(before))
        painter.setFont(strong)
        painter.setPen(theme.colour.accent)
        painter.drawText(line, int(_LEFT), after)


def _parts(words: Words) -> tuple[str, str]:
    if not words.then:
        return words.now, ""
    return (words.now + _ARROW if words.now else ""), words.then


def _word_fonts(theme: Theme) -> tuple[QFont, QFont]:
    strong = theme.font("card_meta")
    strong.setWeight(QFont.Weight.Bold)
    return theme.font("card_meta"), strong
