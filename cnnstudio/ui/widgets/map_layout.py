"""Where each map of a grid lies: pure arithmetic, in any unit of length."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Spot:
    """One value of one map."""

    index: int
    row: int
    column: int


@dataclass(frozen=True)
class MapLayout:
    """`count` maps of `rows` × `values_wide` numbers, each `width` × `height` large."""

    count: int
    rows: int
    values_wide: int
    columns: int
    width: int
    height: int
    gap: int

    @property
    def lines(self) -> int:
        return -(-self.count // self.columns)

    @property
    def total_width(self) -> int:
        return self.columns * (self.width + self.gap) - self.gap

    @property
    def total_height(self) -> int:
        return self.lines * (self.height + self.gap) - self.gap

    def origin(self, index: int) -> tuple[int, int]:
        """Left and top of a map."""
        line, place = divmod(index, self.columns)
        return place * (self.width + self.gap), line * (self.height + self.gap)

    def cell(self, spot: Spot) -> tuple[float, float, float, float]:
        """Left, top, width and height of one value."""
        left, top = self.origin(spot.index)
        wide, high = self.width / self.values_wide, self.height / self.rows
        return left + spot.column * wide, top + spot.row * high, wide, high

    def spot_at(self, x: float, y: float) -> Spot | None:
        """The value drawn at a point, or None between and beyond the maps."""
        if x < 0 or y < 0 or x >= self.total_width or y >= self.total_height:
            return None
        place, inside_x = divmod(x, self.width + self.gap)
        line, inside_y = divmod(y, self.height + self.gap)
        index = int(line) * self.columns + int(place)
        if inside_x >= self.width or inside_y >= self.height or index >= self.count:
            return None
        row = int(inside_y * self.rows / self.height)
        return Spot(index, row, int(inside_x * self.values_wide / self.width))


def fitted(
    count: int,
    shape: tuple[int, int],
    room: tuple[int, int],
    gap: int,
    columns: int | None = None,
    width: int | None = None,
) -> MapLayout:
    """The layout with the largest maps that fit into `room` (width, height).

    Maps have `shape` (rows, values across); `columns` and `width` of a map may be given. Where
    a map is larger than its numbers, every number gets the same whole count of pixels; the gap
    between maps may be down to half of `gap` where that makes each number a pixel larger.
    """
    choices = [columns] if columns else _column_choices(count)
    gaps = [gap] if width or shape == (1, 1) else range(gap, gap // 2, -1)
    made = [
        _with_columns(count, shape, room, between, number, width)
        for between in gaps or [gap]
        for number in choices
    ]
    return max(made, key=lambda plan: (plan.width, plan.gap, -abs(plan.columns - plan.lines)))


def _column_choices(count: int) -> list[int]:
    return list(range(1, max(count, 1) + 1))


def _with_columns(
    count: int,
    shape: tuple[int, int],
    room: tuple[int, int],
    gap: int,
    columns: int,
    width: int | None,
) -> MapLayout:
    rows, values_wide = shape
    lines = -(-count // columns)
    if width is None:
        free_width = (room[0] - gap * (columns - 1)) / columns
        free_height = (room[1] - gap * (lines - 1)) / max(lines, 1)
        width = _whole_cells(min(free_width, free_height * values_wide / rows), values_wide)
    height = max(1, round(width * rows / values_wide))
    return MapLayout(count, rows, values_wide, columns, width, height, gap)


def _whole_cells(width: float, values_wide: int) -> int:
    cells = math.floor(width / values_wide)
    return max(1, cells * values_wide if cells else math.floor(width))
