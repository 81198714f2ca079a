"""The loss before and after a step, as two bars of one scale."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded

_GAP = 12


class LossBars(Painted):
    """Two rows: before, after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._losses, self._decimals = (0.0, 0.0), 3
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_losses(self, before: float, after: float, decimals: int) -> None:
        """Losses of at least 0, printed with so many decimals."""
        self._losses, self._decimals = (before, after), decimals
        text = self.tr("Loss before {before}, after {after}")
        self.setAccessibleName(text.format(before=number(before), after=number(after)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 2 * current_theme().px("bar_row_h"))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        names = (self.tr("before"), self.tr("after"))
        metrics = QFontMetrics(theme.font("card_title"))
        wide = max(metrics.horizontalAdvance(name) for name in names)
        figures = [number(loss, self._decimals) for loss in self._losses]
        figure = max(metrics.horizontalAdvance(text) for text in figures)
        most = max((loss for loss in self._losses if loss < float("inf")), default=0.0) or 1.0
        high = theme.px("bar_row_h")
        for row, (name, loss) in enumerate(zip(names, self._losses, strict=True)):
            line = QRectF(0, row * high, self.width(), high)
            painter.setPen(theme.colour.text)
            painter.setFont(theme.font("card_title"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, right, figures[row])
            bar = QRectF(wide + _GAP, line.top(), 0, theme.px("bar_h"))
            bar.setRight(self.width() - figure - _GAP)
            bar.moveTop(line.center().y() - bar.height() / 2)
            fill_rounded(painter, bar, theme.colour.bar_track, theme.px_f("radius_bar"))
            share = min(1.0, loss / most) if loss == loss else 0.0
            bar.setWidth(max(2.0, bar.width() * share))
            colour = theme.colour.chart_train if row == 0 else theme.colour.chart_test
            fill_rounded(painter, bar, colour, min(theme.px_f("radius_bar"), bar.width() / 2))
