"""Where each kernel of a wall of filters lies: pure arithmetic, in pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

_GAP = 3
_TILE_GAP = 14
_BANK_GAP = 30
_LINE_GAP, _MOST_LINE_GAP = 6, 22
_MOST_BANKS = 4
#: Sides of a kernel: the least at which its weights can be told apart, and the most.
_LEAST_ROWS, _MOST_ROWS = 14, 64
#: Smaller than this they scroll instead, at up to the other size.
_WORTH_FITTING, _SCROLLED = 20, 40
_LEAST_TILE, _MOST_TILE = 84, 230
_LEAST_STRIP, _MOST_STRIP = 3, 24

Room = tuple[int, int]


@dataclass(frozen=True)
class WallLayout:
    """`filters` of `channels` kernels, each `wide` × `high` pixels, in `columns`.

    As tiles: one picture for each filter, its words below it, in rows of `columns`. As rows: a
    line for each filter, its words at the left and its kernels beside each other, the lines in
    `columns` banks from top to bottom, `spread` pixels farther apart than they need to be.
    """

    filters: int
    channels: int
    wide: int
    high: int
    gap: int
    margin: int
    head: int
    line: int
    columns: int
    is_tiles: bool
    spread: int = 0

    @property
    def step(self) -> int:
        """From one kernel of a row to the next, or from one tile to the next."""
        return self.wide + (_TILE_GAP if self.is_tiles else self.gap)

    @property
    def pitch(self) -> int:
        """From one line to the next."""
        if self.is_tiles:
            return self.high + self.line + _TILE_GAP
        return max(self.high + _LINE_GAP, self.line)

    @property
    def lines(self) -> int:
        return -(-self.filters // self.columns)

    @property
    def bank(self) -> int:
        """From one bank of rows to the next."""
        return self.margin + self.channels * self.step + _BANK_GAP + self.spread

    @property
    def size(self) -> Room:
        """Width and height of all."""
        across = self.columns * (self.step if self.is_tiles else self.bank)
        spare = 0 if self.is_tiles else _BANK_GAP
        return across + 8 - spare, self.head + self.lines * self.pitch + 4

    def cell(self, place: int) -> Room:
        """Line and column (or bank) of the filter at a place of the order."""
        if self.is_tiles:
            return divmod(place, self.columns)
        return place % self.lines, place // self.lines

    def kernel(self, place: int, channel: int = 0) -> tuple[int, int, int, int]:
        """Left, top, width and height of a kernel of the filter at a place of the order."""
        line, column = self.cell(place)
        if self.is_tiles:
            return column * self.step + 4, line * self.pitch + 4, self.wide, self.high
        top = self.head + line * self.pitch + (self.pitch - self.high) // 2
        left = column * self.bank + self.margin + channel * self.step
        return left, top, self.wide, self.high

    def at(self, x: int, y: int) -> tuple[int, int] | None:
        """Place and channel of what is at a point of the whole; the channel is -1 beside the
        kernels of a row."""
        line = (y - self.head) // self.pitch
        column, inside = divmod(x - 4 if self.is_tiles else x, self.step_across)
        if y < self.head or not 0 <= line < self.lines or not 0 <= column < self.columns:
            return None
        place = line * self.columns + column if self.is_tiles else column * self.lines + line
        if place >= self.filters:
            return None
        channel = 0 if self.is_tiles else (inside - self.margin) // self.step
        return place, channel if 0 <= channel < self.channels else -1

    @property
    def step_across(self) -> int:
        return self.step if self.is_tiles else self.bank


def tiles(count: int, shape: Room, room: Room, line: int, least: int) -> WallLayout:
    """One picture (rows, columns of weights) for each filter: as large as all fit, within limits;
    `least` is the width of the words below it, `line` their height."""
    smallest = max(_LEAST_TILE, least)
    side = smallest
    for larger in range(smallest, max(_MOST_TILE, smallest) + 1, 2):
        wide, high = _scaled(shape, larger)
        across = max(1, (room[0] - 4) // (wide + _TILE_GAP))
        if -(-count // across) * (high + line + _TILE_GAP) > room[1]:
            break
        side = larger
    wide, high = _scaled(shape, _whole(side, max(shape)))
    columns = max(1, min(count, (room[0] - 4) // (wide + _TILE_GAP)))
    return WallLayout(count, 1, wide, high, 0, 4, 0, line, columns, True)


def rows(
    count: int, channels: int, shape: Room, room: Room, margin: int, head: int, line: int
) -> WallLayout:
    """A line at least `line` high for each filter of several kernels, in as many banks as make
    the kernels largest, which share the width; where not all fit, they scroll. Single weights
    stand without gaps."""
    if shape == (1, 1):
        fitting = (room[0] - margin - 8) // channels
        wide = min(max(fitting, _LEAST_STRIP), _MOST_STRIP)
        return WallLayout(count, channels, wide, line - 8, 0, margin, head, line, 1, False)
    sides = [_side(count, channels, room, margin, head, b) for b in range(1, _MOST_BANKS + 1)]
    side = max(sides)
    banks = sides.index(side) + 1
    if side < _WORTH_FITTING:
        fitting = (room[0] - margin - 8) // channels - _GAP
        side = min(max(fitting, _LEAST_ROWS), _SCROLLED)
        bank = margin + channels * (side + _GAP) + _BANK_GAP
        banks = min(max((room[0] - 8 + _BANK_GAP) // bank, 1), _MOST_BANKS, count)
    wide, high = _scaled(shape, _whole(side, max(shape)))
    free = (room[1] - head - 4) // -(-count // banks) - high
    line = max(line, high + min(max(free, _LINE_GAP), _MOST_LINE_GAP))
    plan = WallLayout(count, channels, wide, high, _GAP, margin, head, line, banks, False)
    return replace(plan, spread=max(room[0] - plan.size[0], 0) // banks)


def _side(count: int, channels: int, room: Room, margin: int, head: int, banks: int) -> int:
    """The side of a kernel with which all fit in so many banks."""
    lines = -(-count // banks)
    across = (room[0] - 8 + _BANK_GAP) // banks - _BANK_GAP - margin
    down = (room[1] - head - 4) // lines - _LINE_GAP
    return min(across // channels - _GAP, down, _MOST_ROWS)


def _whole(side: int, weights: int) -> int:
    """Whole pixels for each weight, unless that would cost much of the little room."""
    return side // weights * weights if side >= 4 * weights else side


def _scaled(shape: Room, side: int) -> Room:
    longest = max(shape)
    return max(1, side * shape[1] // longest), max(1, side * shape[0] // longest)
