"""Paints the texts of a plate."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Text
from cnnstudio.ui.plates.text_layout import Laid, Line, Pen, Piece, font_of, laid_out
from cnnstudio.ui.plates.tones import tone_colour

_ALIGN = Qt.AlignmentFlag


def paint_text(painter: QPainter, text: Text, theme: Theme, lit: Set[Cell]) -> None:
    """A text in its rectangle. Runs whose cell is `lit` are bold, in purple."""
    rect = text.rect
    laid = laid_out(text.runs, rect.width(), rect.height(), text.role, text.wraps, theme)
    baseline = _top(laid, rect, text.align) + laid.ascent
    for line in laid.lines:
        left = _left(line, rect, text.align)
        for piece in line.pieces:
            corner = QPointF(left + piece.x, baseline)
            _paint_piece(painter, piece, corner, laid.px, text.role, theme, lit)
        baseline += laid.line_height


def _paint_piece(
    painter: QPainter,
    piece: Piece,
    at: QPointF,
    px: int,
    role: str,
    theme: Theme,
    lit: Set[Cell],
) -> None:
    is_lit = piece.run.cell is not None and piece.run.cell in lit
    painter.setFont(font_of(theme, role, px, piece.run.strong or is_lit))
    painter.setPen(tone_colour(theme, "accent" if is_lit else piece.run.tone))
    if piece.run.cell is not None and not is_lit:
        plain = Pen(theme, role, px).plain_width(piece.run, piece.text)
        at += QPointF((piece.width - plain) / 2, 0)
    painter.drawText(at, piece.text)


def _top(laid: Laid, rect: QRectF, align: Qt.AlignmentFlag) -> float:
    free = rect.height() - laid.height
    if align & _ALIGN.AlignVCenter:
        return rect.top() + free / 2
    return rect.top() + (free if align & _ALIGN.AlignBottom else 0)


def _left(line: Line, rect: QRectF, align: Qt.AlignmentFlag) -> float:
    free = rect.width() - line.width
    if align & _ALIGN.AlignHCenter:
        return rect.left() + free / 2
    return rect.left() + (free if align & _ALIGN.AlignRight else 0)
