"""Below the pooling lab's grids: the window taken apart, and what its two numbers are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.pooling import PoolingLab
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.arithmetic import decimals, equals, factor, most_numbers, shown, terms
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import NO_PADDING, Extent, Item, PixelGrid, Run, Text, runs

#: How far a step's move is when its numbers are found.
FOUND = 0.4

#: Lines of the formulas, each general form with its numbers below.
_FORMULAS = 4

#: Pictures narrower than this, in lines of the body, need one line more for the note.
_NARROW = 56


def strip_height(lab: PoolingLab, width: float, theme: Theme) -> float:
    """What the strip needs in a picture of that width."""
    line = line_height(theme, "body")
    notes = (_note_lines(lab) + (width < _NARROW * line)) * line
    return _FORMULAS * _line(theme) + notes + 3.0 * theme.px("unit")


def strip_items(lab: PoolingLab, moment: Moment, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """The window at the left of a rectangle, formulas and a note beside it."""
    label = line_height(theme, "label") + 4
    columns = lab.kernel_size[1]
    most = theme.px_f("cell_lab_window")
    cell = fitting_cell(rect.height() - label - 2, lab.kernel_size[0], most)
    yield Text(rect, (Run(tr("window"), "muted"),), "label", parts.TOP_LEFT)
    yield _window_grid(lab, rect.topLeft() + QPointF(0, label), cell)
    words = rect.adjusted(columns * cell + 8.0 * theme.px("unit"), 0, 0, 0)
    yield from _formulas(lab, moment, words, theme)
    note = words.adjusted(0, _FORMULAS * _line(theme) + 2.0 * theme.px("unit"), 0, 0)
    yield Text(note, _note(lab), "body", parts.TOP_LEFT, wraps=True)


def _line(theme: Theme) -> float:
    return line_height(theme, "formula_line") + 2


# The window


def _window_grid(lab: PoolingLab, corner: QPointF, cell: float) -> PixelGrid:
    """What lies under the window. Padding is hatched and has no numbers: the maximum passes it
    over."""
    grid = parts.window_grid(lab, 0, corner, cell)
    padding = Extent(*_beyond(lab, 0), *_beyond(lab, 1))
    values = np.nan_to_num(grid.values)
    if padding == NO_PADDING or not lab.step:
        return replace(grid, values=values)
    return replace(
        grid,
        values=values,
        known=~np.isnan(grid.values),
        padding=padding,
        first=(padding.above, padding.left),
    )


def _beyond(lab: PoolingLab, which: int) -> tuple[int, int]:
    """How many taps of the window lie before the first cell of the input along an axis, and how
    many behind the last one."""
    size = lab.size[which]
    cells = lab.shown.columns if which else lab.shown.rows
    return sum(cell < 0 for cell in cells), sum(cell >= size for cell in cells)


# The formulas


def _formulas(lab: PoolingLab, moment: Moment, rect: QRectF, theme: Theme) -> Iterator[Item]:
    found = moment.phase >= FOUND
    lines = (
        _general_maximum(lab),
        _maximum(lab, most_numbers(lab.shifted, rect.width(), ", ", theme), found),
        _general_average(lab),
        _average(lab, most_numbers(lab.shifted, rect.width(), " + ", theme), found),
    )
    for place, line in enumerate(lines):
        room = QRectF(rect.left(), rect.top() + place * _line(theme), rect.width(), _line(theme))
        yield Text(room, line, "formula_line", LEFT)


def _general_maximum(lab: PoolingLab) -> tuple[Run, ...]:
    return runs(
        *(parts.letter("m"), "[i, j]", Run(" = max", "muted")),
        *(Run("u, v", "muted", lowered=True), " "),
        parts.read_at(lab),
    )


def _general_average(lab: PoolingLab) -> tuple[Run, ...]:
    rows, columns = lab.kernel_size
    return runs(
        *(parts.letter("a"), "[i, j]", Run(" = ", "muted"), f"1/{rows * columns} "),
        *(Run("Σ", "muted"), Run("u, v", "muted", lowered=True), " "),
        parts.read_at(lab),
    )


def _maximum(lab: PoolingLab, most: int, found: bool) -> tuple[Run, ...]:
    if not lab.step:
        return (Run(tr("the largest number of the window"), "muted"),)
    digits = decimals(lab.shifted)
    cells = _read(lab)
    texts = [shown(value, digits) for value in cells.values()]
    result = shown(lab.shown.result, digits) if found else "?"
    return runs(
        *(Run("max(", "muted"), terms(texts, list(cells), most, ","), Run(") = ", "muted")),
        Run(result, "accent", strong=True),
    )


def _average(lab: PoolingLab, most: int, found: bool) -> tuple[Run, ...]:
    if not lab.step:
        return (Run(tr("their sum, divided by their count"), "muted"),)
    step, digits = lab.shown_average, decimals(lab.shifted)
    of_result = max(decimals(step.result), digits)
    sign = equals([step.sum / step.divisor], round(step.result, of_result), 6)
    cells = _read(lab)
    texts = [factor(value, digits) for value in cells.values()]
    return runs(
        *(Run("(", "muted"), terms(texts, list(cells), most), Run(")", "muted")),
        *(f" / {step.divisor}", Run(f" {sign} ", "muted")),
        Run(shown(step.result, of_result) if found else "?", "accent", strong=True),
    )


def _read(lab: PoolingLab) -> dict[Cell, float]:
    """The cells of the input under the window, without the padding's, and their numbers."""
    values, cells = lab.shown.window.ravel(), lab.operation.cells_of(lab.place)
    pairs = zip(cells, values.tolist(), strict=True)
    return {Cell("input:0", *cell): value for cell, value in pairs if not np.isnan(value)}


# The note: what pooling does to a picture, and how few outputs a shift changes


def _note_lines(lab: PoolingLab) -> int:
    return 3 if lab.is_of_picture else 2


def _note(lab: PoolingLab) -> tuple[Run, ...]:
    kept = tr("The maximum keeps the brightest of each window; the average smooths.  ")
    about = (Run(kept, "text"),) if lab.is_of_picture else ()
    return (*about, *(_changes(lab) if any(lab.shift) else _unshifted()))


def _unshifted() -> tuple[Run, ...]:
    text = tr("Nothing is learned: 0 parameters. Shift the input and see what changes.")
    return (Run(text, "muted"),)


def _changes(lab: PoolingLab) -> Iterator[Run]:
    """How few outputs a shift changes."""
    yield Run(tr("Changed by the shift:"), "muted")
    words = {"input": tr("inputs"), "maximum": tr("maxima"), "average": tr("averages")}
    for place, (name, (part, whole)) in enumerate(lab.changes.items()):
        if place:
            yield Run(",", "muted")
        yield Run(f" {words[name]} ", "muted")
        counts = tr("{part} of {whole}").format(part=number(part), whole=number(whole))
        yield Run(counts, "accent" if place else "text", strong=True)
    yield Run(tr(" (with an edge)"), "muted")
