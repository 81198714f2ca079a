"""The points on the screen: zoom, hover, lasso, and what is marked among them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import stroke_focus
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.digit_map import marks
from cnnstudio.ui.workspaces.inside.digit_map.cloud import Cloud, inside, nearest

_EMPTY = Cloud(np.zeros((0, 2), np.float32), np.zeros(0, np.intp), np.zeros(0, np.intp))
_REACH = 12  # pixels from the mouse within which a point is meant
_BETWEEN = 8  # pixels from one tool to the next
_CLICK = 4  # pixels that the mouse may move within a click
_MARGIN = 0.06  # of the cloud's size, around it
_MANY = 5_000  # points from which on they are smaller
_LEAST_FILLED = 0.7  # of the picture, below which the cloud is brought nearer
_ZOOM = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Equal: 0.8, Qt.Key.Key_Minus: 1.25}
_PANS = {
    Qt.Key.Key_Left: (-0.1, 0.0),
    Qt.Key.Key_Right: (0.1, 0.0),
    Qt.Key.Key_Up: (0.0, 0.1),
    Qt.Key.Key_Down: (0.0, -0.1),
}


class DigitScatter(pg.GraphicsView):
    """A point for each digit, coloured by its class; where some are selected the others are grey.

    The wheel zooms, a drag moves; with the lasso (or Shift) a drag goes round digits. `hovered`
    brings the index of a digit or None, `chosen` that of a clicked one, `lassoed` the indices of
    those within; `class_keyed` a digit's key that was pressed.
    """

    hovered = Signal(object)
    chosen = Signal(int)
    lassoed = Signal(object)
    class_keyed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False)
        self._box = pg.ViewBox(enableMenu=False, lockAspect=True)
        self.centralLayout.addItem(self._box, 0, 0)
        self.cloud = _EMPTY
        self._hidden: frozenset[int] = frozenset()
        self._selected: NDArray[np.intp] = np.arange(0)
        self._current: int | None = None
        self._hover: int | None = None
        self._picture: Floats | None = None
        self._caption: tuple[str, str] = ("", "")
        self._notes: tuple[str, str] = ("", "")
        self._pressed: QPointF | None = None
        self._travelled = 0.0  # the farthest from there that the mouse has been, in pixels
        self._dragged = QPointF()
        self._lasso: list[QPointF] | None = None
        self._moved_by_hand = False
        self._marks_misread = True
        self._others = self._add_points(depth=0)
        self._classes = [self._add_points(depth=1) for _ in range(CLASSES)]
        self._misread = self._add_points(depth=2)
        self._prepare()
        follow_theme(self._restyle)

    def _add_points(self, depth: int) -> pg.ScatterPlotItem:
        points = pg.ScatterPlotItem(pxMode=True, antialias=True)
        points.setZValue(depth)
        self._box.addItem(points)
        return points

    def _prepare(self) -> None:
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0)
        self._box.sigRangeChangedManually.connect(self._range_changed_by_hand)
        self.centralLayout.setContentsMargins(0, 0, 0, 0)
        # What is painted over the points belongs to no item, so all is painted anew.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Map of digits"))
        self.tool = Segmented(
            [("move", self.tr("move")), ("lasso", self.tr("lasso"))], self.tr("Tool"), self
        )
        self.tool.setToolTip(
            self.tr("What dragging does: move the map, or go round digits to select them (Shift)")
        )
        self.fit_button = QPushButton(self.tr("Fit"), self)
        self.fit_button.setToolTip(self.tr("Show all points again (double click, or Home)"))
        self.fit_button.clicked.connect(self.fit)
        self.fit_button.hide()

    # What is shown

    def show_cloud(self, cloud: Cloud) -> None:
        """Points follow each other without a jump: the picture moves only where they leave it or
        have become small in it."""
        is_larger = (len(cloud) > _MANY) != (len(self.cloud) > _MANY)
        self.cloud, self._hover = cloud, None
        if is_larger:
            self._restyle(current_theme())
        self._selected = self._selected[self._selected < len(cloud)]
        self._place_points()
        if not self._moved_by_hand:
            self._fit_if_needed()

    def set_notes(self, notes: tuple[str, str]) -> None:
        """Two lines in the corner: how good the map is, and what it was made from."""
        self._notes = notes
        self.setAccessibleDescription("\n".join(notes))
        self.viewport().update()

    def set_hidden(self, classes: frozenset[int]) -> None:
        """Leave out the digits of these classes."""
        self._hidden = classes
        self._place_points()

    def set_misread_marked(self, marked: bool) -> None:
        self._marks_misread = marked
        self._place_points()

    def set_selected(self, indices: NDArray[np.intp]) -> None:
        self._selected = indices
        self._place_points()

    def set_current(self, index: int | None) -> None:
        """Mark the test digit that every panel looks at, if it is on the map."""
        self._current = index
        self.viewport().update()

    def set_hover(self, picture: Floats | None, title: str = "", below: str = "") -> None:
        """What is shown of the digit under the mouse: its picture (28, 28) and two lines."""
        self._picture, self._caption = picture, (title, below)
        self.viewport().update()

    def visible(self) -> NDArray[np.bool_]:
        """(n,): which digits are not left out."""
        return ~np.isin(self.cloud.labels, list(self._hidden))

    def places(self) -> Floats:
        """Where each point is, in pixels of the widget, (n, 2)."""
        (left, right), (low, high) = self._box.viewRange()
        rect, points = self._box.sceneBoundingRect(), self.cloud.points
        x = rect.left() + (points[:, 0] - left) / (right - left) * rect.width()
        y = rect.bottom() - (points[:, 1] - low) / (high - low) * rect.height()
        return np.stack((x, y), 1)

    def fit(self) -> None:
        """Show all points."""
        self._moved_by_hand = False
        self.fit_button.hide()
        self._show_range(self._wanted())

    def _wanted(self) -> QRectF:
        points = self.cloud.points
        if not len(points):
            return QRectF(-1, -1, 2, 2)
        (left, low), (right, high) = points.min(0), points.max(0)
        side = max(float(right - left), float(high - low), 1e-6) * _MARGIN
        whole = QRectF(left, low, right - left, high - low).adjusted(-side, -side, side, side)
        # No point lies below the notes in the corner.
        notes = marks.notes_height(current_theme())
        above = whole.height() * notes / max(notes, self.viewport().height() - notes)
        return whole.adjusted(0, 0, 0, above)

    def _fit_if_needed(self) -> None:
        wanted = self._wanted()
        shown = self._box.viewRect()
        filled = max(wanted.width() / shown.width(), wanted.height() / shown.height())
        if not shown.contains(wanted) or filled < _LEAST_FILLED:
            self._show_range(wanted)

    def _show_range(self, wanted: QRectF) -> None:
        self._box.setRange(wanted, padding=0, disableAutoRange=True)
        self.viewport().update()

    def _place_points(self) -> None:
        cloud, visible, bright = self.cloud, self.visible(), self._bright()
        for label, points in enumerate(self._classes):
            self._put(points, bright & (cloud.labels == label))
        self._put(self._others, visible & ~bright)
        ringed = self._marks_misread and not cloud.has_too_many_rings
        self._put(self._misread, bright & cloud.misread & ringed)
        self.viewport().update()

    def _bright(self) -> NDArray[np.bool_]:
        """(n,): which digits are in their class's colour."""
        visible = self.visible()
        if not len(self._selected):
            return visible
        chosen = np.zeros(len(visible), bool)
        chosen[self._selected] = True
        return visible & chosen

    def _put(self, points: pg.ScatterPlotItem, which: NDArray[np.bool_]) -> None:
        points.setData(pos=self.cloud.points[which].astype(float))

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = self._dragged = event.position()
        self._travelled = 0.0
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._lasso = [event.position()] if self.tool.key() == "lasso" or shifted else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            away = (event.position() - self._pressed).manhattanLength()
            self._travelled = max(self._travelled, away)
        if self._pressed is None:
            self._point_at(event.position())
        elif self._lasso is not None:
            self._lasso.append(event.position())
            self.viewport().update()
        else:
            self._drag_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, lasso = self._pressed, self._lasso
        self._pressed = self._lasso = None
        if pressed is None:
            return
        if self._travelled <= _CLICK:  # a lasso may well end where it began
            self._click(event.position())
        elif lasso is not None:
            self.lassoed.emit(self._within([*lasso, event.position()]))
        self.viewport().update()

    def _drag_to(self, place: QPointF) -> None:
        """The point under the mouse stays under it."""
        assert self._pressed is not None
        if self._travelled <= _CLICK:
            return
        shown, rect = self._box.viewRect(), self._box.sceneBoundingRect()
        moved, self._dragged = self._dragged - place, place
        across, down = shown.width() / rect.width(), shown.height() / rect.height()
        self._box.translateBy(x=moved.x() * across, y=-moved.y() * down)
        self._range_changed_by_hand()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.class_keyed.emit(int(key) - int(Qt.Key.Key_0))
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in _ZOOM:
            self._box.scaleBy((_ZOOM[key], _ZOOM[key]))
            self._range_changed_by_hand()
        elif key in _PANS:
            shown, (right, up) = self._box.viewRect(), _PANS[key]
            self._box.translateBy(x=right * shown.width(), y=up * shown.height())
            self._range_changed_by_hand()
        else:
            super().keyPressEvent(event)

    def _click(self, place: QPointF) -> None:
        index = self._index_at(place)
        if index is not None:
            self.chosen.emit(index)

    def _index_at(self, place: QPointF) -> int | None:
        return nearest(self.places(), self.visible(), place.x(), place.y(), _REACH)

    def _within(self, lasso: list[QPointF]) -> NDArray[np.intp]:
        polygon = np.array([(point.x(), point.y()) for point in lasso], np.float32)
        return np.flatnonzero(inside(self.places(), polygon) & self.visible())

    def _point_at(self, place: QPointF | None) -> None:
        index = None if place is None else self._index_at(place)
        if index != self._hover:
            self._hover = index
            self.hovered.emit(index)
            self.viewport().update()

    def _range_changed_by_hand(self, *_axes: object) -> None:
        self._moved_by_hand = True
        self.fit_button.show()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "fit_button"):
            self._place_tools()
            if not self._moved_by_hand:
                self._show_range(self._wanted())

    def _place_tools(self) -> None:
        """The tools stand in the upper right corner."""
        right = self.width() - 4
        for widget in (self.tool, self.fit_button):
            size = widget.sizeHint()
            widget.resize(size)
            widget.move(right - size.width(), 4)
            right -= size.width() + _BETWEEN

    # Painting

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self.cloud):
            marks.paint_notes(painter, self._notes, theme)
            self._paint_marks(painter, theme)
        if self._lasso:
            marks.paint_lasso(painter, QPolygonF(self._lasso), theme)
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.viewport().rect()), theme)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        places = self.places()
        middles = self.cloud.middles()
        for label in range(CLASSES):
            if label not in self._hidden and not np.isnan(middles[label, 0]):
                at = self._to_pixels(middles[label])
                marks.paint_class_name(painter, at, label, theme)
        if self._current is not None and self._current < len(places):
            marks.paint_current(painter, QPointF(*map(float, places[self._current])), theme)
        if self._hover is not None and self._picture is not None:
            at = QPointF(*map(float, places[self._hover]))
            room = QRectF(self.viewport().rect())
            marks.paint_hover(painter, at, room, self._picture, self._caption, theme)

    def _to_pixels(self, point: Floats) -> QPointF:
        (left, right), (low, high) = self._box.viewRange()
        rect = self._box.sceneBoundingRect()
        x = rect.left() + (float(point[0]) - left) / (right - left) * rect.width()
        return QPointF(x, rect.bottom() - (float(point[1]) - low) / (high - low) * rect.height())

    def _restyle(self, theme: Theme) -> None:
        self.setBackground(theme.colour.surface)
        self._place_tools()
        size = theme.px_f("map_point_of_many" if len(self.cloud) > _MANY else "map_point")
        for label, points in enumerate(self._classes):
            self._colour(points, marks.class_colour(label, theme), size)
        self._colour(self._others, theme.colour.hairline, size)
        self._misread.setBrush(QColor(0, 0, 0, 0))
        self._misread.setPen(pg.mkPen(theme.colour.text, width=theme.px_f("map_ring")))
        self._misread.setSize(size + 4)
        self.viewport().update()

    def _colour(self, points: pg.ScatterPlotItem, colour: QColor, size: float) -> None:
        points.setPen(None)
        points.setBrush(colour)
        points.setSize(size)
