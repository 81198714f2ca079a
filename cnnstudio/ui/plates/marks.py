"""Outlines over the cells of grids: windows, rings, circles, crosses of the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import fitting_px, number_font
from cnnstudio.ui.plates.items import Mark, PixelGrid

#: Which marks lie over which, lowest first.
MARK_ORDER = ("faint", "read", "asked", "next", "winner", "window", "ring", "cursor")

#: Dashes of the next window and the gaps between them, in pixels.
_DASH, _GAP = 7.0, 6.0


def paint_mark(painter: QPainter, mark: Mark, grid: PixelGrid, theme: Theme) -> None:
    """A mark of a grid that has its cell."""
    area = grid.area(mark.cell.row, mark.cell.column, mark.rows, mark.columns)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _PAINTERS[mark.style](painter, area, grid, theme)
    painter.restore()


def paint_ring(painter: QPainter, area: QRectF, cell: float, theme: Theme) -> None:
    """What is pointed at: a ring within the cell, or around one that is too small for that."""
    width = min(theme.px_f("hover_ring"), max(1.2, cell / 11))
    halo = min(theme.px_f("selection_halo_w"), width / 2)
    inset = width / 2 + halo if cell >= 16 else -width / 2
    inside = area.adjusted(inset, inset, -inset, -inset)
    radius = min(4.0, cell / 6)
    stroke(painter, inside, theme, width, halo, radius)


def stroke(
    painter: QPainter, rect: QRectF, theme: Theme, width: float, halo: float, radius: float
) -> None:
    """A purple outline between two halos."""
    for colour, wide in (
        (theme.colour.selection_halo, width + 2 * halo),
        (theme.colour.accent, width),
    ):
        pen = QPen(colour, wide)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRoundedRect(rect, radius, radius)


def stroke_width(cell: float, theme: Theme) -> float:
    """The selection's stroke, thinner where cells are small."""
    return min(theme.px_f("selection_stroke"), max(1.5, cell / 5))


def _window(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    width = stroke_width(grid.cell, theme)
    half = width / 2
    outside = area.adjusted(-half, -half, half, half)
    halo = min(theme.px_f("selection_halo_w"), width / 2)
    stroke(painter, outside, theme, width, halo, 2)


def _next(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    _dashed(painter, area, stroke_width(grid.cell, theme), theme)


def _dashed(painter: QPainter, area: QRectF, width: float, theme: Theme) -> None:
    pen = QPen(theme.colour.selection_halo, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawRect(area)
    pen.setColor(theme.colour.accent)
    pen.setDashPattern([_DASH / width, _GAP / width])
    painter.setPen(pen)
    painter.drawRect(area)


def _asked(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    painter.fillRect(area, theme.colour.surface)
    _dashed(painter, area, stroke_width(grid.cell, theme), theme)
    px = fitting_px(grid.cell, 0.7, theme)
    if px is not None:
        font = number_font(theme, px + 2)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(theme.colour.accent)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")


def _ring(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    paint_ring(painter, area, grid.cell, theme)


def _read(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    width = min(theme.px_f("link_line"), max(1.0, grid.cell / 8))
    inset = width / 2 + 1.5
    for row in range(round(area.height() / grid.cell)):
        for column in range(round(area.width() / grid.cell)):
            left, top = area.left() + column * grid.cell, area.top() + row * grid.cell
            cell = QRectF(left, top, grid.cell, grid.cell)
            stroke(painter, cell.adjusted(inset, inset, -inset, -inset), theme, width, 0.8, 1)


def _winner(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    width = min(theme.px_f("hover_ring"), max(1.2, grid.cell / 6))
    halo = theme.px_f("selection_halo_w") / 2
    inset = width / 2 + max(1.0, 0.06 * grid.cell)
    circle = area.adjusted(inset, inset, -inset, -inset)
    for colour, wide in (
        (theme.colour.selection_halo, width + 2 * halo),
        (theme.colour.accent, width),
    ):
        painter.setPen(QPen(colour, wide))
        painter.drawEllipse(circle)


def _cursor(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    width = stroke_width(grid.cell, theme)
    halo = theme.px_f("selection_halo_w")
    inset = width / 2 + halo if grid.cell >= 16 else -width / 2
    stroke(painter, area.adjusted(inset, inset, -inset, -inset), theme, width, halo, 0)


def _faint(painter: QPainter, area: QRectF, grid: PixelGrid, theme: Theme) -> None:
    stroke(painter, area, theme, min(1.3, max(0.8, grid.cell / 8)), 0.7, 1)


_PAINTERS: dict[str, Callable[[QPainter, QRectF, PixelGrid, Theme], None]] = {
    "window": _window,
    "next": _next,
    "ring": _ring,
    "read": _read,
    "winner": _winner,
    "cursor": _cursor,
    "asked": _asked,
    "faint": _faint,
}
