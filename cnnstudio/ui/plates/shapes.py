"""Boxes, discs, colour scales and images of a plate."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
)

from cnnstudio.ui.look import Mode, Theme
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import Box, Disc, Legend, Picture
from cnnstudio.ui.plates.ruler import on_pixels
from cnnstudio.ui.plates.text_layout import font_of
from cnnstudio.ui.plates.tones import tone_colour
from cnnstudio.ui.theme_tables import PALETTES, Stops
from cnnstudio.ui.widgets.colormap import ColourMap, Pixels, resized, to_image
from cnnstudio.ui.widgets.painting import draw_box, stroke_inside

_LEGEND_GAP = 8.0
#: How much of a disc's width its text may take.
_DISC_ROOM = 1.64


def paint_box(painter: QPainter, box: Box, theme: Theme) -> None:
    fill, edge = tone_colour(theme, box.fill), tone_colour(theme, box.edge)
    draw_box(painter, box.rect, fill, edge, box.radius, box.width)


def paint_disc(painter: QPainter, disc: Disc, theme: Theme) -> None:
    painter.setPen(QPen(tone_colour(theme, disc.edge), disc.width))
    painter.setBrush(tone_colour(theme, disc.fill))
    painter.drawEllipse(disc.centre, disc.radius, disc.radius)
    px = _disc_px(disc, theme)
    if px is None:
        return
    painter.setFont(font_of(theme, disc.role, px, strong=False))
    painter.setPen(tone_colour(theme, disc.text_tone))
    place = QRectF(0, 0, 4 * disc.radius, 4 * disc.radius)
    place.moveCenter(disc.centre)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, disc.text)


def _disc_px(disc: Disc, theme: Theme) -> int | None:
    """The largest size in which the text fits into the circle; None if there is none."""
    if not disc.text:
        return None
    largest = round(disc.px) or theme.font_px(disc.role)
    return _fitting_px(disc.text, disc.role, largest, _DISC_ROOM * disc.radius, theme)


@lru_cache(maxsize=1024)
def _fitting_px(text: str, role: str, largest: int, room: float, theme: Theme) -> int | None:
    """The same discs are painted in every frame."""
    for px in range(largest, theme.font_px("min") - 1, -1):
        metrics = QFontMetricsF(font_of(theme, role, px, strong=False))
        if metrics.horizontalAdvance(text) <= room:
            return px
    return None


def paint_legend(painter: QPainter, legend: Legend, theme: Theme) -> None:
    """The two numbers, and between them the scale."""
    font = theme.font("axis")
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(theme.colour.muted)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(legend.rect, middle | Qt.AlignmentFlag.AlignLeft, legend.low)
    painter.drawText(legend.rect, middle | Qt.AlignmentFlag.AlignRight, legend.high)
    low, high = (metrics.horizontalAdvance(text) for text in (legend.low, legend.high))
    bar = legend.rect.adjusted(low + _LEGEND_GAP, 0, -high - _LEGEND_GAP, 0)
    height = min(theme.px_f("legend_h"), legend.rect.height())
    bar = QRectF(bar.left(), legend.rect.center().y() - height / 2, bar.width(), height)
    painter.setPen(QPen(theme.colour.hairline_strong, 1))
    painter.setBrush(_scale(bar, legend.colour_map, theme.mode))
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def _scale(bar: QRectF, colour_map: ColourMap, mode: Mode) -> QBrush:
    stops = _stops(colour_map, mode)
    first, last = stops[0][0], stops[-1][0]
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for position, colour in stops:
        gradient.setColorAt((position - first) / (last - first), colour)
    return QBrush(gradient)


@lru_cache(maxsize=8)
def _stops(colour_map: ColourMap, mode: Mode) -> Stops:
    palette = PALETTES[mode]
    return {
        ColourMap.SIGNED: palette.diverging,
        ColourMap.SEQUENTIAL: palette.sequential,
        ColourMap.PIXEL: palette.pixel,
    }[colour_map]


def paint_picture(
    painter: QPainter, picture: Picture, theme: Theme, cache: GridCache | None = None
) -> None:
    scale = max(painter.deviceTransform().m11(), 1e-6)
    rect = on_pixels(painter, picture.rect)
    wanted = (rect.size() * scale).toSize().expandedTo(QSize(1, 1))
    width, height = wanted.width(), wanted.height()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if painter.paintEngine().type() == QPaintEngine.Type.SVG:
        _fill_pixels(painter, rect, picture.colours)
    elif cache is None:
        painter.drawImage(rect, picture_pixels(picture, width, height))
    else:
        key = (picture.colours.shape, picture.colours.tobytes(), picture.smooth, width, height)
        kept = cache.pixels(key, lambda: picture_pixels(picture, width, height))
        painter.drawImage(rect, kept)
    if picture.edge != "none":
        stroke_inside(painter, rect, tone_colour(theme, picture.edge), 1)
    painter.restore()


def _fill_pixels(painter: QPainter, rect: QRectF, colours: Pixels) -> None:
    """As a vector file has them: what is of one colour is one shape, runs of pixels are one part
    of it. The commonest colour lies behind all, so that no ground shines through between them."""
    rows, columns = colours.shape
    found, counts = np.unique(colours, return_counts=True)
    ground = int(found[counts.argmax()])
    painter.fillRect(rect, QColor.fromRgba(ground))
    wide, high = rect.width() / columns, rect.height() / rows
    shapes: dict[int, QPainterPath] = defaultdict(QPainterPath)
    for row, line in enumerate(colours):
        ends = [0, *(np.flatnonzero(np.diff(line)) + 1).tolist(), columns]
        for left, right in pairwise(ends):
            if line[left] == ground:
                continue
            place = QRectF(rect.left() + left * wide, rect.top() + row * high, 0, high)
            place.setRight(rect.left() + right * wide)
            shapes[int(line[left])].addRect(place)
    for colour, shape in shapes.items():
        painter.fillPath(shape, QColor.fromRgba(colour))


def picture_pixels(picture: Picture, width: int, height: int) -> QImage:
    """The image enlarged to a size in pixels: smooth or with sharp edges, as it says.

    What is made smaller is always smooth.
    """
    rows, columns = picture.colours.shape
    if not picture.smooth and width >= columns and height >= rows:
        return to_image(resized(picture.colours[None], (width, height))[0])
    whole = to_image(np.asarray(picture.colours, dtype=np.uint32))
    return whole.scaled(
        width,
        height,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
