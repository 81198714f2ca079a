"""How far each layer has gone between two moments, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.history import LayerChange
from cnnstudio.ui.numbers import percent
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_focus

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LINE = 2.1  # the height of a row, in sizes of its type
_NAME = 0.44  # the share of the width, at most, that names have
_GAP = 8


class LayerBars(Painted):
    """A row for each layer that learns: its name, a bar, and |Δw| / |w| in percent. `chosen` brings
    the id of one that was clicked, or that the arrow keys went to."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LayerChange, ...] = ()
        self._names: Sequence[str] = ()
        self._selected: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Change of each layer"))
        self.setToolTip(
            self.tr(
                "|Δw| / |w|: how long the way of a layer’s weights was, beside the length of the "
                "weights that it set out with"
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_rows(self, rows: Sequence[LayerChange], names: Sequence[str]) -> None:
        self._rows, self._names = tuple(rows), names
        self.setMinimumHeight(round(len(self._rows) * self._line()))
        self._describe()
        self.update()

    def select(self, layer_id: str | None) -> None:
        self._selected = layer_id
        self._describe()
        self.update()

    def sentence(self, place: int) -> str:
        """A row in words."""
        return self.tr("{layer}: {change}").format(
            layer=self._names[place], change=_figure(self._rows[place])
        )

    def row_rect(self, place: int) -> QRectF:
        return QRectF(0, place * self._line(), self.width(), self._line())

    def sizeHint(self) -> QSize:
        return QSize(260, round(max(len(self._rows), 3) * self._line()))

    def _line(self) -> float:
        return current_theme().font_px("label") * _LINE

    def _place(self) -> int | None:
        ids = [row.layer_id for row in self._rows]
        return ids.index(self._selected) if self._selected in ids else None

    def _describe(self) -> None:
        place = self._place()
        self.setAccessibleDescription("" if place is None else self.sentence(place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._place_at(event.position()))

    def _place_at(self, point: QPointF) -> int:
        return int(point.y() // self._line())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose((self._place() or 0) + step)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self.chosen.emit(self._rows[place].layer_id)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        most = max((row.relative or 0.0 for row in self._rows), default=0.0)
        for place, row in enumerate(self._rows):
            self._paint_row(painter, self.row_rect(place), place, (row.relative or 0) / (most or 1))
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.rect()), theme)

    def _paint_row(self, painter: QPainter, rect: QRectF, place: int, share: float) -> None:
        theme, row = current_theme(), self._rows[place]
        chosen = row.layer_id == self._selected
        if chosen:
            fill_rounded(painter, rect, theme.colour.accent_tint, theme.px_f("radius_field"))
        painter.setFont(theme.font("body_strong" if chosen else "label"))
        painter.setPen(theme.colour.accent if chosen else theme.colour.text)
        middle, metrics = Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics()
        longest = max(map(metrics.horizontalAdvance, self._names))
        name = rect.adjusted(6, 0, 0, 0)
        name.setWidth(min(longest + 2, rect.width() * _NAME))
        short = metrics.elidedText(
            self._names[place], Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, middle, short)
        wide = max(metrics.horizontalAdvance(_figure(row)) for row in self._rows) + 4
        figure = QRectF(rect.right() - 6 - wide, rect.top(), wide, rect.height())
        painter.setPen(theme.colour.text)
        painter.drawText(figure, middle | Qt.AlignmentFlag.AlignRight, _figure(row))
        bar = QRectF(name.right() + _GAP, 0, 0, theme.px_f("bar_h") * 0.6)
        bar.moveTop(rect.center().y() - bar.height() / 2)
        bar.setRight(figure.left() - _GAP)
        fill_rounded(painter, bar, theme.colour.bar_track, bar.height() / 2)
        bar.setWidth(max(bar.width() * share, 2.0))
        colour = theme.colour.accent if chosen else theme.colour.bar_wrong_top
        fill_rounded(painter, bar, colour, min(bar.height(), bar.width()) / 2)


def _figure(row: LayerChange) -> str:
    return "–" if row.relative is None else percent(row.relative)
