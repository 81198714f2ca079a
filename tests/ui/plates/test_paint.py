from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import (
    Box,
    Disc,
    Extent,
    Legend,
    Mark,
    Picture,
    PixelGrid,
    Plate,
    Text,
    Wire,
    runs,
)
from cnnstudio.ui.plates.paint import paint_plate
from cnnstudio.ui.widgets.colormap import ColourMap

THEME = Theme()
LOOKS = [Theme(), Theme("dark"), Theme("light", projector=True)]
VALUES = np.array([[-2.0, 0.0, 2.0], [1.0, 0.5, -1.0], [0.0, 0.0, 1.0]])


def grid(key: str = "input", x: float = 20, cell: float = 40, **more) -> PixelGrid:
    values = more.pop("values", VALUES)
    return PixelGrid(key, key.title(), values, QPointF(x, 20), cell, limit=2.0, **more)


def painted(
    plate: Plate, theme: Theme = THEME, ratio: float = 1.0, size=(400, 200), **how
) -> QImage:
    made = QImage(
        round(size[0] * ratio), round(size[1] * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    made.setDevicePixelRatio(ratio)
    made.fill(theme.colour.surface)
    painter = QPainter(made)
    paint_plate(painter, plate, theme, **how)
    painter.end()
    return made


def svg(plate: Plate, **how) -> str:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setViewBox(QRect(0, 0, 400, 200))
    generator.setSize(QSize(400, 200))
    painter = QPainter(generator)
    paint_plate(painter, plate, THEME, **how)
    painter.end()
    return bytes(buffer.data().data()).decode()


def pixels(image: QImage) -> np.ndarray:
    """Blue, green and red of each pixel (rows, columns, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    bytes_ = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)
    return bytes_[..., :3].astype(int)


def has(image: QImage, colour: QColor, area: QRectF | None = None) -> bool:
    """Whether a colour is seen on an image, or in an area of it."""
    part = image.copy(area.toRect()) if area is not None else image
    wanted = (colour.blue(), colour.green(), colour.red())
    return bool((np.abs(pixels(part) - wanted).max(axis=2) <= 3).any())


@pytest.mark.parametrize("theme", LOOKS)
def test_cells_have_the_colours_of_their_values(theme: Theme) -> None:
    shown = painted(Plate((grid(numbers=False),)), theme)
    stops = [colour for _, colour in theme.palette.diverging]
    assert shown.pixelColor(30, 30) == QColor(stops[0])
    assert shown.pixelColor(70, 30) == QColor(stops[3])
    assert shown.pixelColor(110, 30) == QColor(stops[-1])


def test_colours_of_their_own_take_the_place_of_the_map() -> None:
    own = np.full((3, 3), 0xFF102030, dtype=np.uint32)
    shown = painted(Plate((grid(colours=own, numbers=False),)))
    assert shown.pixelColor(30, 30) == QColor("#102030")


def test_cells_that_are_not_known_are_empty() -> None:
    shown = painted(Plate((grid(known=4, numbers=False),)))
    assert shown.pixelColor(40, 80) != THEME.colour.sunken
    assert shown.pixelColor(80, 80) == THEME.colour.sunken
    assert shown.pixelColor(40, 120) == THEME.colour.sunken


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize(
    "more",
    [
        {"padding": Extent(1, 0, 0, 1)},
        {"known": 0},
        {"known": 5},
        {"known": np.eye(3, dtype=bool), "unread": np.eye(3, dtype=bool)},
        {"edges": np.arange(9).reshape(3, 3) - 1},
    ],
)
@pytest.mark.parametrize("cell", [40, 37.3, 5.5])
def test_a_grid_copied_from_the_cache_looks_as_if_it_were_painted(ratio, more, cell) -> None:
    plate = Plate((grid(cell=cell, **more),))
    plain, cache = painted(plate, ratio=ratio), GridCache()
    for _ in range(2):
        copied = painted(plate, ratio=ratio, cache=cache)
        assert np.abs(pixels(plain) - pixels(copied)).max() <= 2


def test_a_vector_file_has_rectangles_and_text_and_no_image() -> None:
    written = svg(Plate((grid(),), (Mark(Cell("input", 0, 0), "window", 2, 2),)))
    assert written.count("<rect") >= 9
    assert written.count("<text") == 9
    assert ">−2<" in written or ">−2.0<" in written
    assert "<image" not in written


def test_hovering_rings_the_same_in_both_grids() -> None:
    plate = Plate((grid(), grid("output", 200)))
    hovered, linked = Cell("input", 1, 1), frozenset({Cell("output", 0, 2)})
    shown = painted(plate, hovered=hovered, linked=linked)
    accent = THEME.colour.accent
    first, second = plate.grids
    assert has(shown, accent, first.area(1, 1))
    assert has(shown, accent, second.area(0, 2))
    assert not has(shown, accent, first.area(0, 0, 3, 1))
    assert not has(shown, accent, second.area(2, 0, 1, 3))


def test_every_kind_of_item_and_mark_is_painted() -> None:
    items = (
        Box(QRectF(5, 5, 380, 190)),
        grid(),
        Wire((QPointF(150, 20), QPointF(180, 20), QPointF(180, 80)), arrow=True, radius=8),
        Disc(QPointF(240, 60), 20, text="3"),
        Legend(QRectF(200, 100, 160, 20), ColourMap.SIGNED, "−2", "+2"),
        Picture(QRectF(300, 20, 40, 40), np.full((4, 4), 0xFF00FF00, dtype=np.uint32)),
        Text(QRectF(200, 140, 180, 30), runs("words"), align=Qt.AlignmentFlag.AlignCenter),
    )
    styles = ("window", "next", "ring", "read", "winner", "cursor", "asked", "faint")
    before = painted(Plate((Box(QRectF(5, 5, 380, 190)),)))
    for item in items[1:]:
        assert painted(Plate((items[0], item))) != before
    for style in styles:
        marked = Plate(items, (Mark(Cell("input", 1, 1), style),))
        assert painted(marked) != painted(Plate(items))
