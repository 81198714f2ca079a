"""The way that led down to the number, as a row of names that lead back up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cnnstudio.ui.widgets.label import TextLabel

#: Stops that are named where there is room; those in between are left out.
_NAMED = 4

_SEPARATOR = "→"
_LEFT_OUT = "…"


class TrailBar(QWidget):
    """`chosen(index)`: go back to that stop. The last one is where one is, and leads nowhere.
    Where no button is left to have the keyboard, the focus proxy gets it."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addStretch()
        self._shown: tuple[tuple[str, str], ...] = ()
        self._shown_widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("The way to this number"))

    def show_stops(self, stops: tuple[tuple[str, str], ...]) -> None:
        """A short name for each stop, and what it is in full."""
        if stops == self._shown:
            return
        self._shown = stops
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as it gets: then it names fewer stops."""
        return QSize(0, self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Name as many stops as have room."""
        had_keys = any(widget.hasFocus() for widget in self._shown_widgets)
        for named in range(_NAMED, 0, -1):
            self._put(self._widgets(named) if self._shown else [])
            if self.wanted_width() <= self.width():
                break
        self._order(had_keys)

    def wanted_width(self) -> int:
        """What the names take; widgets that are new are not shown yet, and a layout passes over
        them."""
        widths = (widget.sizeHint().width() + self._row.spacing() for widget in self._shown_widgets)
        return sum(widths)

    def _put(self, widgets: list[QWidget]) -> None:
        for widget in self._shown_widgets:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown_widgets = widgets
        for place, widget in enumerate(widgets):
            self._row.insertWidget(place, widget)

    def _order(self, had_keys: bool) -> None:
        """Keys reach the buttons here, not behind all else; where they were, they stay near."""
        before: QWidget = self
        for button in self.buttons():
            QWidget.setTabOrder(before, button)
            before = button
        if had_keys:
            before.setFocus()

    def buttons(self) -> list[QPushButton]:
        """Those that lead back, from the first stop on."""
        return [widget for widget in self._shown_widgets if isinstance(widget, QPushButton)]

    def _widgets(self, named: int) -> list[QWidget]:
        last = len(self._shown) - 1
        first = max(0, last - named + 1)
        widgets: list[QWidget] = []
        if first:
            widgets += [self._button(0), TextLabel(f"{_SEPARATOR} {_LEFT_OUT}", "label", "muted")]
        for index in range(first, last + 1):
            if widgets:
                widgets.append(TextLabel(f"{_SEPARATOR} ", "label", "muted"))
            widgets.append(self._button(index) if index < last else self._present())
        return widgets

    def _button(self, index: int) -> QPushButton:
        name, tip = self._shown[index]
        button = QPushButton(name)
        button.setProperty("link", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        template = self.tr("Back to {stop} (Alt+Left or Backspace goes back by one)")
        button.setToolTip(template.format(stop=tip))
        button.clicked.connect(partial(self.chosen.emit, index))
        return button

    def _present(self) -> QWidget:
        name, tip = self._shown[-1]
        label = TextLabel(name, "body_strong")
        label.setToolTip(tip)
        return label
