"""A line above the stage that says something and offers what to do: no dialog, no hurry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from cnnstudio.ui.widgets.label import TextLabel

Choice = tuple[str, Callable[[], None]]


class Banner(QFrame):
    """Shows one message at a time; a new one takes the place of the last.

    Each button closes the banner and then does what it says.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = TextLabel("", "body")
        self._text.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(18, 8, 10, 8)
        self._row.addWidget(self._text, 1)
        self.hide()

    def say(self, text: str, *choices: Choice, dismiss: str = "") -> None:
        """Show `text` with a button for each choice, the first of them the suggested one.

        `dismiss` names the button that only closes; it defaults to “OK”.
        """
        self._clear()
        for index, (label, action) in enumerate(choices):
            self._add(label, action, primary=index == 0)
        self._add(dismiss or self.tr("OK"), lambda: None, primary=False)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def _add(self, label: str, action: Callable[[], None], primary: bool) -> None:
        button = QPushButton(label, self)
        button.setProperty("primary", primary)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: action())
        self._row.addWidget(button)
        self.buttons.append(button)

    def _clear(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons.clear()
