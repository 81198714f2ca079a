"""The inspector: what is selected, its settings, and what they come to."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.core.edits import Replace
from cnnstudio.core.findings import Finding
from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.layers import with_settings
from cnnstudio.core.settings import InvalidValue, settings_of
from cnnstudio.ui.forms.settings_form import SettingsForm
from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.outputs import seen_by
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title, translated, word
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.workspaces.build.arithmetic import function_of, worked
from cnnstudio.ui.workspaces.build.drop_card import DropCard
from cnnstudio.ui.workspaces.build.input_page import InputPage
from cnnstudio.ui.workspaces.build.inspector_header import InspectorHeader
from cnnstudio.ui.workspaces.build.notes import Note, tone_of
from cnnstudio.ui.workspaces.build.receptive_strip import ReceptiveStrip, sights
from cnnstudio.ui.workspaces.build.selection_page import SelectionPage
from cnnstudio.ui.workspaces.build.worked_section import Section, WorkedSection

#: The settings at fault in each problem.
_AT_FAULT = {
    "kernel_too_large_padded": frozenset({"kernel_size"}),
    "kernel_too_large_plain": frozenset({"kernel_size"}),
    "groups_do_not_divide_input": frozenset({"groups"}),
    "groups_do_not_divide_filters": frozenset({"groups", "out_channels"}),
    "pool_padding_too_large": frozenset({"padding"}),
    "branches_differ": frozenset({"shortcut"}),
    "projection_needs_maps": frozenset({"shortcut"}),
}


class LayerPage(QWidget):
    """Settings and arithmetic of one layer."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.help = TextLabel("", "label", "muted")
        self.help.setWordWrap(True)
        self.form = SettingsForm()
        self.note = Note()
        self.sections: list[WorkedSection] = []
        self._sections = QVBoxLayout()
        self.receptive = Section(
            self.tr("Receptive field"), self.tr("input pixels each output sees")
        )
        self.strip = ReceptiveStrip()
        self.receptive.column.addWidget(self.strip)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.help)
        self._column.addWidget(self.form)
        self._column.addLayout(self._sections)
        self._sections.addWidget(self.note)
        self._column.addWidget(self.receptive)
        self._column.addStretch(1)
        self.form.edited.connect(self._edit)
        follow_theme(self._restyle)

    def show_layer(self, report: LayerReport, whole: Report) -> None:
        layer = report.layer
        self.form.setVisible(bool(settings_of(type(layer))))
        self.form.show_value(layer)
        finding = main_finding(report)
        problem = report.problem
        self.form.mark(_AT_FAULT.get(problem.code, frozenset()) if problem else frozenset())
        self.help.setText(word(layer.help))
        self.help.setVisible(layer.group != "patterns" or layer.kind == "Residual")
        self._show_sections(report)
        self.note.setVisible(finding is not None)
        if finding is not None:
            self.note.show_note(translated(finding.sentence), tone_of(finding))
        self._show_sights(report, whole)

    def _show_sections(self, report: LayerReport) -> None:
        made = (*function_of(report), *worked(report))
        while len(self.sections) < len(made):
            section = WorkedSection()
            # What is wrong stands right below the size that comes of it.
            self._sections.insertWidget(len(self.sections) + bool(self.sections), section)
            self.sections.append(section)
        tone = "warning" if report.problem else "accent"
        for place, section in enumerate(self.sections):
            section.setVisible(place < len(made))
            if place < len(made):
                section.show_worked(made[place], tone if place == 0 else "accent")

    def _show_sights(self, report: LayerReport, whole: Report) -> None:
        seen = sights(whole, report.layer.id)
        self.receptive.setVisible(bool(seen))
        digit = self._session.digit.current
        self.strip.show_sights(seen, seen_by(whole.network.input, digit.pixels))

    def _edit(self, name: str, value: Any) -> None:
        current = self._session.current
        if current is None:
            return
        layer = current.layer
        try:
            after = with_settings(layer, **{name: value})
        except InvalidValue:
            # A number that its box rounds to one just outside the range: show what is.
            self.form.show_value(layer)
            return
        self._session.edit(Replace(after), merge=f"{layer.id}.{name}")

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(3 * theme.px("unit"))
        self._sections.setSpacing(3 * theme.px("unit"))


def main_finding(report: LayerReport) -> Finding | None:
    """The problem of a layer, or its first advice."""
    return report.problem or next(iter(report.findings), None)


class Inspector(Panel):
    """Shows a layer, several layers, or the input where nothing is selected."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self.setAccessibleName(self.tr("Inspector"))
        self.header = InspectorHeader(session)
        self.layer_page = LayerPage(session)
        self.input_page = InputPage(session)
        self.selection_page = SelectionPage()
        self._pages = (self.layer_page, self.input_page, self.selection_page)
        self.drop_card = DropCard()
        self.drop_card.hide()
        self._build()
        self._is_stale = False
        session.selection_changed.connect(self._changed)
        session.document.network_changed.connect(self._changed)
        session.digit.changed.connect(self._changed)
        self.refresh()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        for page in self._pages:
            column.addWidget(page)
        self.scroll_area = ScrollColumn(inner)
        self.content.addWidget(self.header)
        self.content.addWidget(self.scroll_area, 1)
        self.content.addWidget(self.drop_card)

    def _changed(self, *_: object) -> None:
        """Out of sight it waits: other workspaces select layers many times a second."""
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def refresh(self) -> None:
        """Show what is selected now, as it is now."""
        self._is_stale = False
        report, selection = self._session.document.report, self._session.selection
        current = self._session.current
        if len(selection) > 1:
            self._show_selection(report, selection)
        elif current is not None:
            self._show_layer(current, report)
        else:
            self._show_input(report)

    def _show(self, page: QWidget) -> None:
        for one in self._pages:
            one.setVisible(one is page)

    def _show_layer(self, current: LayerReport, report: Report) -> None:
        layer = current.layer
        self.header.show_header(
            title(layer.title()),
            layer.kind,
            icon_name(layer),
            family(layer),
            word(layer.help),
            current,
        )
        self.layer_page.show_layer(current, report)
        self._show(self.layer_page)

    def _show_selection(self, report: Report, selection: tuple[str, ...]) -> None:
        chosen = [report.by_id[id] for id in selection]
        text = self.tr("{count} layers selected").format(count=len(chosen))
        self.header.show_header(text, "", "", "input")
        self.selection_page.show_layers(chosen)
        self._show(self.selection_page)

    def _show_input(self, report: Report) -> None:
        self.header.show_header(self.tr("Input"), "", "input", "input")
        self.input_page.show_network(report)
        self._show(self.input_page)

    def show_preview(self, after: Report | None, text: str) -> None:
        """Say at the foot what a drop would change; None hides that again."""
        self.drop_card.setVisible(after is not None)
        if after is not None:
            self.drop_card.show_drop(self._session.document.report, after, text)
