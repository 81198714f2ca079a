"""The stack of cards by mouse click, key and menu."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Replace
from cnnstudio.core.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Residual
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.spine.spine import Spine
from cnnstudio.ui.theme import current_theme

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def spine(session: Session, qtbot: QtBot) -> Iterator[Spine]:
    spine = Spine(session)
    qtbot.addWidget(spine)
    spine.resize(304, 900)
    spine.show()
    spine.setFocus()
    qtbot.waitExposed(spine)
    return spine


def ids(session: Session) -> list[str]:
    return [layer.id for layer in session.document.network.layers]


def middle(spine: Spine, key: str) -> QPoint:
    return spine.card_rect(key).center().toPoint()


def click(spine: Spine, key: str, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(spine.viewport(), Qt.MouseButton.LeftButton, keys, middle(spine, key))


def press(spine: Spine, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(spine, key, keys)


def button_point(spine: Spine, key: str, index: int = 0) -> QPoint:
    """The middle of a finding's button on a card."""
    placed = spine.layout_.of(key)
    assert placed is not None
    buttons = [button for note in placed.notes.notes for button in note.buttons]
    corner = placed.notes_corner(current_theme()) - QPointF(0, spine.offset)
    return (corner + buttons[index].rect.center()).toPoint()


def broken(session: Session) -> None:
    """A window that does not fit, and layers that wait behind it."""
    layers = (
        MaxPool2d((14, 14), (14, 14), id="pool"),
        Conv2d(4, (3, 3), id="bad"),
        ReLU(id="waits"),
        Flatten(id="flat"),
        Linear(10, id="last"),
    )
    session.document.open(Network("Broken", layers), None)


# --- selecting --------------------------------------------------------------------------------


def test_a_click_selects_a_card(spine: Spine, session: Session) -> None:
    click(spine, "pool1")
    assert session.selection == ("pool1",)


def test_shift_selects_all_between_and_control_adds_one(spine: Spine, session: Session) -> None:
    click(spine, "conv1")
    click(spine, "pool1", SHIFT)
    assert session.selection == ("conv1", "relu1", "pool1")
    click(spine, "dense1", CONTROL)
    assert session.selection == ("conv1", "relu1", "pool1", "dense1")
    click(spine, "relu1", CONTROL)
    assert session.selection == ("conv1", "pool1", "dense1")


def test_a_click_on_one_of_several_selected_cards_selects_it_alone(
    spine: Spine, session: Session
) -> None:
    session.select(("conv1", "relu1"))
    click(spine, "relu1")
    assert session.selection == ("relu1",)


def test_a_click_beside_the_cards_selects_nothing(spine: Spine, session: Session) -> None:
    session.select(("conv1",))
    QTest.mouseClick(
        spine.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(150, spine.height() - 4)
    )
    assert session.selection == ()


def test_arrows_home_and_end_walk_the_cards(spine: Spine, session: Session) -> None:
    press(spine, Key.Key_Down)
    assert session.selection == ("conv1",)
    press(spine, Key.Key_Down)
    press(spine, Key.Key_Down, SHIFT)
    assert session.selection == ("relu1", "pool1")
    press(spine, Key.Key_End)
    assert session.selection == ("dense3",)
    press(spine, Key.Key_Up)
    assert session.selection == ("relu4",)
    press(spine, Key.Key_Home)
    assert session.selection == ("conv1",)


def test_shift_shrinks_the_selection_back_towards_its_start(spine: Spine, session: Session) -> None:
    click(spine, "relu1")
    press(spine, Key.Key_Down, SHIFT)
    press(spine, Key.Key_Down, SHIFT)
    press(spine, Key.Key_Up, SHIFT)
    assert session.selection == ("relu1", "pool1")
    press(spine, Key.Key_Up, SHIFT)
    press(spine, Key.Key_Up, SHIFT)
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


# --- editing by key ---------------------------------------------------------------------------


def test_delete_removes_the_selection_and_selects_what_takes_its_place(
    spine: Spine, session: Session
) -> None:
    session.select(("relu1", "pool1"))
    press(spine, Key.Key_Delete)
    assert ids(session)[:3] == ["conv1", "conv2", "relu2"]
    assert session.selection == ("conv2",)
    assert session.document.undo_stack.undoText() == "Remove 2 layers"


def test_alt_and_arrows_move_the_selection(spine: Spine, session: Session) -> None:
    session.select(("pool1",))
    press(spine, Key.Key_Up, ALT)
    assert ids(session)[:3] == ["conv1", "pool1", "relu1"]
    press(spine, Key.Key_Down, ALT)
    press(spine, Key.Key_Down, ALT)
    assert ids(session)[:4] == ["conv1", "relu1", "conv2", "pool1"]
    assert session.selection == ("pool1",)


