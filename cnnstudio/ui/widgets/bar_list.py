"""How sure the network is of each class, as bars."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import percent
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded

_GAP = 10
_SLIVER = 2.0  # the shortest bar, so that an empty one is seen to be a bar


class BarList(Painted):
    """A row for each class: name, bar, percent. Teal is the true class, slate a wrong answer."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = list(names)
        self._values: NDArray[np.floating] | None = None
        self._true_class: int | None = None
        self._top: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_values(
        self,
        probabilities: NDArray[np.floating] | None,
        true_class: int | None = None,
        top: int | None = None,
    ) -> None:
        """Show probabilities (N,); with `top`, only so many of the largest, largest first."""
        resized = top != self._top
        self._values, self._true_class, self._top = probabilities, true_class, top
        self.setAccessibleName(self._sentence())
        if resized:
            self.updateGeometry()
        self.update()

    def rows(self) -> list[int]:
        """The classes in the order in which they are shown."""
        if self._top is None or self._values is None:
            return list(range(len(self._names)))
        return [int(index) for index in np.argsort(-self._values, kind="stable")[: self._top]]

    def _sentence(self) -> str:
        if self._values is None:
            return ""
        best = int(np.argmax(self._values))
        return self.tr("{name}, with {percent}").format(
            name=self._names[best], percent=percent(float(self._values[best]))
        )

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(220, len(self.rows()) * theme.px("bar_row_h"))

    def minimumSizeHint(self) -> QSize:
        return QSize(140, len(self.rows()) * (current_theme().px("bar_h") + 2))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        rows = self.rows()
        height = min(self.height() / max(len(rows), 1), theme.px("bar_row_h") * 1.25)
        for place, index in enumerate(rows):
            self._paint_row(painter, QRectF(0, place * height, self.width(), height), index, theme)

    def _paint_row(self, painter: QPainter, row: QRectF, index: int, theme: Theme) -> None:
        font = _fitting("card_title", row, theme)
        metrics = QFontMetrics(font)
        names = max(metrics.horizontalAdvance(name) for name in self._names)
        figures = metrics.horizontalAdvance(percent(1))
        painter.setFont(font)
        painter.setPen(theme.colour.text)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, self._names[index])
        bar = QRectF(row.left() + names + _GAP, 0, 0, min(theme.px("bar_h"), row.height() - 2))
        bar.setRight(row.right() - figures - _GAP)
        bar.moveTop(row.center().y() - bar.height() / 2)
        self._paint_bar(painter, bar, index, theme)
        if self._values is not None:
            self._paint_figure(painter, row, index, theme)

    def _paint_bar(self, painter: QPainter, bar: QRectF, index: int, theme: Theme) -> None:
        radius = theme.px_f("radius_bar")
        fill_rounded(painter, bar, theme.colour.bar_track, radius)
        if self._values is None:
            return
        share = float(np.nan_to_num(self._values[index]))
        filled = QRectF(bar)
        filled.setWidth(max(_SLIVER, bar.width() * share))
        fill_rounded(painter, filled, self._colour(index, theme), min(radius, filled.width() / 2))

    def _paint_figure(self, painter: QPainter, row: QRectF, index: int, theme: Theme) -> None:
        assert self._values is not None
        marked = index in (self._true_class, int(np.argmax(self._values)))
        painter.setFont(_fitting("body_strong" if marked else "body", row, theme))
        painter.setPen(theme.colour.text if marked else theme.colour.muted)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(row, right, percent(float(self._values[index])))

    def _colour(self, index: int, theme: Theme) -> QColor:
        assert self._values is not None
        if index == self._true_class:
            return theme.colour.bar_true_class
        if index == int(np.argmax(self._values)):
            return theme.colour.bar_wrong_top
        return theme.colour.bar_other


def _fitting(role: str, row: QRectF, theme: Theme) -> QFont:
    """No higher than a row, so that rows never touch."""
    font = theme.font(role)
    font.setPixelSize(min(font.pixelSize(), max(theme.font_px("min") // 2, int(row.height()))))
    return font
