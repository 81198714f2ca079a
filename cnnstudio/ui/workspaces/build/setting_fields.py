"""A form field for each type of setting: number, pair, switch, choice."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.core.settings import Pair, Setting
from cnnstudio.ui.icons import icon
from cnnstudio.ui.session.wording import word
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.number_field import LabelledField, NumberField
from cnnstudio.ui.widgets.toggle import Toggle

#: Pixels left of a number.
_TEXT_MARGIN = 7


class SettingField(QWidget):
    """Shows one setting and lets it be changed; `edited` brings a value in the setting's type."""

    edited = Signal(object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setToolTip(word(setting.help))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_value(self, value: Any) -> None:
        """Show a value without a signal."""
        raise NotImplementedError

    def set_fault(self, at_fault: bool) -> None:
        """Show in crimson that this is what cannot be built."""


def field_for(setting: Setting) -> SettingField:
    return _FIELDS[setting.type](setting)


def label_of(setting: Setting) -> str:
    """“Filter size F”: the name, with its letter in the formula of the output size."""
    letter = setting.symbol if setting.type == "pair" else ""
    return f"{word(setting.label)} {letter}".strip()


def decimals_of(setting: Setting) -> int:
    """Enough decimals for the default to be told from its neighbours, six at most."""
    if setting.maximum > 1 and setting.minimum == 0:
        return 4
    smallest = max(setting.minimum, 1e-6) if setting.minimum else 0.001
    return min(6, max(2, math.ceil(-math.log10(smallest))))


class NumberSettingField(SettingField):
    """A whole number or, for a real one, a number with decimals."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.number = _number_field(setting, label_of(setting))
        self.column.addWidget(self.number)
        self.number.value_changed.connect(self.edited)

    def set_value(self, value: Any) -> None:
        self.number.set_value(value)

    def set_fault(self, at_fault: bool) -> None:
        self.number.set_fault(at_fault)


def _number_field(setting: Setting, label: str) -> NumberField:
    real = setting.type == "real"
    decimals = decimals_of(setting) if real else 0
    least = max(setting.minimum, 10**-decimals) if setting.minimum > 0 else setting.minimum
    step = 0.05 if real and setting.maximum <= 1 and decimals <= 3 else 10 ** -min(decimals, 4)
    return NumberField(
        label, least, setting.maximum, least, step=step if real else 1, decimals=decimals
    )


class PairField(SettingField):
    """Rows and columns as one number, or as two once its link is undone."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.rows = _spin_box(setting, self.tr("{name}, rows").format(name=label_of(setting)))
        self.columns = _spin_box(setting, self.tr("{name}, columns").format(name=label_of(setting)))
        self.link = QToolButton()
        self.link.setCheckable(True)
        self.link.setProperty("flat", True)
        self.link.setAccessibleName(
            self.tr("{name}: rows and columns apart").format(name=label_of(setting))
        )
        self.link.setToolTip(self.tr("Set rows and columns apart"))
        self.label = TextLabel(label_of(setting), "label", "muted")
        self.label.setBuddy(self.rows)
        self._arrange()
        self.rows.valueChanged.connect(self._report)
        self.columns.valueChanged.connect(self._report)
        self.link.toggled.connect(self._split)
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.label, 1)
        head.addWidget(self.link)
        boxes = QGridLayout()
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(4)
        boxes.addWidget(self.rows, 0, 0)
        boxes.addWidget(self.columns, 1, 0)
        self.column.addLayout(head)
        self.column.addLayout(boxes)
        self.columns.hide()

    def value(self) -> Pair:
        rows = self.rows.value()
        return rows, self.columns.value() if self.link.isChecked() else rows

    def set_value(self, value: Any) -> None:
        rows, columns = value
        for box, number in ((self.rows, rows), (self.columns, columns)):
            blocked = box.blockSignals(True)
            box.setValue(number)
            box.blockSignals(blocked)
        if rows != columns:
            self.link.setChecked(True)

    def set_fault(self, at_fault: bool) -> None:
        for box in (self.rows, self.columns):
            box.setProperty("fault", at_fault)
            box.style().unpolish(box)
            box.style().polish(box)

    def _split(self, apart: bool) -> None:
        self.columns.setVisible(apart)
        together = self.tr("Set rows and columns together")
        self.link.setToolTip(together if apart else self.tr("Set rows and columns apart"))
        self._restyle(current_theme())
        if not apart and self.columns.value() != self.rows.value():
            self.columns.setValue(self.rows.value())

    def _report(self) -> None:
        if not self.link.isChecked():
            blocked = self.columns.blockSignals(True)
            self.columns.setValue(self.rows.value())
            self.columns.blockSignals(blocked)
        self.edited.emit(self.value())

    def _restyle(self, theme: Theme) -> None:
        self.column.setSpacing(theme.px("unit"))
        side = self.label.sizeHint().height()
        self.link.setIcon(icon("unlink" if self.link.isChecked() else "link", theme.colour.muted))
        self.link.setStyleSheet(
            f"QToolButton {{ min-height: {side - 2}px; max-height: {side - 2}px;"
            " min-width: 22px; padding: 0 1px; }"
        )


def _spin_box(setting: Setting, name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(int(setting.minimum), int(setting.maximum))
    box.setKeyboardTracking(False)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setMinimumWidth(70)
    box.setAccessibleName(name)
    # Style sheets have no say over the room around the number in a spin box.
    box.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)
    return box


class SwitchField(SettingField):
    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.toggle = Toggle(label_of(setting))
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
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for key, label in zip(setting.choices, setting.choice_labels, strict=True):
            self.box.addItem(word(label), key)
        self.column.addWidget(LabelledField(label_of(setting), self.box))
        self.box.activated.connect(self._report)

    def set_value(self, value: Any) -> None:
        self.box.setCurrentIndex(self.box.findData(value))

    def _report(self) -> None:
        self.edited.emit(self.box.currentData())


_FIELDS: dict[str, type[SettingField]] = {
    "whole": NumberSettingField,
    "pair": PairField,
    "real": NumberSettingField,
    "switch": SwitchField,
    "choice": ChoiceField,
}
