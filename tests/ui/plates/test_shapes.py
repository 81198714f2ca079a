from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Box, Disc, Legend, Picture, Plate
from cnnstudio.ui.widgets.colormap import ColourMap
from tests.ui.plates.canvas import LOOKS, THEME, has, painted

CHECKS = np.array([[0xFF000000, 0xFFFFFFFF], [0xFFFFFFFF, 0xFF000000]], dtype=np.uint32)


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("colour_map", list(ColourMap))
def test_a_legend_runs_from_the_first_colour_to_the_last(theme: Theme, colour_map) -> None:
    rect = QRectF(10, 10, 300, 30)
    shown = painted(Plate((Legend(rect, colour_map, "−36", "+36"),)), theme)
    stops = {
        ColourMap.SIGNED: theme.palette.diverging,
        ColourMap.SEQUENTIAL: theme.palette.sequential,
        ColourMap.PIXEL: theme.palette.pixel,
    }[colour_map]
    row = [shown.pixelColor(x, 25) for x in range(10, 310)]
    for colour in (QColor(stops[0][1]), QColor(stops[-1][1])):
        assert any(_near(pixel, colour) for pixel in row)
    assert has(shown, theme.colour.muted, QRectF(10, 10, 40, 30))


def _near(one: QColor, other: QColor) -> bool:
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)  # type: ignore[arg-type]
    return all(abs(a - b) <= 6 for a, b in pairs)


def test_a_box_has_its_fill_and_its_edge() -> None:
    shown = painted(Plate((Box(QRectF(10, 10, 80, 40), "accent_tint", "accent", 8, 2),)))
    assert shown.pixelColor(50, 30) == THEME.colour.accent_tint
    assert has(shown, THEME.colour.accent, QRectF(10, 25, 3, 10))


def test_a_box_may_have_no_fill() -> None:
    shown = painted(Plate((Box(QRectF(10, 10, 80, 40), "none"),)))
    assert shown.pixelColor(50, 30) == THEME.colour.surface


def test_a_disc_shows_its_text_only_where_it_fits() -> None:
    def text_of(radius: float) -> bool:
        disc = Disc(QPointF(60, 60), radius, text="−12.5", edge="surface")
        return has(painted(Plate((disc,))), THEME.colour.text)

    assert text_of(30)
    assert not text_of(10)


def test_a_picture_keeps_sharp_edges_unless_it_is_smooth() -> None:
    rect = QRectF(0, 0, 100, 100)
    sharp, smooth = (
        painted(Plate((Picture(rect, CHECKS, smooth=smooth, edge="none"),)))
        for smooth in (False, True)
    )
    assert sharp.pixelColor(48, 20) == QColor("black")
    assert sharp.pixelColor(51, 20) == QColor("white")
    assert 40 < smooth.pixelColor(50, 20).red() < 215


def test_a_picture_made_smaller_is_averaged() -> None:
    fine = np.where(np.indices((64, 64)).sum(0) % 2, 0xFFFFFFFF, 0xFF000000).astype(np.uint32)
    shown = painted(Plate((Picture(QRectF(0, 0, 16, 16), fine, edge="none"),)))
    assert 90 < shown.pixelColor(8, 8).red() < 165