def test_alt_up_at_the_start_of_a_block_leads_out_of_it(spine: Spine, session: Session) -> None:
    block = Residual((ReLU(id="one"), ReLU(id="two")), id="block")
    session.edit(Insert((block,), Place(2)))
    session.select(("one",))
    press(spine, Key.Key_Up, ALT)
    assert ids(session)[2:4] == ["one", "block"]


def test_copy_and_paste_make_layers_with_ids_of_their_own(spine: Spine, session: Session) -> None:
    session.select(("conv1", "relu1"))
    press(spine, Key.Key_C, CONTROL)
    session.select(("pool2",))
    press(spine, Key.Key_V, CONTROL)
    layers = session.document.network.layers
    assert [layer.kind for layer in layers[5:9]] == ["MaxPool2d", "Conv2d", "ReLU", "Flatten"]
    assert session.selection == (layers[6].id, layers[7].id)
    assert layers[6].id != "conv1"
    assert layers[6].kernel_size == (5, 5)


def test_a_whole_block_goes_through_the_clipboard(spine: Spine, session: Session) -> None:
    block = Residual((Conv2d(6, (3, 3), padding=(1, 1)), ReLU()), "projection", id="block")
    session.edit(Insert((block,), Place(2)))
    session.select(("block",))
    press(spine, Key.Key_X, CONTROL)
    assert "block" not in ids(session)
    press(spine, Key.Key_V, CONTROL)
    pasted = session.document.network.find(session.selection[0])
    assert isinstance(pasted, Residual)
    assert pasted.shortcut == "projection"
    assert [layer.kind for layer in pasted.body] == ["Conv2d", "ReLU"]


def test_paste_of_something_else_changes_nothing(spine: Spine, session: Session) -> None:
    QApplication.clipboard().setText('[{"kind": "Conv2d"}]')
    press(spine, Key.Key_V, CONTROL)
    assert session.document.undo_stack.count() == 0


def test_duplicate_puts_a_copy_behind_the_selection(spine: Spine, session: Session) -> None:
    session.select(("relu1",))
    press(spine, Key.Key_D, CONTROL)
    assert [layer.kind for layer in session.document.network.layers[:3]] == [
        "Conv2d",
        "ReLU",
        "ReLU",
    ]


def test_enter_asks_for_the_inspector(spine: Spine, session: Session, qtbot: QtBot) -> None:
    session.select(("conv1",))
    with qtbot.waitSignal(spine.inspect_requested):
        press(spine, Key.Key_Return)


def test_every_key_edit_can_be_undone(spine: Spine, session: Session) -> None:
    before = session.document.network
    session.select(("pool1",))
    press(spine, Key.Key_D, CONTROL)
    press(spine, Key.Key_Up, ALT)
    press(spine, Key.Key_Delete)
    while session.document.undo_stack.canUndo():
        session.document.undo_stack.undo()
    assert session.document.network == before


# --- the menu ---------------------------------------------------------------------------------


def menu_at(spine: Spine, key: str, qtbot: QtBot) -> QMenu:
    reason = QContextMenuEvent.Reason.Mouse
    point = middle(spine, key)
    event = QContextMenuEvent(reason, point, spine.viewport().mapToGlobal(point))
    QApplication.sendEvent(spine.viewport(), event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, text: str) -> None:
    (action,) = (action for action in menu.actions() if action.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_the_menu_puts_layers_into_a_block_and_dissolves_it(
    spine: Spine, session: Session, qtbot: QtBot
) -> None:
    before = session.document.network.layers
    session.select(("relu1", "pool1"))
    choose(menu_at(spine, "pool1", qtbot), "Put into a residual block")
    block = session.document.network.layers[1]
    assert isinstance(block, Residual)
    assert [layer.id for layer in block.body] == ["relu1", "pool1"]
    choose(menu_at(spine, block.id, qtbot), "Dissolve block")
    assert session.document.network.layers == before
    assert session.selection == ("relu1", "pool1")


def test_the_menu_moves_a_layer_into_the_block_above(
    spine: Spine, session: Session, qtbot: QtBot
) -> None:
    session.edit(Insert((Residual((ReLU(id="in"),), id="block"),), Place(1)))
    choose(menu_at(spine, "relu1", qtbot), "Move into block above")
    block = session.document.network.find("block")
    assert isinstance(block, Residual)
    assert [layer.id for layer in block.body] == ["in", "relu1"]


def test_a_fix_can_be_chosen_in_the_menu(spine: Spine, session: Session, qtbot: QtBot) -> None:
    broken(session)
    menu = menu_at(spine, "bad", qtbot)
    choose(menu, menu.actions()[0].text())
    assert session.document.report.runs


# --- findings ---------------------------------------------------------------------------------


def test_one_click_on_a_card_applies_its_first_fix(spine: Spine, session: Session) -> None:
    broken(session)
    QTest.mouseClick(spine.viewport(), Qt.MouseButton.LeftButton, pos=button_point(spine, "bad"))
    assert session.document.report.runs
    assert session.document.undo_stack.undoText() == "Use a 2×2 window"
    session.document.undo_stack.undo()
    assert not session.document.report.runs


def test_hovering_over_a_fix_shows_what_it_would_lead_to(
    spine: Spine, session: Session, qtbot: QtBot
) -> None:
    broken(session)
    with qtbot.waitSignal(spine.preview_changed) as shown:
        QTest.mouseMove(spine.viewport(), button_point(spine, "bad"))
    report, text = shown.args
    assert report.runs
    assert text == "Use a 2×2 window"
    assert not session.document.report.runs
    with qtbot.waitSignal(spine.preview_changed) as hidden:
        QTest.mouseMove(spine.viewport(), QPoint(150, 5))
    assert hidden.args == [None, ""]


def test_more_fixes_are_in_a_menu(spine: Spine, session: Session, qtbot: QtBot) -> None:
    broken(session)
    QTest.mouseClick(spine.viewport(), Qt.MouseButton.LeftButton, pos=button_point(spine, "bad", 1))
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][-1] == "Fix: Remove this layer"
    choose(menu, "Fix: Remove this layer")
    assert "bad" not in ids(session)


