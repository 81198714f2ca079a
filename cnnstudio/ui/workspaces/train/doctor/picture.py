"""The small picture of an ill: bars of layers or digits, or curves with their gap."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.doctor import Bars, Gap, Ill, Line
from cnnstudio.core.network import Network, walk
from cnnstudio.ui.numbers import fine, number, percent
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.workspaces.train.chart_data import thinned

#: Where logarithmic bars begin: so many times below the limit or the least of them.
_BELOW = 10.0
_SHADE = 60  # of 255


class IllPicture(Painted):
    """Paints an ill's picture; what is beyond the limit is amber."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Bars | Gap | Line | None = None
        self._names: list[str] = []
        self._is_small = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_ill(self, ill: Ill, network: Network, caption: str) -> None:
        self._picture = ill.picture
        if isinstance(ill.picture, Bars):
            places = {layer.id: str(i) for i, layer in enumerate(walk(network.layers), 1)}
            self._names = [places.get(id, id) for id, _ in ill.picture.rows]
        self.setAccessibleName(caption)
        self.setToolTip(self._sentence(caption))
        self.update()

    def set_small(self, is_small: bool) -> None:
        """Whether it is narrow, for a low window."""
        if is_small != self._is_small:
            self._is_small = is_small
            self.updateGeometry()

    def _sentence(self, caption: str) -> str:
        """The numbers of the picture, as many as can be read."""
        if not isinstance(self._picture, Bars):
            return caption
        write = percent if self._picture.are_shares else fine
        rows = zip(self._names, self._picture.rows, strict=True)
        lines = (f"{name}: {write(value)}" for name, (_, value) in rows)
        return "\n".join([caption, *list(lines)[:24]])

    def sizeHint(self) -> QSize:
        side = current_theme().font_px("label")
        return QSize((10 if self._is_small else 18) * side, 5 * side)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 3 * current_theme().font_px("label"))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        picture = self._picture
        line = theme.font_px("axis") + 3
        plot = QRectF(0, 4, self.width(), self.height() - 4 - line)
        painter.setFont(theme.font("axis"))
        if isinstance(picture, Bars):
            self._paint_bars(painter, plot, picture, theme)
        elif isinstance(picture, Gap):
            _paint_gap(painter, plot, picture, theme)
        elif isinstance(picture, Line) and len(picture.losses):
            top = _top(picture.losses)
            _paint_line(painter, plot, picture, _last_step(picture), top, theme.colour.chart_train)
            _paint_ends(painter, plot, _last_step(picture), theme)

    def _paint_bars(self, painter: QPainter, plot: QRectF, picture: Bars, theme: Theme) -> None:
        heights, limit = _heights(picture)
        step = plot.width() / max(1, len(heights))
        width = max(1.0, min(step * 0.7, 34.0))
        painter.setPen(Qt.PenStyle.NoPen)
        for index, height in enumerate(heights):
            value = picture.rows[index][1]
            is_ill = value <= picture.limit if picture.too_low else value >= picture.limit
            painter.setBrush(theme.colour.advice if is_ill else theme.colour.bar_wrong_top)
            left = (index + 0.5) * step - width / 2
            high = max(2.0, height * plot.height())
            painter.drawRect(QRectF(left, plot.bottom() - high, width, high))
        painter.setPen(QPen(theme.colour.text, 1, Qt.PenStyle.DashLine))
        level = plot.bottom() - limit * plot.height()
        painter.drawLine(QLineF(plot.left(), level, plot.right(), level))
        self._paint_names(painter, plot, step, theme)

    def _paint_names(self, painter: QPainter, plot: QRectF, step: float, theme: Theme) -> None:
        """Positions of layers, or digits, as many as do not touch."""
        metrics = painter.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0) + 6
        every = max(1, math.ceil(widest / max(step, 0.1)))
        painter.setPen(theme.colour.muted)
        for index in range(0, len(self._names), every):
            middle = (index + 0.5) * step
            place = QRectF(middle - widest, plot.bottom(), 2 * widest, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, self._names[index])


