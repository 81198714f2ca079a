"""What a film of a run will look like."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cnnstudio.ui.labs.export.picture import stage_for
from cnnstudio.ui.look import Theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.workspaces.train.films.reel import RunReel, paint_moment


class ReelPreview(Painted):
    """The last moment of a reel, in a place that is 16 wide and 9 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reel: RunReel | None = None
        self.setAccessibleName(self.tr("Preview"))

    def show_reel(self, reel: RunReel | None) -> None:
        self.reel = reel
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 315)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 225)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.fillRect(self.rect(), theme.colour.sunken)
        reel = self.reel
        if reel is None:
            return
        size = reel.size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRect(0, 0, size.width(), size.height())
        frame.moveCenter(self.rect().center())
        stage = stage_for(size, reel.theme)
        painter.save()
        painter.setClipRect(frame)
        painter.translate(frame.topLeft())
        painter.scale(stage.scale, stage.scale)
        paint_moment(painter, QRectF(QPointF(), stage.size), reel, len(reel.steps) - 1)
        painter.restore()
