"""The picture of “From dense to convolutional”: units, their lines, and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.row_links import lowered
from cnnstudio.core.labs.wiring import Line, Spot, WiringLab
from cnnstudio.ui.labs.layout import line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import TOP_LEFT, tr
from cnnstudio.ui.labs.wiring_counts import counts
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Disc, Item, Plate, Run, Text, Wire

COLOURS = 8

#: Of the width: the counts at the right.
_COUNT_SHARE = 0.36

#: How far a plane of units is slanted, and how flat it lies.
_SLANT, _FLAT = 0.45, 0.55

#: Lines that have not been cut to a window yet, and those beside a unit that is looked at.
_PALE, _ASIDE = 0.5, 0.15


def compose(lab: WiringLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The wires at the left, the counter and a layer of real size at the right."""
    gap = 4.0 * theme.px("unit")
    wide = max(size.width() * _COUNT_SHARE, 20 * line_height(theme, "label"))
    left = QRectF(0, 0, size.width() - wide - 2 * gap, size.height())
    right = QRectF(size.width() - wide, 0, wide, size.height())
    items: list[Item] = [*_Wires(lab, moment, left, theme).items(), *counts(lab, right, theme)]
    template = tr("{lines} lines, {parameters} parameters.")
    sentence = template.format(lines=len(lab.lines), parameters=lab.parameters)
    return Plate(tuple(items), (), None, sentence)


