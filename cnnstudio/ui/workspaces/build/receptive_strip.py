"""Small digits with the pixels outlined that an output of each layer sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.layers import is_maps
from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.session.wording import title, word
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import stroke_ring
from cnnstudio.ui.workspaces.build.reading import Box

translate = QCoreApplication.translate

#: Digits side by side.
SHOWN = 4


@dataclass(frozen=True)
class Sight:
    """What the middle output of a layer sees: a box in input pixels, cut off at the edges."""

    name: str
    size: tuple[int, int]
    box: Box
    is_current: bool


def sights(report: Report, id: str) -> tuple[Sight, ...]:
    """Up to SHOWN layers around the layer `id` at which the receptive field grows."""
    growing, current = _growing(report, id)
    if current is None:
        return ()
    # The layer itself is named, also where it sees no more than the one before it.
    growing[current] = report.by_id[id]
    start = max(0, min(current - 1, len(growing) - SHOWN))
    return tuple(
        _sight(report, growing[place], place == current)
        for place in range(start, min(start + SHOWN, len(growing)))
    )


def _growing(report: Report, id: str) -> tuple[list[LayerReport], int | None]:
    """The layers that see more than those before, and the place of the layer `id` among them."""
    growing: list[LayerReport] = []
    current: int | None = None
    before = (1, 1)
    for one in _in_order(report.layers):
        if one.receptive_field is None:
            continue
        size = seen_size(report, one)
        if size != before:
            growing.append(one)
            before = size
        if one.layer.id == id:
            current = len(growing) - 1
    if current is None or current < 0:
        return growing, None
    return growing, current


def _in_order(layers: tuple[LayerReport, ...]) -> Iterator[LayerReport]:
    """Layers as the numbers pass them: a block, which adds, behind those that it holds."""
    for one in layers:
        yield from _in_order(one.body)
        yield one


def seen_size(report: Report, one: LayerReport) -> tuple[int, int]:
    """Rows and columns that an output of a layer sees: no more than the picture has."""
    assert one.receptive_field is not None
    rows, columns = one.receptive_field.size
    _, most_rows, most_columns = report.network.input.shape
    return min(rows, most_rows), min(columns, most_columns)


def _sight(report: Report, one: LayerReport, is_current: bool) -> Sight:
    field, output = one.receptive_field, one.output
    assert field is not None
    assert output is not None
    middle = (output[1] // 2, output[2] // 2) if is_maps(output) else (0, 0)
    top, left, height, width = field.box(*middle)
    _, rows, columns = report.network.input.shape
    box = clipped((top, left, height, width), rows, columns)
    return Sight(_name(one), seen_size(report, one), box, is_current)


def clipped(box: Box, rows: int, columns: int) -> Box:
    """The part of a box that lies in the picture."""
    top, left, height, width = box
    first, start = max(0, top), max(0, left)
    end, stop = min(rows, top + height), min(columns, left + width)
    return first, start, max(0, end - first), max(0, stop - start)


def _name(report: LayerReport) -> str:
    layer = report.layer
    if layer.group == "shrink":
        return translate("ReceptiveStrip", "pool")
    count = getattr(layer, "out_channels", getattr(layer, "out_features", None))
    if count is None:
        return title(layer.title())
    return translate("ReceptiveStrip", "{layer} {count}").format(
        layer=word(layer.word), count=count
    )


class ReceptiveStrip(Painted):
    """Paints the sights on the network's input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sights: tuple[Sight, ...] = ()
        self._picture: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sights(self, sights: tuple[Sight, ...], picture: Floats) -> None:
        """`picture` is the network's input, pixels 0 to 1."""
        self._sights, self._picture = sights, picture
        told = self.tr("{layer} sees {size} pixels")
        texts = [told.format(layer=one.name, size=shape(one.size)) for one in sights]
        self.setAccessibleName("; ".join(texts))
        self.setToolTip("\n".join(texts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SHOWN * self._side(), self._side() + 2 * self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(SHOWN * 48, self._side() + 2 * self._line())

    def _side(self) -> int:
        gap = current_theme().px("map_gap")
        limit = 82 if not current_theme().projector else 108
        return max(40, min(limit, (max(self.width(), 240) - (SHOWN - 1) * gap) // SHOWN))

    def _line(self) -> int:
        return current_theme().font_px("label") + 6

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._picture is None:
            return
        side = self._side()
        step = (self.width() - side) / (SHOWN - 1)
        image = colourise(self._picture, ColourMap.PIXEL, 1.0, theme)
        for place, sight in enumerate(self._sights):
            square = QRectF(round(place * step), 0, side, side)
            painter.drawImage(square, image)
            self._paint_box(painter, square, sight, theme)
            self._paint_words(painter, square, sight, theme)

    def _paint_box(self, painter: QPainter, square: QRectF, sight: Sight, theme: Theme) -> None:
        assert self._picture is not None
        rows, columns = self._picture.shape
        high, wide = square.height() / rows, square.width() / columns
        top, left, height, width = sight.box
        box = QRectF(
            square.left() + left * wide, square.top() + top * high, width * wide, height * high
        )
        inside = square.adjusted(2, 2, -2, -2)
        stroke_ring(painter, box.intersected(inside), theme)

    def _paint_words(self, painter: QPainter, square: QRectF, sight: Sight, theme: Theme) -> None:
        line = self._line()
        room = QRectF(square.left() - 8, square.bottom() + 2, square.width() + 16, line)
        room.setLeft(max(0.0, room.left()))
        room.setRight(min(float(self.width()), room.right()))
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        strong = "body_strong" if sight.is_current else "label"
        painter.setFont(theme.font(strong))
        painter.setPen(QPen(theme.colour.accent if sight.is_current else theme.colour.text))
        painter.drawText(room, centre, shape(sight.size))
        painter.setFont(theme.font("label"))
        painter.setPen(QPen(theme.colour.muted))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(sight.name, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room.translated(0, line - 2), centre, name)
