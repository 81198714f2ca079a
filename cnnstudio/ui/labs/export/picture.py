"""A lab as a picture of any size: how it is laid out, drawn, and written as PNG.

Plates are laid out for a stage of some logical size and scaled as a whole, so that type keeps its
proportion to the picture: a picture of 3840 × 2160 looks like one of 1920 × 1080, only sharper.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPaintDevice, QPainter

from cnnstudio.core.labs.base import Lab
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.export.heading import heading, heading_height
from cnnstudio.ui.labs.moment import REST, Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.plates.paint import paint_plate
from cnnstudio.ui.session.wording import translated

SMALLEST, LARGEST = QSize(32, 18), QSize(7680, 4320)

#: What a plate is laid out for at least, in pixels at 100 %. Projected type is larger and needs
#: more of them: it is then legible from the last row at any size of the picture.
STAGE, PROJECTED_STAGE = QSizeF(1280, 720), QSizeF(1600, 900)

#: What PNG calls them.
_TITLE, _DESCRIPTION = "Title", "Description"


class Stage(NamedTuple):
    """What a picture is drawn on: its logical size, and pixels per logical one."""

    size: QSizeF
    scale: float


def stage_for(size: QSize, theme: Theme) -> Stage:
    """A stage with the picture's proportions that is at least as wide and high as `STAGE`."""
    least = PROJECTED_STAGE if theme.projector else STAGE
    scale = min(size.width() / least.width(), size.height() / least.height())
    return Stage(QSizeF(size.width() / scale, size.height() / scale), scale)


def check_size(size: QSize, largest: QSize = LARGEST) -> None:
    """InvalidValue for a picture of no sensible size."""
    width, height = size.width(), size.height()
    fits = width <= largest.width() and height <= largest.height()
    if width < SMALLEST.width() or height < SMALLEST.height() or not fits:
        raise InvalidValue(
            say(
                "export_size",
                least=_times(SMALLEST),
                most=_times(largest),
                found=_times(size),
            )
        )


def _times(size: QSize) -> str:
    return f"{size.width()} × {size.height()}"


def draw(
    painter: QPainter,
    lab: Lab,
    moment: Moment,
    stage: Stage,
    theme: Theme,
    titled: bool,
    cache: GridCache | None = None,
) -> Plate:
    """Draw the lab over all of a stage, in logical pixels; its plate."""
    whole = QRectF(0, 0, stage.size.width(), stage.size.height())
    painter.fillRect(whole, theme.colour.surface)
    x, y = theme.px_f("stage_margin_x"), theme.px_f("stage_margin_y")
    inner = whole - QMarginsF(x, y, x, y)
    if titled:
        _paint_at(painter, inner.topLeft(), heading(lab, inner.width(), theme), theme)
        inner.setTop(inner.top() + heading_height(theme))
    plate = compose(lab, moment, inner.size(), theme)
    _paint_at(painter, inner.topLeft(), plate, theme, cache)
    return plate


def _paint_at(
    painter: QPainter, corner: QPointF, plate: Plate, theme: Theme, cache: GridCache | None = None
) -> None:
    painter.translate(corner)
    paint_plate(painter, plate, theme, cache=cache)
    painter.translate(-corner)


def picture(
    lab: Lab,
    size: QSize,
    theme: Theme,
    moment: Moment = REST,
    *,
    titled: bool = True,
    cache: GridCache | None = None,
) -> QImage:
    """The lab as an image of so many pixels (RGB32); InvalidValue for a size that is none.

    `titled`: with its name and step in a line above. A `cache` makes the pictures of a film
    quicker. The image carries the lab's title and its step in words, which PNG keeps.
    """
    check_size(size)
    image = QImage(size, QImage.Format.Format_RGB32)
    if image.isNull():
        raise InvalidValue(say("export_memory", found=_times(size)))
    stage = stage_for(size, theme)
    with painting(image) as painter:
        painter.scale(stage.scale, stage.scale)
        plate = draw(painter, lab, moment, stage, theme, titled, cache)
    image.setText(_TITLE, translated(lab.title))
    image.setText(_DESCRIPTION, plate.sentence)
    return image


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter that has let go of its device whatever happens."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


def as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
