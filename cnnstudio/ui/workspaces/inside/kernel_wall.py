"""All kernels of a layer: a column for each map, a row for each input channel."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, compose
from cnnstudio.ui.widgets.painting import stroke_selection

_GAP = 2
_SMALLEST = 9  # pixels across a kernel, below which the wall scrolls instead
_COMFORTABLE = 16  # the same where it scrolls one way anyway, and the other way allows it
_LARGEST = 88
_STROKE = 4  # pixels that the outline of a column needs beyond it
_WHOLE = 5


class KernelWall(QAbstractScrollArea):
    """Kernels (maps, channels, rows, columns); only those in sight are painted.

    `weight_chosen` brings map, channel, row and column of a clicked weight.
    """

    weight_chosen = Signal(int, int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kernels: Floats = np.zeros((1, 1, 1, 1), np.float32)
        self._limit = 1.0
        self._selected: int | None = None
        self._side = self._edge = _SMALLEST
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Kernels"))
        follow_theme(self._restyle)

    def set_kernels(self, kernels: Floats, limit: float) -> None:
        same = kernels.shape == self._kernels.shape
        self._kernels, self._limit = kernels, limit
        if not same:
            self._measure()
        self.viewport().update()

    def select(self, map: int | None) -> None:
        """Outline the column of a map and bring it into sight."""
        if map == self._selected:
            return
        self._selected = map
        if map is not None:
            self._scroll_to(map)
        self.viewport().update()

    def side(self) -> int:
        """Pixels across one kernel."""
        return self._side

    def _fitting_side(self) -> int:
        maps, channels, _, wide = self._kernels.shape
        room_x = (self.viewport().width() - self._margin() - _STROKE + _GAP) / maps - _GAP
        room_y = (self.viewport().height() - self._head() - _STROKE + _GAP) / channels - _GAP
        least, most = sorted((room_x, room_y))
        fitting = int(min(least, _LARGEST) if least >= _SMALLEST else min(most, _COMFORTABLE))
        # Whole pixels for each weight, unless that would cost much of the little room.
        whole = fitting // wide * wide if fitting >= _WHOLE * wide else fitting
        return max(_SMALLEST, whole)

    def rect_of(self, map: int, channel: int) -> QRectF:
        """Where a kernel is, in the viewport."""
        step, side = self.side() + _GAP, self.side()
        left = self._margin() + map * step - self.horizontalScrollBar().value()
        top = self._head() + channel * step - self.verticalScrollBar().value()
        return QRectF(left, top, side, side)

    def sizeHint(self) -> QSize:
        return QSize(320, 160)

    def _margin(self) -> int:
        return self._edge

    def _head(self) -> int:
        return current_theme().font_px("axis") + 8

    def _measure(self) -> None:
        self._edge = self.fontMetrics().horizontalAdvance(str(self._kernels.shape[1])) + 10
        self._side = self._fitting_side()
        maps, channels = self._kernels.shape[:2]
        step, page = self.side() + _GAP, self.viewport().size()
        width = self._margin() + maps * step - _GAP + _STROKE
        height = self._head() + channels * step - _GAP + _STROKE
        for bar, whole, seen in (
            (self.horizontalScrollBar(), width, page.width()),
            (self.verticalScrollBar(), height, page.height()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(step)

    def _scroll_to(self, map: int) -> None:
        bar, place = self.horizontalScrollBar(), self.rect_of(map, 0)
        if place.left() < self._margin() or place.right() > self.viewport().width():
            bar.setValue(map * (self.side() + _GAP) - self.viewport().width() // 2)

    def _kernel_at(self, point: QPoint) -> tuple[int, int] | None:
        step = self.side() + _GAP
        map = (point.x() - self._margin() + self.horizontalScrollBar().value()) // step
        channel = (point.y() - self._head() + self.verticalScrollBar().value()) // step
        maps, channels = self._kernels.shape[:2]
        return (map, channel) if 0 <= map < maps and 0 <= channel < channels else None

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._weight_at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.weight_chosen.emit(*found)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _weight_at(self, point: QPoint) -> tuple[int, int, int, int] | None:
        """Map, channel, row and column of the weight there; None between kernels."""
        found = self._kernel_at(point)
        if found is None or not self.rect_of(*found).contains(QPointF(point)):
            return None
        inside = QPointF(point) - self.rect_of(*found).topLeft()
        rows, columns = self._kernels.shape[2:]
        row, column = inside.y() * rows / self.side(), inside.x() * columns / self.side()
        return *found, min(int(row), rows - 1), min(int(column), columns - 1)

    def sentence_at(self, point: QPoint) -> str:
        """What is under a point of the viewport; nothing between kernels."""
        found = self._weight_at(point)
        if found is None:
            return ""
        map, channel, row, column = found
        template = self.tr("Map {map}, input {channel}, row {row}, column {column}: {value}")
        return template.format(
            map=map + 1,
            channel=channel + 1,
            row=row + 1,
            column=column + 1,
            value=number(float(self._kernels[map, channel, row, column])),
        )

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _restyle(self, _theme: object) -> None:
        self._measure()
        self.viewport().update()

    def _in_sight(self) -> tuple[range, range]:
        """Maps and channels of which something shows."""
        step = self.side() + _GAP
        maps, channels = self._kernels.shape[:2]
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        across, down = self.viewport().width() // step + 2, self.viewport().height() // step + 2
        first, second = left // step, top // step
        return range(first, min(maps, first + across)), range(second, min(channels, second + down))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        maps, channels = self._in_sight()
        painter = QPainter(self.viewport())
        if len(maps) and len(channels):
            self._paint_kernels(painter, maps, channels)
        painter.setFont(theme.font("axis"))
        self._paint_axes(painter, maps, channels)
        if self._selected is not None and self._selected in maps:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            column = self.rect_of(self._selected, channels[0])
            column = column.united(self.rect_of(self._selected, channels[-1]))
            stroke_selection(painter, column, theme)
        painter.end()

    def _paint_kernels(self, painter: QPainter, maps: range, channels: range) -> None:
        ratio = self.devicePixelRatioF()
        shown = self._kernels[maps.start : maps.stop, channels.start : channels.stop]
        rows = shown.swapaxes(0, 1).reshape(-1, *self._kernels.shape[2:])
        cell = (round(self.side() * ratio), round(self.side() * ratio))
        gap = round(_GAP * ratio)
        sheet = compose(rows, len(maps), gap, cell, ColourMap.SIGNED, self._limit, current_theme())
        sheet.setDevicePixelRatio(ratio)
        painter.setClipRect(
            self._margin() - 4, self._head() - 4, self.viewport().width(), self.viewport().height()
        )
        painter.drawImage(self.rect_of(maps.start, channels.start).topLeft(), sheet)
        painter.setClipping(False)

    def _paint_axes(self, painter: QPainter, maps: range, channels: range) -> None:
        """Numbers of maps above and of channels at the left, as many as do not touch."""
        theme, metrics = current_theme(), painter.fontMetrics()
        step = self.side() + _GAP
        every_map = -(-(metrics.horizontalAdvance(str(len(self._kernels))) + 4) // step)
        every_channel = -(-metrics.height() // step)
        centre = Qt.AlignmentFlag.AlignCenter
        for map in maps:
            if map % every_map == 0 or map == self._selected:
                painter.setPen(theme.colour.accent if map == self._selected else theme.colour.muted)
                place = self.rect_of(map, 0)
                middle = QRectF(place.center().x() - 20, 0, 40, self._head() - 4)
                if middle.center().x() > self._margin():
                    painter.drawText(middle, centre, str(map + 1))
        painter.setPen(theme.colour.muted)
        for channel in channels:
            place = self.rect_of(0, channel)
            if channel % every_channel == 0 and place.center().y() > self._head():
                middle = QRectF(0, place.center().y() - 12, self._margin() - 6, 24)
                painter.drawText(middle, centre, str(channel + 1))
