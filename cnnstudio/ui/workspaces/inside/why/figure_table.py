"""Names at the left, numbers at the right, a column for each class."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.workspaces.inside.why.figures import Figure

_ROW = 1.62  # height of a row in sizes of its type
_GAP = 14
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureTable(Painted):
    """Shows `Figure`s; where there are several columns, `heads` stand above them. Names have lines
    of their own where there is no room for them beside the numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Figure, ...] = ()
        self._heads: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Numbers"))

    def show_figures(self, rows: tuple[Figure, ...], heads: tuple[str, ...] = ()) -> None:
        before = self.sizeHint()
        self._rows, self._heads = rows, heads
        self.setAccessibleDescription("\n".join(self.lines()))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self.sizeHint().height():
            self.updateGeometry()

    def lines(self) -> list[str]:
        """Every row in words."""
        heads = self._heads or ("",)
        return [
            f"{row.name} {head}: {value}" if head else f"{row.name}: {value}"
            for row in self._rows
            for head, value in zip(heads, row.values, strict=True)
        ]

    def sizeHint(self) -> QSize:
        rows = len(self._rows) * (1 + self._has_names_above()) + bool(self._heads)
        return QSize(200, round(rows * _ROW * current_theme().font_px("body")) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        height = _ROW * theme.font_px("body")
        wide = self._column_width(theme)
        above = self._has_names_above()
        top = 0.0
        if self._heads:
            self._paint_values(painter, top, height, wide, self._heads, "label", theme)
            top += height
        for row in self._rows:
            if row.total:
                painter.setPen(QPen(theme.colour.hairline_strong, 1))
                painter.drawLine(QLineF(0, top, self.width(), top))
            painter.setFont(theme.font("label"))
            painter.setPen(theme.colour.muted)
            room = self.width() - (0 if above else wide * len(row.values))
            name = painter.fontMetrics().elidedText(
                row.name, Qt.TextElideMode.ElideRight, round(room - 4)
            )
            painter.drawText(QRectF(0, top, room, height), Qt.AlignmentFlag.AlignVCenter, name)
            top += height if above else 0
            self._paint_values(painter, top, height, wide, row.values, "body_strong", theme)
            top += height

    def _has_names_above(self) -> bool:
        """Whether a name is too long to stand beside its numbers."""
        theme = current_theme()
        metrics, wide = QFontMetrics(theme.font("label")), self._column_width(theme)
        return any(
            metrics.horizontalAdvance(row.name) + 4 > self.width() - wide * len(row.values)
            for row in self._rows
        )

    def _paint_values(
        self,
        painter: QPainter,
        top: float,
        height: float,
        wide: float,
        values: tuple[str, ...],
        role: str,
        theme: Theme,
    ) -> None:
        painter.setFont(theme.font(role))
        painter.setPen(theme.colour.muted if role == "label" else theme.colour.text)
        left = self.width() - wide * len(values)
        for index, value in enumerate(values):
            painter.drawText(QRectF(left + index * wide, top, wide, height), _RIGHT, value)

    def _column_width(self, theme: Theme) -> float:
        metrics = QFontMetrics(theme.font("body_strong"))
        values = (value for row in self._rows for value in (*row.values, *self._heads))
        return max((metrics.horizontalAdvance(value) for value in values), default=0) + _GAP
