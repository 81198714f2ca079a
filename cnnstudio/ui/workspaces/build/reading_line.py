"""The tinted line at the foot of a picture that reads out the number under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.painting import fill_rounded


class ReadingLine(QWidget):
    """One sentence; `quiet` ones stand on grey, as what is said while nothing can be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = True
        self.line = FormulaLine("body")
        self.line.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.line)
        follow_theme(self._restyle)

    def say(self, template: str, *values: str, quiet: bool = False) -> None:
        self._quiet = quiet
        self.line.set_formula(template, *values)
        self.update()

    def text(self) -> str:
        return self.line.plain_text()

    def _restyle(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self._row.setContentsMargins(3 * unit + 2, 2 * unit, 3 * unit, 2 * unit)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = theme.colour.sunken if self._quiet else theme.colour.accent_tint
        fill_rounded(painter, QRectF(self.rect()), tint, theme.px_f("radius_card"))
        painter.end()
