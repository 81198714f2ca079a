"""Test digits side by side, each with the three likeliest answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from cnnstudio.core.mnist import Digits
from cnnstudio.ui.focus_ring import is_ring_shown
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import ENTER
from cnnstudio.ui.workspaces.train.digit_card import DigitCard, paint_card
from cnnstudio.ui.workspaces.train.digit_choice import Indices, Probabilities, top_answers

_CARD_W, _CARD_H = 200, 96  # the least size of a card on the desk
_COLUMNS_W, _COLUMNS_H = 300, 116  # of one with several answers side by side
_MOST_H = 150

#: Probabilities (10000, 10), each under its heading.
Columns = Sequence[tuple[str, Probabilities]]
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

#: The share of a digit that is in sight at least.
_SEEN = 0.8


class DigitGallery(QAbstractScrollArea):
    """As many digits as fit, or all of them to scroll through. Only those in sight are painted.

    `digit_chosen` carries the index of a test digit that was clicked; `capacity_changed` says
    that another number of digits fits.
    """

    digit_chosen = Signal(int)
    capacity_changed = Signal()

    def __init__(self, digits: Digits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = digits
        self._indices: Indices = np.arange(0)
        self._probabilities: Probabilities | None = None
        self._columns: Columns = ()
        self._scrolls = False
        self._current: int | None = None
        self._place = 0
        self._hovered: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Test digits"))
        follow_theme(self._restyle)

    # What is shown

    def set_digits(
        self, indices: Indices, probabilities: Probabilities | None, columns: Columns = ()
    ) -> None:
        """Show test digits, in this order, with their probabilities (10000, 10) if known; or with
        those of several `columns` side by side."""
        if not np.array_equal(indices, self._indices):
            self._place = 0
            self.verticalScrollBar().setValue(0)
        self._indices, self._probabilities, self._columns = indices, probabilities, columns
        self._rearrange()

    def set_scrolls(self, scrolls: bool) -> None:
        """Let all digits be reached; otherwise only as many as fit are shown."""
        self._scrolls = scrolls
        if not scrolls:
            self.verticalScrollBar().setValue(0)
        self._rearrange()

    def set_current(self, index: int | None) -> None:
        """Outline the test digit that every panel looks at."""
        self._current = index
        self.viewport().update()

    def indices(self) -> Indices:
        """The test digits that can be reached, in order."""
        return self._indices[: self._reachable()]

    def capacity(self) -> int:
        """How many digits fit without scrolling."""
        return self._across() * max(1, (self.viewport().height() + self._gap()) // self._pitch())

    def card_rect(self, place: int) -> QRectF:
        """Where the digit at a place of the order lies, in pixels of the viewport."""
        row, column = divmod(place, self._across())
        gap, high = self._gap(), self._card_height()
        wide = (self.viewport().width() - gap * (self._across() - 1)) / self._across()
        top = row * (high + gap) - self.verticalScrollBar().value()
        return QRectF(column * (wide + gap), top, wide, high)

    def minimumSizeHint(self) -> QSize:
        """Most of a digit; where all can be scrolled to, so can the rest of it."""
        high = self._least_height()
        return QSize(self._scaled(_CARD_W), round(high * _SEEN) if self._scrolls else high)

    def _least_width(self) -> int:
        return self._scaled(_COLUMNS_W if self._columns else _CARD_W)

    def _least_height(self) -> int:
        return self._scaled(_COLUMNS_H if self._columns else _CARD_H)

    def _scaled(self, length: int) -> int:
        return round(length * current_theme().font_px("label") / 14)

    def _gap(self) -> int:
        return current_theme().px("gutter")

    def _across(self) -> int:
        return max(
            1, (self.viewport().width() + self._gap()) // (self._least_width() + self._gap())
        )

    def _card_height(self) -> int:
        gap, least = self._gap(), self._least_height()
        rows = max(1, (self.viewport().height() + gap) // (least + gap))
        fair = (self.viewport().height() - gap * (rows - 1)) // rows
        return max(min(fair, self._scaled(_MOST_H)), least if self._scrolls else 0)

    def _pitch(self) -> int:
        return max(1, self._card_height() + self._gap())

    def _reachable(self) -> int:
        count = len(self._indices)
        return count if self._scrolls else min(count, self.capacity())

    def _rearrange(self) -> None:
        rows = -(-self._reachable() // self._across())
        bar = self.verticalScrollBar()
        beyond = max(0, rows * self._pitch() - self._gap() - self.viewport().height())
        bar.setRange(0, beyond if self._scrolls else 0)
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._pitch() // 3)
        self._place = min(self._place, max(self._reachable() - 1, 0))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._rearrange()
        self.capacity_changed.emit()

    def _restyle(self, theme: Theme) -> None:
        self._rearrange()

    # Mouse and keyboard

    def _place_at(self, point: QPoint) -> int | None:
        for place in self._places_in_sight():
            if self.card_rect(place).contains(point):
                return place
        return None

    def _places_in_sight(self) -> range:
        first = self.verticalScrollBar().value() // self._pitch() * self._across()
        rows = self.viewport().height() // self._pitch() + 2
        return range(first, min(first + rows * self._across(), self._reachable()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._place_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            pointing = Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if place is None else pointing)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._place = place
            self.digit_chosen.emit(int(self._indices[place]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, moves = Qt.Key(event.key()), self._moves()
        if key in moves and self._reachable():
            self._place = min(max(self._place + moves[key], 0), self._reachable() - 1)
            self._show_place()
        elif key in ENTER and self._reachable():
            self.digit_chosen.emit(int(self._indices[self._place]))
        else:
            super().keyPressEvent(event)

    def _moves(self) -> dict[Qt.Key, int]:
        return {**_KEYS, Qt.Key.Key_Up: -self._across(), Qt.Key.Key_Down: self._across()}

    def _show_place(self) -> None:
        card, bar = self.card_rect(self._place), self.verticalScrollBar()
        if card.top() < 0:
            bar.setValue(bar.value() + int(card.top()))
        elif card.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(card.bottom() - self.viewport().height()) + 1)
        self.setAccessibleDescription(self._sentence(self._place))
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos())
            text = self._sentence(place) if place is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def _sentence(self, place: int) -> str:
        card = self._card(int(self._indices[place]))
        text = self.tr("Test digit {index}, a {truth}. Click to look at it everywhere.")
        return text.format(index=number(card.index), truth=card.truth)

    # Painting

    def _card(self, index: int) -> DigitCard:
        shares, truth = self._probabilities, int(self._digits.labels[index])
        answers = top_answers(shares[index], truth) if shares is not None else []
        columns = [(name, top_answers(each[index], truth)) for name, each in self._columns]
        return DigitCard(index, self._digits.images[index], truth, answers, columns)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in self._places_in_sight():
            index = int(self._indices[place])
            focused = self.hasFocus() and is_ring_shown() and place == self._place
            ringed = focused or place == self._hovered
            paint_card(
                painter, self.card_rect(place), self._card(index), index == self._current, ringed
            )
        painter.end()
