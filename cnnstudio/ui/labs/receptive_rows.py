"""A stack of layers along one axis: units as circles above what they read, and the cone's lines."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.receptive import ReceptiveLab
from cnnstudio.ui.labs.layout import LEFT, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Disc, Item, Run, Text, Wire

#: Circles below this radius (px) have no number in them.
_NUMBERED_FROM = 11.0


def row_items(
    lab: ReceptiveLab, level: int, unit: int, moment: Moment, rect: QRectF, theme: Theme
) -> Iterator[Item]:
    """The input at the bottom, one row of units for each layer above it."""
    yield from _Rows(lab, level, unit, moment, rect, theme).items()


class _Rows:
    def __init__(
        self,
        lab: ReceptiveLab,
        level: int,
        unit: int,
        moment: Moment,
        rect: QRectF,
        theme: Theme,
    ) -> None:
        self.lab, self.level, self.unit = lab, level, unit
        self.moment, self.rect, self.theme = moment, rect, theme
        self.names = 6.5 * line_height(theme, "body")
        self.pitch = (rect.width() - self.names) / lab.size
        rows = len(lab.layers) + 1
        self.apart = rect.height() / rows
        self.radius = max(3.0, min(self.pitch * 0.42, self.apart * 0.28, 1.5 * theme.px("icon")))
        self.ways = lab.paths(level, unit)
        self.lowest = self._lowest()
        self.asked = lab.question(lab.step + 1).cell if moment.asked else None

    def _lowest(self) -> int:
        """The level that the cone has come down to: all the way where a unit is hovered."""
        hovered = self.moment.hovered is not None and self.moment.hovered.grid.startswith("row:")
        return 0 if hovered else max(0, len(self.lab.layers) - self.lab.step)

    def items(self) -> Iterator[Item]:
        yield from self._lines()
        for n, size in enumerate(self.lab.sizes):
            yield from self._row(n, size)
            yield self._name(n, size)

    def centre(self, level: int, index: int) -> QPointF:
        """Above the middle of what the unit sees of the input."""
        place = float(index)
        for axis in reversed(self.lab.axes[:level]):
            place = place * axis.stride + (axis.reach - 1) / 2
        x = self.rect.left() + self.names + (place + 0.5) * self.pitch
        y = self.rect.bottom() - (level + 0.5) * self.apart
        return QPointF(x, y)

    def _in_cone(self, level: int, index: int) -> bool:
        shown = self.lowest <= level <= self.level
        return shown and self.ways[level][index] > 0

    def _row(self, level: int, size: int) -> Iterator[Item]:
        for index in range(size):
            cell = Cell(f"row:{level}", 0, index)
            if cell == self.asked:
                yield self._question_mark(cell)
                continue
            inside = self._in_cone(level, index)
            ways = self.ways[level][index] if inside else 0
            numbered = inside and self.radius >= _NUMBERED_FROM and level < self.level
            yield Disc(
                self.centre(level, index),
                self.radius,
                "accent_tint" if inside else "surface",
                "accent" if inside else "hairline_strong",
                number(int(ways)) if numbered else "",
                cell=cell,
                role="big_number",
                px=self._number_px,
            )

    def _question_mark(self, cell: Cell) -> Item:
        centre = self.centre(int(cell.grid[4:]), cell.column)
        return Disc(
            *(centre, self.radius, "surface", "accent", "?", "accent", cell),
            role="big_number",
            width=2.5,
            px=self._number_px,
        )

    @property
    def _number_px(self) -> float:
        """About half of the circle, at most."""
        return 1.1 * self.radius

    def _lines(self) -> Iterator[Item]:
        """Every connection faintly, those of the cone in purple, the newest ones still growing."""
        faint: list[Item] = []
        strong: list[Item] = []
        for n, axis in enumerate(self.lab.axes):
            for place in range(axis.positions):
                for cell in axis.reads(place):
                    ends = (self.centre(n + 1, place), self.centre(n, cell))
                    if self._in_cone(n + 1, place) and self._in_cone(n, cell):
                        drawn = self.moment.phase if n == self.lowest and n + 1 <= self.level else 1
                        strong.append(Wire(ends, "accent", "window_link", drawn=drawn))
                    else:
                        faint.append(Wire(ends, "hairline", "hairline_w"))
        yield from faint
        yield from strong

    def _name(self, level: int, size: int) -> Item:
        """“layer 2, sees 5” at the left."""
        y = self.rect.bottom() - (level + 0.5) * self.apart
        high = 2.4 * line_height(self.theme, "body")
        rect = QRectF(self.rect.left(), y - high / 2, self.names - 8, high)
        title = tr("layer {n}").format(n=level) if level else tr("input")
        found = [Run(title, strong=True)]
        if self.lowest <= level < self.level:
            seen = int((self.ways[level] > 0).sum())
            text = "  " + tr("{seen} of {size}").format(seen=number(seen), size=number(size))
            found.append(Run(text, "accent", strong=True))
        return Text(rect, tuple(found), "body", LEFT, wraps=True)
