"""The lab's picture, and the card with the question beside or below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.plate_view import PlateView
from cnnstudio.ui.workspaces.learn.question_card import QuestionCard

#: The widest that a card is beside a picture, in units of spacing.
_WIDEST_CARD = 110


class StagePanel(Panel):
    """The card lies in the place that the picture leaves free for it, or else below the picture,
    which then has less of the height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.view = PlateView()
        self.card = QuestionCard()
        self._foot = QWidget()
        self.content.addWidget(self.view, 1)
        self.content.addWidget(self._foot)
        self._below = self._predicts = False
        self._is_decided = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place_card)
        self.card.setParent(self)
        self.card.hide()
        self._foot.hide()
        self.view.installEventFilter(self)

    @property
    def is_predicting(self) -> bool:
        return self._predicts

    def set_predicting(self, on: bool) -> None:
        """Whether there is a card at all."""
        if on != self._predicts:
            self._predicts = on
            self._is_decided = False
            self.card.setVisible(on)
            self._place_card()

    def tab_stops(self) -> list[QWidget]:
        card = self.card
        return [self.view, card.field, card.check, card.show_me, card.go_on]

    def look_for_slot(self) -> None:
        """The picture is about to be another one: it may have a place for the card, or not."""
        self._is_decided = False

    def refresh(self) -> None:
        """The lab's picture is another one."""
        self.view.refresh()
        if self._predicts:
            self._place_card()

    def _place_card(self) -> None:
        if not self._is_decided:
            self._decide()
        below, slot = self._below, self.view.plate.slot
        self.card.set_wide(below)
        if below:
            self._foot.setFixedHeight(self._card_height(self.view.width()))
        if below == self._foot.isHidden():
            self._foot.setVisible(below)
            self._column.activate()
        if below:
            self.card.setGeometry(self._foot.geometry())
        elif self._predicts and slot is not None:
            self.card.setGeometry(self._in_slot(slot))
        self.card.raise_()

    def _decide(self) -> None:
        """Below or beside? The picture as it is at its full height tells: a lower one might have
        the place that a higher has not, or the other way round."""
        self._is_decided = True
        self._foot.hide()
        self._column.activate()
        self.view.refresh()
        self._below = self._predicts and not self._has_slot()

    def _has_slot(self) -> bool:
        slot = self.view.plate.slot
        return slot is not None and slot.width() >= self.card.least_width()

    def _in_slot(self, slot: QRectF) -> QRect:
        width = min(round(slot.width()), _WIDEST_CARD * current_theme().px("unit"))
        height = self._card_height(width)
        top = min(slot.top(), self.view.height() - height)
        corner = QPoint(round(slot.right()) - width, max(0, round(top)))
        return QRect(self.view.mapTo(self, corner), QSize(width, height))

    def _card_height(self, width: int) -> int:
        height = self.card.heightForWidth(width)
        return height if height > 0 else self.card.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_decided = False
        if self._predicts:
            self._place_card()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.view and self._predicts:
            self._soon.start()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._predicts:
            self._place_card()
        return done

    def _restyle(self, theme: Theme) -> None:
        super()._restyle(theme)
        self._is_decided = False
        unit = theme.px("unit")
        self._column.setContentsMargins(4 * unit, 3 * unit, 4 * unit, 3 * unit)
