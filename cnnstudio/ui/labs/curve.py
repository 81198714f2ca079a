"""A curve with its axes, as wires and words of a plate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.ui.labs.layout import CENTRE, LEFT, RIGHT, line_height
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Box, Item, Run, Text, Wire

_POINTS = 161
_MOST_TICKS = 9


class CurvePlot:
    """y = f(x) for x from −reach to reach, in a frame; y has the range of what f gives."""

    def __init__(
        self, rect: QRectF, of: Callable[[float], float], reach: float, theme: Theme
    ) -> None:
        self.rect, self.reach, self._of, self._theme = rect, reach, of, theme
        self._xs = np.linspace(-reach, reach, _POINTS)
        self._ys = np.array([of(float(x)) for x in self._xs])
        low, high = min(float(self._ys.min()), 0.0), max(float(self._ys.max()), 0.0)
        margin = 0.12 * (high - low)
        self._low, self._high = low - margin, high + margin

    def point(self, x: float, y: float) -> QPointF:
        """Where a number of both axes lies."""
        across = (x + self.reach) / (2 * self.reach)
        down = (self._high - y) / (self._high - self._low)
        rect = self.rect
        return QPointF(rect.left() + across * rect.width(), rect.top() + down * rect.height())

    def items(self) -> Iterator[Item]:
        yield Box(self.rect, "raised", "hairline", 8)
        yield from self._ticks()
        yield Wire((self.point(-self.reach, 0), self.point(self.reach, 0)), "muted", "hairline_w")
        yield Wire((self.point(0, self._low), self.point(0, self._high)), "muted", "hairline_w")
        points = tuple(
            self.point(float(x), float(y)) for x, y in zip(self._xs, self._ys, strict=True)
        )
        yield Wire(points, "text", "chart_test_stroke")

    def _ticks(self) -> Iterator[Item]:
        line = line_height(self._theme, "axis")
        for x in steps(-self.reach, self.reach):
            at = self.point(x, 0)
            if x:
                yield self._tick_line(QPointF(at.x(), at.y() - 4), QPointF(at.x(), at.y() + 4))
                rect = QRectF(at.x() - 2 * line, at.y() + 5, 4 * line, line)
                if self._of(x) < 0:
                    rect.moveBottom(at.y() - 5)
                if self.rect.contains(rect.center()) and rect.bottom() <= self.rect.bottom():
                    yield Text(rect, (Run(number(x, 0), "muted"),), "axis", CENTRE)
        for y in steps(self._low, self._high):
            at = self.point(0, y)
            if y:
                yield self._tick_line(QPointF(at.x() - 4, at.y()), QPointF(at.x() + 4, at.y()))
                # Curves rise: at the right of the axis those below zero keep clear of them.
                rect = QRectF(at.x() + 7, at.y() - line / 2, 4 * line, line)
                if y > 0:
                    rect.moveRight(at.x() - 7)
                digits = 0 if y == round(y) else 1
                align = RIGHT if y > 0 else LEFT
                yield Text(rect, (Run(number(y, digits), "muted"),), "axis", align)

    def _tick_line(self, start: QPointF, end: QPointF) -> Wire:
        return Wire((start, end), "muted", "hairline_w")


def steps(low: float, high: float) -> list[float]:
    """Round numbers from low to high, as many as an axis has room for."""
    every = next(
        size
        for size in (0.5, 1, 2, 5, 10, 20, 50, 1e2, 1e3, 1e4, 1e5, 1e6)
        if (high - low) / size <= _MOST_TICKS
    )
    first = int(np.ceil(low / every))
    return [n * every for n in range(first, int(np.floor(high / every)) + 1)]
