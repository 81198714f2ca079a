"""The one painting function of lab pictures: window, images, vectors and films all use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import groupby

from PySide6.QtGui import QPainter

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_cache import GridCache, can_copy
from cnnstudio.ui.plates.grid_painter import paint_grid
from cnnstudio.ui.plates.items import (
    Box,
    Disc,
    Item,
    Legend,
    Mark,
    Picture,
    PixelGrid,
    Plate,
    Text,
    Wire,
)
from cnnstudio.ui.plates.marks import MARK_ORDER, paint_mark
from cnnstudio.ui.plates.rings import paint_rings
from cnnstudio.ui.plates.shapes import paint_box, paint_disc, paint_legend, paint_picture
from cnnstudio.ui.plates.text_painter import paint_text
from cnnstudio.ui.plates.typing_box import paint_typing
from cnnstudio.ui.plates.wires import paint_wire


def paint_plate(
    painter: QPainter,
    plate: Plate,
    theme: Theme,
    *,
    cache: GridCache | None = None,
    linked: Set[Cell] = frozenset(),
    hovered: Cell | None = None,
    cursor: Cell | None = None,
    typed: str | None = None,
) -> None:
    """Paint a plate; the ground is left as it is.

    Without a `cache` all is plain vectors: cells are rectangles and numbers text, so that vector
    files get true vectors. With one, grids are copied from it, for the screen. What names
    `hovered` or a `linked` cell is ringed. `cursor` is the cell with the keyboard, and `typed` what
    has been typed into it so far; None if nobody types.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    lit = linked | {hovered} if hovered is not None else linked
    kept = cache if cache is not None and can_copy(painter) else None
    for item in _in_order(plate.items, lit):
        _paint_item(painter, item, theme, kept, lit)
    for mark in sorted(plate.marks, key=lambda mark: MARK_ORDER.index(mark.style)):
        _paint_mark(painter, plate, mark, theme)
    paint_rings(painter, plate, theme, hovered, linked)
    if cursor is not None:
        _paint_cursor(painter, plate, cursor, typed, theme)
    painter.restore()


def _in_order(items: Sequence[Item], lit: Set[Cell]) -> Iterator[Item]:
    """From back to front; of wires that follow each other, those that are lit come last."""
    for are_wires, group in groupby(items, lambda item: isinstance(item, Wire)):
        if are_wires and lit:
            yield from sorted(group, key=lambda wire: isinstance(wire, Wire) and wire.cell in lit)
        else:
            yield from group


def _paint_item(
    painter: QPainter, item: Item, theme: Theme, cache: GridCache | None, lit: Set[Cell]
) -> None:
    match item:
        case PixelGrid():
            if cache is None:
                paint_grid(painter, item, theme)
            else:
                cache.paint(painter, item, theme)
        case Text():
            paint_text(painter, item, theme, lit)
        case Wire():
            paint_wire(painter, item, theme, lit)
        case Box():
            paint_box(painter, item, theme)
        case Disc():
            paint_disc(painter, item, theme)
        case Legend():
            paint_legend(painter, item, theme)
        case Picture():
            paint_picture(painter, item, theme, cache)


def _paint_mark(painter: QPainter, plate: Plate, mark: Mark, theme: Theme) -> None:
    grid = plate.grid(mark.cell.grid)
    if grid is not None:
        paint_mark(painter, mark, grid, theme)


def _paint_cursor(
    painter: QPainter, plate: Plate, cursor: Cell, typed: str | None, theme: Theme
) -> None:
    grid = plate.grid(cursor.grid)
    if grid is None or not grid.holds(cursor):
        return
    if typed is None:
        paint_mark(painter, Mark(cursor, "cursor"), grid, theme)
    else:
        area = grid.area(cursor.row, cursor.column)
        paint_typing(painter, area, typed, grid.cell, grid.rect, theme)
