"""A tinted box with an icon and a sentence: a problem in crimson, advice in amber."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import fill_rounded


class Note(QWidget):
    """One sentence on what is wrong (`is_problem`) or worth knowing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_problem = True
        self.label = TextLabel("", "label")
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.addWidget(self.label)
        self._row = row
        follow_theme(self._restyle)

    def show_note(self, sentence: str, is_problem: bool) -> None:
        self.is_problem = is_problem
        self.label.setText(sentence)
        self.setAccessibleName(sentence)
        self.update()

    def _restyle(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self._row.setContentsMargins(4 * unit + theme.px("icon"), 2 * unit, 3 * unit, 2 * unit)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colour = theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = colour.warning_tint if self.is_problem else colour.advice_tint
        fill_rounded(painter, QRectF(self.rect()), tint, theme.px_f("radius_card"))
        side = theme.px("icon")
        place = QRectF(2.5 * theme.px("unit"), (self.height() - side) / 2, side, side)
        paint_icon(painter, place, *self._sign(theme))
        painter.end()

    def _sign(self, theme: Theme):
        if self.is_problem:
            return "warning", theme.colour.warning
        return "info", theme.colour.advice_text
