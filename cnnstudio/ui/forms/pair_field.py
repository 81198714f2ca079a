"""The field of a setting that is two numbers: rows and columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from cnnstudio.core.settings import Pair, Setting
from cnnstudio.ui.forms.setting_field import SettingField, label_of
from cnnstudio.ui.icons import icon
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys
from cnnstudio.ui.widgets.label import TextLabel, set_look
from cnnstudio.ui.widgets.spin_box import WholeBox

_LEAST_WIDTH = 70


class PairField(SettingField):
    """Rows and columns as one number, or as two once its link is undone: one below the other, or
    `beside` it, where the form is a single row."""

    def __init__(
        self, setting: Setting, parent: QWidget | None = None, beside: bool = False
    ) -> None:
        super().__init__(setting, parent)
        self._beside = beside
        self.rows = _spin_box(setting, self.tr("{name}, rows").format(name=label_of(setting)))
        self.columns = _spin_box(setting, self.tr("{name}, columns").format(name=label_of(setting)))
        self.link = QToolButton()
        self.link.setCheckable(True)
        leave_keys(self.link)
        self.link.setProperty("flat", True)
        self.link.setAccessibleName(
            self.tr("{name}: rows and columns apart").format(name=label_of(setting))
        )
        self.link.setToolTip(self.tr("Set rows and columns apart"))
        self.label = TextLabel(label_of(setting), "label", "muted")
        self.label.setBuddy(self.rows)
        self._attend(self.rows, self.columns)
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
        boxes.addWidget(self.columns, *((0, 1) if self._beside else (1, 0)))
        # The boxes first, so that Tab comes to them before it comes to the link.
        self.column.addLayout(boxes)
        self.column.insertLayout(0, head)
        self.columns.hide()

    def tab_stops(self) -> tuple[QWidget, ...]:
        return self.rows, self.columns, self.link

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
            set_look(box, "fault", at_fault)

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


def _spin_box(setting: Setting, name: str) -> WholeBox:
    box = WholeBox()
    box.setRange(int(setting.minimum), int(setting.maximum))
    box.setMinimumWidth(_LEAST_WIDTH)
    box.setAccessibleName(name)
    return box
