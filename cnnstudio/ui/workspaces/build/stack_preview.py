"""A network as a small column of bars, one for each layer that shapes it."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from cnnstudio.core.infer import LayerReport, Report, infer, walk_reports
from cnnstudio.core.layers import Residual, is_maps
from cnnstudio.core.starters import starter
from cnnstudio.ui.kinds import family
from cnnstudio.ui.spine.kinds import is_small
from cnnstudio.ui.theme import Theme

#: More layers than this are thinned out evenly.
MOST_BARS = 40

_LARGEST_MAP = 224


@lru_cache(maxsize=32)
def starter_report(name: str) -> Report:
    """What `infer` says of a starter network."""
    return infer(starter(name))


def paint_stack(painter: QPainter, rect: QRectF, report: Report, theme: Theme) -> None:
    """Bars from the top: as wide as the maps are (lists are narrow), as coloured as the kind."""
    bars = _bars(report)
    if not bars:
        return
    step = min(rect.height() / len(bars), 9.0)
    gap = 1.5 if step > 4 else 0.5
    top = rect.center().y() - step * len(bars) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    for index, layer in enumerate(bars):
        wide = rect.width() * _width(layer)
        painter.setBrush(theme.kind_colour(family(layer.layer)))
        bar = QRectF(rect.center().x() - wide / 2, top + index * step, wide, max(1.0, step - gap))
        painter.drawRoundedRect(bar, min(2.0, step / 3), min(2.0, step / 3))


def _bars(report: Report) -> list[LayerReport]:
    shown = [
        one
        for one in walk_reports(report.layers)
        if not is_small(one.layer) and not isinstance(one.layer, Residual)
    ]
    if len(shown) <= MOST_BARS:
        return shown
    return [shown[index * len(shown) // MOST_BARS] for index in range(MOST_BARS)]


def _width(report: LayerReport) -> float:
    """Share of the full width: by the size of the map, a list as wide as its count allows."""
    shape = report.output or (1,)
    if is_maps(shape):
        return 0.3 + 0.7 * math.log2(1 + shape[1]) / math.log2(1 + _LARGEST_MAP)
    return 0.15 + 0.35 * min(1.0, math.log2(1 + shape[0]) / 12)
