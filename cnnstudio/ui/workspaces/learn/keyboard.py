"""Keeps the keyboard in a page while parts of it go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@contextmanager
def keyboard_kept(page: QWidget) -> Iterator[None]:
    """If what has the keyboard in the page is hidden, disabled or made anew meanwhile, the page
    has it afterwards.

    Qt would hand it to the next widget in line, which may be a menu of the window's top bar:
    Space, which is to play, would open it.
    """
    before = page.window().focusWidget()
    was_inside = before is not None and page.isAncestorOf(before)
    yield
    if was_inside and page.window().focusWidget() is not before:
        page.setFocus(Qt.FocusReason.OtherFocusReason)
