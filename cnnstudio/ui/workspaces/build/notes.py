"""A tinted box with an icon and a sentence: a problem in crimson, advice in amber."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.findings import Finding
from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import fill_rounded

Tone = Literal["problem", "advice", "plain"]


class Note(QWidget):
    """One sentence on what is wrong (tone "problem"), worth knowing ("advice"), or so ("plain")."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone: Tone = "problem"
        self.label = TextLabel("", "label")
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.addWidget(self.label)
        self._row = row
        follow_theme(self._restyle)

    def show_note(self, sentence: str, tone: Tone) -> None:
        self.tone = tone
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
        tints = {"problem": colour.warning_tint, "advice": colour.advice_tint}
        tint = tints.get(self.tone, colour.sunken)
        fill_rounded(painter, QRectF(self.rect()), tint, theme.px_f("radius_card"))
        side = theme.px("icon")
        place = QRectF(2.5 * theme.px("unit"), (self.height() - side) / 2, side, side)
        paint_icon(painter, place, *self._sign(theme))
        painter.end()

    def _sign(self, theme: Theme) -> tuple[str, QColor]:
        if self.tone == "problem":
            return "warning", theme.colour.warning
        return "info", theme.colour.advice_text if self.tone == "advice" else theme.colour.muted


def tone_of(finding: Finding) -> Tone:
    return "problem" if finding.is_problem else "advice"
