"""Cards selected and edited by click, key and menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place
from cnnstudio.core.layers import Conv2d, ReLU, Residual
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.spine import Spine

if TYPE_CHECKING:
    from tests.ui.spine.conftest import Hands

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def ids(session: Session) -> list[str]:
    return [layer.id for layer in session.document.network.layers]


def test_a_click_selects_a_card(hands: Hands, session: Session) -> None:
    hands.click("pool1")
    assert session.selection == ("pool1",)


def test_shift_selects_all_between_and_control_adds_one(hands: Hands, session: Session) -> None:
    hands.click("conv1")
    hands.click("pool1", SHIFT)
    assert session.selection == ("conv1", "relu1", "pool1")
    hands.click("dense1", CONTROL)
    assert session.selection == ("conv1", "relu1", "pool1", "dense1")
    hands.click("relu1", CONTROL)
    assert session.selection == ("conv1", "pool1", "dense1")


def test_a_click_on_one_of_several_selected_cards_selects_it_alone(
    hands: Hands, session: Session
) -> None:
    session.select(("conv1", "relu1"))
    hands.click("relu1")
    assert session.selection == ("relu1",)


def test_a_click_beside_the_cards_selects_nothing(
    spine: Spine, hands: Hands, session: Session
) -> None:
    session.select(("conv1",))
    hands.click_at(QPoint(150, spine.height() - 4))
    assert session.selection == ()


def test_arrows_home_and_end_walk_the_cards(hands: Hands, session: Session) -> None:
    hands.press(Key.Key_Down)
    assert session.selection == ("conv1",)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down, SHIFT)
    assert session.selection == ("relu1", "pool1")
    hands.press(Key.Key_End)
    assert session.selection == ("dense3",)
    hands.press(Key.Key_Up)
    assert session.selection == ("relu4",)
    hands.press(Key.Key_Home)
    assert session.selection == ("conv1",)


def test_shift_shrinks_the_selection_back_towards_its_start(hands: Hands, session: Session) -> None:
    hands.click("relu1")
    hands.press(Key.Key_Down, SHIFT)
    hands.press(Key.Key_Down, SHIFT)
    hands.press(Key.Key_Up, SHIFT)
    assert session.selection == ("relu1", "pool1")
    hands.press(Key.Key_Up, SHIFT)
    hands.press(Key.Key_Up, SHIFT)
    assert session.selection == ("relu1", "conv1")


def test_the_current_card_is_told_to_a_screen_reader(spine: Spine, session: Session) -> None:
    session.select(("conv1",))
    assert spine.accessibleName() == "Conv 6 @ 5×5, pad 2, 6 × 28 × 28, 156 params"
    session.select(())
    assert spine.accessibleName() == "Layers of the network"


def test_a_card_that_is_selected_elsewhere_scrolls_into_view(
    spine: Spine, session: Session
) -> None:
    spine.resize(304, 250)
    session.select(("dense3",))
    assert spine.offset > 0
    assert spine.card_rect("dense3").bottom() < spine.viewport().height()


def test_delete_removes_the_selection_and_selects_what_takes_its_place(
    hands: Hands, session: Session
) -> None:
    session.select(("relu1", "pool1"))
    hands.press(Key.Key_Delete)
    assert ids(session)[:3] == ["conv1", "conv2", "relu2"]
    assert session.selection == ("conv2",)
    assert session.document.undo_stack.undoText() == "Remove 2 layers"


def test_alt_and_arrows_move_the_selection(hands: Hands, session: Session) -> None:
    session.select(("pool1",))
    hands.press(Key.Key_Up, ALT)
    assert ids(session)[:3] == ["conv1", "pool1", "relu1"]
    hands.press(Key.Key_Down, ALT)
    hands.press(Key.Key_Down, ALT)
    assert ids(session)[:4] == ["conv1", "relu1", "conv2", "pool1"]
    assert session.selection == ("pool1",)


def test_alt_up_at_the_start_of_a_block_leads_out_of_it(hands: Hands, session: Session) -> None:
    block = Residual((ReLU(id="one"), ReLU(id="two")), id="block")
    session.edit(Insert((block,), Place(2)))
    session.select(("one",))
    hands.press(Key.Key_Up, ALT)
    assert ids(session)[2:4] == ["one", "block"]


def test_copy_and_paste_make_layers_with_ids_of_their_own(hands: Hands, session: Session) -> None:
    session.select(("conv1", "relu1"))
    hands.press(Key.Key_C, CONTROL)
    session.select(("pool2",))
    hands.press(Key.Key_V, CONTROL)
    layers = session.document.network.layers
    assert [layer.kind for layer in layers[5:9]] == ["MaxPool2d", "Conv2d", "ReLU", "Flatten"]
    assert session.selection == (layers[6].id, layers[7].id)
    assert layers[6].id != "conv1"
    assert layers[6].kernel_size == (5, 5)


def test_a_whole_block_goes_through_the_clipboard(hands: Hands, session: Session) -> None:
    block = Residual((Conv2d(6, (3, 3), padding=(1, 1)), ReLU()), "projection", id="block")
    session.edit(Insert((block,), Place(2)))
    session.select(("block",))
    hands.press(Key.Key_X, CONTROL)
    assert "block" not in ids(session)
    hands.press(Key.Key_V, CONTROL)
    pasted = session.document.network.find(session.selection[0])
    assert isinstance(pasted, Residual)
    assert pasted.shortcut == "projection"
    assert [layer.kind for layer in pasted.body] == ["Conv2d", "ReLU"]


def test_paste_of_something_else_changes_nothing(hands: Hands, session: Session) -> None:
    QApplication.clipboard().setText('[{"kind": "Conv2d"}]')
    hands.press(Key.Key_V, CONTROL)
    assert session.document.undo_stack.count() == 0


def test_duplicate_puts_a_copy_behind_the_selection(hands: Hands, session: Session) -> None:
    session.select(("relu1",))
    hands.press(Key.Key_D, CONTROL)
    assert [layer.kind for layer in session.document.network.layers[:3]] == [
        "Conv2d",
        "ReLU",
        "ReLU",
    ]


def test_enter_asks_for_the_inspector(
    spine: Spine, hands: Hands, session: Session, qtbot: QtBot
) -> None:
    session.select(("conv1",))
    with qtbot.waitSignal(spine.inspect_requested):
        hands.press(Key.Key_Return)


def test_every_key_edit_can_be_undone(hands: Hands, session: Session) -> None:
    before = session.document.network
    session.select(("pool1",))
    hands.press(Key.Key_D, CONTROL)
    hands.press(Key.Key_Up, ALT)
    hands.press(Key.Key_Delete)
    while session.document.undo_stack.canUndo():
        session.document.undo_stack.undo()
    assert session.document.network == before


def test_the_menu_puts_layers_into_a_block_and_dissolves_it(hands: Hands, session: Session) -> None:
    before = session.document.network.layers
    session.select(("relu1", "pool1"))
    hands.choose(hands.menu_at("pool1"), "Put into a residual block")
    block = session.document.network.layers[1]
    assert isinstance(block, Residual)
    assert [layer.id for layer in block.body] == ["relu1", "pool1"]
    hands.choose(hands.menu_at(block.id), "Dissolve block")
    assert session.document.network.layers == before
    assert session.selection == ("relu1", "pool1")


def test_the_menu_moves_a_layer_into_the_block_above(hands: Hands, session: Session) -> None:
    session.edit(Insert((Residual((ReLU(id="in"),), id="block"),), Place(1)))
    hands.choose(hands.menu_at("relu1"), "Move into block above")
    block = session.document.network.find("block")
    assert isinstance(block, Residual)
    assert [layer.id for layer in block.body] == ["in", "relu1"]


@pytest.mark.usefixtures("broken")
def test_a_fix_can_be_chosen_in_the_menu(hands: Hands, session: Session) -> None:
    menu = hands.menu_at("bad")
    hands.choose(menu, menu.actions()[0].text())
    assert session.document.report.runs
