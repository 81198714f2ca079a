"""All labs to choose from, as cards in a grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import Sentence
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import ARROWS
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.workspaces.learn.figures_line import Complaint
from cnnstudio.ui.workspaces.learn.lab_card import LabCard
from cnnstudio.ui.workspaces.learn.lab_menu import LabMenu
from cnnstudio.ui.workspaces.learn.little_pictures import LittlePictures

_MOST_COLUMNS = 4


class CataloguePage(QWidget):
    """`chosen(key)` when a card is pressed."""

    chosen = Signal(str)

    def __init__(
        self, session: Session, kinds: Sequence[type[Lab]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.pictures = LittlePictures(session.labs, self)
        self.grid = CardGrid([LabCard(kind, self.pictures) for kind in kinds])
        for card in self.grid.cards:
            card.clicked.connect(lambda _=False, key=card.key: self.chosen.emit(key))
        self._title = TextLabel(self.tr("Labs"), "page_title")
        hint = self.tr("Each shows one operation with all of its numbers. Choose one to play with.")
        self._hint = ElidedLabel(hint, "label", "muted")
        self._area = ScrollColumn(self.grid)
        self._area.room_changed.connect(self.grid.set_room)
        self.menu = LabMenu(session, needs_lab=False)
        self._complaint = Complaint()
        self._complaint.hide()
        self._arrange()
        session.labs.refused.connect(self._complain)
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        for widget in (self._title, self._hint, self._complaint):
            words.addWidget(widget)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.menu)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self._area, 1)

    def focus_on(self, key: str) -> None:
        """Bring the keyboard to the card of a lab, or to the first one."""
        cards = self.grid.cards
        card = next((card for card in cards if card.key == key), cards[0] if cards else None)
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._complain(None)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pictures.pause()

    def _complain(self, sentence: Sentence | None) -> None:
        """Say why something could not be pasted; None takes that back."""
        self._complaint.set_text(translated(sentence) if sentence is not None else "")
        self._complaint.setVisible(sentence is not None)
        self._hint.setVisible(sentence is None)

    def _restyle(self, theme: Theme) -> None:
        x, y = theme.px("stage_margin_x"), theme.px("stage_margin_y")
        self._column.setContentsMargins(x, y, x, y - theme.px("unit"))
        self._column.setSpacing(theme.px("unit") // 2)


class CardGrid(QWidget):
    """Cards in as many columns as there is room for. Where their rows nearly fill the room, they
    are made to fill it; the arrow keys go from card to card."""

    def __init__(self, cards: Sequence[LabCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = list(cards)
        for card in self.cards:
            card.setParent(self)
        self._room = 0

    def set_room(self, height: int) -> None:
        """How high the place is in which the grid is seen."""
        self._room = height
        self._place()

    @property
    def columns(self) -> int:
        theme = current_theme()
        least = 14 * theme.font_px("card_title") + 20 * theme.px("unit")
        gap = theme.px("control_gap")
        return max(1, min(_MOST_COLUMNS, (self.width() + gap) // (least + gap)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = ARROWS.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if arrow is None or not isinstance(focused, LabCard):
            super().keyPressEvent(event)
            return
        down, right = arrow
        place = self.cards.index(focused) + down * self.columns + right
        if 0 <= place < len(self.cards):
            self.cards[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _place(self) -> None:
        if not self.cards:
            return
        columns, gap = self.columns, current_theme().px("control_gap")
        frame = 2  # room for the ring of the focus
        width = (self.width() - 2 * frame - gap * (columns - 1)) // columns
        rows = -(-len(self.cards) // columns)
        height = self._card_height(width, rows, gap, frame)
        for index, card in enumerate(self.cards):
            row, column = divmod(index, columns)
            left, top = frame + column * (width + gap), frame + row * (height + gap)
            card.setGeometry(QRect(left, top, width, height))
        self.setMinimumHeight(rows * (height + gap) - gap + 2 * frame)

    def _card_height(self, width: int, rows: int, gap: int, frame: int) -> int:
        """As high as fills the room exactly, if that is neither too low nor too high."""
        least = self.cards[0].least_height(width)
        filling = (self._room - 2 * frame + gap) // rows - gap
        return max(least, min(filling, round(1.45 * least)))

    def sizeHint(self) -> QSize:
        return QSize(800, self.minimumHeight())
