"""The choice of how many steps a smoothed curve is the mean of."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from cnnstudio.ui.numbers import number

CHOICES = (1, 10, 50, 200, 1000)
DEFAULT_SMOOTHING = 50


class SmoothingButton(QToolButton):
    """A small button with a menu of windows, in steps."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("compact", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("Smoothing"))
        self.setToolTip(
            self.tr("Smoothing: each point of the thick line is the mean of so many steps.")
        )
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for steps in CHOICES:
            action = menu.addAction(self._words(steps))
            action.setCheckable(True)
            action.setData(steps)
            self._group.addAction(action)
        self._group.triggered.connect(lambda action: self.chosen.emit(action.data()))
        self.setMenu(menu)
        self.set_steps(DEFAULT_SMOOTHING)

    def set_steps(self, steps: int) -> None:
        """Show a choice without a signal."""
        self.setText(self.tr("raw") if steps == 1 else self.tr("mean of {n}").format(n=steps))
        for action in self._group.actions():
            action.setChecked(action.data() == steps)

    def _words(self, steps: int) -> str:
        if steps == 1:
            return self.tr("Not smoothed")
        return self.tr("Mean of {steps} steps").format(steps=number(steps))
