"""A line above the stage that says something and offers what to do: no dialog, no hurry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from cnnstudio.ui.icons import pixmap
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.label import TextLabel, set_look

Choice = tuple[str, Callable[[], None]]

#: How long good news stay (ms).
SHORTLY = 5_000


class Banner(QFrame):
    """Shows one message at a time; a new one takes the place of the last.

    Each button closes the banner and then does what it says. A message that tells of a fault is
    marked by a sign and a tint of its own.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign = QLabel()
        self._text = TextLabel("", "body")
        self._text.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(18, 8, 10, 8)
        self._row.addWidget(self._sign)
        self._row.addWidget(self._text, 1)
        self._leave = QTimer(self, singleShot=True, interval=SHORTLY)
        self._leave.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, *choices: Choice, dismiss: str = "", fault: bool = False) -> None:
        """Show `text` with a button for each choice, the first of them the suggested one.

        `dismiss` names the button that only closes; it defaults to “OK”.
        """
        self._leave.stop()
        self._clear()
        self._mark(fault)
        for index, (label, action) in enumerate(choices):
            self._add(label, action, primary=index == 0)
        self._add(dismiss or self.tr("OK"), lambda: None, primary=False)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def say_shortly(self, text: str) -> None:
        """Show good news, which go away by themselves."""
        self.say(text)
        self._leave.start()

    def take_back(self, text: str) -> None:
        """What this says is not so any more; another message stays."""
        if text == self._text.text():
            self.hide()

    def _mark(self, fault: bool) -> None:
        set_look(self, "fault", fault)
        theme = current_theme()
        name, colour = ("warning", theme.colour.warning) if fault else ("info", theme.colour.accent)
        side = theme.px("icon_small") + 2
        self._sign.setPixmap(pixmap(name, colour, side, self.devicePixelRatioF()))

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
