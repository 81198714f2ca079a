"""Where a lab's input comes from: a button with a menu of its sources."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.labs.sources import source
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.keys import leave_keys

#: Sources that stand by themselves at the end of the menu, and the one that is a file.
_LAST, _FILE = ("random", "zeros", "digit", "part"), "image"


class InputMenu(QPushButton):
    """`chosen(key)` of one of the lab's sources; `file_wanted()` for a picture from a file.

    A button of no words would not do: it says what the input is now, where the lab knows that.
    """

    chosen = Signal(str)
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Input"), parent)
        self.actions_by_key: dict[str, QAction] = {}
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        leave_keys(self)
        self._sources: tuple[str, ...] = ()
        self.setToolTip(self.tr("Where the numbers of the input come from"))
        follow_theme(self._restyle)

    def show_lab(self, lab: Lab) -> None:
        """Offer the lab's sources; hidden where it has none."""
        sources = lab.sources()
        if sources != self._sources:
            self._fill(sources)
        self.setVisible(bool(sources))
        now = getattr(lab, "source", "")
        for key, action in self.actions_by_key.items():
            action.setChecked(key == now)
        self._say(now)

    def _say(self, now: str) -> None:
        known = now in self.actions_by_key
        name = translated(source(now).name) if known and now != _FILE else ""
        text = self.tr("Input: {name}").format(name=name) if name else self.tr("Input")
        if text != self.text():
            self.setText(text)
            self._restyle(current_theme())

    def _fill(self, sources: tuple[str, ...]) -> None:
        self._sources = sources
        self._menu.clear()
        self.actions_by_key = {}
        made = [key for key in sources if key not in (*_LAST, _FILE)]
        for key in made:
            self._add(key)
        if made:
            self._menu.addSeparator()
        for key in (key for key in _LAST if key in sources):
            self._add(key)
        if _FILE in sources:
            self._menu.addSeparator()
            action = self._menu.addAction(self.tr("Open a picture…"))
            action.setCheckable(True)
            action.triggered.connect(self.file_wanted)
            self.actions_by_key[_FILE] = action

    def _add(self, key: str) -> None:
        action = self._menu.addAction(translated(source(key).name))
        action.setCheckable(True)
        action.triggered.connect(lambda: self.chosen.emit(key))
        self.actions_by_key[key] = action

    def _restyle(self, theme: Theme) -> None:
        self.setMinimumWidth(0)
        self.setMinimumWidth(self.sizeHint().width() + 4 * theme.px("unit"))
