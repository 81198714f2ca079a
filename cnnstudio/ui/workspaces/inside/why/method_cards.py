"""The methods as cards, each with its small picture of the digit at hand."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, range_limit
from cnnstudio.ui.widgets.painting import draw_box, stroke_focus
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from cnnstudio.ui.workspaces.inside.why.method_words import WORDS, MethodWords

_LEAST, _MOST = 54, 132
#: How much of a card's width its picture takes; narrower than so many letters' heights, all of it.
_SHARE, _NARROW = 0.36, 13
_WRAPS = Qt.TextFlag.TextWordWrap


class MethodCard(QAbstractButton):
    """A method's picture, its name and what it asks."""

    def __init__(self, words: MethodWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._picture: Floats | None = None
        self._colours = ColourMap.SIGNED
        self.setCheckable(True)
        self.setText(words.name)
        self.setAccessibleName(words.name)
        self.setAccessibleDescription(words.question)
        self.setToolTip(f"{words.question}\n{words.says}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

    def show_picture(self, values: Floats | None, colours: ColourMap) -> None:
        """(rows, columns); None for a method that has nothing to say yet."""
        self._picture, self._colours = values, colours
        self.update()

    def picture(self) -> Floats | None:
        return self._picture

    def sizeHint(self) -> QSize:
        return QSize(260, _MOST)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _LEAST)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px_f("radius_selected_card")
        chosen, lit = self.isChecked(), self.underMouse()
        fill = theme.colour.accent_tint if chosen else theme.colour.raised
        edge = theme.colour.accent if chosen else theme.colour.hairline
        edge = theme.colour.faint if lit and not chosen else edge
        width = theme.px_f("selected_card_stroke") if chosen else 1.0
        draw_box(painter, rect, fill, edge, radius, width)
        self._paint_picture(painter, self._picture_rect(), theme)
        self._paint_words(painter, theme)
        if self.hasFocus():
            stroke_focus(painter, rect, theme, radius)
        painter.end()

    def _is_narrow(self) -> bool:
        """Whether the words stand below the picture, which then needs the whole width."""
        return self.width() < _NARROW * current_theme().font_px("label")

    def _whole(self) -> QRectF:
        return QRectF(self.rect()).adjusted(4, 0, -4, 0)

    def _picture_rect(self) -> QRectF:
        theme = current_theme()
        margin = 2 * theme.px("unit") + 2
        if self._is_narrow():
            below = _needed(self.words.name, "label", self._whole(), theme)
            side = self.height() - 2 * margin - below
            return QRectF((self.width() - side) / 2, margin, side, side)
        wide = min(self.height() - 2 * margin, self.width() * _SHARE)
        return QRectF(margin, (self.height() - wide) / 2, wide, wide)

    def _paint_picture(self, painter: QPainter, place: QRectF, theme: Theme) -> None:
        if self._picture is None:
            painter.fillRect(place, theme.colour.sunken)
            return
        rows, columns = self._picture.shape
        unit = min(place.width() / columns, place.height() / rows)
        inner = QRectF(0, 0, columns * unit, rows * unit)
        inner.moveCenter(place.center())
        limit = range_limit(self._picture, self._colours)
        image = colourise(np.nan_to_num(self._picture), self._colours, limit, theme)
        painter.drawImage(inner, image)
        painter.setPen(theme.colour.hairline_strong)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(inner)

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        """The name and, where there is room for all of it, the question."""
        unit, picture = theme.px("unit"), self._picture_rect()
        centre = Qt.AlignmentFlag.AlignCenter
        if self._is_narrow():
            painter.setFont(theme.font("label"))
            painter.setPen(theme.colour.text)
            below = self._whole()
            below.setTop(picture.bottom())
            painter.drawText(below, centre | _WRAPS, self.words.name)
            return
        left = picture.right() + 3 * unit
        column = QRectF(left, unit, self.width() - left - 2 * unit, self.height() - 2 * unit)
        name = _needed(self.words.name, "card_title", column, theme)
        question = _needed(self.words.question, "label", column, theme)
        fits = name + question <= column.height()
        top = column.top() + (column.height() - name - (question if fits else 0)) / 2
        _paint_lines(painter, self.words.name, "card_title", "text", column, top, theme)
        if fits:
            _paint_lines(painter, self.words.question, "label", "muted", column, top + name, theme)

    def _restyle(self, _theme: Theme) -> None:
        self.update()


def _needed(text: str, role: str, column: QRectF, theme: Theme) -> int:
    """The height of a text that is broken into lines of the column's width."""
    endless = QRect(0, 0, int(column.width()), 9999)
    return QFontMetrics(theme.font(role)).boundingRect(endless, _WRAPS, text).height()


def _paint_lines(
    painter: QPainter, text: str, role: str, tone: str, column: QRectF, top: float, theme: Theme
) -> None:
    painter.setFont(theme.font(role))
    painter.setPen(getattr(theme.colour, tone))
    rect = QRectF(column.left(), top, column.width(), column.bottom() - top + 2)
    painter.drawText(rect, _WRAPS, text)


class MethodCards(StagePanel):
    """One card for each method; `chosen` brings the key of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Methods"))
        self._group = QButtonGroup(self)
        self.cards: dict[str, MethodCard] = {}
        self._rows = QVBoxLayout()
        for key, words in WORDS.items():
            card = self.cards[key] = MethodCard(words.translated())
            self._group.addButton(card)
            self._rows.addWidget(card, 1)
        self.content.addLayout(self._rows, 1)
        self._group.buttonClicked.connect(self._report)
        follow_theme(self._space)

    def set_key(self, key: str) -> None:
        """Choose without a signal."""
        self.cards[key].setChecked(True)

    def _report(self, pressed: QAbstractButton) -> None:
        self.chosen.emit(next(key for key, card in self.cards.items() if card is pressed))

    def _space(self, theme: Theme) -> None:
        self._rows.setSpacing(2 * theme.px("unit"))
