"""The cells of a grid: colours, lines, hatching, crosses and numbers, as plain vector calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from cnnstudio.ui.look import Theme, mix
from cnnstudio.ui.plates.grid_numbers import (
    GridNumbers,
    edge_width,
    grid_numbers,
    number_font,
)
from cnnstudio.ui.plates.items import PixelGrid
from cnnstudio.ui.plates.ruler import Ruler, known_mask, ruler
from cnnstudio.ui.plates.tones import identity_colour, tone_colour
from cnnstudio.ui.theme_tables import GRID_LINE_OPACITY, ZERO_TEXT_OPACITY
from cnnstudio.ui.widgets.colormap import Pixels, colours_of
from cnnstudio.ui.widgets.hatching import lines_within
from cnnstudio.ui.widgets.painting import fill_sharp, stroke_inside

#: Cells smaller than this on the screen have no lines between them, and no crosses.
_LINES_FROM = 6.0

_HATCH_OPACITY = 0.75
#: How far the colours of padding go towards the ground.
_PADDING_WASH = 0.72
_CROSS_OPACITY = 0.85
#: Qt draws smooth lines of one pixel many times faster than wider ones.
_HATCH_LINE, _CROSS_LINE = 1.0, 1.5

Mask = NDArray[np.bool_]
#: Paints the lines between the cells of a grid.
Lines = Callable[[QPainter, PixelGrid, Ruler, Theme], None]


@dataclass(frozen=True, eq=False)
class GridFace:
    """What a grid looks like in a theme: colours (0xffRRGGBB) and numbers of all its cells."""

    grid: PixelGrid
    theme: Theme
    colours: Pixels
    numbers: GridNumbers | None


def face_of(grid: PixelGrid, theme: Theme) -> GridFace:
    if grid.colours is not None:
        colours = np.array(grid.colours, dtype=np.uint32)
    else:
        colours = colours_of(grid.values, grid.colour_map, grid.limit, theme)
    _wash_out(colours, grid, theme)
    if grid.unread is not None:
        colours[grid.unread] = theme.colour.advice_tint.rgba()
    return GridFace(grid, theme, colours, grid_numbers(grid, theme))


def _wash_out(colours: Pixels, grid: PixelGrid, theme: Theme) -> None:
    """Padding is paler than what it is added to."""
    pad = grid.padding
    outside = np.ones(colours.shape, dtype=bool)
    outside[pad.above : grid.rows - pad.below, pad.left : grid.columns - pad.right] = False
    if not outside.any():
        return
    ground = theme.colour.sunken
    for colour in np.unique(colours[outside]).tolist():
        paler = mix(QColor.fromRgba(colour), ground, _PADDING_WASH).rgba()
        colours[outside & (colours == colour)] = paler


def paint_grid(painter: QPainter, grid: PixelGrid, theme: Theme) -> None:
    """All of a grid: its known cells, and the others empty."""
    mask, at = known_mask(grid), ruler(painter, grid)
    if not mask.any():
        paint_empty(painter, grid, at, theme)
    else:
        if not mask.all():
            painter.fillRect(at.rect, theme.colour.sunken)
        face = face_of(grid, theme)
        fill_cells(painter, face, at, mask)
        paint_over_fill(painter, face, at, mask)
    paint_frame(painter, grid, at, theme)


def paint_empty(
    painter: QPainter, grid: PixelGrid, at: Ruler, theme: Theme, lines: Lines | None = None
) -> None:
    """The cells as if none were known."""
    painter.fillRect(at.rect, theme.colour.sunken)
    (lines or paint_lines)(painter, grid, at, theme)


def fill_cells(painter: QPainter, face: GridFace, at: Ruler, mask: Mask) -> None:
    """Each cell a rectangle in its colour; those of one colour in one call."""
    rows, columns = np.nonzero(mask)
    found, which = np.unique(face.colours[mask], return_inverse=True)
    rects: list[list[QRectF]] = [[] for _ in found]
    for row, column, kind in zip(rows.tolist(), columns.tolist(), which.tolist(), strict=True):
        rects[kind].append(at.cell(row, column))
    for colour, group in zip(found.tolist(), rects, strict=True):
        fill_sharp(painter, QColor.fromRgba(colour), group)


def paint_over_fill(
    painter: QPainter, face: GridFace, at: Ruler, mask: Mask, lines: Lines | None = None
) -> None:
    """What lies over the colours of known cells: hatching, crosses, lines, edges, numbers."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _hatch_padding(painter, face.grid, at, face.theme, mask)
    _cross_unread(painter, face.grid, at, face.theme, mask)
    (lines or paint_lines)(painter, face.grid, at, face.theme)
    _paint_edges(painter, face.grid, at, face.theme, mask)
    if face.numbers is not None:
        _paint_numbers(painter, face, face.numbers, at, mask)
    painter.restore()


