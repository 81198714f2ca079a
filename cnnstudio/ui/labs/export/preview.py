"""What the file is going to look like, small."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.export.options import Options
from cnnstudio.ui.labs.export.picture import draw, stage_for
from cnnstudio.ui.labs.moment import REST
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.painted import Painted

_WIDTH, _LEAST_WIDTH = 560, 400


class Preview(Painted):
    """A lab's picture with these options, scaled into a place that is 16 wide and 9 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab: Lab | None = None
        self._options = Options()
        self.setAccessibleName(self.tr("Preview"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, lab: Lab, options: Options) -> None:
        self._lab, self._options = lab, options
        self.update()

    def heightForWidth(self, width: int) -> int:
        return round(width * 9 / 16)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self.heightForWidth(_LEAST_WIDTH))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.fillRect(self.rect(), theme.colour.sunken)
        if self._lab is None:
            return
        options = self._options
        size = options.size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRect(QPoint(0, 0), size)
        frame.moveCenter(self.rect().center())
        stage = stage_for(size, options.theme)
        painter.save()
        painter.setClipRect(frame)
        painter.translate(frame.topLeft())
        painter.scale(stage.scale, stage.scale)
        draw(painter, self._lab, REST, stage, options.theme, options.titled)
        painter.restore()
        painter.setPen(theme.colour.hairline_strong)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
