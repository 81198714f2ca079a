"""The middle of the view: the picture of one moment."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.workspaces.inside.backward.pages import (
    AfterPage,
    FlowPage,
    LossPage,
    SoftmaxPage,
    UpdatePage,
)
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel


class BackwardStage(StagePanel):
    """A page for each chapter, and one for a sentence where there is nothing to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.flow, self.loss, self.softmax = FlowPage(), LossPage(), SoftmaxPage()
        self.update_page, self.after = UpdatePage(), AfterPage()
        self._sentence = TextLabel(role="body", tone="muted")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        pages = (self._sentence, self.flow, self.loss, self.softmax, self.update_page, self.after)
        for page in pages:
            self._pages.addWidget(page)
        self.content.addWidget(self._pages, 1)

    def show_page(self, page: QWidget, title: str, subtitle: str = "") -> None:
        self.set_title(title)
        self.set_subtitle(subtitle)
        self._pages.setCurrentWidget(page)

    def show_sentence(self, title: str, sentence: str) -> None:
        """Say why there is nothing to see."""
        self._sentence.setText(sentence)
        self.show_page(self._sentence, title)

    def sentence(self) -> str:
        """Why there is nothing to see; empty where there is."""
        return self._sentence.text() if self._pages.currentWidget() is self._sentence else ""
