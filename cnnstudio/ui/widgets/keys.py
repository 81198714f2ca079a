"""Keys that mean the same in every widget that is steered by them."""

from PySide6.QtCore import Qt

#: The arrow keys as steps (down, right).
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}

#: What presses the thing that has the keyboard.
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
