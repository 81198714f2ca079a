"""Which line of a chart is which."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme

_DASH = 22
_GAP = 7
_BETWEEN = 16


class ChartLegend(QWidget):
    """A dash and a word for each line, at the right; leaves out what has no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = (self.tr("train"), self.tr("test"))
        self.setAccessibleName(self.tr("Lines: train, test"))
        self.setToolTip(
            self.tr("Train: the batches it learns from. Test: 10,000 digits it never learns from.")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(current_theme().font("label"))
        return [_DASH + _GAP + metrics.horizontalAdvance(word) for word in self._words]

    def sizeHint(self) -> QSize:
        height = QFontMetrics(current_theme().font("label")).height()
        return QSize(sum(self._widths()) + 2 * _BETWEEN, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, widths = current_theme(), self._widths()
        if sum(widths) + _BETWEEN > self.width():
            return
        colours = (theme.colour.chart_train, theme.colour.chart_test)
        spare = self.width() - sum(widths) - _BETWEEN
        left = max(0, spare - _BETWEEN)
        painter = QPainter(self)
        painter.setFont(theme.font("label"))
        for word, width, colour in zip(self._words, widths, colours, strict=True):
            self._paint_entry(painter, left, word, colour, theme)
            left += width + _BETWEEN
        painter.end()

    def _paint_entry(
        self, painter: QPainter, left: float, word: str, colour: QColor, theme: Theme
    ) -> None:
        middle = self.height() / 2
        painter.setPen(QPen(colour, theme.px_f("chart_test_stroke")))
        painter.drawLine(QLineF(left, middle, left + _DASH, middle))
        painter.setPen(theme.colour.muted)
        place = QRectF(left + _DASH + _GAP, 0, self.width(), self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)
