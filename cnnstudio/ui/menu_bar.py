"""The menu bar, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence, QUndoGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from cnnstudio.ui.action_table import ACTIONS, MENUS, Row

Handlers = Mapping[str, Callable[[], object]]


class MenuBar:
    """Fills a window's menu bar: `actions` by name, and the menus `file` and `recent`.

    Raises KeyError where a row of the table has no handler: an entry that does nothing.
    """

    def __init__(self, window: QMainWindow, undo_group: QUndoGroup, handlers: Handlers) -> None:
        self.actions: dict[str, QAction] = {}
        self.recent = QMenu(_text("Open &recent"), window)
        bar = window.menuBar()
        menus = {key: QMenu(_text(text), window) for key, text in MENUS.items()}
        for menu in menus.values():
            bar.addMenu(menu)
        self.file = menus["file"]
        for row in ACTIONS:
            if not row.name:
                menus[row.menu].addSeparator()
            elif row.name == "recent":
                menus[row.menu].addMenu(self.recent)
            else:
                action = _action(window, undo_group, row, handlers)
                self.actions[row.name] = action
                menus[row.menu].addAction(action)
                # Also the window's own, so that the keys stay alive while the bar is hidden.
                window.addAction(action)


def _action(window: QMainWindow, undo_group: QUndoGroup, row: Row, handlers: Handlers) -> QAction:
    if row.name == "undo":
        action = undo_group.createUndoAction(window, _text("Undo"))
    elif row.name == "redo":
        action = undo_group.createRedoAction(window, _text("Redo"))
    else:
        action = QAction(_text(row.text) + _shown(row.shown_keys), window)
        handler = handlers[row.name]
        action.triggered.connect(lambda: handler())
    action.setObjectName(row.name)
    action.setCheckable(row.checkable)
    if row.keys:
        keys = [QKeySequence(row.keys)]
        if row.name == "redo":
            keys.append(QKeySequence("Ctrl+Y"))
        action.setShortcuts(keys)
    return action


def _shown(keys: str) -> str:
    """Keys for the menu's right-hand column that are not the menu's own: in a field they belong
    to the field."""
    return (
        "\t" + QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    )


def _text(text: str) -> str:
    return QCoreApplication.translate("menu", text)
