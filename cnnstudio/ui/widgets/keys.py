"""Keys that mean the same in every widget that is steered by them, and who leaves them alone."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QWidget,
)

#: The arrow keys as steps (down, right).
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}

#: What presses the thing that has the keyboard.
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

_STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_FIELDS = (QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def leave_keys(*buttons: QAbstractButton | QComboBox) -> None:
    """Buttons, and choices from a list, that a click does not bring the keyboard to, so that Space
    goes on playing; Tab does, and then the arrows still step, where Qt would go to the button
    beside.

    A click ends the typing in a field, as if it had taken the keyboard, unless the button is off.
    """
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.installEventFilter(_KeysPass(button))


class _KeysPass(QObject):
    """Hands Left and Right on to what the button lies in, and the keyboard from a field to the
    window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.MouseButtonPress
        if pressed and isinstance(watched, QWidget) and watched.isEnabled():
            _leave_field(watched.window())
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        passes = event.key() in _STEPS
        if passes:
            event.ignore()
        return passes


def _leave_field(window: QWidget) -> None:
    focused = window.focusWidget()
    if isinstance(focused, _FIELDS):
        focused.clearFocus()
