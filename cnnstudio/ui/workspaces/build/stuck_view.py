"""A layer that nothing flows through: why, and what comes in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.core.layers import Shape
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.build.notes import Note


class StuckView(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = Note()
        self.note.label.set_role("body")
        self.shape = TextLabel("", "formula", "muted")
        self.shape.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(self.shape)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        follow_theme(self._restyle)

    def show_stuck(self, sentence: str, given: Shape | None, is_problem: bool) -> None:
        """`given` is the shape that comes in, if any does."""
        self.note.show_note(sentence, is_problem)
        self.shape.setVisible(given is not None)
        if given is not None:
            self.shape.setText(self.tr("{shape}  →  ?").format(shape=shape(given)))

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(4 * theme.px("unit"))
