"""How many of each digit's pictures are answered right, and how many were before."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded

Shares = npt.NDArray[np.float64]
_GAP = 10
_UNCHANGED = 0.0005
_SMALLEST = 9  # pixels of type


class ClassBars(Painted):
    """A row for each digit: its bar, a line where it was before, its share, and the difference
    in points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now: Shares | None = None
        self._before: Shares | None = None
        self.setAccessibleName(self.tr("Accuracy of each class"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setToolTip(
            self.tr(
                "The share of each digit’s pictures that is answered right; the line marks where "
                "it was before, the number is the difference in points of percent."
            )
        )

    def show_shares(self, now: Shares | None, before: Shares | None) -> None:
        self._now, self._before = now, before
        self.setAccessibleDescription("; ".join(self.sentence(digit) for digit in range(10)))
        self.update()

    def sentence(self, digit: int) -> str:
        """A row in words."""
        if self._now is None or not np.isfinite(self._now[digit]):
            return self.tr("{digit}: not known yet").format(digit=digit)
        share = percent(float(self._now[digit]))
        return self.tr("{digit}: {share}, {change}").format(
            digit=digit, share=share, change=self._change(digit) or self.tr("unchanged")
        )

    def sizeHint(self) -> QSize:
        return QSize(240, 10 * current_theme().px("bar_row_h"))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 10 * (current_theme().font_px("label") + 3))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        height = min(self.height() / 10, theme.px("bar_row_h") * 1.25)
        for digit in range(10):
            self._paint_row(painter, QRectF(0, digit * height, self.width(), height), digit, theme)

    def _paint_row(self, painter: QPainter, row: QRectF, digit: int, theme: Theme) -> None:
        label = _fitting(theme.font("label"), row.height())
        changes = QFontMetrics(label).horizontalAdvance("−100.0") + 2
        figures = changes + QFontMetrics(label).horizontalAdvance(percent(1.0, 1))
        painter.setFont(_fitting(theme.font("card_title"), row.height()))
        painter.setPen(theme.colour.text)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, str(digit))
        names = QFontMetrics(theme.font("card_title")).horizontalAdvance("0")
        bar = QRectF(row.left() + names + _GAP, 0, 0, min(theme.px("bar_h"), row.height() - 4))
        bar.setRight(row.right() - figures - _GAP)
        bar.moveTop(row.center().y() - bar.height() / 2)
        self._paint_bar(painter, bar, digit, theme)
        painter.setFont(label)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(theme.colour.text)
        painter.drawText(row, right, self._change(digit))
        if self._now is not None and np.isfinite(self._now[digit]):
            painter.setPen(theme.colour.muted)
            share = percent(float(self._now[digit]), 1)
            painter.drawText(row.adjusted(0, 0, -changes, 0), right, share)

    def _paint_bar(self, painter: QPainter, bar: QRectF, digit: int, theme: Theme) -> None:
        radius = theme.px_f("radius_bar")
        fill_rounded(painter, bar, theme.colour.bar_track, radius)
        if self._now is None or not np.isfinite(self._now[digit]):
            return
        filled = QRectF(bar)
        filled.setWidth(bar.width() * float(self._now[digit]))
        fill_rounded(painter, filled, theme.colour.bar_true_class, min(radius, filled.width() / 2))
        if self._before is not None and np.isfinite(self._before[digit]):
            x = bar.left() + bar.width() * float(self._before[digit])
            painter.setPen(QPen(theme.colour.text, 2))
            painter.drawLine(QLineF(x, bar.top() - 3, x, bar.bottom() + 3))

    def _change(self, digit: int) -> str:
        """By how many points; "" where it is the same, or nobody knows."""
        if self._now is None or self._before is None:
            return ""
        change = float(self._now[digit] - self._before[digit])
        if not np.isfinite(change) or abs(change) < _UNCHANGED:
            return ""
        return number(100 * change, 1, signed=True)


def _fitting(font: QFont, height: float) -> QFont:
    """The font, smaller where rows are lower than its letters."""
    fitting = QFont(font)
    fitting.setPixelSize(max(_SMALLEST, min(font.pixelSize(), int(height) - 1)))
    return fitting