def paint_frame(painter: QPainter, grid: PixelGrid, at: Ruler, theme: Theme) -> None:
    """The outline of all cells, and of those that are no padding."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if any(grid.padding):
        top, left = grid.padding.above, grid.padding.left
        bottom, right = grid.rows - grid.padding.below, grid.columns - grid.padding.right
        painter.setPen(QPen(theme.colour.muted, 1.5 * at.hairline))
        painter.drawRect(at.block(top, bottom, left, right))
    if grid.frame == "hairline_strong":
        stroke_inside(painter, at.rect, tone_colour(theme, grid.frame), at.hairline)
    else:
        painter.setPen(QPen(tone_colour(theme, grid.frame), theme.px_f("hover_ring")))
        painter.drawRect(at.rect)
    painter.restore()


def has_lines(grid: PixelGrid, at: Ruler) -> bool:
    """Whether there are lines between its cells."""
    return grid.lines and grid.cell * at.scale >= _LINES_FROM


def paint_lines(painter: QPainter, grid: PixelGrid, at: Ruler, theme: Theme) -> None:
    if not has_lines(grid, at):
        return
    colour = theme.colour.grid_line
    colour.setAlphaF(GRID_LINE_OPACITY)
    fill_sharp(painter, colour, at.inner_lines())


def _hatch_padding(painter: QPainter, grid: PixelGrid, at: Ruler, theme: Theme, mask: Mask) -> None:
    colour = theme.colour.muted
    colour.setAlphaF(_HATCH_OPACITY)
    painter.setPen(_line(colour, _HATCH_LINE))
    inside = _shrunk(at.rect, _HATCH_LINE)
    for block in _padding_blocks(grid, mask):
        area = at.block(*block).intersected(inside)
        painter.drawLines(lines_within(area, at.rect.topLeft()))


def _shrunk(rect: QRectF, by: float) -> QRectF:
    return rect.adjusted(by, by, -by, -by)


def _line(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _padding_blocks(grid: PixelGrid, mask: Mask) -> list[tuple[int, int, int, int]]:
    """The rectangles around the cells that are no padding; cell by cell where some are unknown."""
    pad, rows, columns = grid.padding, grid.rows, grid.columns
    low, right = rows - pad.below, columns - pad.right
    around = [
        (0, pad.above, 0, columns),
        (low, rows, 0, columns),
        (pad.above, low, 0, pad.left),
        (pad.above, low, right, columns),
    ]
    blocks = [block for block in around if block[0] < block[1] and block[2] < block[3]]
    if mask.all():
        return blocks
    return [
        (row, row + 1, column, column + 1)
        for top, bottom, left, end in blocks
        for row in range(top, bottom)
        for column in range(left, end)
        if mask[row, column]
    ]


def _cross_unread(painter: QPainter, grid: PixelGrid, at: Ruler, theme: Theme, mask: Mask) -> None:
    if grid.unread is None or grid.cell * at.scale < _LINES_FROM:
        return
    colour = theme.colour.advice
    colour.setAlphaF(_CROSS_OPACITY)
    painter.setPen(_line(colour, _CROSS_LINE))
    lines: list[QLineF] = []
    for row, column in np.argwhere(grid.unread & mask).tolist():
        cell = _shrunk(at.cell(row, column), _CROSS_LINE)
        lines.append(QLineF(cell.topLeft(), cell.bottomRight()))
        lines.append(QLineF(cell.bottomLeft(), cell.topRight()))
    painter.drawLines(lines)


def _paint_edges(painter: QPainter, grid: PixelGrid, at: Ruler, theme: Theme, mask: Mask) -> None:
    """An inner edge in the colour that tells a cell apart."""
    if grid.edges is None:
        return
    width = edge_width(grid.cell, theme)
    inset = width / 2 + at.hairline
    for row, column in np.argwhere((grid.edges >= 0) & mask).tolist():
        pen = QPen(identity_colour(theme, int(grid.edges[row, column])), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(at.cell(row, column).adjusted(inset, inset, -inset, -inset))


def _paint_numbers(
    painter: QPainter, face: GridFace, numbers: GridNumbers, at: Ruler, mask: Mask
) -> None:
    grid, theme = face.grid, face.theme
    _clear_for_numbers(painter, face, numbers, at, mask)
    kinds: dict[tuple[int, bool], QColor] = {}
    colours, values = face.colours.tolist(), grid.values.tolist()
    for px, cells in _by_size(numbers, mask).items():
        painter.setFont(number_font(theme, px))
        for row, column in cells:
            kind = (colours[row][column], values[row][column] == 0)
            if kind not in kinds:
                kinds[kind] = _ink(theme, *kind)
            painter.setPen(kinds[kind])
            text = numbers.texts[row][column]
            painter.drawText(at.cell(row, column), Qt.AlignmentFlag.AlignCenter, text)


def _by_size(numbers: GridNumbers, mask: Mask) -> dict[int, list[tuple[int, int]]]:
    """The cells that have a text, by the size of it."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, column in np.argwhere(mask).tolist():
        text = numbers.texts[row][column]
        if text:
            found[numbers.px_of(text)].append((row, column))
    return found


def _ink(theme: Theme, fill: int, is_zero: bool) -> QColor:
    """The colour of a number on a cell; zeros step back."""
    colour = QColor(theme.text_on(QColor.fromRgba(fill)))
    if is_zero:
        colour.setAlphaF(ZERO_TEXT_OPACITY)
    return colour


def _clear_for_numbers(
    painter: QPainter, face: GridFace, numbers: GridNumbers, at: Ruler, mask: Mask
) -> None:
    """A quiet place behind the numbers of cells that have lines across them."""
    grid = face.grid
    covered = np.zeros_like(mask) if grid.unread is None else grid.unread.copy()
    for top, bottom, left, right in _padding_blocks(grid, np.ones_like(mask)):
        covered[top:bottom, left:right] = True
    painter.setPen(Qt.PenStyle.NoPen)
    for px, cells in _by_size(numbers, covered & mask).items():
        metrics, height = QFontMetricsF(number_font(face.theme, px)), 0.95 * px
        for row, column in cells:
            cell = at.cell(row, column)
            width = metrics.horizontalAdvance(numbers.texts[row][column]) + 0.3 * height
            patch = QRectF(0, 0, min(width, cell.width()), min(height, cell.height()))
            patch.moveCenter(cell.center())
            painter.setBrush(QColor.fromRgba(int(face.colours[row, column])))
            painter.drawRoundedRect(patch, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
