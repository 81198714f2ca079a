"""What stands around the lines of a chart: grid, ticks, marks, position and read-out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.workspaces.train.chart_data import (
    Doubles,
    even_ticks,
    series_between,
    step_ticks,
)

_KNOB = 6.5  # radius of the ring at the last test, in units of the desk
_DOT = 2.6
_NAMES_SHARE = 0.6  # of the width, at most, for the names of runs that are laid over
_LOW = 5  # pills that a chart must be high for the words at a past moment
_VEIL = 0.6  # how much of what came after a past moment is hidden
_MOST_TICKS = 10
LABEL_GAP = 8
_USUAL_LABEL = "100 %"  # has room in each chart, so that most begin at one line
_LINE = 1.35  # the least distance of ticks at the left, in sizes of their type
_TICK_ROOM = 60  # a tick of the axis of steps for each so many pixels


@dataclass(frozen=True)
class Mark:
    """A setting that changed at a step, in words: “rate 0.02 → 0.005”."""

    step: float
    text: str


@dataclass(frozen=True)
class Plot:
    """A rectangle in pixels and what lies at its edges: steps, and values as they are drawn."""

    rect: QRectF
    left: float
    right: float
    low: float
    high: float

    def x(self, step: float) -> float:
        share = (step - self.left) / ((self.right - self.left) or 1)
        return self.rect.left() + share * self.rect.width()

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.rect.bottom() - share * self.rect.height()

    def step_at(self, x: float) -> float:
        return self.left + (x - self.rect.left()) / self.rect.width() * (self.right - self.left)


class Frame:
    """Paints all of a chart but its lines. `say` words a value of the axis at the left."""

    def __init__(self, say: Callable[[float], str], labels_at_top: bool) -> None:
        self._say = say
        self._labels_at_top = labels_at_top
        self.logarithmic = False

    def margins(self, theme: Theme, plot: Plot) -> tuple[int, int, int, int]:
        """Room left, above, right and below the lines for what is painted there."""
        metrics = QFontMetrics(theme.font("axis"))
        texts = [_USUAL_LABEL, *(text for _, text in self.value_ticks(plot))]
        # One pixel more: the advance of the last figure is rounded down.
        side = max(map(metrics.horizontalAdvance, texts)) + 1 + LABEL_GAP
        return side, metrics.height() // 2 + 2, metrics.height(), metrics.height() + LABEL_GAP

    def value_ticks(self, plot: Plot) -> list[tuple[float, str]]:
        """Ticks at the left: where they are drawn, and their words."""
        most = max(2, int(plot.rect.height() / 30))
        if not self.logarithmic:
            return [(v, self._say(v)) for v in even_ticks(plot.low, plot.high, most)]
        values = series_between(10**plot.low, 10**plot.high)
        line = _LINE * current_theme().font_px("axis")
        if len(values) > min(_MOST_TICKS, plot.rect.height() / line):
            powers = [v for v in values if abs(np.log10(v) - round(np.log10(v))) < 1e-6]
            values = powers[:: -(-len(powers) // most)]
        if len(values) < 2:
            values = even_ticks(10**plot.low, 10**plot.high, most)
        return [(float(np.log10(v)), self._say(v)) for v in values if v > 0]

    def paint_grid(self, painter: QPainter, plot: Plot, per_epoch: int) -> None:
        theme = current_theme()
        rect = plot.rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.colour.chart_grid, theme.px_f("hairline_w")))
        for value, _ in self.value_ticks(plot):
            y = plot.y(value)
            painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
        dashed = QPen(theme.colour.hairline_strong, theme.px_f("hairline_w"))
        dashed.setDashPattern([3, 4])
        painter.setPen(dashed)
        for step, _ in self._step_ticks(plot, per_epoch):
            if plot.left < step < plot.right * 0.999:
                painter.drawLine(QLineF(plot.x(step), rect.top(), plot.x(step), rect.bottom()))

    def _step_ticks(self, plot: Plot, per_epoch: int) -> list[tuple[float, int]]:
        scale = current_theme().font_px("axis") / 13
        most = max(2, int(plot.rect.width() / (_TICK_ROOM * scale)))
        return step_ticks(plot.left, plot.right, per_epoch, most)

    def paint_axes(self, painter: QPainter, plot: Plot, per_epoch: int) -> None:
        theme, rect = current_theme(), plot.rect
        painter.setFont(theme.font("axis"))
        height = painter.fontMetrics().height()
        right_end = rect.right() + height
        painter.setPen(QPen(theme.colour.hairline_strong, theme.px_f("hairline_w")))
        painter.drawLine(QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()))
        ticks = self._step_ticks(plot, per_epoch)
        for step, _ in ticks:
            painter.drawLine(QLineF(plot.x(step), rect.bottom(), plot.x(step), rect.bottom() + 4))
        painter.setPen(theme.colour.muted)
        for value, text in self.value_ticks(plot):
            place = QRectF(0, plot.y(value) - height / 2, rect.left() - LABEL_GAP, height)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )
        for step, epoch in ticks:
            text = _step_text(step, epoch, last=plot.x(step) > rect.right() - 36)
            place = QRectF(plot.x(step) - 60, rect.bottom() + 5, 120, height)
            beyond = painter.fontMetrics().horizontalAdvance(text) / 2 + plot.x(step) - right_end
            place.translate(-max(0.0, beyond), 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)

    def paint_tests(self, painter: QPainter, plot: Plot, steps: Doubles, values: Doubles) -> None:
        theme = current_theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour.chart_test)
        radius = _DOT * theme.px_f("chart_test_stroke") / 2.8
        if len(steps) > plot.rect.width() / (4 * radius):
            return
        for step, value in zip(steps, values, strict=True):
            point = QPointF(plot.x(step), plot.y(value))
            if plot.rect.adjusted(-1, -1, 1, 1).contains(point):
                painter.drawEllipse(point, radius, radius)

    def paint_position(self, painter: QPainter, plot: Plot, step: float, tests: Doubles) -> None:
        """The line where the run is, and a ring on it at the height of the last test."""
        if not plot.left <= step <= plot.right:
            return
        theme, x = current_theme(), plot.x(step)
        width = theme.px_f("chart_train_stroke")
        painter.setPen(QPen(theme.colour.chart_test, width))
        painter.drawLine(QLineF(x, plot.rect.top(), x, plot.rect.bottom()))
        if not len(tests) or not plot.low <= tests[-1] <= plot.high:
            return
        radius = _KNOB * width / 2
        painter.setBrush(theme.colour.surface)
        painter.setPen(QPen(theme.colour.chart_test, theme.px_f("hover_ring")))
        painter.drawEllipse(QPointF(x, plot.y(float(tests[-1]))), radius, radius)

    def paint_past(
        self, painter: QPainter, plot: Plot, shown: float, now: float, tests: Doubles
    ) -> None:
        """The line at the moment that is looked at; what came after it is veiled up to now."""
        theme = current_theme()
        veil = QRectF(plot.rect)
        veil.setLeft(min(max(plot.x(shown), veil.left()), veil.right()))
        colour = theme.colour.surface
        colour.setAlphaF(_VEIL)
        painter.fillRect(veil, colour)
        if plot.left <= now <= plot.right:
            painter.setPen(QPen(theme.colour.faint, theme.px_f("hairline_w"), Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(plot.x(now), plot.rect.top(), plot.x(now), plot.rect.bottom()))
        self.paint_position(painter, plot, shown, tests)

    def paint_marks(self, painter: QPainter, plot: Plot, marks: Sequence[Mark]) -> None:
        """A dashed line for each mark; words for as many as have room, the last ones first."""
        theme, free = current_theme(), plot.rect.right() + 1000.0
        dashed = QPen(theme.colour.text, theme.px_f("chart_train_stroke") * 0.75)
        dashed.setDashPattern([4, 3])
        painter.setFont(theme.font("axis"))
        for mark in reversed(marks):
            x = plot.x(mark.step)
            if not plot.rect.left() <= x <= plot.rect.right():
                continue
            painter.setPen(dashed)
            painter.drawLine(QLineF(x, plot.rect.top(), x, plot.rect.bottom()))
            pill = self._pill_rect(painter, plot, x, mark.text)
            if pill.right() < free:
                _paint_pill(painter, pill, mark.text, theme)
                free = pill.left() - 4

    def paint_names(
        self, painter: QPainter, plot: Plot, names: Sequence[tuple[str, QColor]]
    ) -> None:
        """Which of the lines that are laid over is which, in the corner that lines seldom reach."""
        if not names:
            return
        theme = current_theme()
        painter.setFont(theme.font("axis"))
        metrics, dash = painter.fontMetrics(), theme.font_px("axis") * 1.4
        room = plot.rect.width() * _NAMES_SHARE - dash - 18
        right = Qt.TextElideMode.ElideRight
        texts = [metrics.elidedText(name, right, int(room)) for name, _ in names]
        line = metrics.height() + 1
        wide = max(map(metrics.horizontalAdvance, texts)) + dash + 18
        box = QRectF(plot.rect.right() - wide, plot.rect.top() + 4, wide, line * len(texts) + 8)
        if not self._labels_at_top:
            box.moveBottom(plot.rect.bottom() - 4)
        _paint_box(painter, box, theme, theme.px_f("radius_field"))
        for place, (text, (_, colour)) in enumerate(zip(texts, names, strict=True)):
            top = box.top() + 4 + place * line
            middle, left = top + line / 2, box.left() + 6
            painter.setPen(QPen(colour, theme.px_f("chart_test_stroke")))
            painter.drawLine(QLineF(left, middle, left + dash, middle))
            painter.setPen(theme.colour.text)
            where = QRectF(left + dash + 6, top, wide, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)

    def paint_shown_words(self, painter: QPainter, plot: Plot, shown: float, text: str) -> None:
        """The values at the moment that is looked at, beside its line and clear of the marks'
        words."""
        if not text:
            return
        theme = current_theme()
        painter.setFont(theme.font("axis"))
        pill = self._pill_rect(painter, plot, plot.x(shown), text)
        if plot.rect.height() < _LOW * pill.height():
            return
        beside = plot.x(shown) + 8
        fits = beside + pill.width() < plot.rect.right()
        pill.moveLeft(beside if fits else max(plot.rect.left(), plot.x(shown) - 8 - pill.width()))
        pill.translate(0, (pill.height() + 4) * (1 if self._labels_at_top else -1))
        _paint_pill(painter, pill, text, theme)

    def _pill_rect(self, painter: QPainter, plot: Plot, x: float, text: str) -> QRectF:
        metrics = painter.fontMetrics()
        pill = QRectF(0, 0, metrics.horizontalAdvance(text) + 14, metrics.height() + 6)
        left = min(max(x - pill.width() / 2, plot.rect.left()), plot.rect.right() - pill.width())
        at_top = plot.rect.top() + 6
        top = at_top if self._labels_at_top else plot.rect.bottom() - 10 - pill.height()
        pill.moveTo(left, top)
        return pill

    def paint_pointer(
        self, painter: QPainter, plot: Plot, step: float, lines: tuple[str, ...]
    ) -> None:
        theme, x = current_theme(), plot.x(step)
        painter.setPen(QPen(theme.colour.faint, 1))
        painter.drawLine(QLineF(x, plot.rect.top(), x, plot.rect.bottom()))
        if not lines:
            return
        painter.setFont(theme.font("axis"))
        metrics = painter.fontMetrics()
        wide = max(metrics.horizontalAdvance(line) for line in lines) + 20
        box = QRectF(0, 0, wide, len(lines) * metrics.height() + 12)
        left = x + 10 if x + 10 + wide < plot.rect.right() else x - 10 - wide
        box.moveTo(max(left, plot.rect.left()), plot.rect.center().y() - box.height() / 2)
        _paint_box(painter, box, theme, theme.px_f("radius_field"))
        painter.setPen(theme.colour.text)
        for index, line in enumerate(lines):
            place = QRectF(box.left() + 10, box.top() + 6 + index * metrics.height(), wide, 99)
            painter.drawText(place, line)


def _paint_pill(painter: QPainter, pill: QRectF, text: str, theme: Theme) -> None:
    _paint_box(painter, pill, theme, pill.height() / 2)
    painter.setPen(theme.colour.text)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def _paint_box(painter: QPainter, box: QRectF, theme: Theme, radius: float) -> None:
    painter.setPen(QPen(theme.colour.hairline_strong, 1))
    painter.setBrush(theme.colour.surface)
    painter.drawRoundedRect(box, radius, radius)


def _step_text(step: float, epoch: int, last: bool) -> str:
    if epoch > 0 and not last:
        return QCoreApplication.translate("Chart", "epoch {number}").format(number=number(epoch))
    return number(epoch if epoch >= 0 else round(step))
