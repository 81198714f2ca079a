"""A panel that takes the part of the stage that it is given, whatever it holds."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.widgets.panel import Panel


class StagePanel(Panel):
    """Its contents never move the borders between the panels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cut_title()

    def hasHeightForWidth(self) -> bool:
        return False
