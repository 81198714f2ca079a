"""A map of places: how sure a network is of a digit that lies there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise
from cnnstudio.ui.widgets.keys import ARROWS
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import stroke_focus, stroke_ring

_SIDE, _PROJECTED_SIDE, _LEAST_SIDE = 156, 196, 96
_ARM = 0.5  # of the cross in the middle, in cells


class ShiftMap(Painted):
    """Shares (2·reach + 1, 2·reach + 1), in the middle, at the cross, that of a digit in the middle
    of the picture. A click, a drag or an arrow key moves the drawing: `moved(down, right)` from
    there."""

    moved = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: Floats | None = None
        self._place = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(name)

    def show_shares(self, shares: Floats | None) -> None:
        self._shares = shares
        self._describe()
        self.update()

    def show_place(self, down: int, right: int) -> None:
        """Where the drawing lies now."""
        self._place = (down, right)
        self._describe()
        self.update()

    @property
    def reach(self) -> int:
        return 0 if self._shares is None else len(self._shares) // 2

    def sentence(self, down: int, right: int) -> str:
        """A place in words, and how sure the network is of a digit there."""
        if self._shares is None or max(abs(down), abs(right)) > self.reach:
            return ""
        share = percent(float(self._shares[down + self.reach, right + self.reach]))
        return self.tr("{down} pixels below the middle, {right} to the right: {share}").format(
            down=number(down), right=number(right), share=share
        )

    def cell_rect(self, down: int, right: int) -> QRectF:
        """Where a place lies in the map."""
        side = self._side() / (2 * self.reach + 1)
        return QRectF((right + self.reach) * side, (down + self.reach) * side, side, side)

    def sizeHint(self) -> QSize:
        side = _PROJECTED_SIDE if current_theme().projector else _SIDE
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), _LEAST_SIDE)

    def _side(self) -> int:
        """Of the square that it paints, smaller in a low window."""
        return min(self.width(), self.height())

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._go(self._place[0] + step[0], self._place[1] + step[1])

    def _go_to(self, point: QPointF) -> None:
        self._go(*self._place_at(point))

    def _place_at(self, point: QPointF) -> tuple[int, int]:
        side = self._side() / (2 * self.reach + 1)
        return int(point.y() // side) - self.reach, int(point.x() // side) - self.reach

    def _go(self, down: int, right: int) -> None:
        if self._shares is not None:
            self.moved.emit(*self._within(down, right))

    def _within(self, down: int, right: int) -> tuple[int, int]:
        """The place of the map that is nearest to one."""
        down, right = (int(np.clip(by, -self.reach, self.reach)) for by in (down, right))
        return down, right

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            sentence = self.sentence(*self._place_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), sentence, self)
            return True
        return super().event(event)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.sentence(*self._place))

    # Painting

    def paint(self, painter: QPainter, theme: Theme) -> None:
        whole = QRectF(0, 0, self._side(), self._side())
        if self._shares is None:
            painter.fillRect(whole, theme.colour.sunken)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            image = colourise(self._shares, ColourMap.SEQUENTIAL, 1.0, theme)
            painter.drawImage(whole, image)
            painter.setPen(QPen(theme.colour.hairline_strong, 1))
            painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
            self._paint_middle(painter, theme)
            stroke_ring(painter, self.cell_rect(*self._within(*self._place)), theme)
        if self.hasFocus():
            stroke_focus(painter, whole, theme, 2)

    def _paint_middle(self, painter: QPainter, theme: Theme) -> None:
        """A cross, which is seen on bright and on dark cells."""
        middle = self.cell_rect(0, 0)
        arm, centre = middle.width() * _ARM, middle.center()
        across, down = QPointF(arm, 0), QPointF(0, arm)
        for colour, width in ((theme.colour.selection_halo, 4.0), (theme.colour.text, 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(centre - across, centre + across)
            painter.drawLine(centre - down, centre + down)
