"""A box for a number of any size, as one would type it."""

from __future__ import annotations

import math

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.numbers import plain
from cnnstudio.ui.widgets.spin_box import RealBox, as_number

#: Where its arrows lead from 0: there is no figure to change.
_FROM_ZERO = 0.001
_DECIMALS = 9


class ScientificBox(RealBox):
    """A number such as 0.005 or 1e-6; its arrows change its second figure."""

    def __init__(self, minimum: float, maximum: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        smallest = math.ceil(-math.log10(minimum)) if minimum > 0 else 0
        self.setDecimals(max(_DECIMALS, smallest))
        self.setRange(minimum, maximum)
        self.setStepType(RealBox.StepType.AdaptiveDecimalStepType)

    def stepBy(self, steps: int) -> None:
        if self.value() == 0:
            self.setValue(steps * _FROM_ZERO)
        else:
            super().stepBy(steps)

    def textFromValue(self, value: float) -> str:
        return plain(value)

    def valueFromText(self, text: str) -> float:
        return float(as_number(text) or 0)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        value = as_number(text)
        if text and text == self.specialValueText():
            return QValidator.State.Acceptable, text, place
        if value is None:
            typing = not text.strip("0123456789.,eE+-−")
            state = QValidator.State.Intermediate if typing else QValidator.State.Invalid
        else:
            inside = self.minimum() <= value <= self.maximum()
            state = QValidator.State.Acceptable if inside else QValidator.State.Intermediate
        return state, text, place
