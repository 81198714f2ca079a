"""A grid of maps in which a map of one cell shows its number."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import colours_of
from cnnstudio.ui.widgets.map_grid import MapGrid

_TOO_MANY_TO_READ = 1024


class FeatureGrid(MapGrid):
    """Feature maps; lists of numbers as tiles with their index and value where legible.

    What is narrower than the widget stands in its middle.
    """

    def origin(self) -> QPointF:
        corner = super().origin()
        spare = self.width() - 2 * corner.x() - self.layout_of_maps().total_width
        return QPointF(corner.x() + max(0, spare // 2), corner.y())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        maps = self.maps()
        if maps.shape[1:] != (1, 1) or not 0 < len(maps) <= _TOO_MANY_TO_READ:
            return
        theme = current_theme()
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
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, number(float(value[0, 0]), 1))
        if roomy:
            painter.setFont(theme.font("min"))
            head = QRectF(tile.left() + 4, tile.top() + 2, tile.width(), tile.height())
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft, str(index + self._first()))
