"""The card at the foot of the inspector that says what a drop would change."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.core.infer import Report
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import fill_rounded
from cnnstudio.ui.workspaces.build.drop import consequence


class DropCard(QWidget):
    """“If you drop Max pool 2×2 here”, and what then happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_problem = False
        self.heading = TextLabel("", "card_title")
        self.heading.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self.lines: list[FormulaLine] = []
        follow_theme(self._restyle)

    def show_drop(self, before: Report, after: Report, text: str) -> None:
        """`text` says what would be done, such as “If you drop Max pool 2×2 here”."""
        told = consequence(before, after)
        self.is_problem = told.is_problem
        self.heading.setText(text)
        for line in self.lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self.lines = [self._line(*line) for line in told.lines]
        self.update()

    def _line(self, template: str, values: tuple[str, ...]) -> FormulaLine:
        line = FormulaLine("body")
        line.setWordWrap(True)
        line.set_formula(template, *values, tone="warning" if self.is_problem else "accent")
        self._column.addWidget(line)
        return line

    def _restyle(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self._column.setContentsMargins(3 * unit, 2 * unit, 3 * unit, 2 * unit)
        self._column.setSpacing(2)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour
        tint = colour.warning_tint if self.is_problem else colour.accent_tint
        fill_rounded(painter, QRectF(self.rect()), tint, theme.px_f("radius_card"))
        painter.end()
