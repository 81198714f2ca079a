"""The little signed pictures on the buttons of choices, such as kernels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap

from cnnstudio.core.labs.base import Floats
from cnnstudio.ui.look import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, range_limit

#: Sharp on ordinary and on fine screens.
_RATIOS = (1.0, 2.0)


def choice_icon(values: Floats, theme: Theme) -> QIcon:
    """A matrix (rows, columns) as small signed cells; its scale is its own."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_picture(values, theme, ratio))
    return made


def icon_size(theme: Theme) -> QSize:
    """As high as a button has room for, and some room before its words."""
    side = theme.px("button_h") - 2 * theme.px("unit")
    return QSize(side + theme.px("unit"), side)


def _picture(values: Floats, theme: Theme, ratio: float) -> QPixmap:
    size = icon_size(theme)
    made = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    rect = QRectF(0, 0, size.height(), size.height())
    limit = range_limit(values, ColourMap.SIGNED)
    painter.drawImage(rect, colourise(values, ColourMap.SIGNED, limit, theme))
    painter.setPen(QPen(theme.colour.hairline_strong, 1))
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.end()
    return made
