"""A layer that nothing flows through: why, and what comes in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cnnstudio.core.layers import is_maps
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.build.notes import Note, Tone
from cnnstudio.ui.workspaces.build.scene import LayerView
from cnnstudio.ui.workspaces.build.source_view import SourceView


class StuckView(QWidget):
    """`cause_wanted` when the button that leads to the layer at fault is pressed."""

    cause_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = SourceView()
        self.note = Note()
        self.note.label.set_role("body")
        self.shape = TextLabel("", "formula", "muted")
        self.shape.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.go = QPushButton()
        self.go.setProperty("link", True)
        self.go.clicked.connect(self.cause_wanted)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(self.source, 8)
        self._column.addWidget(self.shape)
        self._column.addWidget(self.note)
        self._column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        follow_theme(self._restyle)

    def show_stuck(
        self, sentence: str, view: LayerView | None, tone: Tone, cause: str = ""
    ) -> None:
        """`view` shows what comes in, if anything does; `cause` names the layer at fault,
        if it is another one."""
        self.note.show_note(sentence, tone)
        self.go.setVisible(bool(cause))
        self.go.setText(self.tr("Go to {layer}").format(layer=cause))
        given = view.report.input if view is not None else None
        source = view.source if view is not None else None
        self.shape.setVisible(given is not None)
        self.source.setVisible(given is not None and is_maps(given))
        if given is None:
            return
        self.shape.setText(self.tr("{shape}  →  ?").format(shape=shape(given)))
        if is_maps(given):
            self.source.show_source(given, source)

    def _restyle(self, theme: Theme) -> None:
        self._column.setSpacing(4 * theme.px("unit"))
