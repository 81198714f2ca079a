"""The inspector's page of several selected layers: their sums."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session.wording import title
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.build.totals import Totals

#: Titles listed; of more layers only how many they are.
_LISTED = 12


class SelectionPage(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.totals = Totals((self.tr("Parameters"), self.tr("Multiply-adds per digit")))
        self.titles = TextLabel("", "body")
        self.titles.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.totals)
        self._column.addWidget(self.titles)
        self._column.addStretch(1)
        follow_theme(self._restyle)

    def show_layers(self, reports: Sequence[LayerReport]) -> None:
        """Sums over the reports; a layer within a selected block counts once."""
        inside = {inner.layer.id for report in reports for inner in report.body}
        counted = [report for report in reports if report.layer.id not in inside]
        self.totals.show_numbers(
            number(sum(report.parameters for report in counted)),
            number(sum(report.macs for report in counted)),
        )
        titles = [title(report.layer.title()) for report in reports[:_LISTED]]
        if len(reports) > _LISTED:
            titles.append(self.tr("and {count} more").format(count=len(reports) - _LISTED))
        self.titles.setText("\n".join(titles))

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(3 * theme.px("unit"))
