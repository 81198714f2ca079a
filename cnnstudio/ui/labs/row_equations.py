"""The equations of the slides: one for each unit, in columns, the present one with its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.row import RowLab
from cnnstudio.core.labs.row_links import lowered
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, factor, shown
from cnnstudio.ui.labs.layout import CENTRE, LEFT, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Box, Item, Run, Text

#: Sizes of type, the largest first; the first in which all terms have room is taken.
_ROLES = ("equation", "formula", "formula_line", "label", "min")

#: The height of an equation in lines of its type, the least and the most; and what is left free
#: below them where there is room, in lines of a label.
_LEAST, _MOST, _FREE = 1.6, 2.1, 8.5

#: A bar below a weight, in widths of an edge.
_BAR = 1.5

#: Colours that tell weights apart.
COLOURS = 8

#: A term that is left out.
_GAP = -1


@dataclass(frozen=True)
class Term:
    """A column of the table: a weight and what it multiplies."""

    tap: int
    weight: str
    value: str


class Equations:
    """h₁ = w₁x₁ + w₂x₂ + w₀, and so on, of the filter that is at work.

    `index` is the unit that is looked at in the order of the steps: the one that is worked out, or
    asked about; at the start, when none is, `is_active` is False.
    """

    def __init__(self, lab: RowLab, moment: Moment, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.index, self.is_active = lab.index, lab.step > 0
        self.filter, _, self.place = lab.operation.place(self.index)
        self._step = lab.operation.step(self.index)
        self._axis = lab.operation.columns
        self._output = lab.operation.output()[self.filter, 0]
        self._digits = decimals(lab.weight, lab.input, lab.bias)

    # What stands in the columns

    def letters(self, place: int, tap: int) -> Term:
        """What is read from the padding is 0."""
        if tap == _GAP:
            return Term(tap, "", "")
        cell = self._axis.reads(place)[tap]
        inside = 0 <= cell < self.lab.inputs
        weight = lowered("w", tap + 1, self.filter)
        return Term(tap, weight, lowered("x", cell + 1) if inside else "·0")

    def numbers(self, tap: int) -> Term:
        if tap == _GAP:
            return Term(tap, "", "")
        weight, value = self._step.kernel[0, 0, tap], self._step.window[0, 0, tap]
        return Term(tap, factor(weight, self._digits), f"·{factor(value, self._digits)}")

    def _name(self, place: int) -> str:
        return lowered("h", place + 1, self.filter)

    # How wide they are

    def wanted(self) -> float:
        """The width with all terms in the largest type."""
        return self._width_of(_ROLES[0], self._taps(self.lab.kernel_size)) + 2 * self.pad

    @property
    def pad(self) -> float:
        return 2.5 * self.theme.px_f("unit")

    def _taps(self, count: int) -> tuple[int, ...]:
        """So many terms: the first ones, dots, and the last one; all where that is enough."""
        size = self.lab.kernel_size
        return tuple(range(size)) if count >= size else (*range(count - 1), _GAP, size - 1)

    def _width_of(self, role: str, taps: Sequence[int]) -> float:
        columns = [self._column(role, tap) for tap in taps]
        ends = (self._head(role), self._bias_column(role), self._result(role))
        return sum(columns) + sum(ends)

    def _measure(self, role: str, text: str) -> float:
        return text_width(self.theme, role, text) * 1.04 + 2

    def _head(self, role: str) -> float:
        return self._measure(role, f"{self._name(self._axis.positions - 1)} = ")

    def _column(self, role: str, tap: int) -> float:
        """Of a term, wide enough for letters and numbers alike, and of the sign behind it."""
        return self._term(role, tap) + self._plus(role)

    def _term(self, role: str, tap: int) -> float:
        if tap == _GAP:
            return self._measure(role, "…")
        letters = lowered("w", tap + 1, self.filter) + lowered("x", self.lab.inputs)
        numbers = self.numbers(tap)
        texts = (letters, numbers.weight + numbers.value)
        return max(self._measure(role, text) for text in texts)

    def _plus(self, role: str) -> float:
        return self._measure(role, " + ")

    def _bias_column(self, role: str) -> float:
        name = lowered("w", 0, self.filter)
        value = factor(self.lab.bias[self.filter], self._digits)
        return max(self._measure(role, name), self._measure(role, value))

    def _result(self, role: str) -> float:
        digits = decimals(self._output)
        return max(self._measure(role, f" = {shown(value, digits)}") for value in self._output)

    # The table

    def items(self, rect: QRectF) -> Iterator[Item]:
        """In a rectangle; where not all equations have room, those around the present one."""
        inside = rect.adjusted(self.pad, 0, -self.pad, 0)
        role, taps = self._fitting(inside.width())
        line = line_height(self.theme, role)
        y, height = rect.top(), self._each(rect, line)
        for place in self._places(rect.height(), height):
            present = self.is_active and place == self.place
            if present:
                box = QRectF(rect.left(), y, rect.width(), 2 * height)
                yield Box(box, "accent_tint", "accent", self.theme.px_f("radius_card"), 1.5)
            columns = _Columns(self, role, taps, inside.left(), line)
            yield from columns.letters(place, y + (height - line) / 2, present)
            if present:
                y += height
                yield from columns.numbers(y + (height - line) / 2 - 0.1 * line)
            y += height

    def height(self, rect: QRectF) -> float:
        """What of a rectangle the table takes, with the second line of the present equation, also
        while none is: what lies below does not move when the first one is."""
        role, _ = self._fitting(rect.width() - 2 * self.pad)
        line = self._each(rect, line_height(self.theme, role))
        return (len(self._places(rect.height(), line)) + 1) * line

    def _each(self, rect: QRectF, line: float) -> float:
        """From one equation to the next."""
        free = rect.height() - _FREE * line_height(self.theme, "label")
        return min(max(_LEAST * line, free / (self._axis.positions + 1)), _MOST * line)

    def _fitting(self, width: float) -> tuple[str, tuple[int, ...]]:
        for role in _ROLES:
            taps = self._taps(self.lab.kernel_size)
            if self._width_of(role, taps) <= width:
                return role, taps
        counts = range(self.lab.kernel_size - 1, 2, -1)
        found = (self._taps(count) for count in counts)
        fitting = (taps for taps in found if self._width_of(_ROLES[-1], taps) <= width)
        return _ROLES[-1], next(fitting, self._taps(2))

    def _places(self, height: float, line: float) -> range:
        room = max(1, int(height / line + 0.01) - 1)
        count = self._axis.positions
        first = min(max(0, self.place - room // 2), max(0, count - room))
        return range(first, min(count, first + room))

    # What is known

    def is_done(self, place: int) -> bool:
        """Whether the result of a unit has been worked out."""
        index = self.filter * self._axis.positions + place
        return index < self.lab.step - (self.lab.step > 0 and self.moment.phase < 1)

    @cached_property
    def terms_done(self) -> int:
        """Products of the present unit that have appeared."""
        return int(self.moment.part(*parts.PRODUCTS) * self.lab.kernel_size + 1e-6)

    @property
    def sum_done(self) -> bool:
        """Whether the present unit's products have been added up."""
        return self.moment.part(*parts.SUM) >= 1

    def sign(self) -> str:
        """“=” where the present unit's numbers come to its sum as they are shown, else “≈”."""
        step, digits = self._step, self._digits
        pairs = zip(step.kernel.ravel(), step.window.ravel(), strict=True)
        added = sum(round(float(w), digits) * round(float(x), digits) for w, x in pairs)
        away = added + round(step.bias, digits) - round(step.sum, decimals(self._output))
        return "=" if abs(away) < 1e-9 * max(1.0, abs(step.sum)) else "≈"


