"""All maps of a layer, of which any can be frozen and switched off by a key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid


class UnitGrid(FeatureGrid):
    """F asks to freeze the chosen one, O to switch it off, or the other way round: `asked`."""

    asked = Signal(str)  # "frozen" or "off"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = {"f": "frozen", "o": "off"}.get(event.text().lower())
        if asked is None:
            super().keyPressEvent(event)
        else:
            self.asked.emit(asked)
