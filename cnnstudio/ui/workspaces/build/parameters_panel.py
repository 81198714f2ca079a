"""“Where the parameters are”: a bar for each layer, the totals, and what a drop changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cnnstudio.core.infer import Report
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.widgets.under_hairline import UnderHairline
from cnnstudio.ui.workspaces.build.parameter_bars import ParameterBars
from cnnstudio.ui.workspaces.build.parameter_rows import parameter_rows


class _Sums(UnderHairline):
    """Total parameters and multiply-adds under a hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameters, self.macs = FormulaLine("formula"), FormulaLine("formula_line")
        self._grid = QGridLayout(self)
        self._name = TextLabel(self.tr("Total"), "body_strong")
        names = (self._name, TextLabel(self.tr("Multiply-adds per digit"), "body"))
        for row, (name, line) in enumerate(zip(names, (self.parameters, self.macs), strict=True)):
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(line, row, 1)
        self._grid.setColumnStretch(1, 1)
        follow_theme(self._restyle)

    def show_sums(self, now: Report, after: Report | None) -> None:
        runs = (after or now).output is not None
        self._name.setText(self.tr("Total") if runs else self.tr("Total so far"))
        for line, before, then in (
            (self.parameters, now.parameters, after.parameters if after else None),
            (self.macs, now.macs, after.macs if after else None),
        ):
            if then is None or then == before:
                line.set_formula("{}", number(before), tone="text")
            else:
                template = self.tr("{before} now  →  {after}")
                text = template.format(before=number(before), after="{}")
                line.set_formula(text, number(then))

    def _restyle(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self._grid.setContentsMargins(0, 2 * unit, 0, 0)
        self._grid.setVerticalSpacing(0)


class ParametersPanel(Panel):
    """A click on a bar selects its layer."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Where the parameters are"))
        self._session = session
        self._preview: Report | None = None
        self.bars = ParameterBars()
        self.sums = _Sums()
        self._marker = TextLabel("", "label", "accent")
        self.set_corner(self._marker)
        self._none = TextLabel(self.tr("No layer has parameters yet."), "body", "muted")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bars)
        column.addWidget(self._none)
        column.addStretch(1)
        scroll = ScrollColumn(inner)
        self.content.addWidget(scroll, 1)
        self.content.addWidget(self.sums)
        self.bars.chosen.connect(self._choose)
        session.document.network_changed.connect(self.refresh)
        self.refresh()

    def show_preview(self, after: Report | None) -> None:
        """Show what would be; None shows again what is."""
        self._preview = after
        self.refresh()

    def refresh(self, *_: object) -> None:
        now = self._session.document.report
        rows = parameter_rows(now, self._preview)
        self.bars.show_rows(rows)
        self._none.setVisible(not rows)
        self.sums.show_sums(now, self._preview)
        self._marker.setText(self.tr("after the drop") if self._preview else "")

    def _choose(self, id: str) -> None:
        if id in self._session.document.report.by_id:
            self._session.select((id,))
