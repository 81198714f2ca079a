"""The list of shortcuts (F1), read from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.action_table import ACTIONS, MENUS
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn

COLUMNS = 3
LARGEST = QSize(1240, 640)


class ShortcutsDialog(QDialog):
    """Every key that does something, by menu, and the keys of the stack and the transport."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        groups = [*_menus(), (self.tr("The stack of layers"), self._stack())]
        groups.append((self.tr("The transport bar"), self._transport()))
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(28, 20, 28, 20)
        columns.setSpacing(44)
        share = -(-len(groups) // COLUMNS)
        for start in range(0, len(groups), share):
            columns.addLayout(_column(groups[start : start + share]))
        area = ScrollColumn(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        # As large as it needs to be, but never larger than a small screen.
        self.resize(inside.sizeHint().boundedTo(LARGEST) + QSize(16, 2))

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


def _column(groups: list[tuple[str, list[tuple[str, str]]]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for heading, rows in groups:
        column.addWidget(TextLabel(heading, "panel_title"))
        column.addLayout(_table(rows))
        column.addSpacing(18)
    column.addStretch()
    return column


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