def test_a_problem_is_crimson_and_advice_is_not(spine: Spine, session: Session) -> None:
    broken(session)
    assert colour_in(spine, "bad", current_theme().colour.warning)
    session.document.open(
        Network("Uneven", (MaxPool2d((3, 3), (2, 2), id="odd"), Flatten(), Linear(10))), None
    )
    session.select(("odd",))
    assert session.document.report.runs
    assert not colour_in(spine, "odd", current_theme().colour.warning)


def colour_in(spine: Spine, key: str, colour: QColor) -> bool:
    picture: QImage = spine.viewport().grab().toImage()
    rect = spine.card_rect(key).toRect().adjusted(-3, -3, 3, 3).intersected(picture.rect())
    return any(
        picture.pixelColor(x, y) == colour
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    )


def test_what_concerns_the_whole_network_is_a_card_at_the_foot(
    spine: Spine, session: Session
) -> None:
    session.edit(Remove(("dense3",)))
    assert spine.rows[-1].key == "finding"
    session.document.undo_stack.undo()
    session.edit(Replace(Linear(7, id="dense3")))
    QTest.mouseClick(
        spine.viewport(), Qt.MouseButton.LeftButton, pos=button_point(spine, "finding")
    )
    assert session.document.report.runs
    assert spine.rows[-1].key == "dense3"


# --- folding ----------------------------------------------------------------------------------


def test_a_click_on_its_sign_folds_a_block(spine: Spine, session: Session) -> None:
    session.edit(Insert((Residual((ReLU(id="in"),), id="block"),), Place(1)))
    rect = spine.card_rect("block")
    sign = QPointF(rect.right() - 14, rect.top() + 14).toPoint()
    QTest.mouseClick(spine.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert spine.card_rect("in").isEmpty()
    QTest.mouseClick(spine.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert not spine.card_rect("in").isEmpty()


def test_left_and_right_fold_and_unfold(spine: Spine, session: Session) -> None:
    session.edit(Insert((Residual((ReLU(id="in"),), id="block"),), Place(1)))
    session.select(("in",))
    press(spine, Key.Key_Left)
    assert session.selection == ("block",)
    press(spine, Key.Key_Left)
    assert spine.card_rect("in").isEmpty()
    press(spine, Key.Key_Right)
    assert not spine.card_rect("in").isEmpty()


def test_a_folded_repeat_unfolds_by_key_and_selects_all_its_layers(
    spine: Spine, session: Session
) -> None:
    session.document.open(starter("resnet152"), None)
    row = next(row for row in spine.rows if row.repeat is not None)
    assert row.folded
    click(spine, row.key)
    assert session.selection == row.ids
    press(spine, Key.Key_Right)
    assert not spine.card_rect(row.ids[0]).isEmpty()
    session.select((row.ids[0],))
    press(spine, Key.Key_Left)
    press(spine, Key.Key_Left)
    assert spine.card_rect(row.ids[0]).isEmpty()


def test_a_layer_in_a_folded_card_is_shown_by_that_card(spine: Spine, session: Session) -> None:
    session.document.open(starter("resnet152"), None)
    row = next(row for row in spine.rows if row.repeat is not None)
    session.select((row.ids[2],))
    assert spine.row_of(row.ids[2]) == row


# --- the input, and what is asked of the engine -----------------------------------------------


def test_a_click_on_the_input_card_selects_no_layer(spine: Spine, session: Session) -> None:
    layers = session.document.network.layers
    session.document.open(Network("Large", layers, Input(3, 64, 64, "resize")), None)
    session.select(("conv1",))
    click(spine, "input")
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
