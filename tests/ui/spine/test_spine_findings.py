"""Fixes on cards, folds, and what the spine asks of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Replace
from cnnstudio.core.layers import Flatten, Linear, MaxPool2d, ReLU, Residual
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.theme import current_theme

if TYPE_CHECKING:
    from tests.ui.spine.conftest import Hands

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def ids(session: Session) -> list[str]:
    return [layer.id for layer in session.document.network.layers]


@pytest.mark.usefixtures("broken")
def test_one_click_on_a_card_applies_its_first_fix(hands: Hands, session: Session) -> None:
    hands.click_at(hands.fix("bad"))
    assert session.document.report.runs
    assert session.document.undo_stack.undoText() == "Use a 2×2 window"
    session.document.undo_stack.undo()
    assert not session.document.report.runs


@pytest.mark.usefixtures("broken")
def test_hovering_over_a_fix_shows_what_it_would_lead_to(
    spine: Spine, hands: Hands, session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(spine.preview_changed) as shown:
        QTest.mouseMove(spine.viewport(), hands.fix("bad"))
    report, text = shown.args
    assert report.runs
    assert text == "Use a 2×2 window"
    assert not session.document.report.runs
    with qtbot.waitSignal(spine.preview_changed) as hidden:
        QTest.mouseMove(spine.viewport(), QPoint(150, 5))
    assert hidden.args == [None, ""]


@pytest.mark.usefixtures("broken")
def test_more_fixes_are_in_a_menu(hands: Hands, session: Session) -> None:
    hands.click_at(hands.fix("bad", 1))
    menu = hands.popup()
    assert [action.text() for action in menu.actions()][-1] == "Fix: Remove this layer"
    hands.choose(menu, "Fix: Remove this layer")
    assert "bad" not in ids(session)


@pytest.mark.usefixtures("broken")
def test_a_problem_is_crimson_and_advice_is_not(spine: Spine, session: Session) -> None:
    assert colour_in(spine, "bad", current_theme().colour.warning)
    session.document.open(
        Network("Uneven", (MaxPool2d((3, 3), (2, 2), id="odd"), Flatten(), Linear(10))), None
    )
    session.select(("odd",))
    assert session.document.report.runs
    assert not colour_in(spine, "odd", current_theme().colour.warning)


def colour_in(spine: Spine, key: str, colour: QColor) -> bool:
    picture = spine.viewport().grab().toImage()
    rect = spine.card_rect(key).toRect().adjusted(-3, -3, 3, 3).intersected(picture.rect())
    return any(
        picture.pixelColor(x, y) == colour
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    )


def test_what_concerns_the_whole_network_is_a_card_at_the_foot(
    spine: Spine, hands: Hands, session: Session
) -> None:
    session.edit(Remove(("dense3",)))
    assert spine.rows[-1].key == "finding"
    session.document.undo_stack.undo()
    session.edit(Replace(Linear(7, id="dense3")))
    hands.click_at(hands.fix("finding"))
    assert session.document.report.runs
    assert spine.rows[-1].key == "dense3"


def test_a_click_on_its_sign_folds_a_block(spine: Spine, hands: Hands, session: Session) -> None:
    session.edit(Insert((Residual((ReLU(id="in"),), id="block"),), Place(1)))
    rect = spine.card_rect("block")
    sign = QPointF(rect.right() - 14, rect.top() + 14).toPoint()
    hands.click_at(sign)
    assert spine.card_rect("in").isEmpty()
    hands.click_at(sign)
    assert not spine.card_rect("in").isEmpty()


def test_left_and_right_fold_and_unfold(spine: Spine, hands: Hands, session: Session) -> None:
    session.edit(Insert((Residual((ReLU(id="in"),), id="block"),), Place(1)))
    session.select(("in",))
    hands.press(Key.Key_Left)
    assert session.selection == ("block",)
    hands.press(Key.Key_Left)
    assert spine.card_rect("in").isEmpty()
    hands.press(Key.Key_Right)
    assert not spine.card_rect("in").isEmpty()


def test_a_folded_repeat_unfolds_by_key_and_selects_all_its_layers(
    spine: Spine, hands: Hands, session: Session
) -> None:
    session.document.open(starter("resnet152"), None)
    row = next(row for row in spine.rows if row.repeat is not None)
    assert row.folded
    hands.click(row.key)
    assert session.selection == row.ids
    hands.press(Key.Key_Right)
    assert not spine.card_rect(row.ids[0]).isEmpty()
    session.select((row.ids[0],))
    hands.press(Key.Key_Left)
    hands.press(Key.Key_Left)
    assert spine.card_rect(row.ids[0]).isEmpty()


def test_a_layer_in_a_folded_card_is_shown_by_that_card(spine: Spine, session: Session) -> None:
    session.document.open(starter("resnet152"), None)
    row = next(row for row in spine.rows if row.repeat is not None)
    session.select((row.ids[2],))
    assert spine.row_of(row.ids[2]) == row


def test_a_click_on_the_input_card_selects_no_layer(hands: Hands, session: Session) -> None:
    layers = session.document.network.layers
    session.document.open(Network("Large", layers, Input(3, 64, 64, "resize")), None)
    session.select(("conv1",))
    hands.click("input")
    assert session.selection == ()


def test_pictures_are_asked_for_cards_in_sight_alone(
    spine: Spine, session: Session, qtbot: QtBot
) -> None:
    spine.resize(304, 200)
    wanted = session.live._wants
    qtbot.waitUntil(lambda: "dense2" not in wanted[spine].thumbnails)
    assert "conv1" in wanted[spine].thumbnails
    spine.verticalScrollBar().setValue(spine.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: "dense2" in wanted[spine].thumbnails)
    assert "conv1" not in wanted[spine].thumbnails
    spine.hide()
    assert spine not in wanted
