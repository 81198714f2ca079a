"""A chart along the steps of a run: raw, smoothed and test line, zoom and read-out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.workspaces.train.chart_data import FLOOR, Doubles, thinned
from cnnstudio.ui.workspaces.train.chart_frame import Frame, Mark, Plot

_EMPTY: Doubles = np.empty(0)

#: The raw line is many strokes close together; solid, they would be a wall.
_RAW_OPACITY = 0.5

#: The train line of a run that is laid over, beside its test line.
_OTHER_WIDTH, _OTHER_OPACITY = 0.6, 0.7


@dataclass(frozen=True, eq=False)
class OtherRun:
    """The lines of another run that is laid over: its name, and the colour that tells it apart."""

    name: str
    colour: QColor
    steps: Doubles
    smooth: Doubles
    test_steps: Doubles
    tests: Doubles


@dataclass(frozen=True, eq=False)
class Lines:
    """What a chart draws, in steps and in the unit of its quantity; a line may have no values.

    `tests` at `test_steps` are the test line; `step` is where the run is, None where there is
    none; `shown`, the moment of its past that is looked at, with its values in words.
    """

    steps: Doubles = field(default_factory=lambda: _EMPTY)
    raw: Doubles = field(default_factory=lambda: _EMPTY)
    smooth: Doubles = field(default_factory=lambda: _EMPTY)
    test_steps: Doubles = field(default_factory=lambda: _EMPTY)
    tests: Doubles = field(default_factory=lambda: _EMPTY)
    marks: Sequence[Mark] = ()
    step: float | None = None
    shown: float | None = None
    shown_words: str = ""
    per_epoch: int = 0
    others: Sequence[OtherRun] = ()


class Chart(pg.GraphicsView):
    """Draws `Lines`; everything around them is painted by `Frame` in the look of the program.

    The wheel zooms along the steps, a dragged rectangle both ways; a double click shows everything
    again. `pointed` carries the step under the mouse, None when it has left.
    """

    pointed = Signal(object)
    zoomed = Signal(bool)

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False)
        # A view box alone: a PlotItem brings menus and axes that nothing here shows.
        self._box = pg.ViewBox(enableMenu=False)
        self.centralLayout.addItem(self._box, 0, 0)
        self._frame = frame
        self._lines = Lines()
        self._fit = ((0.0, 1.0), (0.0, 1.0))
        self._is_zoomed = False
        self._pointer: float | None = None
        self._read_out: tuple[str, ...] = ()
        self._raw, self._smooth, self._tests = (self._add_line(z) for z in (0, 3, 4))
        self._others: list[tuple[pg.PlotCurveItem, pg.PlotCurveItem]] = []
        self._prepare()
        self.fit_button = QPushButton(self.tr("Fit"), self)
        self.fit_button.setToolTip(self.tr("Show all steps again (double click)"))
        self.fit_button.clicked.connect(self.fit)
        self.fit_button.hide()
        follow_theme(self._restyle)

    def _add_line(self, depth: int) -> pg.PlotCurveItem:
        # Segment by segment: Qt strokes a path with hundreds of sharp bends 20 times slower.
        line = pg.PlotCurveItem(antialias=depth > 0, skipFiniteCheck=False)
        line.setSegmentedLineMode("on")
        line.setZValue(depth)
        self._box.addItem(line)
        return line

    def _prepare(self) -> None:
        box = self._box
        box.setMouseMode(box.RectMode)
        # The wheel zooms along the steps: the lines stay in sight.
        box.setMouseEnabled(x=True, y=False)
        box.disableAutoRange()
        box.setDefaultPadding(0)
        box.sigRangeChangedManually.connect(self._zoomed_by_hand)
        box.sigRangeChanged.connect(self._range_changed)
        # What is painted around the lines belongs to no item, so all is painted anew.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setMinimumSize(140, 84)

    # What is shown

    def set_lines(self, lines: Lines, steps: tuple[float, float], values: Sequence[float]) -> None:
        """Show lines; `steps` and `values` are the ranges in which all can be seen."""
        self._lines = lines
        low, high = (float(v) for v in self._to_view(np.asarray(values, np.float64)))
        self._fit = (steps, (low, high))
        if not self._is_zoomed:
            self._show_fit()
        self._draw()

    def set_logarithmic(self, logarithmic: bool) -> None:
        self._frame.logarithmic = logarithmic

    def set_read_out(self, lines: tuple[str, ...]) -> None:
        """What stands beside the pointer."""
        self._read_out = lines
        self.viewport().update()

    @property
    def read_out(self) -> tuple[str, ...]:
        return self._read_out

    @property
    def lines(self) -> Lines:
        """What is shown."""
        return self._lines

    @property
    def is_zoomed(self) -> bool:
        return self._is_zoomed

    @property
    def shown_steps(self) -> tuple[float, float]:
        low, high = self._box.viewRange()[0]
        return float(low), float(high)

    def drawn_points(self) -> int:
        """How many points of the smoothed line are drawn."""
        return len(self._smooth.getData()[0])

    def fit(self) -> None:
        """Show everything again."""
        self._set_zoomed(False)
        self._show_fit()
        self._draw()

    def _show_fit(self) -> None:
        (left, right), (low, high) = self._fit
        box = self._box
        box.setRange(xRange=(left, right), yRange=(low, high), padding=0, disableAutoRange=True)

    def _to_view(self, values: Doubles) -> Doubles:
        if not self._frame.logarithmic:
            return values
        return np.log10(np.where(values < FLOOR, FLOOR, values))

    def _make_room(self) -> None:
        """As much beside the lines as the words of this moment's ticks need."""
        margins = self._frame.margins(current_theme(), self.plot())
        if self.centralLayout.getContentsMargins() != margins:
            self.centralLayout.setContentsMargins(*margins)
            self.centralLayout.activate()

    def _draw(self) -> None:
        self._make_room()
        lines = self._lines
        for item, x, y in (
            (self._raw, lines.steps, lines.raw),
            (self._smooth, lines.steps, lines.smooth),
            (self._tests, lines.test_steps, lines.tests),
        ):
            self._put(item, x, y)
        self._draw_others()
        self.viewport().update()

    def _put(self, item: pg.PlotCurveItem, x: Doubles, y: Doubles) -> None:
        """Let an item draw those points of a line that are in sight."""
        columns = int(max(self.plot_rect().width(), 1))
        x, y = thinned(x, y, *self.shown_steps, columns)
        item.setData(x, np.clip(self._to_view(y), *self._near()), connect="finite")

    def _draw_others(self) -> None:
        others, theme = self._lines.others, current_theme()
        while len(self._others) < len(others):
            self._others.append((self._add_line(1), self._add_line(2)))
        for train, tests in self._others[len(others) :]:
            for item in (train, tests):
                self._put(item, _EMPTY, _EMPTY)
        for (train, tests), other in zip(self._others, others, strict=False):
            train.setPen(_pen(other.colour, theme.px_f("chart_train_stroke") * _OTHER_WIDTH))
            train.setOpacity(_OTHER_OPACITY)
            tests.setPen(_pen(other.colour, theme.px_f("chart_test_stroke")))
            self._put(train, other.steps, other.smooth)
            self._put(tests, other.test_steps, other.tests)

    def _near(self) -> tuple[float, float]:
        """Values far beyond the edges are drawn no further than this: long lines cost time."""
        low, high = self._box.viewRange()[1]
        return low - (high - low), high + (high - low)

    # Zoom and pointer

    def _zoomed_by_hand(self, *axes: object) -> None:
        self._set_zoomed(True)

    def _range_changed(self, *range: object) -> None:
        if self._is_zoomed:
            self._draw()

    def _set_zoomed(self, zoomed: bool) -> None:
        if zoomed != self._is_zoomed:
            self._is_zoomed = zoomed
            self.fit_button.setVisible(zoomed)
            self._place_button()
            self.zoomed.emit(zoomed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def _point(self, place: QPointF | None) -> None:
        inside = place is not None and self.plot_rect().contains(place)
        self._pointer = self.plot().step_at(place.x()) if inside and place else None
        self.pointed.emit(self._pointer)
        self.viewport().update()

    # Painting

    def plot_rect(self) -> QRectF:
        """The rectangle of the lines, in pixels of the widget."""
        return self._box.sceneBoundingRect()

    def plot(self) -> Plot:
        (left, right), (low, high) = self._box.viewRange()
        return Plot(self.plot_rect(), left, right, low, high)

    def value_ticks(self) -> list[tuple[float, str]]:
        """Ticks at the left: where they are drawn, and their words."""
        return self._frame.value_ticks(self.plot())

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawBackground(painter, rect)
        self._frame.paint_grid(painter, self.plot(), self._lines.per_epoch)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines, plot = self._lines, self.plot()
        self._frame.paint_axes(painter, plot, lines.per_epoch)
        if lines.step is not None:
            tests = (lines.test_steps, self._to_view(lines.tests))
            self._frame.paint_tests(painter, plot, *tests)
            if lines.shown is None:
                self._frame.paint_position(painter, plot, lines.step, tests[1])
            else:
                before = int(np.searchsorted(lines.test_steps, lines.shown, side="right"))
                self._frame.paint_past(painter, plot, lines.shown, lines.step, tests[1][:before])
        self._frame.paint_marks(painter, plot, lines.marks)
        self._frame.paint_names(painter, plot, [(run.name, run.colour) for run in lines.others])
        if lines.shown is not None:
            self._frame.paint_shown_words(painter, plot, lines.shown, lines.shown_words)
        if self._pointer is not None:
            self._frame.paint_pointer(painter, plot, self._pointer, self._read_out)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "fit_button"):
            self._place_button()
            self._draw()

    def _place_button(self) -> None:
        size, plot = self.fit_button.sizeHint(), self.plot_rect()
        self.fit_button.resize(size)
        self.fit_button.move(int(plot.right()) - size.width() - 6, int(plot.top()) + 4)

    def _restyle(self, theme: Theme) -> None:
        colour = theme.colour
        self._raw.setPen(_pen(colour.chart_raw, theme.px_f("hairline_w")))
        self._raw.setOpacity(_RAW_OPACITY)
        self.setBackground(colour.surface)
        self._smooth.setPen(_pen(colour.chart_train, theme.px_f("chart_train_stroke")))
        self._tests.setPen(_pen(colour.chart_test, theme.px_f("chart_test_stroke")))
        box = self._box.rbScaleBox
        box.setPen(QPen(colour.accent, 1))
        tint = colour.accent
        tint.setAlpha(40)
        box.setBrush(tint)
        self._draw()


def _pen(colour: object, width: float) -> QPen:
    """A pen so many pixels wide: Qt's own would be as many steps wide, and decades high."""
    pen = pg.mkPen(colour, width=width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
