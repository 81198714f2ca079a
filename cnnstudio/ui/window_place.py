"""Where the window lies: as it was left, or at first as large as the screen has room for."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QWidget

_KEY = "window_geometry"
#: Of the screen, with room for a frame.
_SHARE = 0.9


def place(window: QWidget) -> None:
    """To be called before the window is shown. It is never larger than the screen, nor full-screen
    without being asked for."""
    left = QSettings().value(_KEY)
    if isinstance(left, QByteArray) and window.restoreGeometry(left):
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        return
    room = window.screen().availableSize()
    if room.width() <= window.width() or room.height() <= window.height():
        window.resize(window.size().boundedTo(room * _SHARE))  # where it is no longer maximised
        window.setWindowState(Qt.WindowState.WindowMaximized)


def remember(window: QWidget) -> None:
    """Let the next start find the window where it is now."""
    QSettings().setValue(_KEY, window.saveGeometry())


def toggle_full_screen(window: QWidget) -> None:
    """The whole screen for the window, or the place that it had before."""
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