def _heights(picture: Bars) -> tuple[list[float], float]:
    """How high each bar and the limit are, 0 to 1."""
    values = [value if math.isfinite(value) else 0.0 for _, value in picture.rows]
    if picture.are_shares:
        top = 1.0 if max(values, default=0) > 0.3 else max(*values, picture.limit, 1e-9)
        return [min(1.0, value / top) for value in values], min(1.0, picture.limit / top)
    known = [value for value in (*values, picture.limit) if value > 0]
    low, high = math.log10(min(known) / _BELOW), math.log10(max(known))
    span = max(high - low, 1e-9)
    sizes = [(math.log10(value) - low) / span if value > 0 else 0.0 for value in values]
    return sizes, (math.log10(picture.limit) - low) / span if picture.limit > 0 else 0.0


def gap_top(gap: Gap) -> float:
    """The end of a gap's scale: above all tests since the curves part, and nearly all that was
    before, but for the first fall."""
    seen = np.concatenate([gap.test.losses, gap.train.losses[len(gap.train.losses) // 8 :]])
    risen = gap.test.losses[(gap.test.steps >= gap.since) & np.isfinite(gap.test.losses)]
    return max(_top(seen), 1.1 * float(risen.max(initial=0.0)))


def _paint_gap(painter: QPainter, plot: QRectF, gap: Gap, theme: Theme) -> None:
    """Both curves, the gap between them shaded from the step on at which they part."""
    last = max(_last_step(gap.train), _last_step(gap.test))
    top = gap_top(gap)
    after = gap.test.steps >= gap.since
    steps, tests = gap.test.steps[after], gap.test.losses[after]
    trains = np.interp(steps, gap.train.steps, gap.train.losses)
    shade = QColor(theme.colour.advice)
    shade.setAlpha(_SHADE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    there = _points(plot, steps, tests, last, top)
    back = _points(plot, steps[::-1], trains[::-1], last, top)
    painter.drawPolygon(QPolygonF([*there, *back]))
    _paint_line(painter, plot, gap.train, last, top, theme.colour.chart_train)
    _paint_line(painter, plot, gap.test, last, top, theme.colour.chart_test)
    painter.setPen(QPen(theme.colour.text, 1, Qt.PenStyle.DashLine))
    x = plot.left() + plot.width() * gap.since / max(last, 1)
    painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))
    _paint_ends(painter, plot, last, theme, gap.since)


def _paint_line(
    painter: QPainter, plot: QRectF, line: Line, last: float, top: float, colour: QColor
) -> None:
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = thinned(line.steps, line.losses, 0, last, round(plot.width()))
    painter.drawPolyline(QPolygonF(_points(plot, x, y, last, top)))


def _points(
    plot: QRectF, steps: np.ndarray, losses: np.ndarray, last: float, top: float
) -> list[QPointF]:
    """Where losses lie; those above the scale, and those that are no numbers, at its top."""
    shown = np.clip(np.nan_to_num(losses, nan=top, posinf=top), 0, top)
    xs = plot.left() + plot.width() * steps / max(last, 1)
    ys = plot.bottom() - plot.height() * shown / top
    return [QPointF(x, y) for x, y in zip(xs, ys, strict=True)]


def _paint_ends(
    painter: QPainter, plot: QRectF, last: float, theme: Theme, since: int | None = None
) -> None:
    """The first and the last step below the curves, or the one since when."""
    painter.setPen(theme.colour.muted)
    below = QRectF(plot.left(), plot.bottom() + 1, plot.width(), 40)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight, number(int(last)))
    if since is None:
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        return
    x = plot.left() + plot.width() * since / max(last, 1)
    wide = painter.fontMetrics().horizontalAdvance(number(since))
    if x + wide < below.right() - painter.fontMetrics().horizontalAdvance(number(int(last))) - 8:
        painter.drawText(below.adjusted(max(0.0, x - wide / 2), 0, 0, 0), 0, number(since))


def _last_step(line: Line) -> float:
    return float(line.steps[-1]) if len(line.steps) else 0.0


def _top(losses: np.ndarray) -> float:
    """The end of the scale: above nearly all losses."""
    known = losses[np.isfinite(losses)]
    return float(np.quantile(known, 0.98)) * 1.1 or 1.0 if len(known) else 1.0
