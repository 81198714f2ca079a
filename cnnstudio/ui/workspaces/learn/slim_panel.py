"""A panel for one row of controls, which takes little of the height from what is below it."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.panel import Panel


class SlimPanel(Panel):
    """Its margins are smaller above and below than at the sides; smaller still where it is low."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._low = False
        super().__init__(parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_low(self, low: bool) -> None:
        self._low = low
        self._restyle(current_theme())

    def _restyle(self, theme: Theme) -> None:
        super()._restyle(theme)
        unit, side = theme.px("unit"), theme.px("panel_padding")
        above = (2 if self._low else 3) * unit
        self._column.setContentsMargins(side, above, side, above)
