"""Bars of parameters, a row for each layer that has some."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.ui.icons import paint_icon
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import fill_rounded
from cnnstudio.ui.workspaces.build.parameter_rows import ParameterRow

_SLIVER = 2.0
_GAP = 12


class ParameterBars(QWidget):
    """Bars share one scale. What a drop changes is purple, its old length a dashed frame."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ParameterRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        follow_theme(self._restyle)

    def show_rows(self, rows: tuple[ParameterRow, ...]) -> None:
        self._rows = rows
        texts = [
            self.tr("{layer}: {count}").format(layer=row.name, count=number(row.after))
            for row in rows
        ]
        self.setAccessibleName("; ".join(texts[:40]))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[ParameterRow, ...]:
        return self._rows

    def row_height(self) -> int:
        return current_theme().px("bar_row_h") - 2

    def sizeHint(self) -> QSize:
        return QSize(300, len(self._rows) * self.row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, len(self._rows) * self.row_height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().y())
        if row is not None:
            self.chosen.emit(row.id)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), self._sentence(row) if row else "", self)
            return True
        return super().event(event)

    def _row_at(self, y: float) -> ParameterRow | None:
        place = int(y // self.row_height())
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _sentence(self, row: ParameterRow) -> str:
        if row.before == row.after:
            template = self.tr("{layer} has {after} parameters.")
        else:
            template = self.tr("{layer} has {before} parameters now, {after} after the drop.")
        return template.format(layer=row.name, before=number(row.before), after=number(row.after))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.font("body"))
        names = max(metrics.horizontalAdvance(row.name) for row in self._rows)
        names = min(names, self.width() * 2 // 5)
        most = max(max(row.before, row.after) for row in self._rows)
        figures = metrics.horizontalAdvance(number(most)) + 8
        left = theme.px("icon") + 8 + names + 2 * _GAP
        room = max(20.0, self.width() - left - figures - _GAP)
        high = self.row_height()
        for place, row in enumerate(self._rows):
            line = QRectF(0, place * high, self.width(), high)
            if line.intersects(QRectF(event.rect())):
                self._paint_name(painter, line, row, names, theme)
                bar = QRectF(left, 0, room, theme.px("bar_h"))
                bar.moveTop(line.center().y() - bar.height() / 2)
                self._paint_bar(painter, bar, row, most, theme)
                self._paint_figure(painter, line, row, theme)
        painter.end()

    def _paint_name(
        self, painter: QPainter, line: QRectF, row: ParameterRow, names: int, theme: Theme
    ) -> None:
        side = theme.px("icon") - 2
        box = QRectF(0, line.center().y() - side / 2, side, side)
        paint_icon(painter, box, row.icon, theme.kind_colour(row.family))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour.text if row.after else theme.colour.faint)
        text = QFontMetrics(theme.font("body")).elidedText(
            row.name, Qt.TextElideMode.ElideRight, names + 2
        )
        place = line.adjusted(theme.px("icon") + 8, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(
        self, painter: QPainter, bar: QRectF, row: ParameterRow, most: int, theme: Theme
    ) -> None:
        radius = theme.px_f("radius_bar")
        if row.before > row.after:
            was = QRectF(bar)
            was.setWidth(max(_SLIVER, bar.width() * row.before / most))
            painter.setPen(QPen(theme.colour.hairline_strong, 1, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour.bar_track)
            painter.drawRoundedRect(was, radius, radius)
        filled = QRectF(bar)
        filled.setWidth(max(_SLIVER, bar.width() * row.after / most))
        if row.after:
            colour = theme.kind_colour(row.family)
            fill_rounded(painter, filled, colour, min(radius, filled.width() / 2))

    def _paint_figure(
        self, painter: QPainter, line: QRectF, row: ParameterRow, theme: Theme
    ) -> None:
        changes = row.before != row.after
        painter.setFont(theme.font("body_strong" if changes else "body"))
        painter.setPen(theme.colour.accent if changes else theme.colour.text)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, right, number(row.after))

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()
