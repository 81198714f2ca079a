"""A line that says something, and may offer one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnstudio.ui.widgets.label import TextLabel


class MessageLine(QWidget):
    """Hidden where there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = TextLabel(role="body")
        self._text.setWordWrap(True)
        self.button = QPushButton()
        self.button.setProperty("link", True)
        self.button.clicked.connect(self._act)
        self._action: Callable[[], None] = lambda: None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.hide()

    def text(self) -> str:
        return self._text.text()

    def offers(self, action: Callable[[], None]) -> bool:
        """Whether the button is there that does this."""
        return not self.isHidden() and not self.button.isHidden() and self._action == action

    def say(self, text: str, fault: bool = False) -> None:
        """Say something, "" for nothing."""
        self._text.set_tone("warning" if fault else "muted")
        self._text.setText(text)
        self.button.hide()
        self.setVisible(bool(text))

    def ask(self, text: str, words: str, action: Callable[[], None]) -> None:
        """Say something, with a button that does what its words say."""
        self.say(text)
        self._action = action
        self.button.setText(words)
        self.button.setToolTip(text)
        self.button.show()

    def _act(self) -> None:
        self.say("")
        self._action()
