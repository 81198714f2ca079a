"""The order in which Tab goes, for what is made later than what comes after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_stops(part: QWidget) -> list[QWidget]:
    """What Tab can stop at in a part, menus apart, in the order in which that was put together."""
    window = part.window()
    inside = (widget for widget in part.findChildren(QWidget) if widget.window() is window)
    return [widget for widget in (part, *inside) if _stops(widget)]


def chain_tabs(stops: Iterable[QWidget]) -> None:
    """Let Tab go from each of these widgets to the next one."""
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def chain_at_end(part: QWidget) -> None:
    """Let Tab come to a part after everything else of its window."""
    last = next((widget for widget in _backwards(part.window()) if _stops(widget)), part)
    if last is not part and not part.isAncestorOf(last):
        chain_tabs([last, *tab_stops(part)])


def _backwards(window: QWidget) -> Iterator[QWidget]:
    """The widgets of a window, the last one in the order of Tab first."""
    widget = window.previousInFocusChain()
    while widget is not None and widget is not window:
        yield widget
        widget = widget.previousInFocusChain()


def _stops(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
