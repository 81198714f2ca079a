"""The settings of a lab in a row, made from its table of settings, and its figures beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractSpinBox, QPushButton, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.settings import Setting, settings_of
from cnnstudio.ui.forms.pair_field import PairField
from cnnstudio.ui.forms.setting_field import SettingField
from cnnstudio.ui.forms.setting_fields import field_for
from cnnstudio.ui.session.wording import word
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.flow_row import FlowRow
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.number_field import LabelledField
from cnnstudio.ui.widgets.spin_box import RealBox, WholeBox
from cnnstudio.ui.workspaces.learn.figures_line import FiguresLine
from cnnstudio.ui.workspaces.learn.slim_panel import SlimPanel

_NUMBERS = ("whole", "pair", "real")


class ControlsPanel(SlimPanel):
    """`edited(name, value)` when a setting is changed, `refused(sentence)` when what was typed is
    out of its range. Fields stay as they are while the lab is
    of the same kind, so that typing is not interrupted by the edit that it makes."""

    edited = Signal(str, object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.fields: dict[str, SettingField] = {}
        self.figures = FiguresLine()
        self.row = FlowRow(self.figures)
        self._kind: type[Lab] | None = None
        self._more: QPushButton | None = None
        self.content.addWidget(self.row)
        self.setAccessibleName(self.tr("Settings of the lab"))
        follow_theme(self._align)

    def show_lab(self, lab: Lab) -> None:
        is_new = type(lab) is not self._kind
        if is_new:
            self._build(type(lab))
        unused = lab.unused()
        for name, field in self.fields.items():
            field.set_value(getattr(lab, name))
            field.setEnabled(name not in unused)
        self.figures.show_figures(lab.figures())
        if is_new:
            self.row.place_anew()

    def is_empty(self) -> bool:
        """Whether there is nothing to set and nothing to say."""
        return not self.fields and not self.figures.wanted_width()

    def tab_stops(self) -> list[QWidget]:
        fields = (item for item in self.row.items() if isinstance(item, SettingField))
        stops = [stop for field in fields for stop in field.tab_stops()]
        return [*stops, *((self._more,) if self._more is not None else ())]

    def _build(self, kind: type[Lab]) -> None:
        self._kind = kind
        self.row.clear()
        self._more = None
        settings = settings_of(kind)
        self.fields = {setting.name: self._field(setting) for setting in settings}
        for field in sorted(self.fields.values(), key=lambda field: field.setting.advanced):
            self.row.add(field)
        if any(setting.advanced for setting in settings):
            self._offer_more()
        self._align()

    def _offer_more(self) -> None:
        more = self._more = QPushButton(self.tr("More"))
        more.setCheckable(True)
        more.setProperty("link", True)
        leave_keys(more)
        more.toggled.connect(lambda on: self._show_more(more, on))
        self.row.add(LabelledField("", more))
        self._show_more(more, False)

    def _field(self, setting: Setting) -> SettingField:
        field = PairField(setting, beside=True) if setting.type == "pair" else field_for(setting)
        field.edited.connect(self._reporter(setting.name))
        for box in field.findChildren(QAbstractSpinBox):
            if isinstance(box, WholeBox | RealBox):
                box.refused.connect(self._refuser(setting))
        return field

    def _refuser(self, setting: Setting) -> Callable[[str, str, str], None]:
        template = self.tr("{label}: from {least} to {most}, not {typed}.")
        label = word(setting.label)
        return lambda least, most, typed: self.refused.emit(
            template.format(label=label, least=least, most=most, typed=typed)
        )

    def _reporter(self, name: str) -> Callable[[Any], None]:
        return lambda value: self.edited.emit(name, value)

    def _show_more(self, button: QPushButton, on: bool) -> None:
        button.setText(self.tr("Less") if on else self.tr("More"))
        for field in self.fields.values():
            field.setVisible(on or not field.setting.advanced)

    def _align(self, theme: Theme | None = None) -> None:
        """Fields of numbers are all equally wide."""
        numbers = [field for field in self.fields.values() if field.setting.type in _NUMBERS]
        for field in numbers:
            field.setMinimumWidth(0)
        widest = max((field.sizeHint().width() for field in numbers), default=0)
        for field in numbers:
            field.setMinimumWidth(widest)
