"""What a cell of a plate says, for tooltips and screen readers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.grid_numbers import decimals_needed
from cnnstudio.ui.plates.items import Disc, Picture, PixelGrid, Plate


def reading(plate: Plate, cell: Cell) -> str:
    """“Input, row 3, column 2: 7”; nothing where the plate has no such cell."""
    grid = plate.grid(cell.grid)
    if grid is not None:
        return _of_grid(grid, cell) if grid.holds(cell) else ""
    item = next((i for i in plate.items if isinstance(i, Disc | Picture) and i.cell == cell), None)
    if isinstance(item, Disc) and item.name and item.text:
        template = QCoreApplication.translate("plates", "{name}: {value}")
        return template.format(name=item.name, value=item.text)
    if isinstance(item, Disc):
        return item.name or item.text
    return item.name if item is not None else ""


def _of_grid(grid: PixelGrid, cell: Cell) -> str:
    return _template(grid, cell).format(
        name=grid.name, row=cell.row + 1, column=cell.column + 1, value=_value(grid, cell)
    )


def _template(grid: PixelGrid, cell: Cell) -> str:
    translate = QCoreApplication.translate
    if not grid.is_known(cell):
        return translate("plates", "{name}, row {row}, column {column}: not computed yet")
    if grid.is_padding(cell):
        return translate("plates", "{name}, padding: {value}")
    if grid.is_unread(cell):
        return translate("plates", "{name}, row {row}, column {column}: {value}, read by no window")
    if grid.rows == grid.columns == 1:
        return translate("plates", "{name}: {value}")
    return translate("plates", "{name}, row {row}, column {column}: {value}")


def _value(grid: PixelGrid, cell: Cell) -> str:
    """The number with as many figures as it needs, whatever fits into the cell."""
    text = grid.text(cell)
    if text is not None:
        return text
    if grid.planes is not None:
        shown = [number(float(one), grid.digits) for one in grid.planes[:, *grid.place_of(cell)]]
        template = QCoreApplication.translate("plates", "red {0}, green {1}, blue {2}")
        return template.format(*shown)
    value = grid.value(cell)
    if decimals_needed(grid.values) == 0:
        return number(value, 0)
    return number(value, grid.digits) if grid.digits else number(value)
