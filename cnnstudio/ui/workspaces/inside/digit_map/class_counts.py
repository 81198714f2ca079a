"""How many of the selected digits belong to each class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded
from cnnstudio.ui.workspaces.inside.digit_map.marks import class_colour

_GAP = 10


class ClassCounts(Painted):
    """A row for each class: its digit, a bar in its colour, the count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.intp] = np.zeros(CLASSES, np.intp)
        self.setAccessibleName(self.tr("Selected digits of each class"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: NDArray[np.intp]) -> None:
        self._counts = counts
        template = self.tr("{label}: {count}")
        rows = (template.format(label=d, count=int(n)) for d, n in enumerate(counts) if n)
        self.setAccessibleDescription(", ".join(rows))
        self.update()

    def counts(self) -> NDArray[np.intp]:
        return self._counts

    def sizeHint(self) -> QSize:
        return QSize(220, CLASSES * (current_theme().font_px("body") + 7))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        high = self.height() / CLASSES
        strong = QFontMetrics(theme.font("body_strong"))
        most = max(1, int(self._counts.max()))
        figures = strong.horizontalAdvance(number(most)) + 2
        left = strong.horizontalAdvance("0") + _GAP
        for label, count in enumerate(self._counts):
            row = QRectF(0, label * high, self.width(), high)
            painter.setFont(theme.font("body_strong"))
            painter.setPen(theme.colour.text if count else theme.colour.faint)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, str(label))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(row, right, number(int(count)))
            bar = row.adjusted(left, high * 0.22, -figures - _GAP, -high * 0.22)
            fill_rounded(painter, bar, theme.colour.bar_track, 3)
            if count:
                bar.setWidth(max(4.0, bar.width() * int(count) / most))
                fill_rounded(painter, bar, class_colour(label, theme), 3)
