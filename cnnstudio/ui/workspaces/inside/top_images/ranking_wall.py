"""All units of a layer, each with what excited it most: a row of cut-outs."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import to_image
from cnnstudio.ui.widgets.keys import ARROWS, ENTER
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_focus, stroke_ring
from cnnstudio.ui.workspaces.inside.seen import fitted_cell, patch_pixels
from cnnstudio.ui.workspaces.inside.top_images.ranked import Ranked

_GAP = 5
_ROW_GAP = 10
#: Pixels across a cut-out, at least and at most, on the desk and projected.
_SIDES, _PROJECTED_SIDES = (42, 64), (68, 96)


class RankingWall(QAbstractScrollArea):
    """A row for each unit, painted as one image of those in sight.

    `unit_chosen` brings the unit whose row was clicked or reached by the arrow keys; `picked` unit
    and place of a cut-out that was clicked, or entered with the keyboard.
    """

    unit_chosen = Signal(int)
    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranked: Ranked | None = None
        self._unit = 0
        self._place = 0
        self._current: int | None = None
        self._sheet: tuple[tuple, QImage] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("What excites each of them most"))
        follow_theme(self._restyle)

    # What is shown

    def show_ranked(self, ranked: Ranked | None) -> None:
        self._ranked, self._sheet = ranked, None
        self._measure()
        self.viewport().update()

    def select(self, unit: int) -> None:
        """Mark a unit's row and bring it into sight."""
        if unit != self._unit:
            self._unit = unit
            self._scroll_to(unit)
        self._describe()
        self.viewport().update()

    def set_current(self, digit: int | None) -> None:
        """Ring the cut-outs of the test digit that every panel looks at."""
        self._current = digit
        self.viewport().update()

    def columns(self) -> int:
        """How many cut-outs fit beside each other."""
        return max(1, min(self._count(), (self._room() + _GAP) // (self._side() + _GAP)))

    def row_rect(self, unit: int) -> QRectF:
        top = unit * self._pitch() - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self._pitch() - 2)

    def patch_rect(self, unit: int, place: int) -> QRectF:
        """Where a cut-out is, in the viewport."""
        row, side = self.row_rect(unit), self._side()
        left = self._margin() + place * (side + _GAP)
        return QRectF(left, row.top() + _ROW_GAP / 2 - 1, side, side)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def _count(self) -> int:
        return self._ranked.count if self._ranked else 0

    def _room(self) -> int:
        """Pixels across for cut-outs."""
        return self.viewport().width() - self._margin() - 8

    def _side(self) -> int:
        """As large as all of a row fit, within limits."""
        least, most = _PROJECTED_SIDES if current_theme().projector else _SIDES
        return min(max((self._room() + _GAP) // max(1, self._count()) - _GAP, least), most)

    def _pitch(self) -> int:
        return self._side() + _ROW_GAP

    def _margin(self) -> int:
        """Room for the names of the units."""
        return 5 * current_theme().font_px("card_title")

    def _measure(self) -> None:
        units = self._ranked.units if self._ranked else 0
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, units * self._pitch() - page))
        bar.setPageStep(page)
        bar.setSingleStep(self._pitch())

    def _scroll_to(self, unit: int) -> None:
        row, bar = self.row_rect(unit), self.verticalScrollBar()
        if row.top() < 0 or row.bottom() > self.viewport().height():
            bar.setValue(unit * self._pitch() - (self.viewport().height() - self._pitch()) // 2)

    # Mouse and keyboard

    def unit_at(self, point: QPoint) -> int | None:
        unit = (point.y() + self.verticalScrollBar().value()) // self._pitch()
        return unit if self._ranked and 0 <= unit < self._ranked.units else None

    def place_at(self, point: QPoint) -> int | None:
        place, inside = divmod(point.x() - self._margin(), self._side() + _GAP)
        return place if 0 <= place < self.columns() and inside < self._side() else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        unit, place = self.unit_at(point), self.place_at(point)
        if unit is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.unit_chosen.emit(unit)
        if place is not None:
            self._place = place
            self.picked.emit(unit, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._ranked is None:
            super().keyPressEvent(event)
        elif key in ARROWS:
            down, right = ARROWS[key]
            self._place = min(max(self._place + right, 0), self.columns() - 1)
            unit = min(max(self._unit + down, 0), self._ranked.units - 1)
            self.unit_chosen.emit(unit)
            self.viewport().update()
        elif key in ENTER:
            self.picked.emit(self._unit, self._place)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def sentence_at(self, point: QPoint) -> str:
        """What is under a point of the viewport."""
        unit, place = self.unit_at(point), self.place_at(point)
        return "" if unit is None or place is None else self._sentence(unit, place)

    def _sentence(self, unit: int, place: int) -> str:
        assert self._ranked is not None
        pick = self._ranked.pick(unit, place)
        template = self.tr("{unit}: {value} for test digit {digit}, a {label}")
        return template.format(
            unit=self._ranked.name(unit),
            value=number(pick.value),
            digit=number(pick.digit),
            label=pick.label,
        )

    def _describe(self) -> None:
        known = self._ranked is not None and self._unit < self._ranked.units
        self.setAccessibleDescription(self._sentence(self._unit, self._place) if known else "")

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._scroll_to(self._unit)

    def _restyle(self, theme: Theme) -> None:
        self._sheet = None
        self._measure()
        self.viewport().update()

    def _in_sight(self) -> range:
        assert self._ranked is not None
        first = self.verticalScrollBar().value() // self._pitch()
        rows = self.viewport().height() // self._pitch() + 2
        return range(first, min(self._ranked.units, first + rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ranked is not None:
            units = self._in_sight()
            self._paint_selection(painter, theme)
            if len(units):
                corner = self.patch_rect(units.start, 0).topLeft()
                painter.drawImage(corner, self._image(units, theme))
            self._paint_names(painter, units, theme)
            self._paint_rings(painter, units, theme)
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.viewport().rect()), theme)
        painter.end()

    def _paint_selection(self, painter: QPainter, theme: Theme) -> None:
        row = self.row_rect(self._unit).adjusted(0, 0, -2, 0)
        fill_rounded(painter, row, theme.colour.accent_tint, theme.px_f("radius_card"))
        edge = QRectF(row.left(), row.top(), 3, row.height())
        fill_rounded(painter, edge, theme.colour.accent, 1.5)

    def _paint_names(self, painter: QPainter, units: range, theme: Theme) -> None:
        assert self._ranked is not None
        for unit in units:
            painter.setFont(theme.font("card_title"))
            selected = unit == self._unit
            painter.setPen(theme.colour.accent if selected else theme.colour.text)
            row = self.row_rect(unit).adjusted(12, 0, 0, 0)
            above = QRectF(row.left(), row.top(), self._margin() - 16, row.height() / 2 + 2)
            low = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(above, low, self._ranked.short_name(unit))
            painter.setFont(theme.font("axis"))
            painter.setPen(theme.colour.muted)
            below = above.translated(0, above.height())
            best = number(float(self._ranked.found.high[unit]))
            painter.drawText(below, Qt.AlignmentFlag.AlignTop, best)

    def _paint_rings(self, painter: QPainter, units: range, theme: Theme) -> None:
        assert self._ranked is not None
        if self.hasFocus():
            stroke_ring(painter, self.patch_rect(self._unit, self._place), theme)
        shown = self._ranked.found.strongest.digits[units.start : units.stop, : self.columns()]
        for row, place in np.argwhere(shown == self._current):
            stroke_ring(painter, self.patch_rect(units.start + int(row), int(place)), theme)

    def _image(self, units: range, theme: Theme) -> QImage:
        """The cut-outs of these units as one image, made anew only where others come into sight."""
        ratio = self.devicePixelRatioF()
        key = (units, self.columns(), ratio, theme)
        if self._sheet is None or self._sheet[0] != key:
            made = self._made(units, ratio, theme)
            made.setDevicePixelRatio(ratio)
            self._sheet = (key, made)
        return self._sheet[1]

    def _made(self, units: range, ratio: float, theme: Theme) -> QImage:
        assert self._ranked is not None
        side, gap = round(self._side() * ratio), round(_GAP * ratio)
        pitch, columns = round(self._pitch() * ratio), self.columns()
        sheet = np.zeros((len(units) * pitch, columns * (side + gap)), np.uint32)
        for line, unit in enumerate(units):
            for place in range(columns):
                pick = self._ranked.pick(unit, place)
                wide, high = fitted_cell(pick.box, side)
                top = line * pitch + (side - high) // 2
                left = place * (side + gap) + (side - wide) // 2
                colours = patch_pixels(pick.patch, (wide, high), theme)
                sheet[top : top + high, left : left + wide] = colours
        return to_image(sheet)
