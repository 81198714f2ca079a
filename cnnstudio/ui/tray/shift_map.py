"""A map of moves: how sure a network still is of a digit that was moved so far."""

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

_SIDE, _PROJECTED_SIDE = 156, 196


class ShiftMap(Painted):
    """Shares (2·reach + 1, 2·reach + 1), in the middle that of no move. A click, a drag or an
    arrow key moves the drawing: `moved(down, right)`."""

    moved = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: Floats | None = None
        self._move = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(name)

    def show_shares(self, shares: Floats | None) -> None:
        self._shares = shares
        self._describe()
        self.update()

    def show_move(self, down: int, right: int) -> None:
        """Where the drawing is now."""
        self._move = (down, right)
        self._describe()
        self.update()

    @property
    def reach(self) -> int:
        return 0 if self._shares is None else len(self._shares) // 2

    def sentence(self, down: int, right: int) -> str:
        """A move in words, and how sure the network is of it."""
        if self._shares is None or max(abs(down), abs(right)) > self.reach:
            return ""
        share = percent(float(self._shares[down + self.reach, right + self.reach]))
        return self.tr("{down} pixels down, {right} to the right: {share}").format(
            down=number(down), right=number(right), share=share
        )

    def cell_rect(self, down: int, right: int) -> QRectF:
        """Where a move lies."""
        side = self.width() / (2 * self.reach + 1)
        return QRectF((right + self.reach) * side, (down + self.reach) * side, side, side)

    def sizeHint(self) -> QSize:
        side = _PROJECTED_SIDE if current_theme().projector else _SIDE
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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
            self._go(self._move[0] + step[0], self._move[1] + step[1])

    def _go_to(self, point: QPointF) -> None:
        self._go(*self._move_at(point))

    def _move_at(self, point: QPointF) -> tuple[int, int]:
        side = self.width() / (2 * self.reach + 1)
        return int(point.y() // side) - self.reach, int(point.x() // side) - self.reach

    def _go(self, down: int, right: int) -> None:
        if self._shares is not None:
            down, right = (int(np.clip(by, -self.reach, self.reach)) for by in (down, right))
            self.moved.emit(down, right)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            sentence = self.sentence(*self._move_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), sentence, self)
            return True
        return super().event(event)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.sentence(*self._move))

    # Painting

    def paint(self, painter: QPainter, theme: Theme) -> None:
        whole = QRectF(self.rect())
        if self._shares is None:
            painter.fillRect(whole, theme.colour.sunken)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            image = colourise(self._shares, ColourMap.SEQUENTIAL, 1.0, theme)
            painter.drawImage(whole, image)
            painter.setPen(QPen(theme.colour.hairline_strong, 1))
            painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
            if max(abs(self._move[0]), abs(self._move[1])) <= self.reach:
                stroke_ring(painter, self.cell_rect(*self._move), theme)
        if self.hasFocus():
            stroke_focus(painter, whole, theme, 2)
