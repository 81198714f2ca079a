"""All starter networks with a small picture of each, to start from with one click."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.core.layers import times
from cnnstudio.core.starters import STARTERS
from cnnstudio.ui.focus_ring import is_ring_shown
from cnnstudio.ui.numbers import compact, number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import word
from cnnstudio.ui.spine.pens import paint_box, paint_elided
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import stroke_edge
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.workspaces.build.stack_preview import paint_stack, starter_report

COLUMNS = 3


class StarterCard(QAbstractButton):
    """One starter: its stack, its title, what it is good for, and what it costs."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(word(STARTERS[name].help))
        self.setAccessibleName(word(STARTERS[name].title))
        self.setAccessibleDescription(". ".join(self._lines()))

    def sizeHint(self) -> QSize:
        return QSize(300, 5 * current_theme().px("card_line_h") + 6 * current_theme().px("unit"))

    def _lines(self) -> tuple[str, str, str]:
        report = starter_report(self.name)
        counts = QCoreApplication.translate("Starters", "{count} parameters").format(
            count=number(report.parameters)
        )
        costs = QCoreApplication.translate("Starters", "{macs} multiply-adds on {input}").format(
            macs=compact(report.macs), input=times(report.network.input.shape)
        )
        return word(STARTERS[self.name].help), counts, costs

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        paint_box(painter, rect, theme, theme.colour.raised if lit else theme.colour.surface)
        unit = theme.px("unit")
        picture = QRectF(3 * unit, 3 * unit, 52, rect.height() - 6 * unit)
        paint_stack(painter, picture, starter_report(self.name), theme)
        self._paint_words(painter, picture.right() + 3 * unit, theme)
        if lit or (self.hasFocus() and is_ring_shown()):
            stroke_edge(painter, rect, theme, theme.px_f("radius_card"))
        painter.end()

    def _paint_words(self, painter: QPainter, left: float, theme: Theme) -> None:
        help, counts, costs = self._lines()
        muted, height = theme.colour.muted, theme.px_f("card_line_h")
        line = QRectF(left, (self.height() - 5 * height) / 2, self.width() - left - 8, height)
        title = word(STARTERS[self.name].title)
        paint_elided(painter, line, title, theme.font("card_title"), theme.colour.text)
        painter.setFont(theme.font("min"))
        painter.setPen(muted)
        two_lines = line.translated(0, height).adjusted(0, 2, 0, height)
        painter.drawText(two_lines, int(Qt.TextFlag.TextWordWrap), help)
        paint_elided(painter, line.translated(0, 3 * height), counts, theme.font("min"), muted)
        paint_elided(painter, line.translated(0, 4 * height), costs, theme.font("min"), muted)


class StarterGallery(QDialog):
    """Leaves the window usable. A click replaces the network, which can be undone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("Start from a network"))
        self.setModal(False)
        self.cards = {name: StarterCard(name) for name in STARTERS}
        inside = QWidget()
        self._grid = QGridLayout(inside)
        for index, (name, card) in enumerate(self.cards.items()):
            card.clicked.connect(lambda _=False, name=name: self._start_from(name))
            self._grid.addWidget(card, index // COLUMNS, index % COLUMNS)
        area = ScrollColumn(inside)
        column = self._column = QVBoxLayout(self)
        column.addWidget(TextLabel(self.windowTitle(), role="page_title"))
        hint = self.tr("The network on screen makes room; Undo brings it back.")
        column.addWidget(TextLabel(hint, role="label", tone="muted"))
        column.addWidget(area, 1)
        self.close_button = QPushButton(self.tr("Close"))
        # Enter on a card is not meant for it.
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        follow_theme(self._restyle)

    def _start_from(self, name: str) -> None:
        self._session.start_from(name)
        self.close()

    def _restyle(self, theme: Theme) -> None:
        self._grid.setSpacing(theme.px("control_gap"))
        self._grid.setContentsMargins(0, 0, 3 * theme.px("unit"), 0)
        unit = theme.px("unit")
        self._column.setContentsMargins(5 * unit, 4 * unit, 5 * unit, 4 * unit)
        self._column.setSpacing(2 * unit)
        self.resize(1040, 740)
        for card in self.cards.values():
            card.updateGeometry()
