"""The menu of known kernels."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cnnstudio.core.labs.kernels import KERNELS, kernel
from cnnstudio.core.messages import Floats
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.workspaces.inside.edit.scene import strength
from cnnstudio.ui.workspaces.learn.choice_pictures import choice_icon


class PresetButton(QPushButton):
    """Opens a menu of the known kernels that there are of a size; `chosen` brings one's key."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("Presets"))
        self.setToolTip(self.tr("Put a known kernel, such as Sobel’s, in the place of this one."))
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._size: tuple[int, int] | None = None

    def offer(self, size: tuple[int, int] | None) -> None:
        """Offer what there is of (rows, columns); None: nothing."""
        if size == self._size:
            return
        self._size = size
        self._menu.clear()
        for row in KERNELS:
            if size is not None and row.takes(size):
                icon = choice_icon(row.make(*size), current_theme())
                action = self._menu.addAction(icon, translated(row.name))
                action.setToolTip(translated(row.help))
                action.triggered.connect(lambda _=False, key=row.key: self.chosen.emit(key))
        self._menu.setToolTipsVisible(True)
        self.setEnabled(not self._menu.isEmpty())


def preset(name: str, instead_of: Floats, keeps_strength: bool) -> Floats:
    """A known kernel of the same size as another, and as strong if that is wanted."""
    made = np.asarray(kernel(name, (instead_of.shape[0], instead_of.shape[1])), np.float32)
    before, there = strength(instead_of), strength(made)
    if keeps_strength and before and there:
        made = np.asarray(made * (before / there), np.float32)
    return made
