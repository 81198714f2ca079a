"""How long the gradient is at each layer, as bars that are clicked to go there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cnnstudio.core.messages import BackwardStepTaken
from cnnstudio.core.network import Network
from cnnstudio.ui.numbers import fine
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_focus
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.workspaces.inside.backward.course import Moment
from cnnstudio.ui.workspaces.inside.backward.words import layer_words
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

_PAD = 8


@dataclass(frozen=True)
class Row:
    """A layer ("" for the input), its name, and the length of its gradient: None where it has no
    weights, or where the backward pass has not come yet."""

    layer_id: str
    name: str
    norm: float | None


class NormBars(Painted):
    """A row for each layer; `chosen` brings the id of one that was clicked, or reached with the
    arrow keys."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._largest = 1.0
        self._current: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(self.tr("Length of the gradient at each layer"))
        self.setToolTip(self.tr("Click a layer to see its gradient; the arrow keys move along"))

    def set_rows(self, rows: list[Row], largest: float, current: str | None) -> None:
        """`largest` is the length that fills a bar, `current` the layer that is looked at."""
        resized = len(rows) != len(self._rows)
        self._rows, self._largest, self._current = rows, largest or 1.0, current
        self.setAccessibleDescription(self._sentence())
        if resized:
            self.updateGeometry()
        self.update()

    def rows(self) -> list[Row]:
        return self._rows

    def row_rect(self, index: int) -> QRectF:
        high = self._row_height()
        return QRectF(0, index * high, self.width(), high)

    def sizeHint(self) -> QSize:
        return QSize(220, len(self._rows) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, len(self._rows) * self._row_height())

    def _row_height(self) -> int:
        return round(current_theme().font_px("label") * 2.6)

    def _sentence(self) -> str:
        for row in self._rows:
            if row.layer_id == self._current and row.norm is not None:
                return self.tr("{name}: {norm}").format(name=row.name, norm=fine(row.norm))
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._rows[index].layer_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if move is None or not self._rows:
            super().keyPressEvent(event)
            return
        ids = [row.layer_id for row in self._rows]
        now = ids.index(self._current) if self._current in ids else -1
        self.chosen.emit(ids[min(max(now + move, 0), len(ids) - 1)])

    def _index_at(self, point: QPointF) -> int | None:
        index = int(point.y() // self._row_height())
        return index if 0 <= index < len(self._rows) else None

    def paint(self, painter: QPainter, theme: Theme) -> None:
        for index, row in enumerate(self._rows):
            self._paint_row(painter, self.row_rect(index), row, theme)
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.rect()), theme)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Row, theme: Theme) -> None:
        is_current = row.layer_id == self._current
        if is_current:
            radius = theme.px_f("radius_card")
            fill_rounded(painter, rect.adjusted(0, 1, 0, -1), theme.colour.accent_tint, radius)
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        figure = "" if row.norm is None else fine(row.norm)
        painter.setFont(theme.font("body_strong" if is_current else "label"))
        metrics = QFontMetrics(painter.font())
        top = inside.adjusted(0, 3, 0, -rect.height() * 0.34)
        room = inside.width() - metrics.horizontalAdvance(figure) - _PAD
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, int(room))
        middle = Qt.AlignmentFlag.AlignVCenter
        reached = row.norm is not None
        painter.setPen(theme.colour.text if reached or is_current else theme.colour.muted)
        painter.drawText(top, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(top, middle | Qt.AlignmentFlag.AlignRight, figure)
        self._paint_bar(painter, inside, row, is_current, theme)

    def _paint_bar(
        self, painter: QPainter, inside: QRectF, row: Row, is_current: bool, theme: Theme
    ) -> None:
        bar = QRectF(inside.left(), inside.bottom() - 9, inside.width(), 5)
        fill_rounded(painter, bar, theme.colour.bar_track, 2.5)
        if row.norm is None:
            return
        share = row.norm / self._largest
        bar.setWidth(max(2.0, bar.width() * min(1.0, share if share == share else 1.0)))
        colour = theme.colour.accent if is_current else theme.colour.bar_wrong_top
        fill_rounded(painter, bar, colour, min(2.5, bar.width() / 2))


class NormsPanel(StagePanel):
    """The bars, and the choice whether they are of weights or of outputs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Gradient"))
        self.bars = NormBars()
        self.choice = Segmented(
            [("output", self.tr("outputs")), ("weights", self.tr("weights"))],
            self.tr("Whose gradient"),
        )
        self.choice.setToolTip(
            self.tr(
                "How long the gradient is, all its numbers together (their root sum of squares): "
                "with respect to each layer's output, or to its weights."
            )
        )
        self.choice.chosen.connect(self._draw)
        self._shown: tuple[Network, BackwardStepTaken, tuple[Moment, ...], int] | None = None
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addStretch(1)
        self.content.addLayout(row)
        self._area = ScrollColumn(self.bars)
        self.content.addWidget(self._area, 1)

    def show_moment(
        self,
        network: Network,
        answer: BackwardStepTaken,
        moments: tuple[Moment, ...],
        place: int,
    ) -> None:
        """Bars of the layers that the backward pass has reached at that moment."""
        self._shown = (network, answer, moments, place)
        self._draw()

    def show_nothing(self) -> None:
        self._shown = None
        self.bars.set_rows([], 1.0, None)

    def _draw(self, *_key: object) -> None:
        if self._shown is None:
            return
        network, answer, moments, place = self._shown
        norms = self._norms(answer)
        reached = {moment.layer_id for moment in moments[: place + 1] if moment.chapter == "back"}
        rows = [
            Row(
                flow.layer_id,
                layer_words(network, flow.layer_id),
                norms.get(flow.layer_id) if flow.layer_id in reached else None,
            )
            for flow in answer.flows
        ]
        current = moments[place].layer_id
        self.bars.set_rows(rows, max(norms.values(), default=1.0), current)
        index = next((i for i, row in enumerate(rows) if row.layer_id == current), None)
        if index is not None:
            rect = self.bars.row_rect(index).toRect()
            self._area.ensureVisible(rect.center().x(), rect.center().y(), 0, rect.height())

    def _norms(self, answer: BackwardStepTaken) -> dict[str, float]:
        if self.choice.key() == "weights":
            return dict(answer.gradient_norms)
        return {flow.layer_id: flow.norm for flow in answer.flows}
