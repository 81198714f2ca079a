"""The end of undo stacks."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtGui import QUndoStack


def forget_steps(owner: QObject) -> None:
    """Empty all undo stacks of an owner that is given up; nobody is told.

    A stack that Python's collector finds with steps in it crashes the process: the collector may
    free a step first, which PySide then takes from Python's hands, and Qt frees it once more.
    """
    for stack in owner.findChildren(QUndoStack):
        with QSignalBlocker(stack):
            stack.clear()
