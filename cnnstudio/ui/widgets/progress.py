"""How far a run is, with a tick for each epoch."""

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme

_TICK = 6
_TICK_GAP = 4
_MOST_TICKS = 40


class EpochProgress(QProgressBar):
    """A bar of steps done; below it a tick at the end of every epoch but the last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs = 1
        self.setTextVisible(False)
        self.setAccessibleName(self.tr("Progress"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)
        self.set_progress(0, 1, 1)

    def set_progress(self, done: int, total: int, epochs: int) -> None:
        """So many of `total` steps, which make up so many epochs, are done."""
        self._epochs = epochs
        self.setRange(0, max(total, 1))
        self.setValue(min(done, max(total, 1)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, current_theme().px("progress_h") + _TICK_GAP + _TICK)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0.5, 0.5, self.width() - 1, theme.px("progress_h") - 1)
        outline = QPainterPath()
        outline.addRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.fillPath(outline, theme.colour.bar_track)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(self._filled(bar), theme.colour.accent)
        painter.restore()
        painter.strokePath(outline, QPen(theme.colour.hairline_strong, 1))
        self._paint_ticks(painter, bar, theme)
        painter.end()

    def _filled(self, bar: QRectF) -> QRectF:
        done = QRectF(bar)
        done.setWidth(bar.width() * self.value() / self.maximum())
        return done

    def _paint_ticks(self, painter: QPainter, bar: QRectF, theme: Theme) -> None:
        if self._epochs > _MOST_TICKS:
            return
        painter.setPen(QPen(theme.colour.faint, 1.5))
        top = bar.bottom() + _TICK_GAP
        for epoch in range(1, self._epochs):
            x = bar.left() + bar.width() * epoch / self._epochs
            painter.drawLine(QLineF(x, top, x, top + _TICK))
