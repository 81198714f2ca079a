"""How far an export is, how long it will take, and how it ended."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.ui.numbers import time_left
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel, set_look
from cnnstudio.ui.widgets.progress import EpochProgress


class ProgressLine(QStackedWidget):
    """A message, or a bar with the time that is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = ElidedLabel(role="label")
        self.bar = EpochProgress()
        self.left = TextLabel(role="label", tone="muted")
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.addSpacing(self.bar.height() - current_theme().px("progress_h"))
        column.addWidget(self.bar)  # it has room for ticks below it, so it needs as much above
        row.addLayout(column, 1)
        row.addWidget(self.left)
        self.addWidget(self.message)
        self.addWidget(page)
        self.say("")

    def say(self, text: str, fault: bool = False) -> None:
        """Show a message in the place of the bar."""
        self.message.setText(text)
        set_look(self.message, "tone", "warning" if fault else "muted")
        self.setCurrentIndex(0)

    def show_progress(self, done: int, total: int, seconds: float | None) -> None:
        self.bar.set_progress(done, total, 1)
        if done == total:
            self.left.setText(self.tr("writing"))
        else:
            self.left.setText("" if seconds is None else time_left(seconds))
        self.setCurrentIndex(1)
