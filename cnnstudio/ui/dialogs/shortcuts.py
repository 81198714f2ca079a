"""The list of shortcuts (F1), read from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.action_table import ACTIONS, MENUS
from cnnstudio.ui.widgets.label import TextLabel


class ShortcutsDialog(QDialog):
    """Every key that does something, by menu, and the keys of the stack and the transport."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        columns = QHBoxLayout(self)
        columns.setContentsMargins(28, 24, 28, 24)
        columns.setSpacing(40)
        groups = [*_menus(), (self.tr("The stack of layers"), self._stack())]
        groups.append((self.tr("The transport bar"), self._transport()))
        half = -(-len(groups) // 2)
        for part in (groups[:half], groups[half:]):
            column = QVBoxLayout()
            for heading, rows in part:
                column.addWidget(TextLabel(heading, "panel_title"))
                column.addLayout(_table(rows))
                column.addSpacing(14)
            column.addStretch()
            columns.addLayout(column)

    def _stack(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Select the layer above, below"), "↑  ↓"),
            (self.tr("Select more layers"), "Shift+↑  Shift+↓"),
            (self.tr("Insert the palette's layer after the selection"), "Enter"),
            (self.tr("Remove"), "Delete"),
            (self.tr("Cut, copy, paste"), "Ctrl+X  Ctrl+C  Ctrl+V"),
            (self.tr("Fold and unfold"), "←  →"),
        ]

    def _transport(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Play, pause"), self.tr("Space")),
            (self.tr("Step on, step back (clicker)"), self.tr("Page Down  Page Up")),
        ]


def _menus() -> list[tuple[str, list[tuple[str, str]]]]:
    groups = []
    for key, text in MENUS.items():
        rows = [
            (_plain(row.text), _keys(row.keys)) for row in ACTIONS if row.menu == key and row.keys
        ]
        groups.append((_plain(text), rows))
    return groups


def _plain(text: str) -> str:
    return QCoreApplication.translate("menu", text).replace("&", "").replace("…", "")


def _keys(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _table(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    for index, (text, keys) in enumerate(rows):
        grid.addWidget(TextLabel(text, "body"), index, 0)
        label = TextLabel(keys, "body_strong")
        grid.addWidget(label, index, 1, Qt.AlignmentFlag.AlignRight)
    return grid
