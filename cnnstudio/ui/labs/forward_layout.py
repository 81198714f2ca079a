"""Where the parts of the forward pass lie: from the digit at the left to the answer at the right,
what the layer does below, and the strip of all layers at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.labs.forward import ForwardLab
from cnnstudio.ui.labs.layout import line_height, text_width
from cnnstudio.ui.look import Theme

#: Of the width left of the answer: the most that the digit, the layer before and the present one
#: have; the rest lies between them.
_DIGIT_SHARE, _BEFORE_SHARE, _PRESENT_SHARE = 0.17, 0.30, 0.44

#: Of what is left over: what lies between digit, layer before, present layer and answer.
_GAP_SHARES = (0.22, 0.5, 0.28)

#: Of the height: what the strip's tiles have.
_STRIP_SHARE = 0.135

#: How much larger than a lab's usual ones cells may be, and the rows of the answer than a list's.
_LARGEST_CELL, _LARGEST_ROW = 1.2, 1.25

#: Cells from this size on are whole pixels.
_WHOLE_FROM = 6.0


@dataclass(frozen=True)
class MapBlock:
    """Maps side by side: where each of them lies, how large their cells are, and what all of them
    take up, beside a column of numbers the numbers' own width too."""

    corners: tuple[QPointF, ...]
    cell: float
    rect: QRectF


@dataclass(frozen=True)
class _Fit:
    """How large a block is: maps in a row, the size of a cell, width and height."""

    across: int
    cell: float
    width: float
    height: float
    beside: float


class ForwardLayout:
    """All places in pixels, for a picture of that size."""

    def __init__(self, lab: ForwardLab, size: QSizeF, theme: Theme) -> None:
        self._lab, self._theme = lab, theme
        self.width, self.height = size.width(), size.height()
        self.gap = 4.0 * theme.px("unit")
        self._level = lab.position.level

    @cached_property
    def heading(self) -> float:
        """The height of the two lines above a block of maps."""
        return line_height(self._theme, "body") + line_height(self._theme, "label") + 6

    @cached_property
    def strip(self) -> QRectF:
        """The tiles of all levels, with their names below them."""
        tiles = max(_STRIP_SHARE * self.height, 2.2 * line_height(self._theme, "body"))
        height = tiles + line_height(self._theme, "axis") + 4
        return QRectF(0, self.height - height, self.width, height)

    @cached_property
    def words(self) -> QRectF:
        """Two lines: what the layer does, and its sizes."""
        lines = line_height(self._theme, "label") + line_height(self._theme, "formula_line") + 8
        top = self.strip.top() - 1.2 * self.gap - lines
        return QRectF(0, top, self.width, lines)

    @cached_property
    def _room(self) -> float:
        """The height of the maps."""
        return self.words.top() - self.gap - self.heading

    @cached_property
    def row(self) -> float:
        """The height of a row of the answer."""
        return float(int(min(self._room / CLASSES, _LARGEST_ROW * self._theme.px_f("bar_row_h"))))

    @cached_property
    def answer(self) -> QRectF:
        least = text_width(self._theme, "card_title", "0  100.0 %") + 6 * self.gap
        width = max(least, 0.17 * self.width)
        return QRectF(self.width - width, 0, width, self.heading + self._room)

    @cached_property
    def blocks(self) -> dict[int, MapBlock]:
        """The present level and the one before; the picture too, where it is neither."""
        digit = self._level > 1
        levels = [0, self._level - 1, self._level] if digit else [0, 1]
        shares = [_DIGIT_SHARE, _BEFORE_SHARE, _PRESENT_SHARE]
        if not digit:
            shares = [_DIGIT_SHARE + _BEFORE_SHARE, _PRESENT_SHARE]
        room = self.answer.left()
        fits = [self._fit(level, share * room) for level, share in zip(levels, shares, strict=True)]
        free = room - sum(fit.width for fit in fits)
        gaps = _GAP_SHARES if digit else (sum(_GAP_SHARES[:2]), _GAP_SHARES[2])
        found: dict[int, MapBlock] = {}
        left = 0.0
        for level, fit, gap in zip(levels, fits, gaps, strict=True):
            found[level] = self._placed(level, fit, QPointF(left, self.heading))
            left += fit.width + gap * free
        return found

    def _fit(self, level: int, width: float) -> _Fit:
        """As large as fits, in the number of columns that makes the maps largest."""
        maps, rows, columns = self._lab.passed.levels[level].values.shape
        gap = self._gap_of(maps)
        beside = self._beside(level)
        most = self._theme.px_f("cell_lab_grid") * _LARGEST_CELL
        if beside:
            most = self.row

        def cell_for(across: int) -> float:
            down = -(-maps // across)
            wide = (width - beside - (across - 1) * gap) / (across * columns)
            high = (self._room - (down - 1) * gap) / (down * rows)
            return min(wide, high, most)

        across = max(range(1, maps + 1), key=lambda count: (round(cell_for(count), 3), -count))
        cell = max(cell_for(across), 0.5)
        cell = float(int(cell)) if cell >= _WHOLE_FROM else cell
        down = -(-maps // across)
        whole = across * (columns * cell + gap) - gap + beside
        return _Fit(across, cell, whole, down * (rows * cell + gap) - gap, beside)

    def _gap_of(self, maps: int) -> float:
        return self._theme.px_f("map_gap" if maps <= 6 else "map_gap_many")

    def _beside(self, level: int) -> float:
        """The room for the numbers beside a column of cells."""
        if not self.is_column(level):
            return 0.0
        return text_width(self._theme, "body", "−00.00") + self.gap

    def is_column(self, level: int) -> bool:
        """Whether a level is a list of so few numbers that they stand below each other."""
        return (
            self._lab.passed.is_list(level) and self._lab.passed.levels[level].values.shape[2] == 1
        )

    def _placed(self, level: int, fit: _Fit, corner: QPointF) -> MapBlock:
        maps, rows, columns = self._lab.passed.levels[level].values.shape
        gap = self._gap_of(maps)
        step_x, step_y = columns * fit.cell + gap, rows * fit.cell + gap
        corners = tuple(
            corner + QPointF((n % fit.across) * step_x, (n // fit.across) * step_y)
            for n in range(maps)
        )
        size = QSizeF(fit.width - fit.beside, fit.height)
        return MapBlock(corners, fit.cell, QRectF(corner, size))
