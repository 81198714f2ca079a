"""Strokes that several widgets draw alike: the selection with its halo, dashes, rounded boxes."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cnnstudio.ui.focus_ring import is_ring_shown
from cnnstudio.ui.look import Theme


def stroke_selection(painter: QPainter, rect: QRectF, theme: Theme, radius: float = 2) -> None:
    """Outline `rect` in purple between two halos, so that it shows on every map."""
    width = theme.px_f("selection_stroke")
    outside = rect.adjusted(-width / 2, -width / 2, width / 2, width / 2)
    _stroke_with_halo(painter, outside, theme, width, radius)


def stroke_ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The thinner ring around what the mouse is over, or around one cell of a map."""
    _stroke_with_halo(painter, rect, theme, theme.px_f("hover_ring"), 2)


def _stroke_with_halo(
    painter: QPainter, rect: QRectF, theme: Theme, width: float, radius: float
) -> None:
    halo = theme.px_f("selection_halo_w")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme.colour.selection_halo, width + 2 * halo))
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(_pen(theme.colour.accent, width))
    painter.drawRoundedRect(rect, radius, radius)


def stroke_focus(painter: QPainter, rect: QRectF, theme: Theme, radius: float = 6) -> None:
    """The ring around a widget that paints itself and has the keyboard, for who uses that."""
    if is_ring_shown():
        stroke_edge(painter, rect, theme, radius)


def stroke_edge(painter: QPainter, rect: QRectF, theme: Theme, radius: float = 6) -> None:
    """The edge of what can be pressed and is meant."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme.colour.accent, 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def fill_rounded(painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)


def draw_box(
    painter: QPainter, rect: QRectF, fill: QColor, edge: QColor, radius: float, width: float = 1
) -> None:
    """A rounded box whose edge lies inside of `rect`."""
    painter.setPen(QPen(edge, width))
    painter.setBrush(fill)
    inset = width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def stroke_inside(painter: QPainter, rect: QRectF, colour: QColor, width: float) -> None:
    """The inner edge of a rectangle that lies on whole pixels.

    As rectangles: Qt fills these many times faster than it draws a smooth outline.
    """
    left, top, wide, high = rect.left(), rect.top(), rect.width(), rect.height()
    sides = [
        QRectF(left, top, wide, width),
        QRectF(left, rect.bottom() - width, wide, width),
        QRectF(left, top, width, high),
        QRectF(rect.right() - width, top, width, high),
    ]
    fill_sharp(painter, colour, sides)


def fill_sharp(painter: QPainter, colour: QColor, rects: list[QRectF]) -> None:
    """Rectangles whose edges are whole pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(rects)
    painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
