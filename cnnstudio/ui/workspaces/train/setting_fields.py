"""A control for each kind of setting, all with the same few methods."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from cnnstudio.core.settings import Setting
from cnnstudio.ui.session.wording import word
from cnnstudio.ui.widgets.number_field import LabelledField
from cnnstudio.ui.widgets.toggle import Toggle
from cnnstudio.ui.workspaces.train.setting_words import plain

_MARGIN = 8


class RealBox(QDoubleSpinBox):
    """A number as one would type it (0.005, 1e-6); its arrows change its first figure."""

    def __init__(self, minimum: float, maximum: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setDecimals(9)
        self.setRange(minimum, maximum)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setSingleStep(0.01)
        self.setKeyboardTracking(False)
        keep_margin(self)

    def textFromValue(self, value: float) -> str:
        return plain(value)

    def valueFromText(self, text: str) -> float:
        return float(text)

    def validate(self, text: str, position: int):
        try:
            value = float(text)
        except ValueError:
            typing = not text.strip("0123456789.eE+-")
            state = QValidator.State.Intermediate if typing else QValidator.State.Invalid
            return state, text, position
        inside = self.minimum() <= value <= self.maximum()
        state = QValidator.State.Acceptable if inside else QValidator.State.Intermediate
        return state, text, position


def keep_margin(box: QAbstractSpinBox) -> None:
    """Keep the figures off the frame: a box with arrows of its own style has no padding."""
    box.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)


class SettingField(LabelledField):
    """The control of one setting with its label above it. `changed` carries name and value when
    the user has changed it."""

    changed = Signal(str, object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        self.setting = setting
        self._quiet = False
        super().__init__(word(setting.label), self._make(), parent)
        help = word(setting.help)
        self.setToolTip(help)
        self.field.setAccessibleDescription(help)
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _make(self) -> QWidget:
        setting = self.setting
        if setting.type == "choice":
            return self._choice()
        if setting.type == "switch":
            toggle = Toggle(word(setting.label))
            toggle.toggled.connect(self._report)
            return toggle
        if setting.type == "whole":
            box: QSpinBox | QDoubleSpinBox = QSpinBox()
            box.setRange(int(setting.minimum), int(setting.maximum))
            box.setLocale(QLocale.c())
            box.setGroupSeparatorShown(True)
            box.setKeyboardTracking(False)
            keep_margin(box)
        else:
            box = RealBox(setting.minimum, setting.maximum)
        box.setMinimumWidth(76)
        box.valueChanged.connect(self._report)
        return box

    def _choice(self) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(4)
        for key, label in zip(self.setting.choices, self.setting.choice_labels, strict=True):
            box.addItem(word(label), key)
        box.currentIndexChanged.connect(lambda: self._report(box.currentData()))
        return box

    def _report(self, value: object) -> None:
        if not self._quiet:
            self.changed.emit(self.setting.name, value)

    def value(self) -> Any:
        if isinstance(self.field, QComboBox):
            return self.field.currentData()
        if isinstance(self.field, Toggle):
            return self.field.isChecked()
        assert isinstance(self.field, QSpinBox | QDoubleSpinBox)
        return self.field.value()

    def set_value(self, value: Any) -> None:
        """Show a value without a signal."""
        self._quiet = True
        if isinstance(self.field, QComboBox):
            self.field.setCurrentIndex(self.field.findData(value))
        elif isinstance(self.field, Toggle):
            self.field.setChecked(value)
        else:
            assert isinstance(self.field, QSpinBox | QDoubleSpinBox)
            self.field.setValue(value)
        self._quiet = False
