"""Filters as rows, moments of a run as columns, all on one colour scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, pictured, range_limit
from cnnstudio.ui.workspaces.train.filter_history import Maps, Moment

_GAP = 4
_LEAST, _MOST = 26, 54  # the sizes of a filter between which it may be fitted, on the desk
_MOST_ALONE = 150  # that of a filter where one moment has all the room
_ROWS = 8
_PERCENTILE = 99.5


class FilterTable(QWidget):
    """The last of the moments is the one that is looked at, and is outlined while a run goes on or
    its past is shown. Where there is no other, and no run, its filters fill the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments: list[Moment] = []
        self._live = self._past = False
        self._limit = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 96)
        self.setAccessibleName(self.tr("Filters along the run"))
        follow_theme(self._restyle)

    def set_moments(self, moments: Sequence[Moment], live: bool, past: bool = False) -> None:
        """`live`: the last is outlined; `past`: it is not of now."""
        self._moments, self._live, self._past = list(moments), live, past
        if moments:
            everything = np.concatenate([m.maps.ravel() for m in moments])
            self._limit = range_limit(everything, ColourMap.SIGNED, _PERCENTILE)
        self.update()

    def scale(self) -> tuple[ColourMap, float]:
        return ColourMap.SIGNED, self._limit

    @property
    def is_in_colour(self) -> bool:
        """Whether the filters are pictures in colour, which no scale explains."""
        return bool(self._moments) and self._moments[-1].maps.ndim == 4

    def filters(self) -> int:
        """How many rows there are."""
        if not self._moments:
            return 0
        if self._is_grid():
            return self._grid_layout()[0]
        high = self.height() - self._head()
        fit = max(1, int((high + _GAP) // (self._scaled(_LEAST) + _GAP)))
        return min(len(self._moments[-1].maps), fit, _ROWS)

    def _is_grid(self) -> bool:
        """Whether there is one moment alone: its filters then have the room of all columns."""
        return len(self._moments) == 1 and not self._live

    def _grid_layout(self) -> tuple[int, int, float]:
        """How many filters are shown, in how many columns, and how large."""
        count, least = len(self._moments[0].maps), self._scaled(_LEAST)
        while True:
            sizes = [(self._grid_cell(count, columns), columns) for columns in range(1, count + 1)]
            cell, columns = max(sizes)
            if cell >= least or count == 1:
                return count, columns, max(4.0, min(cell, self._scaled(_MOST_ALONE)))
            count -= 1

    def _grid_cell(self, count: int, columns: int) -> float:
        rows = -(-count // columns)
        wide = self.width() / columns - self._side() - _GAP
        return min(wide, (self.height() - _GAP * rows) / rows)

    def _grid_rect(self, index: int) -> QRectF:
        _, columns, cell = self._grid_layout()
        row, column = divmod(index, columns)
        left = self._side() + column * (cell + self._side() + _GAP)
        return QRectF(round(left), round(row * (cell + _GAP)), round(cell), round(cell))

    def most_columns(self) -> int:
        """How many moments have room."""
        return max(2, int((self.width() - self._side()) // (self._scaled(_LEAST + 26))))

    def steps(self) -> list[str]:
        """The words above the columns."""
        return [self._words(place) for place in range(len(self._moments))]

    def sizeHint(self) -> QSize:
        return QSize(round(self._scaled(400)), round(self._scaled(260)))

    def _scaled(self, length: float) -> float:
        return length * current_theme().font_px("label") / 14

    def _head(self) -> float:
        return self._scaled(26)

    def _side(self) -> float:
        return self._scaled(22)

    def _cell(self) -> float:
        rows = max(self.filters(), 1)
        high = (self.height() - self._head() - 6 - _GAP * (rows - 1)) / rows
        wide = self._pitch() - 8
        return max(4.0, min(high, wide, self._scaled(_MOST)))

    def _pitch(self) -> float:
        return min((self.width() - self._side()) / max(len(self._moments), 1), self._scaled(86))

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a filter at a moment lies, in pixels."""
        if self._is_grid():
            return self._grid_rect(row)
        cell, pitch = self._cell(), self._pitch()
        left = self._side() + column * pitch + (pitch - cell) / 2
        return QRectF(
            round(left), round(self._head() + row * (cell + _GAP)), round(cell), round(cell)
        )

    def _words(self, place: int) -> str:
        step = self._moments[place].step
        if place == len(self._moments) - 1 and not self._past:
            return self.tr("now")
        return number(step) if step else self.tr("start")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._hint(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _hint(self, point: QPointF) -> str:
        for column, moment in enumerate(self._moments):
            for row in range(self.filters()):
                rect = self.rect_of(row, column)
                if rect.contains(point):
                    high, wide = moment.maps.shape[-2:]
                    y = min(int((point.y() - rect.top()) / rect.height() * high), high - 1)
                    x = min(int((point.x() - rect.left()) / rect.width() * wide), wide - 1)
                    text = self.tr("Filter {n} at step {step}, row {row}, column {column}: {value}")
                    value = _value_words(moment.maps[row, ..., y, x])
                    return text.format(
                        n=row + 1, step=number(moment.step), row=y + 1, column=x + 1, value=value
                    )
        return self.tr("What the first layer looks for, from the start of the run to now.")

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        if not self._moments:
            self._paint_empty(painter, theme)
        for column, moment in enumerate(self._moments):
            self._paint_column(painter, column, moment, theme)
        self._paint_names(painter, theme)
        painter.end()

    def _paint_empty(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour.muted)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        text = self.tr("Here the filters appear when the engine is ready.")
        painter.drawText(QRectF(self.rect()), int(flags), text)

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour.muted)
        for row in range(self.filters()):
            cell = self.rect_of(row, 0)
            left = cell.left() - self._side() if self._is_grid() else 0.0
            place = QRectF(left, cell.top(), self._side() - 6, cell.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(row + 1))

    def _paint_column(self, painter: QPainter, column: int, moment: Moment, theme: Theme) -> None:
        if not self._is_grid():
            self._paint_head(painter, column, theme)
        for row in range(self.filters()):
            rect = self.rect_of(row, column)
            picture = pictured(moment.maps[row], ColourMap.SIGNED, self._limit, theme)
            painter.drawImage(rect, picture)
            painter.setPen(QPen(theme.colour.hairline, 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _paint_head(self, painter: QPainter, column: int, theme: Theme) -> None:
        """What stands above a column; the present one is framed while the run goes on."""
        is_now = column == len(self._moments) - 1
        first, last = self.rect_of(0, column), self.rect_of(self.filters() - 1, column)
        if is_now and self._live:
            self._paint_now(painter, first, last, theme)
        role = "body_strong" if is_now and self._live else "label"
        painter.setFont(theme.font(role))
        painter.setPen(theme.colour.accent if is_now and self._live else theme.colour.muted)
        head = QRectF(first.center().x() - 50, 0, 100, self._head() - 2)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, self._words(column))

    def _paint_now(self, painter: QPainter, first: QRectF, last: QRectF, theme: Theme) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour.accent, theme.px_f("hover_ring") * 0.8))
        painter.setBrush(theme.colour.accent_tint)
        middle, wide = first.center().x(), max(first.width() + 14, self._scaled(50))
        frame = QRectF(middle - wide / 2, 1, wide, last.bottom() + 4)
        frame.setBottom(min(last.bottom() + 6, self.height() - 1.5))
        frame.setRight(min(frame.right(), self.width() - 1.5))
        radius = theme.px_f("radius_button")
        painter.drawRoundedRect(frame, radius, radius)
        painter.restore()


def _value_words(values: Maps) -> str:
    """A weight, or those for red, green and blue."""
    if values.ndim == 0:
        return number(float(values), 3)
    red, green, blue = (number(float(value), 3) for value in values)
    template = QCoreApplication.translate("FilterTable", "red {red}, green {green}, blue {blue}")
    return template.format(red=red, green=green, blue=blue)
