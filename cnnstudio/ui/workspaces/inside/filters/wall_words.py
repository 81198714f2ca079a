"""What stands beside and below the filters of a wall: their names, norms and changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from cnnstudio.core.messages import Floats
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.workspaces.inside.filters.names import FilterNames

_GAP = 14

translate = QCoreApplication.translate
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Values(NamedTuple):
    """Of each filter its norm, its change (None where the start is not known) and its name, and
    which of them is selected."""

    norms: Floats
    changes: Floats | None
    names: FilterNames
    selected: int


def norm_text(norm: float) -> str:
    return number(norm)


def change_text(changes: Floats | None, index: int) -> str:
    """“45 %”; a dash where the start is not known or was 0."""
    if changes is None or changes[index] != changes[index]:
        return "–"
    return percent(float(changes[index]), 0)


def sentence(name: str, norm: float, change: float | None) -> str:
    """A filter in words."""
    if change is None or change != change:
        template = translate("Filters", "{name}: norm {norm}")
        return template.format(name=name, norm=number(norm))
    template = translate("Filters", "{name}: norm {norm}, changed by {change} since the start")
    return template.format(name=name, norm=number(norm), change=percent(change, 0))


def columns(theme: Theme, longest_name: str) -> tuple[int, int, int]:
    """Right edges of the columns of numbers, norms and changes; the last is the margin."""
    metrics, strong = QFontMetrics(theme.font("axis")), QFontMetrics(theme.font("card_title"))
    heads = translate("Filters", "norm"), translate("Filters", "change")
    norm = max(metrics.horizontalAdvance(text) for text in ("00.00", heads[0]))
    change = max(metrics.horizontalAdvance(text) for text in ("1,000 %", heads[1]))
    first = strong.horizontalAdvance(longest_name) + 8
    second = first + _GAP + norm
    return first, second, second + _GAP + change + _GAP


def paint_below(painter: QPainter, tile: QRectF, index: int, values: Values, theme: Theme) -> None:
    """Name, and below it norm and change, under a tile."""
    line = theme.font_px("axis") + 6
    place = QRectF(tile.left(), tile.bottom() + 3, max(tile.width(), 60.0), line)
    painter.setFont(theme.font("card_title"))
    selected = index == values.selected
    painter.setPen(theme.colour.accent if selected else theme.colour.text)
    painter.drawText(place, _LEFT, values.names.short(index))
    painter.setFont(theme.font("axis"))
    painter.setPen(theme.colour.muted)
    below = place.translated(0, line)
    painter.drawText(below, _LEFT, norm_text(float(values.norms[index])))
    painter.drawText(below, _RIGHT, change_text(values.changes, index))


def paint_beside(
    painter: QPainter,
    line: QRectF,
    index: int,
    values: Values,
    edges: tuple[int, int, int],
    theme: Theme,
) -> None:
    """Name, norm and change in columns, at the left of a row."""
    selected = index == values.selected
    painter.setFont(theme.font("card_title"))
    painter.setPen(theme.colour.accent if selected else theme.colour.text)
    place = QRectF(line.left(), line.top(), edges[0], line.height())
    painter.drawText(place, _RIGHT, values.names.short(index))
    painter.setFont(theme.font("axis"))
    painter.setPen(theme.colour.muted)
    place.setWidth(edges[1])
    painter.drawText(place, _RIGHT, norm_text(float(values.norms[index])))
    place.setWidth(edges[2] - _GAP)
    painter.drawText(place, _RIGHT, change_text(values.changes, index))


def paint_head(
    painter: QPainter,
    head: QRectF,
    middles: Mapping[int, float],
    edges: tuple[int, int, int],
    step: int,
    theme: Theme,
) -> None:
    """Names of the columns, and the numbers of the channels, as many as do not touch."""
    painter.setFont(theme.font("axis"))
    painter.setPen(theme.colour.muted)
    place = QRectF(head)
    place.setWidth(edges[1])
    painter.drawText(place, _RIGHT, translate("Filters", "norm"))
    place.setWidth(edges[2] - _GAP)
    painter.drawText(place, _RIGHT, translate("Filters", "change"))
    widest = painter.fontMetrics().horizontalAdvance(str(max(middles, default=0) + 1))
    every = -(-(widest + 8) // step)
    for channel, middle in middles.items():
        if channel % every == 0 and middle > head.left() + edges[2]:
            around = QRectF(middle - 30, head.top(), 60, head.height())
            painter.drawText(around, Qt.AlignmentFlag.AlignCenter, str(channel + 1))
