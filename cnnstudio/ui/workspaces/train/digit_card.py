"""One test digit as a card: the picture, its number, and the likeliest answers as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise
from cnnstudio.ui.widgets.painting import draw_box, fill_rounded

_MARGIN = 10
_GAP = 14
_SLIVER = 2.0


Answers = Sequence[tuple[int, float]]


@dataclass(frozen=True, eq=False)
class DigitCard:
    """A test digit: its index, its picture (28, 28) of bytes, what it is, and the likeliest
    answers with their probabilities, likeliest first; none where the network was not tested.
    `columns` are several such answers side by side, each under its heading."""

    index: int
    picture: npt.NDArray[np.uint8]
    truth: int
    answers: Answers
    columns: Sequence[tuple[str, Answers]] = ()


def paint_card(
    painter: QPainter, rect: QRectF, card: DigitCard, current: bool, ringed: bool
) -> None:
    theme = current_theme()
    _paint_frame(painter, rect, theme, current, ringed)
    text = theme.font_px("axis") + 8
    side = min(rect.height() - 2 * _MARGIN - text, rect.width() * 0.4)
    picture = QRectF(rect.left() + _MARGIN, rect.top() + _MARGIN, side, side)
    pixels = card.picture.astype(np.float32) / 255
    painter.drawImage(picture, colourise(pixels, ColourMap.PIXEL, 1.0, theme))
    painter.setFont(theme.font("axis"))
    painter.setPen(theme.colour.muted)
    below = QRectF(picture.left() - _MARGIN, picture.bottom(), side + 2 * _MARGIN, text)
    label = QCoreApplication.translate("DigitCard", "#{index}").format(index=number(card.index))
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, label)
    bars = QRectF(rect)
    bars.adjust(_MARGIN + side + _GAP, _MARGIN - 4, -_MARGIN, -_MARGIN)
    if card.columns:
        _paint_columns(painter, bars, card, theme)
    elif card.answers:
        _paint_answers(painter, bars, card.answers, card.truth, theme)
    else:
        painter.setFont(theme.font("label"))
        words = QCoreApplication.translate("DigitCard", "a {truth}").format(truth=card.truth)
        painter.drawText(bars, Qt.AlignmentFlag.AlignVCenter, words)


def _paint_columns(painter: QPainter, room: QRectF, card: DigitCard, theme: Theme) -> None:
    line, count = theme.font_px("axis") + 4, len(card.columns)
    wide = (room.width() - _GAP * (count - 1)) / count
    for place, (heading, answers) in enumerate(card.columns):
        column = QRectF(room.left() + place * (wide + _GAP), room.top(), wide, room.height())
        painter.setFont(theme.font("axis"))
        painter.setPen(theme.colour.muted)
        painter.drawText(column, Qt.AlignmentFlag.AlignTop, heading)
        _paint_answers(painter, column.adjusted(0, line, 0, 0), answers, card.truth, theme)


def _paint_frame(
    painter: QPainter, rect: QRectF, theme: Theme, current: bool, ringed: bool
) -> None:
    marked = current or ringed
    width = theme.px_f("selected_card_stroke") if current else 1.5 if ringed else 1.0
    colour = theme.colour.accent if marked else theme.colour.hairline
    fill = theme.colour.accent_tint if current else theme.colour.surface
    draw_box(painter, rect, fill, colour, theme.px_f("radius_card"), width)


def _paint_answers(
    painter: QPainter, room: QRectF, answers: Answers, truth: int, theme: Theme
) -> None:
    height = room.height() / len(answers)
    for place, (answer, share) in enumerate(answers):
        row = QRectF(room.left(), room.top() + place * height, room.width(), height)
        colour = _bar_colour(answer == truth, place == 0, theme)
        _paint_answer(painter, row, answer, share, answer == truth, colour, theme)


def _paint_answer(
    painter: QPainter,
    row: QRectF,
    answer: int,
    share: float,
    is_truth: bool,
    colour: QColor,
    theme: Theme,
) -> None:
    bar_height = theme.px_f("radius_bar") * 1.6
    text = QRectF(row.left(), row.top(), row.width(), row.height() - bar_height - 2)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.font("card_title"))
    painter.setPen(theme.colour.text)
    painter.drawText(text, middle, str(answer))
    beside = text.adjusted(painter.fontMetrics().horizontalAdvance("0") + 7, 0, 0, 0)
    painter.setFont(theme.font("axis"))
    painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, percent(share))
    taken = painter.fontMetrics().horizontalAdvance(percent(share)) + 4
    word = QCoreApplication.translate("DigitCard", "truth")
    has_room = painter.fontMetrics().horizontalAdvance(word) + taken <= beside.width()
    if is_truth and has_room:  # its colour says so too
        painter.setPen(theme.colour.correct)
        painter.drawText(beside.adjusted(0, 0, -taken, 0), middle, word)
    bar = QRectF(row.left(), text.bottom(), row.width(), bar_height)
    fill_rounded(painter, bar, theme.colour.bar_track, bar_height / 2)
    bar.setWidth(max(_SLIVER, bar.width() * float(np.nan_to_num(share))))
    fill_rounded(painter, bar, colour, min(bar_height, bar.width()) / 2)


def _bar_colour(is_truth: bool, is_first: bool, theme: Theme) -> QColor:
    if is_truth:
        return theme.colour.bar_true_class
    return theme.colour.bar_wrong_top if is_first else theme.colour.bar_other
