"""Clicks on the little pictures of the cards choose the number that is there."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from pytestqt.qtbot import QtBot

from cnnstudio.core.layers import Conv2d, Flatten, Linear
from cnnstudio.core.messages import Probed
from cnnstudio.core.network import Input, Network
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.card_numbers import card_number
from cnnstudio.ui.spine.card_painter import strip_rect
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.widgets.thumbnail_strip import class_box, thumbnail_rect
from tests.ui.spine.conftest import Hands


@pytest.fixture
def pictured(spine: Spine, session: Session) -> Spine:
    return with_pictures(spine, session)


def with_pictures(spine: Spine, session: Session) -> Spine:
    """The spine after a probe of made-up numbers."""
    random = np.random.default_rng(0)
    thumbnails = {
        id: random.random(report.output).astype(np.float32)
        for id, report in session.document.report.by_id.items()
    }
    logits = random.random(10).astype(np.float32)
    session.live.latest = Probed(0, "", 0, {}, thumbnails, {}, logits)
    session.live.probed.emit(session.live.latest)
    return spine


def strip_of(spine: Spine, key: str) -> QRectF:
    """Where the pictures of a card are, in the viewport."""
    placed = spine.layout_.of(key)
    assert placed is not None
    return strip_rect(placed, placed.rect, spine.scene).translated(0, -spine.offset)


def cell(spine: Spine, key: str, shape: tuple, map: int, row: int, column: int) -> QPoint:
    gap = current_theme().px("strip_gap")
    place = thumbnail_rect(strip_of(spine, key), shape, map, gap)
    x = place.left() + (column + 0.5) * place.width() / shape[2]
    y = place.top() + (row + 0.5) * place.height() / shape[1]
    return QPoint(int(x), int(y))


def test_a_click_on_a_map_of_a_card_chooses_its_number_and_its_layer(
    pictured: Spine, session: Session, hands: Hands, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(pictured.number_chosen):
        hands.click_at(cell(pictured, "pool2", (16, 5, 5), 3, 2, 4))
    assert session.selection == ("pool2",)
    assert session.spots.of("pool2") == (3, 2, 4)


def test_the_map_of_the_chosen_number_is_ringed_while_its_card_is_selected(
    pictured: Spine, session: Session, hands: Hands
) -> None:
    hands.click_at(cell(pictured, "pool2", (16, 5, 5), 3, 2, 4))
    before = pictured.grab().toImage()
    place = cell(pictured, "pool2", (16, 5, 5), 8, 1, 1)
    hands.click_at(place)
    assert session.spots.of("pool2").map == 8
    assert pictured.grab().toImage() != before


def test_a_click_on_a_digit_of_the_answer_chooses_its_logit(
    pictured: Spine, session: Session, hands: Hands
) -> None:
    box = class_box(strip_of(pictured, "dense3"), 7, 10)
    hands.click_at(box.center().toPoint())
    assert session.selection == ("dense3",)
    assert session.spots.of("dense3") == (7, 0, 0)


def test_a_click_on_a_bar_code_chooses_the_number_of_that_place(
    pictured: Spine, session: Session, hands: Hands
) -> None:
    strip = strip_of(pictured, "dense1")
    hands.click_at(QPoint(int(strip.center().x()), int(strip.center().y())))
    assert session.spots.of("dense1").map == pytest.approx(60, abs=1)


def test_a_click_beside_the_pictures_only_selects_the_card(
    pictured: Spine, session: Session, hands: Hands
) -> None:
    top = pictured.card_rect("pool2").topLeft() + QPointF(60, 12)
    hands.click_at(top.toPoint())
    assert session.selection == ("pool2",)
    assert session.spots.of("pool2") is None


def test_the_tip_of_a_map_says_which_number_it_is(pictured: Spine) -> None:
    point = QPointF(cell(pictured, "pool2", (16, 5, 5), 3, 2, 4))
    placed = pictured.layout_.of("pool2")
    assert placed is not None
    found = card_number(placed, pictured.stack_point(point), pictured.scene)
    assert found is not None
    assert found.sentence().startswith("Map 4, row 3, column 5.")


def test_a_thumbnail_of_a_large_map_stands_for_every_kth_number(
    spine: Spine, session: Session, hands: Hands
) -> None:
    layers = (Conv2d(4, 3, padding=1, id="conv"), Flatten(), Linear(10))
    session.open(Network("large", layers, Input(1, 130, 130)), {})
    shown = np.zeros((4, 44, 44), np.float32)
    session.live.latest = Probed(0, "", 0, {}, {"conv": shown}, {}, np.zeros(10, np.float32))
    session.live.probed.emit(session.live.latest)
    hands.click_at(cell(spine, "conv", shown.shape, 1, 22, 22))
    map, row, column = session.spots.of("conv")
    assert map == 1
    # A pixel of the little picture is several numbers of the map wide.
    assert row == pytest.approx(66, abs=9)
    assert column == pytest.approx(66, abs=9)
    assert row % 3 == column % 3 == 0