@dataclass(frozen=True)
class _Columns:
    """The columns of one size of type, from some place on."""

    table: Equations
    role: str
    taps: tuple[int, ...]
    left: float
    line: float

    def letters(self, place: int, y: float, present: bool) -> Iterator[Item]:
        table, lab = self.table, self.table.lab
        tone = "text" if present or table.is_done(place) or not lab.step else "faint"
        name = Run(table._name(place), "accent" if present else tone, strong=present)
        x = self.left
        yield from self._put(x, y, table._head(self.role), (name, Run(" = ", "muted")))
        x += table._head(self.role)
        for tap in self.taps:
            wide = table._column(self.role, tap)
            yield from self._term(x, y, place, table.letters(place, tap), tone)
            yield from self._plus(x + wide, y)
            x += wide
        bias = Run(lowered("w", 0, table.filter), tone, cell=Cell(f"bias:{table.filter}", 0, 0))
        yield from self._put(x, y, table._bias_column(self.role), (bias,))
        x += table._bias_column(self.role)
        if table.is_done(place) and not present:
            yield from self._result(x, y, place, "text")

    def numbers(self, y: float) -> Iterator[Item]:
        """Below the letters of the present unit, as far as its move has come."""
        table, lab = self.table, self.table.lab
        place = table.place
        x = self.left + table._head(self.role)
        yield from self._put(self.left, y, table._head(self.role), (Run(" = ", "muted"),), CENTRE)
        for tap in self.taps:
            wide = table._column(self.role, tap)
            if tap < table.terms_done:
                yield from self._term(x, y, place, table.numbers(tap), "text")
                yield from self._plus(x + wide, y)
            x += wide
        wide = table._bias_column(self.role)
        bias = factor(lab.bias[table.filter], table._digits)
        if table.terms_done == lab.kernel_size:
            run = Run(bias, cell=Cell(f"bias:{table.filter}", 0, 0))
            yield from self._put(x, y, wide, (run,))
        yield from self._result(x + wide, y, place, "accent")

    def _result(self, x: float, y: float, place: int, tone: str) -> Iterator[Item]:
        table = self.table
        value = float(table._output[place])
        present = tone == "accent"
        done = not present or table.sum_done
        sign = table.sign() if present and done else "="
        text = shown(value, decimals(table._output)) if done else "?"
        found = (Run(f" {sign} ", "muted"), Run(text, tone, strong=True))
        yield from self._put(x, y, table._result(self.role), found)

    def _term(self, x: float, y: float, place: int, term: Term, tone: str) -> Iterator[Item]:
        """A term, and a bar in its weight's colour below the weight."""
        wide = self.table._term(self.role, term.tap)
        if term.tap == _GAP:
            yield from self._put(x, y, wide, (Run("…", "muted"),), CENTRE)
            return
        cell = Cell(f"line:{self.table.filter}", place, term.tap)
        yield from self._put(x, y, wide, (Run(term.weight + term.value, tone, cell=cell),))
        thick = _BAR * self.table.theme.px_f("identity_edge")
        under = text_width(self.table.theme, self.role, term.weight)
        bar = QRectF(x, y + self.line + 0.5, under, thick)
        yield Box(bar, weight_tone(self.table.lab, self.table.filter, term.tap), "none", thick / 2)

    def _plus(self, right: float, y: float) -> Iterator[Item]:
        """At the right end of a column."""
        wide = self.table._plus(self.role)
        yield from self._put(right - wide, y, wide, (Run("+", "muted"),), CENTRE)

    def _put(
        self, x: float, y: float, width: float, found: tuple[Run, ...], align: object = LEFT
    ) -> Iterator[Item]:
        yield Text(QRectF(x, y, width, self.line), found, self.role, align)  # type: ignore[arg-type]


def weight_tone(lab: RowLab, filter: int, tap: int) -> str:
    """The colour that stands for a weight, the same wherever it is. Filters whose weights have no
    colours of their own left begin anew with the first."""
    return f"identity:{weight_colour(lab, filter, tap)}"


def weight_colour(lab: RowLab, filter: int, tap: int) -> int:
    first = filter * lab.kernel_size if has_own_colours(lab) else 0
    return (first + tap) % COLOURS


def has_own_colours(lab: RowLab) -> bool:
    """Whether each weight of every filter has a colour that no other has."""
    return lab.filters * lab.kernel_size <= COLOURS
