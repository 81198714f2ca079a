"""Where the keyboard goes among the cells of a plate."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import Disc, Picture, PixelGrid, Plate

#: How much worse a step to the side is than one ahead.
_SIDEWAYS = 3.0


def first_cell(plate: Plate) -> Cell | None:
    """Where the keyboard starts: the first cell of a grid that can be edited, else of any."""
    grids = sorted(plate.grids, key=lambda grid: not grid.editable)
    if grids:
        return Cell(grids[0].key, *grids[0].first)
    return next((cell for _, cell in _named(plate)), None)


def within(plate: Plate, cell: Cell, down: int, right: int) -> Cell:
    """The next cell of the same grid, or of the same row of discs; the cell itself at the edge."""
    grid = plate.grid(cell.grid)
    if grid is not None:
        return clamped(grid, Cell(cell.grid, cell.row + down, cell.column + right))
    here = place_of(plate, cell)
    others = [(rect, other) for rect, other in _named(plate) if other != cell]
    return _nearest(here, others, down, right) or cell


def to_other_grid(plate: Plate, cell: Cell, down: int, right: int) -> Cell:
    """A cell of the nearest grid that way; the cell itself if there is none."""
    grid = plate.grid(cell.grid)
    here = grid.rect if grid is not None else place_of(plate, cell)
    others = [(g.rect, Cell(g.key, *g.first)) for g in plate.grids if g.key != cell.grid]
    return _nearest(here, others, down, right) or cell


def to_end(plate: Plate, cell: Cell, *, last: bool, whole_grid: bool) -> Cell:
    """The first or last cell of the row, or of the whole grid."""
    grid = plate.grid(cell.grid)
    if grid is None:
        return cell
    far = max(grid.rows, grid.columns)
    step = far if last else -far
    row = cell.row + step if whole_grid else cell.row
    return clamped(grid, Cell(cell.grid, row, cell.column + step))


def clamped(grid: PixelGrid, cell: Cell) -> Cell:
    """The cell of the grid, its padding included, that is nearest to one that may lie outside."""
    first_row, first_column = grid.corner_name
    row = min(max(cell.row, first_row), first_row + grid.rows - 1)
    column = min(max(cell.column, first_column), first_column + grid.columns - 1)
    return Cell(grid.key, row, column)


def place_of(plate: Plate, cell: Cell) -> QRectF:
    """Where a cell lies on the plate; an empty rectangle if nowhere."""
    grid = plate.grid(cell.grid)
    if grid is not None and grid.holds(cell):
        return grid.area(cell.row, cell.column)
    return next((rect for rect, other in _named(plate) if other == cell), QRectF())


def has_place(plate: Plate, cell: Cell) -> bool:
    """Whether a cell lies somewhere on the plate, so that the keyboard can be there."""
    return not place_of(plate, cell).isEmpty()


def _named(plate: Plate) -> list[tuple[QRectF, Cell]]:
    """Discs and pictures that have a name, and where they lie."""
    return [
        (item.rect, item.cell)
        for item in plate.items
        if isinstance(item, Disc | Picture) and item.cell is not None
    ]


def _nearest(here: QRectF, others: list[tuple[QRectF, Cell]], down: int, right: int) -> Cell | None:
    """What lies nearest in a direction: what is straight ahead counts as nearer."""
    found: list[tuple[float, Cell]] = []
    for rect, cell in others:
        away = rect.center() - here.center()
        ahead = away.x() * right + away.y() * down
        aside = abs(away.x() * down) + abs(away.y() * right)
        if ahead > 0.5:
            found.append((ahead + _SIDEWAYS * aside, cell))
    return min(found, key=lambda entry: entry[0])[1] if found else None
