"""The picture of the receptive field lab: a stack of layers, and the cone below a unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.receptive import ReceptiveLab
from cnnstudio.ui.labs.layout import CENTRE, LEFT, fitting_cell, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.receptive_maps import map_items
from cnnstudio.ui.labs.receptive_rows import row_items
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Box, Item, Mark, PixelGrid, Plate, Run, Text, runs

#: Of the width: the table and the count of weights.
_TABLE_SHARE = 0.27


def compose(lab: ReceptiveLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The stack at the left, its table and its weights at the right. The cone of a unit that is
    pointed at would tell what is asked: that stands still meanwhile."""
    if moment.asked:
        moment = replace(moment, hovered=None, linked=frozenset())
    gap = 4.0 * theme.px("unit")
    table = max(size.width() * _TABLE_SHARE, 17 * line_height(theme, "label"))
    left = QRectF(0, 0, size.width() - table - 2 * gap, size.height())
    right = QRectF(size.width() - table, 0, table, size.height())
    level, unit = focus(lab, moment)
    marks: tuple[Mark, ...] = ()
    if lab.view == "rows":
        items = list(row_items(lab, level, unit[1], moment, left, theme))
    else:
        items, marks = map_items(lab, level, unit, moment, left, theme)
    return Plate((*items, *_table(lab, moment, right, theme)), marks, None, _sentence(lab, moment))


def focus(lab: ReceptiveLab, moment: Moment) -> tuple[int, tuple[int, int]]:
    """Level, and row and column there, of the unit whose cone is shown: the hovered one, or the
    one at the middle of the top."""
    hovered = moment.hovered
    if hovered is not None and hovered.grid.startswith("row:"):
        return int(hovered.grid[4:]), (hovered.row, hovered.column)
    return len(lab.layers), (lab.unit, lab.unit)


def _sentence(lab: ReceptiveLab, moment: Moment) -> str:
    if asks_for_field(lab, moment):
        return tr("How many of {size} input cells does a unit of layer {layer} see?").format(
            size=lab.size, layer=len(lab.layers)
        )
    template = tr("A unit of layer {layer} sees {field} of {size} input cells along each side.")
    return template.format(layer=len(lab.layers), field=lab.field, size=lab.size)


def _table(lab: ReceptiveLab, moment: Moment, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """The layers as numbers that can be changed, the topmost at the top; their weights below."""
    line, gap = line_height(theme, "body"), 4.0 * theme.px("unit")
    names = 5.2 * line
    cell = min(
        fitting_cell(rect.width() - names, 4, theme.px_f("cell_lab_grid")),
        fitting_cell(rect.height() * 0.5, len(lab.layers) + 1, theme.px_f("cell_lab_grid")),
    )
    corner = QPointF(rect.left() + names, rect.top() + line + 4)
    headings = (tr("F"), tr("S"), tr("D"), tr("pool"))
    for place, text in enumerate(headings):
        above = QRectF(corner.x() + place * cell - 20, rect.top(), cell + 40, line)
        yield Text(above, (Run(text, "muted"),), "label", CENTRE)
    yield PixelGrid(
        key="stack",
        name=tr("Layers"),
        values=lab.stack,
        corner=corner,
        cell=cell,
        limit=1e9,
        digits=0,
        editable=True,
    )
    for place in range(len(lab.layers)):
        beside = QRectF(rect.left(), corner.y() + place * cell, names - 10, cell)
        yield Text(beside, (Run(tr("layer {n}").format(n=place + 1)),), "body", LEFT)
    top = corner.y() + len(lab.layers) * cell + gap
    below = QRectF(rect.left(), top, rect.width(), rect.bottom() - top)
    yield from _weights(lab, asks_for_field(lab, moment), below, theme)
    foot = QRectF(rect.left(), rect.bottom() - 2.4 * line, rect.width(), 2.4 * line)
    if foot.top() > top + _box_height(theme):
        words = tr("The numbers: in how many ways a cell reaches the unit.")
        yield Text(foot, (Run(words, "muted"),), "label", LEFT, wraps=True)


def asks_for_field(lab: ReceptiveLab, moment: Moment) -> bool:
    """Whether the size of the receptive field is what is asked for."""
    return moment.asked and lab.question(lab.step + 1).in_figures


def _box_height(theme: Theme) -> float:
    """That of four lines."""
    return 4 * line_height(theme, "formula") * 1.45 + 4.0 * theme.px("unit")


def _weights(lab: ReceptiveLab, asked: bool, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """What the stack costs, against one layer that sees as much."""
    line, gap = line_height(theme, "formula"), 4.0 * theme.px("unit")
    box = QRectF(rect.left(), rect.top(), rect.width(), min(rect.height(), _box_height(theme)))
    yield Box(box, "raised", "hairline", theme.px_f("radius_panel"))
    inside = box.adjusted(gap * 0.8, gap * 0.5, -gap * 0.8, -gap * 0.5)
    field, weights = ("?", "?") if asked else (number(lab.field), number(lab.weights_of_one))
    rows = (
        (
            Run(tr("Weights of this stack"), strong=True),
            Run(f"   C = {number(lab.channels)}", "muted"),
        ),
        runs(Run(_squares(lab)), Run(" = ", "muted"), _result(lab.weights)),
        (Run(tr("Of one {field}×{field} layer").format(field=field), strong=True),),
        runs(
            Run(f"{field}²·{_squared(lab.channels)}"),
            Run(" = ", "muted"),
            Run(weights, strong=True),
        ),
    )
    for place, row in enumerate(rows):
        top = inside.top() + place * line * 1.45
        if top + line <= box.bottom():
            rect = QRectF(inside.left(), top, inside.width(), line)
            yield Text(rect, row, "formula" if place % 2 else "body", LEFT)


def _result(value: int) -> Run:
    return Run(number(value), "accent", strong=True)


def _squared(channels: int) -> str:
    return f"{number(channels)}²"


def _squares(lab: ReceptiveLab) -> str:
    """“3·(3²·1²)” for layers that are alike, else a sum."""
    kernels = [layer.kernel for layer in lab.layers if not layer.pools]
    if not kernels:
        return "0"
    channels = _squared(lab.channels)
    if len(set(kernels)) == 1:
        many = f"{len(kernels)}·" if len(kernels) > 1 else ""
        return f"{many}({kernels[0]}²·{channels})"
    return "(" + " + ".join(f"{kernel}²" for kernel in kernels) + f")·{channels}"
