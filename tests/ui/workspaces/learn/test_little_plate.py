"""Little pictures: nothing in them that cannot be read, and nothing outside of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.moment import REST
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Legend, Text
from cnnstudio.ui.plates.text_painter import pieces_at
from cnnstudio.ui.workspaces.learn.little_plate import LittlePlate, little

THEME = Theme()
CARD = QSizeF(280, 120)


def made(key: str, size: QSizeF) -> LittlePlate:
    lab = next(row for row in LABS if row.key == key).first()
    plate = compose(lab.at(lab.count // 2), REST, QSizeF(860, 380), THEME)
    return little(plate, size, THEME)


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_words_that_could_not_be_read_are_left_out(key: str) -> None:
    found = made(key, CARD)
    for item in found.plate.items:
        assert not isinstance(item, Legend)
        if isinstance(item, Text):
            words = "".join(run.text for run in item.runs).strip()
            assert words in "×=+→←" or found.scale * THEME.font_px(item.role) >= 9


@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_all_that_is_shown_fits(key: str) -> None:
    found = made(key, CARD)
    assert found.plate.grids or found.plate.items
    assert found.scale * found.shown.width() <= CARD.width()
    assert found.scale * found.shown.height() <= CARD.height()
    assert all(found.shown.contains(grid.rect) for grid in found.plate.grids)


@pytest.mark.parametrize("size", [CARD, QSizeF(430, 160), QSizeF(560, 180)])
@pytest.mark.parametrize("key", [row.key for row in LABS])
def test_no_words_reach_out_of_it(key: str, size: QSizeF) -> None:
    found = made(key, size)
    seen = QRectF(QPointF(), size / found.scale)
    seen.moveCenter(found.shown.center())
    for item in found.plate.items:
        if isinstance(item, Text):
            assert all(seen.contains(place) for place, _ in pieces_at(item, THEME))


def test_a_picture_that_is_hardly_smaller_keeps_its_words() -> None:
    found = made("convolution", QSizeF(860, 380))
    words = {run.text for item in found.plate.items if isinstance(item, Text) for run in item.runs}
    assert {"window", "kernel"} <= words
