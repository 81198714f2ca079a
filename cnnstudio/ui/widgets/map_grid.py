"""Many maps in one widget: feature maps, filters or digits, painted as one image."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, Limits, compose
from cnnstudio.ui.widgets.keys import ARROWS, ENTER
from cnnstudio.ui.widgets.map_layout import MapLayout, Spot, fitted
from cnnstudio.ui.widgets.painting import stroke_focus, stroke_ring, stroke_selection

_MARGIN = 6  # room for the selection's stroke around the outermost maps
_MANY = 32  # from here on maps stand closer


class MapGrid(QWidget):
    """Maps (N, H, W) in a grid, as large as fits or with a given number of columns and size.

    The arrow keys move the selected map, with Ctrl the cell within it; Enter activates it.
    """

    hovered = Signal(int, int, int, float)
    left = Signal()
    clicked = Signal(int, int, int)
    activated = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: int | None = None
        self._cell: int | None = None
        self._maps: NDArray[np.floating] = np.zeros((0, 1, 1), dtype=np.float32)
        self._colour_map = ColourMap.SIGNED
        self._limits: Limits = 1.0
        self._names: list[str] = []
        self._selected: Spot | None = None
        self._whole_map = True
        self._hover: Spot | None = None
        self._sheet: QImage | None = None
        self._plan: MapLayout | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Maps"))
        follow_theme(self._restyle)

    # What is shown

    def set_maps(
        self, maps: NDArray[np.floating], colour_map: ColourMap, limits: Limits = 1.0
    ) -> None:
        """Show maps (N, H, W) with one limit of the colour scale, or one for each map (N,)."""
        same_shape = maps.shape == self._maps.shape
        self._maps, self._colour_map, self._limits = maps, colour_map, limits
        if self._selected and not self._holds(self._selected):
            self._selected = None
        if self._hover and not self._holds(self._hover):
            self._hover = None
        self._sheet = None
        if not same_shape:
            self._plan = None
            self.updateGeometry()
        self.update()
        if self._hover:
            self.hovered.emit(*self._reading(self._hover))

    def set_columns(self, columns: int | None) -> None:
        self._columns = columns
        self._rearrange()

    def set_cell(self, width: int | None) -> None:
        """Give each map that width in pixels; None: as large as fits."""
        self._cell = width
        self._rearrange()

    def set_names(self, names: list[str]) -> None:
        """What the tooltip and the screen reader call each map; "map 3" where there is none."""
        self._names = names

    def select(self, index: int | None, cell: tuple[int, int] | None = None) -> None:
        """Outline a map, and in it one cell (row, column); None outlines nothing."""
        self._whole_map = cell is None
        self._selected = None if index is None else Spot(index, *(cell or (0, 0)))
        self._describe()
        self.update()

    @property
    def selected(self) -> int | None:
        return self._selected.index if self._selected else None

    def maps(self) -> NDArray[np.floating]:
        return self._maps

    def layout_of_maps(self) -> MapLayout:
        """Where the maps lie, in pixels from the corner that `origin` names."""
        if self._plan is None:
            room = (self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
            count, *shape = self._maps.shape
            self._plan = fitted(
                count, (shape[0], shape[1]), room, self._gap(), self._columns, self._cell
            )
        return self._plan

    def origin(self) -> QPointF:
        """The top left corner of the first map."""
        return QPointF(_MARGIN, _MARGIN)

    def map_rect(self, index: int) -> QRectF:
        plan = self.layout_of_maps()
        x, y = plan.origin(index)
        return QRectF(x, y, plan.width, plan.height).translated(self.origin())

    def cell_rect(self, index: int, row: int, column: int) -> QRectF:
        return QRectF(*self.layout_of_maps().cell(Spot(index, row, column))).translated(
            self.origin()
        )

    def sizeHint(self) -> QSize:
        count, *shape = self._maps.shape
        width = self._cell or current_theme().px("cell_feature_map")
        columns = self._columns or max(1, round(count**0.5))
        plan = fitted(count, (shape[0], shape[1]), (0, 0), self._gap(), columns, width)
        return QSize(plan.total_width + 2 * _MARGIN, plan.total_height + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._cell else QSize(40, 40)

    # Mouse and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot == self._hover:
            return
        self._hover = spot
        self.update()
        if spot is None:
            self.left.emit()
        else:
            self.hovered.emit(*self._reading(spot))

    def leaveEvent(self, event: QEvent) -> None:
        if self._hover:
            self._hover = None
            self.left.emit()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(spot)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot is not None:
            self.activated.emit(spot.index, spot.row, spot.column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS and len(self._maps):
            self._choose(self._moved(ARROWS[key], event.modifiers()))
        elif key in ENTER and self._selected:
            spot = self._selected
            self.activated.emit(spot.index, spot.row, spot.column)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._spot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._sentence(spot) if spot else "", self)
            return True
        return super().event(event)

    def _choose(self, spot: Spot) -> None:
        self._selected = spot
        self._describe()
        self.update()
        self.clicked.emit(spot.index, spot.row, spot.column)

    def _moved(self, move: tuple[int, int], modifiers: Qt.KeyboardModifier) -> Spot:
        down, right = move
        now = self._selected
        if now is None:
            return Spot(0, 0, 0)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            _, rows, columns = self._maps.shape
            row = min(max(now.row + down, 0), rows - 1)
            return Spot(now.index, row, min(max(now.column + right, 0), columns - 1))
        index = now.index + down * self.layout_of_maps().columns + right
        return Spot(index if 0 <= index < len(self._maps) else now.index, now.row, now.column)

    # What it says

    def _describe(self) -> None:
        self.setAccessibleDescription(self._sentence(self._selected) if self._selected else "")

    def _reading(self, spot: Spot) -> tuple[int, int, int, float]:
        value = float(self._maps[spot.index, spot.row, spot.column])
        return spot.index, spot.row, spot.column, value

    def _sentence(self, spot: Spot) -> str:
        index, row, column, value = self._reading(spot)
        return self.tr("{name}, row {row}, column {column}: {value}").format(
            name=self._name(index), row=row + 1, column=column + 1, value=number(value)
        )

    def _name(self, index: int) -> str:
        if index < len(self._names):
            return self._names[index]
        return self.tr("Map {number}").format(number=index + 1)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self._maps):
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.drawImage(self.origin(), self._image(theme))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hover:
            stroke_ring(painter, self._rect(self._hover), theme)
        if self._selected:
            stroke_selection(painter, self.map_rect(self._selected.index), theme)
            if not self._whole_map:
                stroke_ring(painter, self._rect(self._selected), theme)
        if self.hasFocus() and not self._selected:
            stroke_focus(painter, QRectF(self.rect()), theme)
        painter.end()

    def _image(self, theme: Theme) -> QImage:
        ratio = self.devicePixelRatioF()
        if self._sheet is None or self._sheet.devicePixelRatioF() != ratio:
            plan = self.layout_of_maps()
            cell = (round(plan.width * ratio), round(plan.height * ratio))
            gap = round(plan.gap * ratio)
            self._sheet = compose(
                self._maps, plan.columns, gap, cell, self._colour_map, self._limits, theme
            )
            self._sheet.setDevicePixelRatio(ratio)
        return self._sheet

    def _rect(self, spot: Spot) -> QRectF:
        return self.cell_rect(spot.index, spot.row, spot.column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._plan = self._sheet = None

    def _restyle(self, theme: Theme) -> None:
        self._rearrange()

    def _rearrange(self) -> None:
        self._plan = self._sheet = None
        self.updateGeometry()
        self.update()

    def _gap(self) -> int:
        many = len(self._maps) > _MANY
        return current_theme().px("map_gap_many" if many else "map_gap")

    def _spot_at(self, point: QPointF) -> Spot | None:
        inside = point - self.origin()
        return self.layout_of_maps().spot_at(inside.x(), inside.y()) if len(self._maps) else None

    def _holds(self, spot: Spot) -> bool:
        count, rows, columns = self._maps.shape
        return spot.index < count and spot.row < rows and spot.column < columns
