"""What the fields of all types of setting have in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.core.settings import Setting
from cnnstudio.ui.session.wording import word


class SettingField(QWidget):
    """Shows one setting with its name above it and lets it be changed.

    `edited` brings a value in the setting's type, once the user has changed it. `controls` are
    the widgets in which that is done.
    """

    edited = Signal(object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.controls: tuple[QWidget, ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setToolTip(word(setting.help))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_value(self, value: Any) -> None:
        """Show a value without a signal."""
        raise NotImplementedError

    def tab_stops(self) -> tuple[QWidget, ...]:
        """Where Tab is to stop, in that order."""
        return self.controls

    def set_fault(self, at_fault: bool) -> None:
        """Show in crimson that this is what cannot be built."""

    def _attend(self, *controls: QWidget) -> None:
        self.controls = controls
        for control in controls:
            control.setAccessibleDescription(word(self.setting.help))
            control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel over a control that is not being edited scrolls the form."""
        focused = isinstance(watched, QWidget) and watched.hasFocus()
        if event.type() == QEvent.Type.Wheel and not focused:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def label_of(setting: Setting) -> str:
    """“Filter size F”: the name, with its letter in the formula of the output size."""
    letter = setting.symbol if setting.type == "pair" else ""
    return f"{word(setting.label)} {letter}".strip()
