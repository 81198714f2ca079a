"""The picture, the map beside or below it, and what is said of them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from cnnstudio.ui.theme import Theme, current_theme, theme_manager
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside.xray.source_layout import caption_width
from cnnstudio.ui.workspaces.inside.xray.source_view import SourceView
from tests.ui.showing import shown

CAPTION = tuple((text, "label") for text in ("It sees", "rows 17 to 21,", "columns 14 to 18"))


def made_source(qtbot: QtBot, width: int, height: int, shape: tuple[int, int]) -> SourceView:
    source = shown(SourceView(), qtbot, width, height)
    source.set_caption(CAPTION)
    source.set_influence(np.zeros((28, 28), np.float32), (3, 3, 5, 5))
    source.set_map(np.zeros(shape, np.float32), ColourMap.SIGNED, 1.0, (2, 3))
    return source


@pytest.mark.parametrize("size", [(450, 480), (372, 290), (345, 150), (640, 250)])
@pytest.mark.parametrize("shape", [(14, 28), (7, 14), (28, 14), (28, 28), (3, 7)])
def test_map_caption_and_legend_have_room_whatever_the_shape_of_the_map(
    qtbot: QtBot, size: tuple[int, int], shape: tuple[int, int]
) -> None:
    theme_manager().set_theme(Theme(projector=size != (345, 150)))
    source = made_source(qtbot, *size, shape)
    theme, inside = current_theme(), QRectF(source.rect())
    map, picture = source.map_rect(), source.picture_rect()
    assert inside.contains(map)
    assert min(map.width(), map.height()) > 10
    assert not map.intersects(picture)
    beside = picture if source.places.is_stacked else map
    assert beside.right() + caption_width(source.places.caption, theme) <= source.width()
    above = map if source.places.is_stacked else picture
    words = QFontMetrics(theme.font("axis"))
    assert above.bottom() + 6 + words.height() <= source.height() + 1
    legend = words.horizontalAdvance("raises it" + "lowers it") + 70
    assert above.left() + legend < source.width()


def test_a_long_caption_is_seen_to_its_end(qtbot: QtBot) -> None:
    source = made_source(qtbot, 345, 110, (7, 14))
    source.set_caption(CAPTION * 2)
    lines = QFontMetrics(current_theme().font("label")).height() + 2
    assert source.minimumSizeHint().height() >= 6 * lines


@pytest.mark.parametrize("size", [(200, 190), (170, 150), (300, 110)])
def test_a_caption_without_room_is_shortened_before_it_meets_the_legend(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    theme_manager().set_theme(Theme(projector=True))
    source = made_source(qtbot, *size, (13, 13))
    brief = (("It sees", "label"), ("5 × 5", "body_strong"))
    source.set_caption(CAPTION * 2, brief)
    assert source.places.caption == brief
    source.resize(900, 400)
    assert source.places.caption == CAPTION * 2
