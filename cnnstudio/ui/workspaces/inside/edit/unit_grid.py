"""All maps of a layer, with a sign on those whose filter is frozen and those that are off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painting import fill_rounded
from cnnstudio.ui.workspaces.inside.feature_grid import FeatureGrid

_SIGN, _SMALLEST_SIGN = 22, 9
_VEIL = 0.72  # how far a map that is off fades into the ground


class UnitGrid(FeatureGrid):
    """F asks to freeze the chosen one, O to switch it off, or the other way round: `asked`."""

    asked = Signal(str)  # "frozen" or "off"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frozen: frozenset[int] = frozenset()
        self._off: frozenset[int] = frozenset()

    def set_signs(self, frozen: frozenset[int], off: frozenset[int]) -> None:
        self._frozen, self._off = frozen, off
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = {"f": "frozen", "o": "off"}.get(event.text().lower())
        if asked is None:
            super().keyPressEvent(event)
        else:
            self.asked.emit(asked)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self._frozen or self._off):
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in sorted(self._frozen | self._off):
            if index < len(self.maps()):
                self._paint_signs(painter, index, theme)
        painter.end()

    def _paint_signs(self, painter: QPainter, index: int, theme: Theme) -> None:
        tile = self.map_rect(index)
        if index in self._off:
            veil = theme.colour.surface
            veil.setAlphaF(_VEIL)
            painter.fillRect(tile, veil)
        side = min(_SIGN, tile.width() / 2 - 2)
        if side < _SMALLEST_SIGN:
            side = min(tile.width(), _SMALLEST_SIGN)
        names = [
            name
            for name, there in (("snowflake", self._frozen), ("eye_off", self._off))
            if index in there
        ]
        for place, name in enumerate(names):
            corner = QRectF(tile.left() + 2 + place * (side + 1), tile.top() + 2, side, side)
            fill_rounded(painter, corner, theme.colour.surface, side / 4)
            inner = corner.adjusted(side / 8, side / 8, -side / 8, -side / 8)
            paint_icon(painter, inner, name, theme.colour.text)
