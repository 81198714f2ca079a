"""“Three ways to fix it”: a card for each fix of a finding."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cnnstudio.core.findings import Finding, Fix
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.sentences import say
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.workspaces.build.fix_card import FixCard
from cnnstudio.ui.workspaces.build.fix_texts import fix_picture, fix_text, plain_text
from cnnstudio.ui.workspaces.build.maps import Flow

_COLUMNS = 3

#: The width of a card and the height of all, in sizes of the label type, below which there is no
#: room for pictures.
_NARROW = 17
_LOW = 12.5


class FixesPanel(Panel):
    """Applies a fix as one step of undo when its button is pressed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._shown: tuple[object, ...] = ()
        self.cards: list[FixCard] = []
        self._sheet = QWidget()
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollColumn(self._sheet)
        self.content.addWidget(scroll, 1)
        self._scroll = scroll
        follow_theme(self._restyle_grid)

    def show_finding(
        self, finding: Finding, report: LayerReport | None, source: Flow | None
    ) -> None:
        """The fixes of a finding on a layer, or on the network where `report` is None."""
        # New pictures alone leave the cards where they are: one may be about to be pressed.
        if self._shown != (finding, report):
            self._shown = (finding, report)
            self.set_title(self._heading(len(finding.fixes)))
            # No card on screen says what is wrong with the network as a whole.
            hint = self.tr("one click each; Undo brings it back")
            self.set_subtitle(translated(finding.sentence) if report is None else hint)
            self._clear()
            for place, fix in enumerate(finding.fixes):
                self._add(place, fix, report)
        for card, fix in zip(self.cards, finding.fixes, strict=True):
            picture = fix_picture(fix, report, source) if report is not None else None
            card.show_picture(picture)
        self._fit_cards()

    def _fit_cards(self) -> None:
        """Where there is little room the cards do without their pictures."""
        room, label = self._scroll.viewport().size(), current_theme().font_px("label")
        columns = min(len(self.cards), _COLUMNS) or 1
        is_low = room.height() < _LOW * label
        is_narrow = room.width() / columns < _NARROW * label
        for card in self.cards:
            card.set_compact(is_low or is_narrow, is_low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_cards()

    def _heading(self, count: int) -> str:
        words = {
            0: self.tr("How to fix it"),
            1: self.tr("One way to fix it"),
            2: self.tr("Two ways to fix it"),
            3: self.tr("Three ways to fix it"),
            4: self.tr("Four ways to fix it"),
        }
        return words.get(count) or self.tr("{count} ways to fix it").format(count=count)

    def _add(self, place: int, fix: Fix, report: LayerReport | None) -> None:
        document = self._session.document
        after = document.preview(*fix.edits)
        if report is None:
            text = plain_text(fix, document.report, after)
        else:
            text = fix_text(fix, report, document.report, after)
        card = FixCard(text, is_first=place == 0)
        card.applied.connect(self._applier(fix))
        self.cards.append(card)
        row, column = divmod(place, _COLUMNS)
        self._grid.addWidget(card, row, column)
        self._grid.setColumnStretch(column, 1)

    def _applier(self, fix: Fix) -> Callable[[], None]:
        return lambda: self._session.edit(*fix.edits, name=say("edit_fix", fix=fix.sentence))

    def _clear(self) -> None:
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 0)
        self.cards = []

    def _restyle_grid(self, theme: Theme) -> None:
        self._grid.setSpacing(theme.px("gutter") + 4)
