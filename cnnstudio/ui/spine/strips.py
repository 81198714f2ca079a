"""The live pictures on cards, kept as pixmaps so that scrolling costs no arithmetic."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import THUMBNAIL_MAPS, THUMBNAIL_SIZE, Floats
from cnnstudio.ui.outputs import colour_map_after
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise, range_limit
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_ring
from cnnstudio.ui.widgets.thumbnail_strip import (
    class_box,
    number_at,
    paint_classes,
    paint_strip,
    thumbnail_rect,
)


class Strips:
    """Thumbnails of what layers give for the current digit; sunken places until they are known."""

    def __init__(self, session: Session) -> None:
        self._document, self._live = session.document, session.live
        self._spots = session.spots
        self._pictures: dict[tuple[str, int, int, float], QPixmap] = {}

    def forget(self) -> None:
        """What was painted is out of date."""
        self._pictures.clear()

    def values_of(self, report: LayerReport) -> Floats | None:
        """The layer's maps or numbers, where those known are of its present shape."""
        probed = self._live.latest
        values = None if probed is None else probed.thumbnails.get(report.layer.id)
        if values is None or report.output is None or values.ndim != len(report.output):
            return None
        return values if 0 < len(values) <= report.output[0] and values.size else None

    def colour_map_of(self, report: LayerReport) -> ColourMap:
        """The colours that all panels give to what this layer puts out."""
        return colour_map_after(self._document.network, report.layer.id)

    def paint(self, painter: QPainter, rect: QRectF, report: LayerReport, theme: Theme) -> None:
        values = self.values_of(report)
        if values is None:
            _paint_unknown(painter, rect, report, theme)
            return
        ratio = painter.device().devicePixelRatioF()
        key = (report.layer.id, round(rect.width()), round(rect.height()), ratio)
        picture = self._pictures.get(key)
        if picture is None:
            colour_map = self.colour_map_of(report)
            picture = self._pictures[key] = _painted(values, colour_map, rect, theme, ratio)
        painter.drawPixmap(rect.topLeft().toPoint(), picture)

    def paint_chosen(
        self, painter: QPainter, rect: QRectF, report: LayerReport, theme: Theme
    ) -> None:
        """Ring the map that holds the layer's chosen number."""
        values, spot = self.values_of(report), self._spots.of(report.layer.id)
        if values is None or spot is None or values.ndim != 3 or spot.map >= len(values):
            return
        ring = thumbnail_rect(_whole(rect), values.shape, spot.map, theme.px("strip_gap"))
        if ring.right() <= rect.right() + 1:
            stroke_ring(painter, ring, theme)

    def spot_at(
        self, rect: QRectF, report: LayerReport, point: QPointF, theme: Theme
    ) -> Spot | None:
        """The number of the layer whose thumbnail is at a point; None where there is none."""
        values = self.values_of(report)
        if values is None or report.output is None:
            return None
        found = number_at(_whole(rect), values.shape, point, theme.px("strip_gap"))
        if found is None:
            return None
        # A thumbnail shows every k-th row and column.
        every = 1 if values.ndim == 1 else -(-max(report.output[1:]) // THUMBNAIL_SIZE)
        return Spot(found[0], found[1] * every, found[2] * every)

    def paint_first(
        self, painter: QPainter, rect: QRectF, report: LayerReport, theme: Theme
    ) -> bool:
        """The first map alone, as large as fits; False where the layer's maps are not known."""
        values = self.values_of(report)
        if values is None or values.ndim != 3:
            return False
        colour_map = self.colour_map_of(report)
        picture = colourise(values[0], colour_map, range_limit(values, colour_map), theme)
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(rect.center())
        painter.drawImage(square, picture)
        return True

    def paint_classes(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """The ten digits with their shares in the answer."""
        probabilities = self._live.probabilities
        if probabilities is None or len(probabilities) < CLASSES:
            _paint_unknown_classes(painter, rect, theme)
        else:
            paint_classes(painter, rect, probabilities, theme)


def _whole(rect: QRectF) -> QRectF:
    """The strip's place in whole pixels, as it is painted."""
    corner = rect.topLeft().toPoint()
    return QRectF(corner.x(), corner.y(), round(rect.width()), round(rect.height()))


def _painted(
    values: Floats, colour_map: ColourMap, rect: QRectF, theme: Theme, ratio: float
) -> QPixmap:
    picture = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    place = QRectF(0, 0, round(rect.width()), round(rect.height()))
    paint_strip(painter, place, values, colour_map, range_limit(values, colour_map), theme)
    painter.end()
    return picture


def _paint_unknown(painter: QPainter, rect: QRectF, report: LayerReport, theme: Theme) -> None:
    """Empty places for the maps, or one for a list."""
    sunken, gap = theme.colour.sunken, theme.px("strip_gap")
    if report.output is None or len(report.output) == 1:
        fill_rounded(painter, rect, sunken, 2)
        return
    count = min(THUMBNAIL_MAPS, report.output[0])
    side = min(rect.height(), (rect.width() - gap * (count - 1)) / count)
    for index in range(count):
        left = rect.left() + index * (side + gap)
        place = QRectF(left, rect.center().y() - side / 2, side, side)
        fill_rounded(painter, place, sunken, 2)


def _paint_unknown_classes(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setFont(theme.font("axis"))
    for digit in range(CLASSES):
        box = class_box(rect, digit, CLASSES)
        fill_rounded(painter, box, theme.colour.sunken, 3)
        painter.setPen(theme.colour.faint)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(digit))
