"""What the wires cost: the parameters of the picture, and of a layer of real size three ways."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QRectF

from cnnstudio.core.labs.wiring import WiringLab
from cnnstudio.ui.labs.layout import LEFT, line_height
from cnnstudio.ui.labs.sweep_parts import TOP_LEFT, tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Box, Item, Run, Text, runs

#: The box of a layer of real size: its height in lines of a formula, at most.
_BOX_LINES = 14.0


def counts(lab: WiringLab, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """The counter of what is drawn, and below it the bars."""
    gap, line = 4.0 * theme.px("unit"), line_height(theme, "formula")
    yield Text(
        QRectF(rect.left(), 0, rect.width(), 1.3 * line),
        runs(Run(number(lab.parameters), "accent", True), tr(" parameters in the picture")),
        "big_number",
        LEFT,
    )
    below = QRectF(rect.left(), 1.3 * line + 2, rect.width(), line)
    yield Text(below, (Run(_added(lab), "muted"),), "body", LEFT)
    box = QRectF(rect)
    box.setTop(below.bottom() + gap)
    box.setHeight(min(box.height(), _BOX_LINES * line))
    yield Box(box, "raised", "hairline", theme.px_f("radius_panel"))
    yield from _real_layer(lab, box.adjusted(gap, gap * 0.6, -gap, -gap * 0.6), theme)


def _added(lab: WiringLab) -> str:
    one = tr("{weights} weights + 1 bias")
    template = one if lab.biases == 1 else tr("{weights} weights + {biases} biases")
    return template.format(weights=number(lab.weights), biases=number(lab.biases))


def _real_layer(lab: WiringLab, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """Three bars, as long as the number of digits: the counts are too far apart for lengths."""
    line = line_height(theme, "body") + 2
    top = QRectF(rect.left(), rect.top(), rect.width(), 1.3 * line)
    yield Text(top, (Run(_title(lab), strong=True),), "body", TOP_LEFT)
    note = QRectF(rect.left(), rect.bottom() - line, rect.width(), line)
    yield Text(note, (Run(tr("bars: logarithmic"), "muted"),), "label", LEFT)
    each = (note.top() - top.bottom()) / 3
    units = len(lab.unit_spots)
    stage = 2 if lab.sharing == units else 1 if lab.cut == units else 0
    for place, (name, count, text) in enumerate(_ways(lab)):
        area = QRectF(rect.left(), top.bottom() + place * each, rect.width(), each)
        head = runs(
            Run(f"{name}  ", "text" if place == stage else "muted", place == stage),
            Run(number(count), "accent" if place == stage else "text", strong=True),
            Run(f"\n{text}", "muted"),
        )
        yield from _bar(lab, count, area, head, place == stage, theme)


def _title(lab: WiringLab) -> str:
    side = lab.side - lab.filter + 1
    inputs = shape((lab.depth, lab.side, lab.side))
    return tr("{inputs} image to {outputs} maps").format(
        inputs=inputs, outputs=shape((lab.maps, side, side))
    )


def _ways(lab: WiringLab) -> Iterator[tuple[str, int, str]]:
    """Name, parameters, and what a unit sees of the image."""
    seen = number(lab.filter**2 * lab.depth)
    everything = number(lab.side**2 * lab.depth)
    yield tr("dense"), lab.counts.dense, tr("every unit sees all {n}").format(n=everything)
    yield tr("local"), lab.counts.local, tr("every unit sees {n}").format(n=seen)
    shared = tr("{n} weights and a bias for each map").format(n=seen)
    yield tr("shared"), lab.counts.shared, shared


def _bar(
    lab: WiringLab,
    count: int,
    area: QRectF,
    head: tuple[Run, ...],
    strong: bool,
    theme: Theme,
) -> Iterator[Item]:
    """Two lines of words, and the bar below them."""
    line = line_height(theme, "body")
    words = QRectF(area.left(), area.top(), area.width(), 2 * line + 1)
    yield Text(words, head, "body", LEFT, wraps=True)
    high = max(4.0, min(theme.px_f("bar_h"), area.bottom() - words.bottom() - 6))
    bar = QRectF(area.left(), words.bottom() + 2, area.width(), high)
    yield Box(bar, "bar_track", "hairline", 4)
    share = math.log10(count + 1) / math.log10(lab.counts.dense + 1)
    bar.setWidth(max(8.0, bar.width() * share))
    yield Box(bar, "accent" if strong else "bar_other", "hairline", 4)
