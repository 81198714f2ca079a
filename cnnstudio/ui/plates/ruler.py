"""Where the cells of a grid lie on the pixels of what is painted on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTransform

from cnnstudio.ui.plates.items import PixelGrid

#: Rows `start` to `stop`, columns `start` to `stop`.
Block = tuple[int, int, int, int]


@dataclass(frozen=True)
class Ruler:
    """Edges of columns and rows, moved to whole pixels of the device, so that they are sharp.

    `xs` and `ys` are in the plate's own unit, `scale` pixels of the device are one of it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    scale: float

    @property
    def hairline(self) -> float:
        """The width of a line of about one unit that covers whole pixels."""
        return max(1, round(self.scale)) / self.scale

    @property
    def rect(self) -> QRectF:
        return self.block(0, len(self.ys) - 1, 0, len(self.xs) - 1)

    def cell(self, row: int, column: int) -> QRectF:
        return self.block(row, row + 1, column, column + 1)

    def block(self, top: int, bottom: int, left: int, right: int) -> QRectF:
        corner = QPointF(self.xs[left], self.ys[top])
        return QRectF(corner, QPointF(self.xs[right], self.ys[bottom]))

    def inner_lines(self) -> list[QRectF]:
        """The lines between cells, each on the first pixels of the cells after it.

        As rectangles: Qt fills these many times faster than it draws smooth lines.
        """
        line, whole = self.hairline, self.rect
        down = [QRectF(x, whole.top(), line, whole.height()) for x in self.xs[1:-1]]
        return down + [QRectF(whole.left(), y, whole.width(), line) for y in self.ys[1:-1]]


def ruler(painter: QPainter, grid: PixelGrid) -> Ruler:
    """The ruler of a grid for what `painter` paints on."""
    transform = painter.deviceTransform()
    x, y, cell = grid.corner.x(), grid.corner.y(), grid.cell
    if not is_upright(transform):
        xs = tuple(x + k * cell for k in range(grid.columns + 1))
        ys = tuple(y + k * cell for k in range(grid.rows + 1))
        return Ruler(xs, ys, 1.0)
    scale = transform.m11()
    xs = _snapped(x, cell, grid.columns, scale, transform.dx())
    ys = _snapped(y, cell, grid.rows, scale, transform.dy())
    return Ruler(xs, ys, scale)


def on_pixels(painter: QPainter, rect: QRectF) -> QRectF:
    """A rectangle with its edges moved to whole pixels of the device."""
    transform = painter.deviceTransform()
    if not is_upright(transform):
        return rect
    return transform.inverted()[0].mapRect(QRectF(transform.mapRect(rect).toRect()))


def is_upright(transform: QTransform) -> bool:
    """Whether it only moves, and enlarges alike in both directions."""
    turned = transform.m12() or transform.m21() or not transform.isAffine()
    return not turned and transform.m11() > 0 and abs(transform.m11() - transform.m22()) < 1e-9


@lru_cache(maxsize=1024)
def _snapped(
    start: float, cell: float, count: int, scale: float, shift: float
) -> tuple[float, ...]:
    """Kept, since a grid lies where it lay in the frame before."""
    wanted = (start + np.arange(count + 1) * cell) * scale + shift
    return tuple(((np.floor(wanted + 0.5) - shift) / scale).tolist())


def known_blocks(grid: PixelGrid) -> list[Block]:
    """The cells that are known, as few blocks."""
    rows, columns, known = grid.rows, grid.columns, grid.known
    if known is None:
        return [(0, rows, 0, columns)]
    if isinstance(known, np.ndarray):
        return list(_mask_blocks(known))
    full, rest = divmod(min(max(int(known), 0), rows * columns), columns)
    found = [(0, full, 0, columns)] if full else []
    return [*found, (full, full + 1, 0, rest)] if rest else found


def known_mask(grid: PixelGrid) -> np.ndarray:
    """Which cells are known (rows, columns)."""
    mask = np.zeros((grid.rows, grid.columns), dtype=bool)
    for top, bottom, left, right in known_blocks(grid):
        mask[top:bottom, left:right] = True
    return mask


def _mask_blocks(mask: np.ndarray) -> Iterator[Block]:
    """Rows that are alike are taken together, each as the runs of its cells."""
    starts = [0, *(row for row in range(1, len(mask)) if (mask[row] != mask[row - 1]).any())]
    for top, bottom in zip(starts, [*starts[1:], len(mask)], strict=True):
        changes = np.flatnonzero(np.diff(np.concatenate(([0], mask[top].view(np.int8), [0]))))
        for left, right in zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True):
            yield top, bottom, left, right
