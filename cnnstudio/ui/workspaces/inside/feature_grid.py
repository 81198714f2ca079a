"""A grid of maps in which a map of one cell shows its number."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.numbers import number, power_of_ten
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import colours_of
from cnnstudio.ui.widgets.map_grid import MapGrid
from cnnstudio.ui.widgets.painting import fill_rounded

_TOO_MANY_TO_READ = 1024
_SIGN, _SMALLEST_SIGN = 22, 9
_FEW_DECIMALS_FROM, _SCIENTIFIC_BELOW = 1.0, 0.1
_VEIL = 0.72  # how far a map that is off fades into the ground


class FeatureGrid(MapGrid):
    """Feature maps; lists of numbers as tiles with their index and value where legible.

    Maps can bear signs: frozen, switched off. What is narrower than the widget stands in its
    middle.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frozen: frozenset[int] = frozenset()
        self._off: frozenset[int] = frozenset()

    def set_signs(self, frozen: frozenset[int], off: frozenset[int]) -> None:
        """Mark the maps whose filter is frozen, and those that are switched off."""
        self._frozen, self._off = frozen, off
        self.update()

    def origin(self) -> QPointF:
        corner = super().origin()
        spare = self.width() - 2 * corner.x() - self.layout_of_maps().total_width
        return QPointF(corner.x() + max(0, spare // 2), corner.y())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        self._paint_tiles(theme)
        if self._frozen or self._off:
            self._paint_all_signs(theme)

    def _paint_tiles(self, theme: Theme) -> None:
        maps = self.maps()
        if maps.shape[1:] != (1, 1) or not 0 < len(maps) <= _TOO_MANY_TO_READ:
            return
        value_font = theme.font("axis")
        widest = QFontMetrics(value_font).horizontalAdvance("−00.0") + 4
        side = self.map_rect(0).width()
        if side < widest:
            return
        painter = QPainter(self)
        for index in range(len(maps)):
            self._paint_tile(painter, index, side, theme)
        painter.end()

    def _first(self) -> int:
        """Numbers that stand for digits are called by them, others counted from 1."""
        return 0 if len(self.maps()) == CLASSES else 1

    def _paint_tile(self, painter: QPainter, index: int, side: float, theme: Theme) -> None:
        value = self.maps()[index]
        shown = colours_of(value, self._colour_map, self._limits, theme)
        painter.setPen(theme.text_on(QColor.fromRgba(int(shown[0, 0]))))
        tile = self.map_rect(index)
        roomy = side >= 2.4 * theme.font_px("axis")
        painter.setFont(theme.font("card_title" if side > 64 else "axis"))
        place = tile.adjusted(0, theme.font_px("min"), 0, 0) if roomy else tile
        text = tile_text(float(value[0, 0]), self._limit_of(index))
        lines = painter.boundingRect(place, Qt.AlignmentFlag.AlignCenter, text)
        if lines.width() <= tile.width() and lines.height() <= place.height():
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        if roomy:
            painter.setFont(theme.font("min"))
            head = QRectF(tile.left() + 4, tile.top() + 2, tile.width(), tile.height())
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft, str(index + self._first()))

    def _limit_of(self, index: int) -> float:
        return float(np.broadcast_to(self._limits, len(self.maps()))[index])

    def _paint_all_signs(self, theme: Theme) -> None:
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


def tile_text(value: float, limit: float) -> str:
    """A number with one decimal, or, where the colours end at a small `limit`, so that two figures
    of that show; a power of ten stands on a line of its own."""
    if limit >= _FEW_DECIMALS_FROM or abs(value) < limit / 200:
        return number(value, 1)
    if limit >= _SCIENTIFIC_BELOW:
        return number(value, 2)
    figures, _, power = f"{value:.1e}".partition("e")
    return f"{number(float(figures), 1)}\n{power_of_ten(int(power))}"
