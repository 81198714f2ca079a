"""The picture of 1-D convolution: a row of inputs, units that read it, lines coloured by weight."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.row import RowLab
from cnnstudio.core.labs.row_links import lowered
from cnnstudio.core.labs.sweep import split
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, shown
from cnnstudio.ui.labs.layout import CENTRE, LEFT, line_height, text_width, thinned
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.row_equations import Equations, weight_tone
from cnnstudio.ui.labs.row_filters import filter_items, filters_height
from cnnstudio.ui.labs.row_general import ROLE, general_form
from cnnstudio.ui.labs.row_layout import RowLayout
from cnnstudio.ui.labs.sweep_parts import TOP_LEFT, tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Disc, Item, Mark, PixelGrid, Plate, Run, Text, Wire

#: How opaque lines are: of the unit at work, of its filter's others, of other filters, and of all
#: that have nothing to do with what is pointed at.
_STRONG, _PALE, _OTHER, _ASIDE = 1.0, 0.5, 0.22, 0.1

#: Where on its line the name of a weight stands, seen from the input.
_NAMED_AT = 0.3


def compose(lab: RowLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The row with its units at the left, filters and equations at the right."""
    return _Picture(lab, moment, size, theme).plate()


class _Picture:
    def __init__(self, lab: RowLab, moment: Moment, size: QSizeF, theme: Theme) -> None:
        self.lab, self.moment, self.theme = lab, moment, theme
        self.equations = Equations(lab, moment, theme)
        self.at = RowLayout(lab, size, theme, self.equations.wanted())
        self.looked_at = self._looked_at()
        self.done = lab.step - (lab.step > 0 and moment.phase < 1)

    def plate(self) -> Plate:
        items: list[Item] = [*self._lines(), self._inputs(), *self._input_names()]
        items += [*self._units(), *self._names_of_weights(), *self._names_of_rows()]
        items += filter_items(self.lab, self.at.side, self.theme)
        table = QRectF(self.at.side)
        table.setTop(filters_height(self.lab, self.at.side, self.theme) + 0.5 * self.at.gap)
        room = table.adjusted(self.equations.pad, 0, 0, 0)
        items.append(Text(room, general_form(self.lab, self.equations.filter), ROLE, TOP_LEFT))
        table.setTop(table.top() + line_height(self.theme, ROLE) + 0.75 * self.at.gap)
        items += self.equations.items(table)
        return Plate(tuple(items), tuple(self._marks()), self._slot(table), self._sentence())

    def _slot(self, table: QRectF) -> QRectF | None:
        """What is free below the equations."""
        free = QRectF(table)
        free.setTop(table.top() + self.equations.height(table) + self.at.gap)
        line = line_height(self.theme, "label")
        fits = free.width() >= 18 * line and free.height() >= 7.5 * line
        return free if fits else None

    # The inputs

    def _inputs(self) -> PixelGrid:
        corner = QPointF(self.at.left, self.at.inputs_top)
        return parts.input_grid(
            self.lab, self.lab.operation.padded(), 0, corner, self.at.cell, tr("Inputs")
        )

    def _input_names(self) -> Iterator[Item]:
        before = self.lab.operation.columns.before
        widest = self._name_width(lowered("x", self.lab.inputs))
        for cell in thinned(self.lab.inputs, self.at.cell, widest):
            left = self.at.left + (cell + before) * self.at.cell
            top = self.at.inputs_top + self.at.cell + 1
            middle = left + self.at.cell / 2
            rect = QRectF(middle - widest / 2, top, widest, self.at.label)
            yield Text(rect, (Run(lowered("x", cell + 1), "muted"),), "formula_line", CENTRE)

    def _name_width(self, name: str) -> float:
        """With the space to the next one."""
        return text_width(self.theme, "formula_line", name) * 1.15 + 4

    def _marks(self) -> Iterator[Mark]:
        marks = parts.window_marks(self.lab, self.moment, (0,))
        return (mark for mark in marks if mark.cell.grid == "input:0")

    # The units

    def _places(self) -> Iterator[tuple[int, int, int]]:
        """Filter, place, and number in the order of the steps, of every unit."""
        units = self.lab.units
        for index in range(self.lab.count):
            yield index // units, index % units, index

    def _units(self) -> Iterator[Item]:
        output = self.lab.operation.output()
        digits = decimals(output)
        for filter, place, index in self._places():
            known = shown(output[filter, 0, place], digits)
            yield self._unit(filter, place, index, known)
            if place not in self._named_places(filter):
                continue
            tone = "accent" if self._is_present(index) else "muted"
            name = Run(lowered("h", place + 1, filter), tone, strong=self._is_present(index))
            yield Text(self.at.unit_name(filter, place), (name,), "formula_line", CENTRE)

    def _named_places(self, filter: int) -> list[int]:
        """Units whose names have room, the present one among them."""
        units, equations = self.lab.units, self.equations
        here = equations.is_active and filter == equations.filter
        pitch = self.lab.operation.columns.stride * self.at.cell
        widest = self._name_width(lowered("h", units, filter))
        return thinned(units, pitch, widest, equations.place if here else None)

    def _unit(self, filter: int, place: int, index: int, value: str) -> Disc:
        known, present = index < self.done, self._is_present(index)
        return Disc(
            self.at.unit(filter, place),
            self.at.radius,
            "accent_tint" if present else "surface" if known else "sunken",
            "accent" if present else "hairline_strong",
            value if known else "?" if present else "",
            "text" if known else "accent",
            Cell(f"output:{filter}", 0, place),
            tr("Hidden unit {name}").format(name=lowered("h", place + 1, filter)),
            "big_number",
            self.theme.px_f("selection_stroke" if present else "link_line"),
            1.1 * self.at.radius,
        )

    def _is_present(self, index: int) -> bool:
        return self.equations.is_active and index == self.equations.index

    # The lines

    def _looked_at(self) -> frozenset[Cell]:
        """The lines that hang together with what is pointed at."""
        hovered = self.moment.hovered
        cells = self.moment.linked if hovered is None else self.moment.linked | {hovered}
        return frozenset(cell for cell in cells if cell.grid.startswith("line:"))

    def _lines(self) -> Iterator[Wire]:
        """Pale ones first, so that those of the present unit lie over them."""
        wires = [
            self._wire(filter, place, tap, index)
            for filter, place, index in self._places()
            for tap in range(self.lab.kernel_size)
        ]
        yield from sorted(wires, key=lambda wire: wire.opacity)

    def _wire(self, filter: int, place: int, tap: int, index: int) -> Wire:
        present = self._is_present(index)
        drawn = 1.0
        if present and not self.moment.asked:
            first, last = parts.PRODUCTS
            each = (last - first) / self.lab.kernel_size
            drawn = self.moment.part(first + tap * each, first + (tap + 1) * each)
        cell = Cell(f"line:{filter}", place, tap)
        return Wire(
            self.at.line(filter, place, tap),
            weight_tone(self.lab, filter, tap),
            "row_line" if present or cell in self.looked_at else "link_line",
            drawn=drawn,
            opacity=self._opacity(cell, filter, present),
            on_ground=True,
            cell=cell,
            keeps_tone=True,
        )

    def _opacity(self, cell: Cell, filter: int, present: bool) -> float:
        if self.looked_at:
            return _STRONG if cell in self.looked_at else _ASIDE
        if present or not self.equations.is_active:
            return _STRONG if present or self.lab.filters == 1 else _PALE
        return _PALE if filter == self.equations.filter else _OTHER

    def _names_of_weights(self) -> Iterator[Item]:
        """On the lines of the unit that is pointed at, else of the one at work."""
        filter, place = self._named_unit()
        if not self._has_room_for_names(filter, place):
            return
        for tap in range(self.lab.kernel_size):
            cell = Cell(f"line:{filter}", place, tap)
            if self.looked_at and cell not in self.looked_at:
                continue
            start, end = self.at.line(filter, place, tap)
            name = lowered("w", tap + 1, filter)
            yield Disc(
                start + (end - start) * _NAMED_AT,
                self._name_radius,
                "surface",
                weight_tone(self.lab, filter, tap),
                name,
                cell=cell,
                name=tr("Weight {name}").format(name=name),
                role="formula_line",
                width=self.theme.px_f("identity_edge"),
            )

    def _named_unit(self) -> tuple[int, int]:
        """Filter and place."""
        hovered = self.moment.hovered
        if hovered is not None and self.looked_at:
            kind, filter = split(hovered.grid)
            if kind in ("output", "line"):
                return filter, hovered.column if kind == "output" else hovered.row
        return self.equations.filter, self.equations.place

    @property
    def _name_radius(self) -> float:
        most = 0.95 * line_height(self.theme, "formula_line")
        return min(most, 0.42 * (1 - _NAMED_AT) * self.at.cell)

    def _has_room_for_names(self, filter: int, place: int) -> bool:
        """Whether names are legible on the lines, and clear of both their ends."""
        radius = self._name_radius
        widest = lowered("w", self.lab.kernel_size, filter)
        length = abs(self.at.line(filter, place, 0)[0].y() - self.at.unit(filter, place).y())
        clear = min(_NAMED_AT * length, (1 - _NAMED_AT) * length - self.at.radius)
        return text_width(self.theme, "min", widest) <= 1.6 * radius and clear >= radius + 2

    # Words

    def _names_of_rows(self) -> Iterator[Item]:
        if not self.at.names:
            return
        inputs = self.at.inputs_top + self.at.cell / 2
        yield self._name_of_row(inputs, tr("inputs"), "x")
        many = self.lab.filters > 1 and not self.at.in_one_row
        for filter in range(self.lab.filters if many else 1):
            words = tr("filter {k}").format(k=filter + 1) if many else tr("hidden")
            letter = lowered("h", 0, filter)[:-1]
            yield self._name_of_row(self.at.unit(filter, 0).y(), words, letter)

    def _name_of_row(self, y: float, words: str, letter: str) -> Item:
        found = (Run(words, "muted"), Run(f"\n{letter}", "muted", strong=True))
        return Text(self.at.name_of_row(y), found, "body", LEFT, wraps=True)

    def _sentence(self) -> str:
        if not self.lab.step:
            template = tr("A row of {count} inputs, before the first unit.")
            return template.format(count=self.lab.inputs)
        place = self.lab.place
        if self.moment.asked:
            return tr("What is {unit}?").format(unit=lowered("h", place.column + 1, place.map))
        return tr("{unit} is {value}.").format(
            unit=lowered("h", place.column + 1, place.map),
            value=shown(self.lab.shown.sum, decimals(self.lab.shown.sum)),
        )
