"""A form field for each type of setting: number, pair, switch, choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from cnnstudio.core.settings import Setting
from cnnstudio.ui.forms.pair_field import PairField
from cnnstudio.ui.forms.scientific_box import ScientificBox
from cnnstudio.ui.forms.setting_field import SettingField, label_of
from cnnstudio.ui.forms.slider_field import SliderField
from cnnstudio.ui.session.wording import word
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import set_look
from cnnstudio.ui.widgets.number_field import LabelledField, NumberField
from cnnstudio.ui.widgets.toggle import Toggle

_SHORTEST_CHOICE = 4


def field_for(setting: Setting) -> SettingField:
    return SliderField(setting) if setting.slider else _FIELDS[setting.type](setting)


class WholeField(SettingField):
    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        least = setting.minimum
        self.number = NumberField(label_of(setting), least, setting.maximum, least)
        self.box = self.number.box
        self.box.setSpecialValueText(word(setting.zero) if setting.zero else "")
        self._attend(self.box)
        self.column.addWidget(self.number)
        self.number.value_changed.connect(self.edited)

    def set_value(self, value: Any) -> None:
        self.number.set_value(value)

    def set_fault(self, at_fault: bool) -> None:
        self.number.set_fault(at_fault)


class RealField(SettingField):
    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.box = ScientificBox(setting.minimum, setting.maximum)
        self.box.setSpecialValueText(word(setting.zero) if setting.zero else "")
        self._attend(self.box)
        self.column.addWidget(LabelledField(label_of(setting), self.box))
        self.box.valueChanged.connect(self._report)

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            self.box.setValue(value)

    def set_fault(self, at_fault: bool) -> None:
        set_look(self.box, "fault", at_fault)

    def _report(self, value: float) -> None:
        self.edited.emit(value)


class SwitchField(SettingField):
    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.toggle = Toggle(label_of(setting))
        self._attend(self.toggle)
        self.column.addWidget(LabelledField(label_of(setting), self.toggle))
        self.toggle.clicked.connect(self._report)

    def set_value(self, value: Any) -> None:
        self.toggle.setChecked(bool(value))

    def _report(self) -> None:
        self.edited.emit(self.toggle.isChecked())


class ChoiceField(SettingField):
    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.box = QComboBox()
        leave_keys(self.box)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(_SHORTEST_CHOICE)
        for key, label in zip(setting.choices, setting.choice_labels, strict=True):
            self.box.addItem(word(label), key)
        self._attend(self.box)
        self.column.addWidget(LabelledField(label_of(setting), self.box))
        self.box.activated.connect(self._report)

    def set_value(self, value: Any) -> None:
        self.box.setCurrentIndex(self.box.findData(value))

    def _report(self) -> None:
        self.edited.emit(self.box.currentData())


_FIELDS: dict[str, Callable[[Setting], SettingField]] = {
    "whole": WholeField,
    "pair": PairField,
    "real": RealField,
    "switch": SwitchField,
    "choice": ChoiceField,
}
