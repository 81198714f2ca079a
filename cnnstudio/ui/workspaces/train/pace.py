"""How often the panels of a run are drawn anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cnnstudio.ui.theme import current_theme

_APART = 34  # two frames (ms)


def refresh_timer(parent: QObject, draw: Callable[[], None], place: int) -> QTimer:
    """A timer to be started when something has changed; `draw` is called once for all that did.

    Panels with different places have different periods: drawn in one pass of the event loop,
    all of them together would keep it for longer than a frame.
    """
    timer = QTimer(parent, singleShot=True)
    timer.setInterval(current_theme().milliseconds("chart_refresh") + place * _APART)
    timer.timeout.connect(draw)
    return timer
