"""How much the picture excites, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.workspaces.train.chart_frame import Frame, Plot

Curve = NDArray[np.floating]


class ExcitationCurve(Painted):
    """The curve of the chosen dream, those beside it faintly, and a ring where the film is.

    `pointed(step)` when a step is clicked or dragged to.
    """

    pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve: Curve = np.empty(0)
        self._others: Sequence[Curve] = ()
        self._steps, self._position = 1, 0
        self._frame = Frame(_tick, labels_at_top=False)
        self.setAccessibleName(self.tr("Excitation, step by step"))
        self.setToolTip(self.tr("How much the picture excites after each step; click to go there"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_curve(self, curve: Curve, others: Sequence[Curve], steps: int) -> None:
        """Excitations of step 0 and on; `steps` is how far the axis goes."""
        self._curve, self._others, self._steps = curve, others, max(steps, 1)
        self.update()

    def show_position(self, step: int) -> None:
        self._position = step
        known = min(step, len(self._curve) - 1)
        value = number(float(self._curve[known])) if known >= 0 else ""
        self.setAccessibleDescription(value)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 90)

    def plot(self) -> Plot:
        """Where steps and excitations lie, in pixels of the widget."""
        known = np.concatenate([self._curve, *self._others]) if len(self._curve) else np.zeros(1)
        low, high = float(min(known.min(), 0)), float(known.max())
        margin = 0.06 * (high - low) or 1.0
        whole = QRectF(self.rect())
        plot = Plot(whole, 0, self._steps, low - margin * (low < 0), high + margin)
        left, top, right, bottom = self._frame.margins(current_theme(), plot)
        return replace(plot, rect=whole.adjusted(left, top, -right, -bottom))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def _point(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and len(self._curve):
            step = round(self.plot().step_at(event.position().x()))
            self.pointed.emit(min(max(step, 0), len(self._curve) - 1))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        plot = self.plot()
        self._frame.paint_grid(painter, plot, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._frame.paint_axes(painter, plot, 0)
        if not len(self._curve):
            return
        for other in self._others:
            _paint_curve(painter, plot, other, QPen(theme.colour.hairline_strong, 1.2))
        pen = QPen(theme.colour.chart_train, theme.px_f("chart_train_stroke"))
        _paint_curve(painter, plot, self._curve, pen)
        here = self._curve[: self._position + 1].astype(np.float64)
        self._frame.paint_position(painter, plot, float(self._position), here)


def _tick(value: float) -> str:
    return number(round(value)) if value == round(value) else number(value)


def _paint_curve(painter: QPainter, plot: Plot, curve: Curve, pen: QPen) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = (QPointF(plot.x(step), plot.y(float(value))) for step, value in enumerate(curve))
    painter.drawPolyline(QPolygonF(list(points)))