class _Wires:
    """Inputs and units as circles, and the lines between them."""

    def __init__(self, lab: WiringLab, moment: Moment, rect: QRectF, theme: Theme) -> None:
        self.lab, self.moment, self.rect, self.theme = lab, moment, rect, theme
        self.title = self._title_height()
        self.radius = self._radius()
        self.place_input: Callable[[Spot], QPointF] = self._input_in_row
        self.place_unit: Callable[[Spot], QPointF] = self._unit_in_row
        if lab.is_square:
            self.place_input, self.place_unit = self._input_in_square, self._unit_in_square

    def _radius(self) -> float:
        if self.lab.is_square:
            return min(self._pitch() * 0.24, 1.6 * self.theme.px("icon"))
        return min(self.rect.width() / self.lab.inputs * 0.36, 1.9 * self.theme.px("icon"))

    def _pitch(self) -> float:
        """From one input of a square to the next, in a plane that is seen from the side."""
        across = self.lab.inputs + _SLANT * (self.lab.inputs - 1)
        high = self.rect.height() - self.title
        return min(self.rect.width() / across, 0.36 * high / (self.lab.inputs * _FLAT))

    # Where things lie

    def _input_in_row(self, spot: Spot) -> QPointF:
        pitch = self.rect.width() / self.lab.inputs
        return QPointF((spot[1] + 0.5) * pitch, self.rect.bottom() - 2.2 * self.radius)

    def _unit_in_row(self, spot: Spot) -> QPointF:
        pitch = self.rect.width() / self.lab.inputs
        x = (spot[1] + self.lab.window / 2) * pitch
        return QPointF(x, self.rect.top() + self.title + 2.4 * self.radius)

    def _input_in_square(self, spot: Spot) -> QPointF:
        return self._in_plane(spot, 0.77, self.lab.inputs)

    def _unit_in_square(self, spot: Spot) -> QPointF:
        return self._in_plane(spot, 0.2, self.lab.axis.positions)

    def _in_plane(self, spot: Spot, middle: float, side: int) -> QPointF:
        pitch = self._pitch()
        row, column = spot[0] - (side - 1) / 2, spot[1] - (side - 1) / 2
        high = self.rect.height() - self.title
        return QPointF(
            self.rect.width() / 2 + (column - row * _SLANT) * pitch,
            self.title + high * middle + row * pitch * _FLAT,
        )

    # What is drawn

    def items(self) -> Iterator[Item]:
        yield from self._lines()
        for number_of, spot in enumerate(self.lab.input_spots):
            yield self._disc(self.place_input(spot), "x", number_of, Cell("input", *spot), False)
        for number_of, spot in enumerate(self.lab.unit_spots):
            yield self._disc(
                self.place_unit(spot),
                "h",
                number_of,
                Cell("units", *spot),
                number_of == self._present(),
            )
        yield from self._titles()

    def _present(self) -> int:
        """The unit that the present step rewires; −1 at the start."""
        return (self.lab.step - 1) % len(self.lab.unit_spots) if self.lab.step else -1

    def _disc(
        self, centre: QPointF, letter: str, number_of: int, cell: Cell, present: bool
    ) -> Disc:
        named = self.radius >= 0.8 * line_height(self.theme, "label")
        return Disc(
            centre,
            self.radius,
            "accent_tint" if present else "surface",
            "accent" if present else "hairline_strong",
            lowered(letter, number_of + 1) if named else "",
            "muted",
            cell,
            role="formula_line",
            px=self.radius,
        )

    def _titles(self) -> Iterator[Item]:
        rect = QRectF(self.rect.left(), 0, self.rect.width(), self.title)
        stage = Run(
            self._stages()[2 if self.lab.sharing else 1 if self.lab.cut else 0], strong=True
        )
        between = "   " if self._is_title_in_one_line() else "\n"
        counted = Run(between + self._counted(len(self.lab.lines)), "muted")
        yield Text(rect, (stage, counted), "body", TOP_LEFT, wraps=True)

    def _stages(self) -> tuple[str, str, str]:
        return (
            tr("Dense: everything with everything"),
            tr("Locally connected"),
            tr("Local, with shared weights: a convolution"),
        )

    def _counted(self, lines: int) -> str:
        template = tr("{inputs} inputs, {units} units, {lines} lines")
        units, inputs = len(self.lab.unit_spots), len(self.lab.input_spots)
        return template.format(inputs=number(inputs), units=number(units), lines=number(lines))

    def _is_title_in_one_line(self) -> bool:
        """Of all stages alike, so that nothing moves from one to the next."""
        most = self._counted(len(self.lab.unit_spots) * len(self.lab.input_spots))
        longest = max(self._stages(), key=len)
        return text_width(self.theme, "body_strong", f"{longest}   {most}") <= self.rect.width()

    def _title_height(self) -> float:
        second = 0 if self._is_title_in_one_line() else line_height(self.theme, "body")
        return line_height(self.theme, "panel_title") + 6 + second

    def _lines(self) -> Iterator[Item]:
        """Those that are being cut first, so that they lie behind; then pale ones, then strong."""
        yield from self._going()
        looked_at = self._looked_at()
        wires = [self._wire(line, looked_at) for line in self.lab.lines]
        yield from sorted(wires, key=lambda wire: wire.opacity)

    def _going(self) -> Iterator[Item]:
        """The lines that the present step cuts, as long as its move lasts."""
        lab, moment = self.lab, self.moment
        if moment.phase >= 1 or not 0 < lab.step <= len(lab.unit_spots):
            return
        unit = lab.unit_spots[lab.step - 1]
        for spot in lab.input_spots:
            if lab.tap(unit, spot) < 0:
                ends = (self.place_unit(unit), self.place_input(spot))
                left = 1 - moment.phase
                yield Wire(ends, "muted", drawn=left, opacity=left, on_ground=True)

    def _looked_at(self) -> Cell | None:
        hovered = self.moment.hovered
        is_unit = hovered is not None and hovered.grid in ("units", "input")
        return hovered if is_unit else None

    def _identity(self, line: Line) -> int:
        """The colour of a line's weight. Where units side by side have weights of their own these
        differ at each place of the window, from each other's and from those that are shared."""
        if line.weight < self.lab.taps or line.tap < 0:
            return line.weight % COLOURS
        unit = self.lab.unit_spots.index(line.unit)
        return (line.tap + 1 + unit * 3 % (COLOURS - 1)) % COLOURS

    def _wire(self, line: Line, looked_at: Cell | None) -> Wire:
        shared = line.weight < self.lab.taps
        local = line.tap >= 0
        opacity = 1.0 if shared or (local and self.lab.cut) else _PALE
        if looked_at is not None:
            ends_here = looked_at in (Cell("units", *line.unit), Cell("input", *line.input))
            opacity = 1.0 if ends_here else _ASIDE
        return Wire(
            (self.place_input(line.input), self.place_unit(line.unit)),
            f"identity:{self._identity(line)}",
            "link_line" if shared else "window_link",
            opacity=opacity,
            on_ground=True,
        )
