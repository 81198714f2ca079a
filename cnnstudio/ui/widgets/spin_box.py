"""Spin boxes that take what is typed, say what is allowed, and leave Undo to the program."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QToolTip, QWidget

_TEXT_MARGIN = 9
_Key = QKeySequence.StandardKey


def as_number(text: str) -> float | None:
    """What is typed, as a number; None where it is none."""
    try:
        return float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return None


class _Forgiving:
    """What both boxes have in common; it stands before Qt's class among the bases."""

    def __init__(self: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)  # type: ignore[call-arg]
        # A number that is being typed is not meant until it is whole: 1 on the way to 16.
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGroupSeparatorShown(True)
        self.setLocale(QLocale.c())
        # Style sheets have no say over the room around the number in a spin box.
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)

    def validate(self: Any, text: str, place: int) -> object:
        """Let a number beyond the limits be typed: `fixup` brings it back."""
        typed = as_number(text)
        if typed is not None and not self.minimum() <= typed <= self.maximum():
            return QValidator.State.Intermediate, text, place
        return super().validate(text, place)  # type: ignore[misc]

    def fixup(self: Any, text: str) -> str:
        """The number from before; the limits are told beside the box, and by `refused`."""
        typed = as_number(text)
        if typed is None:
            return str(super().fixup(text))  # type: ignore[misc]
        least, most = self.minimum(), self.maximum()
        write = self.textFromValue
        words = self.tr("From {least} to {most}.").format(least=write(least), most=write(most))
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), words, self)
        self.refused.emit(write(least), write(most), text.strip())
        return str(write(self.value()))

    def event(self: Any, event: QEvent) -> bool:
        """Undo and Redo are the program's, unless something is being typed: the box's own would
        only bring its text back. Space always is: there is none in a number, and one typed over a
        selected number would wipe it out."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = any(event.matches(key) for key in (_Key.Undo, _Key.Redo))
            written = (self.textFromValue(self.value()), self.specialValueText())
            if event.key() == Qt.Key.Key_Space or (undoes and self.text() in written):
                event.ignore()
                return False
        return bool(super().event(event))  # type: ignore[misc]

    def keyPressEvent(self: Any, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)  # type: ignore[misc]


class WholeBox(_Forgiving, QSpinBox):  # type: ignore[misc]
    """A whole number. One beyond the limits may be typed, but is not taken:
    `refused(least, most, typed)`."""

    refused = Signal(str, str, str)


class RealBox(_Forgiving, QDoubleSpinBox):  # type: ignore[misc]
    """A number with decimals, with the same manners."""

    refused = Signal(str, str, str)
