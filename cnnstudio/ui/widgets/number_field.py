"""A number to set, with its name above it."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel, set_look
from cnnstudio.ui.widgets.spin_box import RealBox

_LEAST_WIDTH = 76


class LabelledField(QWidget):
    """Any control with its name above it; the name belongs to it for screen readers."""

    def __init__(self, label: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.label = TextLabel(label, "label", "muted")
        self.label.setBuddy(field)
        field.setAccessibleName(label)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.label)
        self._column.addWidget(field)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px("unit"))


class NumberField(LabelledField):
    """A box with arrows for a whole number, or one with `decimals`."""

    value_changed = Signal(object)

    def __init__(
        self,
        label: str,
        minimum: float,
        maximum: float,
        value: float,
        step: float = 1,
        decimals: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        self.box = RealBox()
        super().__init__(label, self.box, parent)
        self.box.setDecimals(decimals)
        self.box.setRange(minimum, maximum)
        self.box.setSingleStep(step)
        self.box.setValue(value)
        self.box.setMinimumWidth(_LEAST_WIDTH)
        self.box.valueChanged.connect(self._report)

    def value(self) -> float:
        """An `int` where there are no decimals."""
        return self.box.value() if self.box.decimals() else int(self.box.value())

    def set_value(self, value: float) -> None:
        """Show a value without a signal."""
        with QSignalBlocker(self.box):
            self.box.setValue(value)

    def set_range(self, minimum: float, maximum: float) -> None:
        """Change the limits, and the value where it lies beyond them, without a signal."""
        with QSignalBlocker(self.box):
            self.box.setRange(minimum, maximum)

    def _report(self, value: float) -> None:
        self.value_changed.emit(self.value())

    def set_fault(self, at_fault: bool) -> None:
        """Show in crimson that this number is what doesn't fit."""
        set_look(self.box, "fault", at_fault)
