"""The picture of a method: the digit, and over it, for each class, what its pixels have to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.messages import Floats
from cnnstudio.ui.labs.layout import CENTRE, LEFT, fitting_cell, line_height, text_width
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Item, Legend, Mark, PixelGrid, Plate, Run, Text, Wire
from cnnstudio.ui.plates.outline import outline
from cnnstudio.ui.theme_tables import LEGEND_PERCENTILE
from cnnstudio.ui.widgets.colormap import ColourMap, beyond, range_limit
from cnnstudio.ui.workspaces.inside.why.method_words import WORDS, score_text
from cnnstudio.ui.workspaces.inside.why.reasons import Reasons

#: The digit stands beside two maps where these lose at most so much of their size by it.
_DIGIT_WORTH = 0.75
_GAP = 30.0
_LARGEST_CELL = 64.0
DIGIT = "digit"


@dataclass(frozen=True, eq=False)
class Pane:
    """One picture: its title, a figure and a note below it, and (rows, columns) numbers, nan where
    none is known.

    `cells` pixels of the digit are as wide as one of its cells, and its first one begins `inset`
    (rows, columns) pixels within the digit.
    """

    key: str
    title: str
    figure: str
    note: str
    values: Floats
    cells: int = 1
    inset: tuple[float, float] = (0.0, 0.0)


def compose(
    reasons: Reasons, covered: int, hovered: Cell | None, size: QSizeF, theme: Theme
) -> Plate:
    """`covered` is how many places the square of occlusion has been at. A map's cell that is
    hovered moves the square there."""
    place = place_of(reasons, covered, hovered)
    panes = tuple(_panes(reasons, covered, place))
    rows, columns = reasons.digit.shape
    cell, shown = _fitted(panes, (rows, columns), size, theme)
    head, foot = _head(theme), line_height(theme, "label") + 12
    wide, high = columns * cell, rows * cell
    left = (size.width() - len(shown) * wide - (len(shown) - 1) * _GAP) / 2
    top = max((size.height() - head - high - foot) / 2, 0) + head
    colours, limit = scale_of(reasons, panes)
    items: list[Item] = []
    for index, pane in enumerate(shown):
        corner = QPointF(round(left + index * (wide + _GAP)), round(top))
        items += _pane(pane, corner, cell, wide, reasons.digit, colours, limit, theme)
    right = left + len(shown) * wide + (len(shown) - 1) * _GAP
    if any(pane.key != DIGIT for pane in shown):
        maps = [pane.values.ravel() for pane in panes if pane.key != DIGIT]
        ends = beyond(np.concatenate(maps), limit)
        items += _foot(reasons, colours, limit, ends, QPointF(right, top + high), theme)
    marks = tuple(_marks(reasons, place, shown))
    return Plate(tuple(items), marks, None, _sentence(reasons))


def scale_of(reasons: Reasons, panes: tuple[Pane, ...]) -> tuple[ColourMap, float]:
    """One scale for all maps of a picture, so that they can be compared; that of an occlusion is
    of all its places, so that it keeps still while they come."""
    choices = reasons.choices
    at_least_zero = choices.method == "grad_cam" and choices.only_for
    colours = ColourMap.SEQUENTIAL if at_least_zero else ColourMap.SIGNED
    swept = reasons.swept
    if choices.method == "occlusion" and swept is not None:
        known = [swept.falls(target, reasons.of()) for target in reasons.classes]
    else:
        known = [pane.values.ravel() for pane in panes if pane.key != DIGIT]
    values = np.concatenate(known) if known else np.zeros(0)
    # An occlusion's map is smooth: no single place of it would make the others pale.
    rank = 100 if choices.method == "occlusion" else LEGEND_PERCENTILE
    return colours, range_limit(values, colours, rank)


def link(reasons: Reasons, cell: Cell) -> frozenset[Cell]:
    """The same pixel in every picture; the same place in every map of an occlusion."""
    keys = [class_key(target) for target in reasons.classes]
    by_place = reasons.choices.method == "occlusion" and not reasons.choices.by_pixel
    if not by_place:
        keys.append(DIGIT)
    elif cell.grid == DIGIT:
        return frozenset()
    return frozenset(Cell(key, cell.row, cell.column) for key in keys if key != cell.grid)


def class_key(target: int) -> str:
    return f"class{target}"


def place_of(reasons: Reasons, covered: int, hovered: Cell | None) -> int | None:
    """Where the square is: at the hovered cell of a map, else at the last place, but nowhere
    before the first one and when all are done."""
    swept, choices = reasons.swept, reasons.choices
    if choices.method != "occlusion" or swept is None:
        return None
    known = min(covered, len(swept.logits))
    if hovered is not None and hovered.grid != DIGIT and not choices.by_pixel:
        place = hovered.row * swept.places.grid[1] + hovered.column
        if place < known:
            return place
    return known - 1 if 0 < known < swept.places.count else None


# The panes


def _panes(reasons: Reasons, covered: int, place: int | None) -> Iterator[Pane]:
    swept, digit = reasons.swept, reasons.digit
    is_occlusion = reasons.choices.method == "occlusion"
    if is_occlusion and swept is not None and place is not None:
        digit = swept.places.covered(digit, place)
    yield Pane(DIGIT, _tr("The digit"), shape(digit.shape), _tr("pixels"), digit)
    for target in reasons.classes:
        if is_occlusion:
            pane = _by_occlusion(reasons, target, covered, place)
        else:
            pane = _by_gradient(reasons, target)
        if pane is not None:
            yield pane


def _by_gradient(reasons: Reasons, target: int) -> Pane | None:
    method = reasons.choices.method
    known = reasons.map(method, target)
    if known is None or known.values.shape != reasons.digit.shape:
        return None
    return _class_pane(target, known.score, None, known.of, known.values)


def _by_occlusion(reasons: Reasons, target: int, covered: int, place: int | None) -> Pane | None:
    swept, of = reasons.swept, reasons.of()
    if swept is None:
        return None
    shown = swept.falls(target, of)[:covered]
    score = swept.score(target, of)
    now = None if place is None else float(swept.scores(target, of)[place])
    if reasons.choices.by_pixel:
        return _class_pane(target, score, now, of, swept.places.pixel_map(shown))
    pane = _class_pane(target, score, now, of, swept.places.place_map(shown))
    return replace(pane, cells=swept.places.strides[0], inset=swept.places.inset)


def _class_pane(target: int, score: float, now: float | None, of: str, values: Floats) -> Pane:
    """`now` is the score that the square leaves."""
    title = _tr("For {digit}").format(digit=target)
    if now is None:
        note = _tr("logit") if of == "logit" else _tr("probability")
        return Pane(class_key(target), title, score_text(score, of), note, values)
    note = _tr("uncovered {score}").format(score=score_text(score, of))
    return Pane(class_key(target), title, score_text(now, of), note, values)


# The layout


def _head(theme: Theme) -> float:
    return line_height(theme, "panel_title") + line_height(theme, "big_number") + 10


def _fitted(
    panes: tuple[Pane, ...], picture: tuple[int, int], size: QSizeF, theme: Theme
) -> tuple[float, tuple[Pane, ...]]:
    """The size of a pixel, and the panes that are shown: all of them, or the maps alone."""
    rows, columns = picture
    room = size.height() - _head(theme) - line_height(theme, "label") - 12

    def cell(count: int) -> float:
        across = (size.width() - (count - 1) * _GAP) / count
        most = min(_LARGEST_CELL, room / rows)
        return fitting_cell(across, columns, most)

    all_of_them, maps = cell(len(panes)), cell(max(len(panes) - 1, 1))
    if len(panes) <= 2 or all_of_them >= _DIGIT_WORTH * maps:
        return all_of_them, panes
    return maps, panes[1:]


def _pane(
    pane: Pane,
    corner: QPointF,
    cell: float,
    wide: float,
    digit: Floats,
    colours: ColourMap,
    limit: float,
    theme: Theme,
) -> list[Item]:
    known = ~np.isnan(pane.values)
    is_digit = pane.key == DIGIT
    inset = QPointF(pane.inset[1] * cell, pane.inset[0] * cell)
    grid = PixelGrid(
        pane.key,
        pane.title,
        np.nan_to_num(pane.values),
        corner + inset,
        pane.cells * cell,
        ColourMap.PIXEL if is_digit else colours,
        1.0 if is_digit else limit,
        known=None if known.all() else known,
        lines=False,
    )
    title, note = line_height(theme, "panel_title"), line_height(theme, "big_number")
    above = QRectF(corner.x(), corner.y() - _head(theme), wide, title)
    heading = Text(above, (Run(pane.title, strong=True),), "panel_title", LEFT)
    under = QRectF(above.left(), above.bottom(), wide, note + 4)
    figure_wide = text_width(theme, "big_number", pane.figure) + 8
    figure = Text(under, (Run(pane.figure),), "big_number", LEFT)
    beside = under.adjusted(figure_wide, 3, 0, 0)
    below = Text(beside, (Run(pane.note, "muted"),), "label", LEFT)
    lines: tuple[Wire, ...] = () if is_digit else outline(digit, corner, cell)
    frame = _frame(corner, wide, digit.shape[0] * cell) if pane.inset != (0, 0) else ()
    return [heading, figure, below, *frame, grid, *lines]


def _frame(corner: QPointF, wide: float, high: float) -> tuple[Wire, ...]:
    """The edge of the digit around a map that is smaller."""
    x, y = corner.x(), corner.y()
    points = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
    return (Wire(tuple(QPointF(*point) for point in points), "hairline_strong", "hairline_w"),)


def _foot(
    reasons: Reasons,
    colours: ColourMap,
    limit: float,
    ends_beyond: tuple[bool, bool],
    corner: QPointF,
    theme: Theme,
) -> list[Item]:
    """What the numbers are, and which colours stand for which; `corner` is at the bottom right."""
    of = reasons.of()
    high = score_text(limit, of, signed=colours is ColourMap.SIGNED)
    low = score_text(-limit, of) if colours is ColourMap.SIGNED else "0"
    if reasons.choices.method in ("gradient", "grad_cam"):
        signed = colours is ColourMap.SIGNED
        high, low = number(limit, signed=signed), number(-limit) if signed else "0"
    low = f"≤{low}" if ends_beyond[0] else low
    high = f"≥{high.removeprefix('+')}" if ends_beyond[1] else high
    ends = text_width(theme, "axis", low) + text_width(theme, "axis", high)
    wide, height = 1.6 * theme.px("legend_w") + ends + 20, line_height(theme, "label")
    legend = QRectF(corner.x() - wide, corner.y() + 10, wide, height)
    unit = WORDS[reasons.choices.method].translated().unit
    room = text_width(theme, "label", unit) + 8
    words = QRectF(legend.left() - room - 10, legend.top(), room, height)
    return [Text(words, (Run(unit, "muted"),), "label", CENTRE), Legend(legend, colours, low, high)]


def _marks(reasons: Reasons, place: int | None, shown: tuple[Pane, ...]) -> Iterator[Mark]:
    swept = reasons.swept
    if place is None or swept is None:
        return
    top, left, rows, columns = swept.places.box(place)
    row, column = divmod(place, swept.places.grid[1])
    for pane in shown:
        if pane.key == DIGIT or reasons.choices.by_pixel:
            yield Mark(Cell(pane.key, top, left), "window", rows, columns)
        else:
            yield Mark(Cell(pane.key, row, column), "ring")


def _sentence(reasons: Reasons) -> str:
    name = WORDS[reasons.choices.method].translated().name
    if len(reasons.classes) == 2:
        one, other = reasons.classes
        template = _tr("{method} for {one} and for {other}")
        return template.format(method=name, one=one, other=other)
    if len(reasons.classes) == 1:
        return _tr("{method} for {one}").format(method=name, one=reasons.classes[0])
    return _tr("The digit")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Why", text)
