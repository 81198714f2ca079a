"""A setting between two ends that is best tried out: a slider with its number above it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from cnnstudio.core.settings import Setting
from cnnstudio.ui.forms.setting_field import SettingField, label_of
from cnnstudio.ui.numbers import number
from cnnstudio.ui.widgets.number_field import LabelledField
from cnnstudio.ui.widgets.slider import Slider

#: Places of the knob from one end to the other.
_PLACES = 60
_LEAST_WIDTH = 84


class SliderField(SettingField):
    """Shows a real setting as a slider; 0, and the value that a setting begins with, are places
    of the knob where they lie on whole steps."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.slider = Slider()
        self.slider.setRange(0, _PLACES)
        self.slider.setPageStep(_PLACES // 10)
        self.slider.setMinimumWidth(_LEAST_WIDTH)
        self.slider.setProperty("quiet", True)
        self._attend(self.slider)
        self._labelled = LabelledField(label_of(setting), self.slider)
        self.column.addWidget(self._labelled)
        self.slider.valueChanged.connect(self._report)

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self._share(value) * _PLACES))
        self._show(value)

    def _share(self, value: float) -> float:
        low, high = self.setting.minimum, self.setting.maximum
        return (value - low) / (high - low)

    def _report(self, place: int) -> None:
        low, high = self.setting.minimum, self.setting.maximum
        value = round(low + (high - low) * place / _PLACES, 4)
        self._show(value)
        self.edited.emit(value)

    def _show(self, value: float) -> None:
        """The number beside the name, which stays what a screen reader says."""
        digits = 0 if self.setting.maximum > 10 else 2
        text = number(float(value), digits)
        self._labelled.label.setText(f"{label_of(self.setting)}  {text}")
        self.slider.setAccessibleName(label_of(self.setting))
