"""The inspector's page of the network as a whole: its name, its input, its totals."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cnnstudio.core.edits import Rename, SetInput
from cnnstudio.core.infer import Report, walk_reports
from cnnstudio.core.network import LONGEST_NAME
from cnnstudio.ui.forms.settings_form import SettingsForm, changed
from cnnstudio.ui.numbers import number
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.number_field import LabelledField
from cnnstudio.ui.workspaces.build.notes import Note, tone_of
from cnnstudio.ui.workspaces.build.totals import Totals
from cnnstudio.ui.workspaces.build.worked_section import Section


class InputPage(QWidget):
    """Edits the name and the input of the open network."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.form = SettingsForm()
        self.sentence = TextLabel("", "label", "muted")
        self.sentence.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.totals = Totals(
            (self.tr("Layers"), self.tr("Parameters"), self.tr("Multiply-adds per digit"))
        )
        self.note = Note()
        self._build()
        self.form.edited.connect(self._edit)
        self.name.editingFinished.connect(self._rename)
        follow_theme(self._restyle)

    def _build(self) -> None:
        network = Section(self.tr("The network"))
        network.column.addWidget(LabelledField(self.tr("Name"), self.name))
        network.column.addWidget(self.totals)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.form)
        self._column.addWidget(self.sentence)
        self._column.addWidget(network)
        self._column.addWidget(self.note)
        self._column.addStretch(1)

    def show_network(self, report: Report) -> None:
        network = report.network
        self.form.show_value(network.input)
        self.sentence.setText(translated(network.input.sentence()))
        if self.name.text() != network.name:
            self.name.setText(network.name)
        count = sum(1 for _ in walk_reports(report.layers))
        self.totals.show_numbers(number(count), number(report.parameters), number(report.macs))
        finding = next(iter(report.findings), None)
        self.note.setVisible(finding is not None)
        if finding is not None:
            self.note.show_note(translated(finding.sentence), tone_of(finding))

    def _edit(self, name: str, value: Any) -> None:
        input = self._session.document.network.input
        self._session.edit(SetInput(changed(input, name, value)), merge=f"input.{name}")

    def _rename(self) -> None:
        self._session.edit(Rename(self.name.text()))

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(3 * theme.px("unit"))
