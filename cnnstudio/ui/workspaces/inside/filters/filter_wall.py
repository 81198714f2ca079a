"""All filters of a layer as one wall: tiles, or rows of kernels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import resized, rgb_pixels, tiled, to_image
from cnnstudio.ui.widgets.keys import ARROWS
from cnnstudio.ui.widgets.painting import stroke_focus, stroke_selection
from cnnstudio.ui.workspaces.inside.filters import wall_words
from cnnstudio.ui.workspaces.inside.filters.names import FilterNames
from cnnstudio.ui.workspaces.inside.filters.stack import FilterStack
from cnnstudio.ui.workspaces.inside.filters.wall_layout import WallLayout, rows, tiles
from cnnstudio.ui.workspaces.inside.filters.wall_pixels import kernel_pixels


class FilterWall(QAbstractScrollArea):
    """Only what is in sight is painted, as one image.

    `chosen` brings the filter that was clicked, or reached with the arrow keys.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack: FilterStack | None = None
        self._limits: NDArray[np.floating] = np.ones(0)
        self._norms: Floats = np.zeros(0, np.float32)
        self._changes: Floats | None = None
        self._order: NDArray[np.intp] = np.arange(0)
        self._in_colour = True
        self._selected = 0
        self._names = FilterNames("filter", 1)
        self._plan = WallLayout(0, 1, 1, 1, 0, 0, 0, 1, 1, True)
        self._sheet: tuple[tuple, list[tuple[QPoint, QImage]]] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Filters"))
        follow_theme(self._restyle)

    # What is shown

    def show_stack(
        self,
        stack: FilterStack,
        limits: NDArray[np.floating],
        order: NDArray[np.intp],
        changes: Floats | None,
        names: FilterNames,
        in_colour: bool = True,
    ) -> None:
        """Filters in an order, with the end of each one's colours; `changes` (filters,) where the
        start is known; `names` by which filters are called."""
        before = self._stack
        same = before is not None and before.kernels.shape == stack.kernels.shape
        same = same and in_colour == self._in_colour and names == self._names
        self._stack, self._limits, self._order = stack, limits, order
        self._norms, self._changes, self._names = stack.norms(), changes, names
        self._in_colour, self._sheet = in_colour, None
        if not same:
            self._measure()
            self._scroll_to_selected()
        self._describe()
        self.viewport().update()

    def select(self, index: int) -> None:
        """Outline a filter and bring it into sight."""
        if index != self._selected:
            self._selected = index
            self._scroll_to_selected()
        self._describe()
        self.viewport().update()

    def order(self) -> NDArray[np.intp]:
        """The filters in the order in which they stand."""
        return self._order

    def plan(self) -> WallLayout:
        return self._plan

    def filter_rect(self, index: int) -> QRectF:
        """Where a filter is, in the viewport: its tile, or its row as far as it is in sight."""
        place = self._place_of(index)
        if self._plan.is_tiles:
            return self._kernel_rect(place, 0)
        first = self._kernel_rect(place, 0)
        last = self._kernel_rect(place, self._plan.channels - 1)
        return first.united(last).adjusted(-2, -2, 2, 2)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def _is_pictures(self) -> bool:
        """Whether each filter is one picture."""
        assert self._stack is not None
        return self._stack.kernels.shape[1] == 1 or (self._stack.is_rgb and self._in_colour)

    def _place_of(self, index: int) -> int:
        found = np.flatnonzero(self._order == index)
        return int(found[0]) if len(found) else 0

    def _kernel_rect(self, place: int, channel: int) -> QRectF:
        left, top, wide, high = self._plan.kernel(place, channel)
        return QRectF(left, top, wide, high).translated(-self._offset())

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _measure(self) -> None:
        if self._stack is None:
            return
        theme = current_theme()
        count, channels, *shape = self._stack.kernels.shape
        room = (self.viewport().width(), self.viewport().height())
        size = (shape[0], shape[1])
        line = theme.font_px("axis") + 6
        if self._is_pictures():
            least = QFontMetrics(theme.font("axis")).horizontalAdvance("0.000  1,000 %")
            self._plan = tiles(count, size, room, 2 * line, least)
        else:
            margin = wall_words.columns(theme, self._names.longest())[-1]
            self._plan = rows(count, channels, size, room, margin, line + 6, line + 4)
        self._set_bars()

    def _set_bars(self) -> None:
        page, whole = self.viewport().size(), self._plan.size
        for bar, length, seen, step in (
            (self.horizontalScrollBar(), whole[0], page.width(), self._plan.step),
            (self.verticalScrollBar(), whole[1], page.height(), self._plan.pitch),
        ):
            bar.setRange(0, max(0, length - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(step)

    def _scroll_to_selected(self) -> None:
        if self._stack is None:
            return
        top = self._plan.kernel(self._place_of(self._selected))[1]
        bar, page, high = self.verticalScrollBar(), self.viewport().height(), self._plan.pitch
        if not bar.value() + self._plan.head <= top <= bar.value() + page - high:
            bar.setValue(top - (page - high) // 2)

    # Mouse and keyboard

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        """The filter and the channel under a point of the viewport."""
        inside = point + self._offset()
        found = self._plan.at(inside.x(), inside.y()) if self._stack is not None else None
        return None if found is None else (int(self._order[found[0]]), found[1])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(found[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in ARROWS or not len(self._order):
            super().keyPressEvent(event)
            return
        down, right = ARROWS[key]
        plan, bar = self._plan, self.horizontalScrollBar()
        if right and not plan.is_tiles and bar.maximum():
            bar.setValue(bar.value() + right * plan.step)
            return
        line, column = (plan.columns, 1) if plan.is_tiles else (1, plan.lines)
        place = self._place_of(self._selected) + down * line + right * column
        if 0 <= place < len(self._order):
            self.chosen.emit(int(self._order[place]))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def sentence_at(self, point: QPoint) -> str:
        """What is under a point of the viewport."""
        found = self._at(point)
        return "" if found is None else self._sentence(*found)

    def _sentence(self, index: int, channel: int = -1) -> str:
        assert self._stack is not None
        change = None if self._changes is None else float(self._changes[index])
        about = wall_words.sentence(self._names.full(index), float(self._norms[index]), change)
        if channel < 0 or self._is_pictures():
            return about
        kernel = self._stack.kernels[index, channel]
        if kernel.size == 1:
            template = self.tr("{filter}\nweight of input {n}: {value}")
            value = number(float(kernel[0, 0]))
            return template.format(filter=about, n=channel + 1, value=value)
        template = self.tr("{filter}\nkernel for input {n}: norm {norm}")
        norm = number(float(np.linalg.norm(kernel)))
        return template.format(filter=about, n=channel + 1, norm=norm)

    def _describe(self) -> None:
        known = self._stack is not None and self._selected < len(self._stack)
        self.setAccessibleDescription(self._sentence(self._selected) if known else "")

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._scroll_to_selected()

    def _restyle(self, theme: Theme) -> None:
        self._sheet = None
        self._measure()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._stack is not None and len(self._stack):
            places, channels = self._in_sight()
            self._clip(painter)
            for corner, sheet in self._sheets(places, channels, theme):
                painter.drawImage(corner - self._offset(), sheet)
            if self._selected < len(self._stack):
                stroke_selection(painter, self.filter_rect(self._selected), theme)
            painter.setClipping(False)
            self._paint_words(painter, places, channels, theme)
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.viewport().rect()), theme)
        painter.end()

    def _in_sight(self) -> tuple[list[range], range]:
        """Places of the order, of each bank, and channels, of which something shows."""
        plan, offset, page = self._plan, self._offset(), self.viewport().size()
        first = max(0, (offset.y() - plan.head) // plan.pitch)
        last = min(plan.lines, first + page.height() // plan.pitch + 2)
        if plan.is_tiles:
            end = min(plan.filters, last * plan.columns)
            return [range(first * plan.columns, end)], range(1)
        left = max(0, offset.x() // plan.step)
        across = page.width() // plan.step + 2
        channels = range(left, min(plan.channels, left + across))
        starts = (bank * plan.lines for bank in range(plan.columns))
        banks = [range(s + first, min(s + last, plan.filters)) for s in starts]
        return [bank for bank in banks if len(bank)], channels

    def _clip(self, painter: QPainter) -> None:
        """Scrolled kernels pass below the words above and beside them."""
        plan, page = self._plan, self.viewport().size()
        left = 0 if plan.is_tiles else plan.margin - 5
        painter.setClipRect(left, max(0, plan.head - 5), page.width(), page.height())

    def _sheets(
        self, banks: list[range], channels: range, theme: Theme
    ) -> list[tuple[QPoint, QImage]]:
        """What is in sight, an image for each bank, with its corner in the whole."""
        ratio = self.devicePixelRatioF()
        key = (tuple(banks), channels, ratio, theme)
        if self._sheet is None or self._sheet[0] != key:
            made = []
            for places in banks:
                sheet = self._made(places, channels, ratio, theme)
                sheet.setDevicePixelRatio(ratio)
                left, top, _, _ = self._plan.kernel(places.start, channels.start)
                made.append((QPoint(left, top), sheet))
            self._sheet = (key, made)
        return self._sheet[1]

    def _made(self, places: range, channels: range, ratio: float, theme: Theme) -> QImage:
        """The kernels in sight side by side."""
        assert self._stack is not None
        plan = self._plan
        chosen = self._order[places.start : places.stop]
        limits = self._limits[chosen]
        if plan.is_tiles and self._stack.is_rgb:
            colours = rgb_pixels(self._stack.kernels[chosen], limits)
        else:
            kernels = self._stack.kernels[chosen, channels.start : channels.stop]
            shape = kernels.shape[2:]
            limits = np.repeat(limits, len(channels))
            colours = kernel_pixels(kernels.reshape(-1, *shape), limits, theme)
        cell = (round(plan.wide * ratio), round(plan.high * ratio))
        across = plan.columns if plan.is_tiles else len(channels)
        beside = round(plan.step * ratio) - cell[0]
        below = round(plan.pitch * ratio) - cell[1]
        return to_image(_spaced(resized(colours, cell), across, beside, below))

    def _paint_words(
        self, painter: QPainter, banks: list[range], channels: range, theme: Theme
    ) -> None:
        values = wall_words.Values(self._norms, self._changes, self._names, self._selected)
        plan, edges = self._plan, wall_words.columns(theme, self._names.longest())
        if not plan.is_tiles:
            painter.setClipRect(0, plan.head, self.viewport().width(), self.viewport().height())
        for place in (place for bank in banks for place in bank):
            first, index = self._kernel_rect(place, 0), int(self._order[place])
            if plan.is_tiles:
                wall_words.paint_below(painter, first, index, values, theme)
                continue
            line = QRectF(plan.cell(place)[1] * plan.bank, first.top(), edges[-1], first.height())
            wall_words.paint_beside(painter, line, index, values, edges, theme)
        painter.setClipping(False)
        for bank in banks if not plan.is_tiles else ():
            left = plan.cell(bank.start)[1] * plan.bank
            head = QRectF(left, 0, self.viewport().width(), plan.head - 4)
            middles = {c: self._kernel_rect(bank.start, c).center().x() for c in channels}
            wall_words.paint_head(painter, head, middles, edges, plan.step, theme)


def _spaced(pictures: NDArray[np.uint32], across: int, beside: int, below: int) -> np.ndarray:
    """Pictures in rows of `across`, with transparent gaps between them."""
    count, high, wide = pictures.shape
    padded = np.zeros((count, high + below, wide + beside), np.uint32)
    padded[:, :high, :wide] = pictures
    return tiled(padded, across, 0)
