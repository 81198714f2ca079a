"""Paints the texts of a plate."""

from __future__ import annotations

from collections.abc import Iterator, Set

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
    laid = _laid(text, theme)
    for place, piece in _placed(laid, text):
        baseline = place.topLeft() + QPointF(0, laid.ascent)
        _paint_piece(painter, piece, baseline, laid.px, text.role, theme, lit)


def pieces_at(text: Text, theme: Theme) -> Iterator[tuple[QRectF, Piece]]:
    """Every piece of a text and where it stands."""
    return _placed(_laid(text, theme), text)


def _placed(laid: Laid, text: Text) -> Iterator[tuple[QRectF, Piece]]:
    top = _top(laid, text.rect, text.align)
    for line in laid.lines:
        left = _left(line, text.rect, text.align)
        for piece in line.pieces:
            yield QRectF(left + piece.x, top, piece.width, laid.line_height), piece
        top += laid.line_height


def _laid(text: Text, theme: Theme) -> Laid:
    rect = text.rect
    return laid_out(text.runs, rect.width(), rect.height(), text.role, text.wraps, theme)


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
    pen = Pen(theme, role, px)
    at += QPointF(0, pen.drop_of(piece.run))
    painter.setFont(font_of(theme, role, pen.px_of(piece.run), piece.run.strong or is_lit))
    painter.setPen(tone_colour(theme, "accent" if is_lit else piece.run.tone))
    if piece.run.cell is not None and not is_lit:
        plain = pen.plain_width(piece.run, piece.text)
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
