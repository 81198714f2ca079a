"""A layer's input: its maps with their padding, and the window that is looked through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.layers import Shape
from cnnstudio.core.settings import Pair
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import colourise
from cnnstudio.ui.widgets.hatching import hatch_around
from cnnstudio.ui.widgets.map_layout import MapLayout, Spot, fitted
from cnnstudio.ui.widgets.painting import stroke_ring, stroke_selection
from cnnstudio.ui.workspaces.build.maps import Flow
from cnnstudio.ui.workspaces.build.reading import Box

_MARGIN = 6

#: A map alone is worth a thicker outline than one of many.
_LARGE_CELL = 3.0


class SourceView(QWidget):
    """Paints maps as large as fit; without a flow, their outlines. `hovered` says map, row,
    column and value under the mouse."""

    hovered = Signal(int, int, int, float)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape: Shape = (1, 1, 1)
        self._padding: Pair = (0, 0)
        self._flow: Flow | None = None
        self._images: list[QImage] = []
        self._marked: dict[int, Box] = {}
        self._hover: Spot | None = None
        self._plan: MapLayout | None = None
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("The layer’s input"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def show_source(self, shape: Shape, flow: Flow | None, padding: Pair = (0, 0)) -> None:
        """Maps of `shape` (maps, rows, columns), which `flow` may hold only some of."""
        count = len(flow.values) if flow else min(shape[0], 64)
        self._shape, self._flow, self._padding = (count, *shape[1:]), flow, padding
        self._plan, self._images = None, []
        if self._hover and self._hover.index >= count:
            self._hover = None
        self.update()

    def mark(self, maps: Sequence[int], box: Box | None) -> None:
        """Outline the same window on some of the maps; None outlines nothing."""
        count = self._shape[0]
        # Of channels that are all alike only one is drawn.
        shown = {0} if count == 1 else {index for index in maps if index < count}
        self._marked = {} if box is None else dict.fromkeys(sorted(shown), box)
        self.update()

    def marked(self) -> dict[int, Box]:
        return dict(self._marked)

    def link_rect(self) -> QRectF | None:
        """The outlined window that lies nearest to the right, for a line to start from."""
        rects = [self._box_rect(index, box) for index, box in self._marked.items()]
        if not rects:
            return None
        rightmost = max(rect.right() for rect in rects)
        edge = [rect for rect in rects if rect.right() >= rightmost - 1]
        return edge[len(edge) // 2]

    def sizeHint(self) -> QSize:
        side = current_theme().px("cell_feature_map")
        return QSize(3 * side, 3 * side)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 60)

    # Where things lie

    def plan(self) -> MapLayout:
        if self._plan is None:
            count, rows, columns = self._shape
            padded = (rows + 2 * self._padding[0], columns + 2 * self._padding[1])
            room = (self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
            gap = current_theme().px("map_gap_many" if count > 4 else "map_gap")
            self._plan = fitted(count, padded, room, gap)
        return self._plan

    def _cell(self) -> tuple[float, float]:
        """Width and height of one cell."""
        plan = self.plan()
        return plan.width / plan.values_wide, plan.height / plan.rows

    def _outer_rect(self, index: int) -> QRectF:
        plan = self.plan()
        x, y = plan.origin(index)
        return QRectF(_MARGIN + x, _MARGIN + y, plan.width, plan.height)

    def map_rect(self, index: int) -> QRectF:
        """Where a map lies, without its padding."""
        wide, high = self._cell()
        down, across = self._padding[0] * high, self._padding[1] * wide
        return self._outer_rect(index).adjusted(across, down, -across, -down)

    def _box_rect(self, index: int, box: Box) -> QRectF:
        wide, high = self._cell()
        top, left, height, width = box
        corner = self.map_rect(index).topLeft()
        rect = QRectF(
            corner.x() + left * wide, corner.y() + top * high, width * wide, height * high
        )
        return rect.intersected(self._outer_rect(index))

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot == self._hover:
            return
        self._hover = spot
        self.update()
        if spot is None or self._flow is None:
            self.left.emit()
            return
        step = self._flow.step
        value = self._flow.values[spot.index, spot.row // step, spot.column // step]
        self.hovered.emit(spot.index, spot.row, spot.column, float(value))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.left.emit()
        self.update()

    def _spot_at(self, point: QPointF) -> Spot | None:
        inside = point - QPointF(_MARGIN, _MARGIN)
        spot = self.plan().spot_at(inside.x(), inside.y())
        if spot is None or self._flow is None:
            return None
        row, column = spot.row - self._padding[0], spot.column - self._padding[1]
        _, rows, columns = self._shape
        inside_map = 0 <= row < rows and 0 <= column < columns
        held = (rows - 1) // self._flow.step < self._flow.values.shape[1]
        return Spot(spot.index, row, column) if inside_map and held else None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        self._paint_maps(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, _ = self._cell()
        for index, box in self._marked.items():
            large = self._shape[0] == 1 or wide >= _LARGE_CELL
            stroke = stroke_selection if large else stroke_ring
            stroke(painter, self._box_rect(index, box), theme)
        if self._hover:
            spot = self._hover
            box = (spot.row, spot.column, 1, 1)
            stroke_ring(painter, self._box_rect(spot.index, box), theme)
        painter.end()

    def _paint_maps(self, painter: QPainter, theme: Theme) -> None:
        colour = theme.colour
        for index in range(self._shape[0]):
            outer, inner = self._outer_rect(index), self.map_rect(index)
            if any(self._padding):
                hatch_around(painter, outer, inner, colour.hairline_strong, colour.sunken)
            if self._flow is not None:
                painter.drawImage(inner, self._image(index, self._flow, theme))
            else:
                painter.setPen(QPen(colour.hairline_strong, 1))
                painter.setBrush(colour.sunken)
                painter.drawRect(inner)

    def _image(self, index: int, flow: Flow, theme: Theme) -> QImage:
        if not self._images:
            self._images = [
                colourise(one, flow.colour_map, flow.limit, theme) for one in flow.values
            ]
        return self._images[index]

    def resizeEvent(self, event: object) -> None:
        self._plan = None

    def _restyle(self, theme: Theme) -> None:
        self._plan, self._images = None, []
        self.update()
