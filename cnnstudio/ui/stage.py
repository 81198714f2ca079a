"""The stage: one workspace in sight at a time, each made when it is first shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces import WORKSPACES


class Stage(QStackedWidget):
    """Holds the workspaces. `shown(key)` follows every change of the one in sight."""

    shown = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._made: dict[str, Any] = {}
        self.key = ""

    def show_workspace(self, key: str) -> Any:
        """Bring a workspace into sight; KeyError for a key that the table has not."""
        widget = self.workspace(key)
        self.setCurrentWidget(widget)
        if key != self.key:
            self.key = key
            self.shown.emit(key)
        return widget

    def workspace(self, key: str) -> Any:
        """A workspace, made now if it was not before."""
        if key not in self._made:
            row = next((row for row in WORKSPACES if row.key == key), None)
            if row is None:
                raise KeyError(key)
            self._made[key] = row.make(self._session)
            self.addWidget(self._made[key])
        return self._made[key]
