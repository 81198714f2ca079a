"""The answer of a pass: ten bars that stay empty until the digit has come through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.forward import ForwardLab
from cnnstudio.ui.labs.forward_layout import ForwardLayout
from cnnstudio.ui.labs.layout import LEFT, RIGHT, line_height, text_width
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import percent
from cnnstudio.ui.plates.items import Box, Item, Run, Text

#: The narrowest bar that is seen (px).
_SLIVER = 3.0


def answer_items(
    lab: ForwardLab, moment: Moment, at: ForwardLayout, theme: Theme
) -> Iterator[Item]:
    """Heading, and below it a row for each digit."""
    rect = at.answer
    shares = lab.answer if lab.is_answered else None
    grown = moment.part(0, 1) if lab.is_answered else 0.0
    yield from _heading(lab, shares if grown >= 1 else None, rect, theme)
    for digit in range(CLASSES):
        place = QRectF(rect.left(), at.heading + digit * at.row, rect.width(), at.row)
        yield from _row(lab, shares, grown, digit, place, theme)


def _heading(lab: ForwardLab, shares: Floats | None, rect: QRectF, theme: Theme) -> Iterator[Item]:
    line, below = line_height(theme, "body"), line_height(theme, "label")
    first = QRectF(rect.left(), rect.top(), rect.width(), line)
    second = QRectF(rect.left(), first.bottom(), rect.width(), below)
    answer: tuple[Run, ...] = (Run(tr("Answer"), strong=True),)
    if shares is None:
        words = tr("comes at the end") if lab.answer is not None else tr("this network has none")
    else:
        best = int(np.argmax(shares))
        tone = "correct" if best == lab.passed.digit else "text"
        answer = (*answer, Run(f"  {best}", tone, strong=True))
        words = _verdict(best, lab.passed.digit)
    yield Text(first, answer, "body", LEFT)
    yield Text(second, (Run(words, "muted"),), "label", LEFT)


def _verdict(best: int, digit: int | None) -> str:
    if digit is None:
        return tr("nobody knows what it is")
    return tr("right") if best == digit else tr("wrong: it is a {digit}").format(digit=digit)


def _row(
    lab: ForwardLab, shares: Floats | None, grown: float, digit: int, row: QRectF, theme: Theme
) -> Iterator[Item]:
    names = text_width(theme, "card_title", "0") + 10
    figures = text_width(theme, "body_strong", percent(1.0)) + 8
    yield Text(QRectF(row.left(), row.top(), names, row.height()), (Run(str(digit), strong=True),))
    bar = QRectF(row.left() + names, 0, 0, min(theme.px_f("bar_h"), row.height() - 4))
    bar.setRight(row.right() - figures)
    bar.moveTop(row.center().y() - bar.height() / 2)
    radius = theme.px_f("radius_bar")
    yield Box(bar, "bar_track", "hairline", radius)
    if shares is None:
        return
    best = int(np.argmax(shares))
    share = float(shares[digit])
    filled = QRectF(bar)
    filled.setWidth(max(_SLIVER, bar.width() * share * grown))
    tone = "bar_wrong_top" if digit == best else "bar_other"
    tone = "bar_true_class" if digit == lab.passed.digit else tone
    yield Box(filled, tone, tone, min(radius, filled.width() / 2))
    marked = digit in (best, lab.passed.digit)
    words = Run(percent(share * grown), "text" if marked else "muted", strong=marked)
    yield Text(QRectF(bar.right(), row.top(), figures, row.height()), (words,), "body", RIGHT)
