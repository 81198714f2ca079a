"""Whether what has the keyboard is ringed: only for who goes from place to place with the keys.

With the mouse a ring would stay on what was clicked last, or move by itself to the next button
where that goes out of sight, and beside a chosen tab look like a second choice. Fields that are
typed in show where the keys go all the same.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

_BY_HAND = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TabletPress,
    QEvent.Type.TouchBegin,
)
_WAYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class FocusRing(QObject):
    """Watches the windows, through which all input comes, and gives what has the keyboard the
    property `ring`, for the style sheet."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.is_shown = False
        app.focusWindowChanged.connect(self._watch)
        app.focusChanged.connect(self._moved)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _BY_HAND:
            self._show(False)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_mnemonic = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() in _WAYS or is_mnemonic:
                self._show(True)
        return False

    def _show(self, shown: bool) -> None:
        if shown != self.is_shown:
            self.is_shown = shown
            self._dress(QApplication.focusWidget())

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._dress(now)

    def _dress(self, widget: QWidget | None) -> None:
        if widget is None:
            return
        if bool(widget.property("ring")) != self.is_shown:
            widget.setProperty("ring", self.is_shown)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        widget.update()


@lru_cache(maxsize=1)
def follow_keyboard(app: QApplication) -> FocusRing:
    """Ring what has the keyboard from now on, by that rule."""
    return FocusRing(app)


def is_ring_shown() -> bool:
    app = QApplication.instance()
    return isinstance(app, QApplication) and follow_keyboard(app).is_shown
