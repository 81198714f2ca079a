"""The lower half of Train: settings, filters and digits, or a page laid over them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget


class Drawer(QStackedWidget):
    """`base` is in sight unless a page is open; Escape closes that. `changed` when another is.
    Pages are made when they are first opened."""

    changed = Signal()

    def __init__(self, base: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[str, QWidget] = {"": base}
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self.addWidget(base)

    def add_page(self, key: str, make: Callable[[], QWidget]) -> None:
        self._makers[key] = make

    def page(self, key: str) -> Any:
        """The page with this key, made now if it was not before."""
        if key not in self._pages:
            self._pages[key] = self._makers[key]()
            self.addWidget(self._pages[key])
        return self._pages[key]

    @property
    def open_page(self) -> str:
        """The key of the page that is open; "" for none."""
        return next(key for key, page in self._pages.items() if page is self.currentWidget())

    def show_page(self, key: str) -> None:
        """Open a page, or close it with ""."""
        if key != self.open_page:
            self.setCurrentWidget(self.page(key))
            self.updateGeometry()
            self.page(key).setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def minimumSizeHint(self) -> QSize:
        """What the page in sight needs, whatever others would."""
        return self._pages[self.open_page].minimumSizeHint()

    def toggle(self, key: str) -> None:
        self.show_page("" if self.open_page == key else key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.open_page:
            self.show_page("")
        else:
            super().keyPressEvent(event)
