"""One calculation of the inspector: heading, rule, worked arithmetic, a note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.under_hairline import UnderHairline
from cnnstudio.ui.workspaces.build.arithmetic import Worked


class Section(UnderHairline):
    """A part of the inspector under a hairline, with a heading and a rule at its right."""

    def __init__(self, heading: str = "", rule: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = TextLabel(heading, "card_title")
        self.rule = TextLabel(rule, "label", "muted")
        self.rule.setWordWrap(True)
        self.rule.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.heading)
        head.addWidget(self.rule, 1)
        self.column = QVBoxLayout(self)
        self.column.addLayout(head)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self.column.setContentsMargins(0, 3 * unit, 0, 0)
        self.column.setSpacing(unit)


class WorkedSection(Section):
    """Shows a `Worked`, in the tone of what it came to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._lines: list[FormulaLine] = []
        self._formulas = QVBoxLayout()
        self._formulas.setContentsMargins(0, 0, 0, 0)
        self._formulas.setSpacing(0)
        self.column.addLayout(self._formulas)
        self.note = TextLabel("", "label", "muted")
        self.note.setWordWrap(True)
        self.column.addWidget(self.note)

    def show_worked(self, worked: Worked, tone: str = "accent") -> None:
        self.heading.setText(worked.heading)
        self.rule.setText(worked.rule)
        while len(self._lines) < len(worked.lines):
            line = FormulaLine()
            line.setWordWrap(True)
            self._lines.append(line)
            self._formulas.addWidget(line)
        for line, (template, values) in zip(self._lines, worked.lines, strict=False):
            line.set_formula(template, *values, tone=tone)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(worked.lines))
        self.note.setText(worked.note)
        self.note.setVisible(bool(worked.note))

    def text(self) -> str:
        """What is shown, a line for each line."""
        shown = [line.plain_text() for line in self._lines if not line.isHidden()]
        return "\n".join([self.heading.text(), *shown, self.note.text()]).strip()
