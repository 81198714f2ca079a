from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.widgets.plate_view import PlateView
from tests.ui.plates.canvas import has
from tests.ui.widgets.plate_window import (
    ACCENT,
    IN,
    KEY,
    OUT,
    UNIT,
    Owner,
    Window,
    at,
    click,
    press,
    shown_window,
    turn,
)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    return shown_window(qtbot)


@pytest.fixture
def view(window: Window) -> PlateView:
    return window.view


@pytest.fixture
def owner(view: PlateView) -> Owner:
    return Owner(view)


# The cursor


def test_a_click_puts_the_cursor_on_a_cell(view, owner) -> None:
    click(view, OUT)
    assert view.cursor_cell == OUT
    assert owner.clicked == [OUT]
    assert view.hasFocus()


def test_arrows_move_the_cursor_over_the_padding_too_and_ring_what_is_linked(view, owner) -> None:
    click(view, IN)
    press(view, KEY.Key_Right, KEY.Key_Down)
    assert view.cursor_cell == Cell("input", 1, 1)
    assert view.linked_cells == frozenset({Cell("output", 1, 1)})
    press(view, KEY.Key_Up, KEY.Key_Up, KEY.Key_Up)
    assert view.cursor_cell == Cell("input", -1, 1)


def test_control_and_arrows_go_to_the_next_grid(view, owner) -> None:
    click(view, IN)
    press(view, KEY.Key_Right, control=True)
    assert view.cursor_cell == OUT


def test_home_and_end_go_to_the_ends(view, owner) -> None:
    click(view, Cell("output", 1, 1))
    press(view, KEY.Key_End)
    assert view.cursor_cell == Cell("output", 1, 3)
    press(view, KEY.Key_Home, control=True)
    assert view.cursor_cell == OUT


def test_tab_puts_the_cursor_on_the_first_cell_that_can_be_edited_and_goes_on(
    window, owner
) -> None:
    QTest.keyClick(window.field, KEY.Key_Backtab)
    assert window.view.hasFocus()
    assert window.view.cursor_cell == IN
    assert window.view.hovered_cell == IN
    press(window.view, KEY.Key_Tab)
    assert window.field.hasFocus()
    assert window.view.hovered_cell is None


def test_the_cursor_is_seen_only_while_the_view_has_the_keyboard(window, owner) -> None:
    view = window.view
    click(view, IN)
    place = view.cell_rect(IN).toRectF()
    assert has(view.grab().toImage(), ACCENT, place)
    window.field.setFocus()
    QTest.mouseMove(view, QPoint(220, 20))
    assert not has(view.grab().toImage(), ACCENT, place)


def test_enter_is_a_click_on_the_cell_with_the_cursor(view, owner) -> None:
    click(view, OUT)
    press(view, KEY.Key_Return)
    assert owner.clicked == [OUT, OUT]


# Keys that are the window's


@pytest.mark.parametrize(
    "key", [KEY.Key_Left, KEY.Key_Right, KEY.Key_Home, KEY.Key_End, KEY.Key_Escape, KEY.Key_5]
)
def test_without_a_cursor_keys_are_left_to_the_window(window, owner, key) -> None:
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(220, 20))
    assert window.view.hasFocus()
    press(window.view, key)
    assert window.left == [key]


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_F5])
def test_space_and_clicker_keys_are_always_left_to_the_window(window, owner, key) -> None:
    click(window.view, IN)
    press(window.view, key)
    assert window.left == [key]


@pytest.mark.parametrize("key", [KEY.Key_Left, KEY.Key_Home, KEY.Key_End, KEY.Key_Return])
def test_with_a_cursor_the_keys_for_moving_are_its_own(window, owner, key) -> None:
    click(window.view, IN)
    press(window.view, key)
    assert window.left == []


def test_escape_drops_the_cursor_and_the_next_one_is_the_windows(window, owner) -> None:
    click(window.view, IN)
    press(window.view, KEY.Key_Escape)
    assert window.view.cursor_cell is None
    assert window.left == []
    press(window.view, KEY.Key_Escape)
    assert window.left == [KEY.Key_Escape]


def test_enter_without_a_cursor_puts_one_on_the_first_cell(window, owner) -> None:
    window.view.setFocus()
    press(window.view, KEY.Key_Return)
    assert window.view.cursor_cell == IN


def test_a_shortcut_of_the_window_does_not_take_the_cursors_keys(window, owner) -> None:
    heard: list[str] = []
    for keys in ("Right", "Space"):
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.activated.connect(lambda keys=keys: heard.append(keys))
    click(window.view, IN)
    press(window.view, KEY.Key_Right)
    assert window.view.cursor_cell == Cell("input", 0, 1)
    press(window.view, KEY.Key_Space, KEY.Key_Escape, KEY.Key_Right)
    assert heard == ["Space", "Right"]


# Typing


def test_typing_a_number_and_enter_edits_the_cell(view, owner) -> None:
    click(view, IN)
    press(view, "-2,5")
    assert view.is_typing
    assert owner.edits == []
    press(view, KEY.Key_Return)
    assert owner.edits == [(IN, -2.5)]
    assert not view.is_typing
    assert view.plate.grids[1].value(OUT) == -5


def test_what_is_typed_is_seen_in_the_cell(view, owner) -> None:
    click(view, IN)
    before = view.grab().toImage()
    press(view, "8")
    once = view.grab().toImage()
    press(view, "8")
    assert before != once != view.grab().toImage()


def test_an_arrow_takes_the_number_over_and_moves_on(view, owner) -> None:
    click(view, IN)
    press(view, "4", KEY.Key_Right, "5", KEY.Key_Down)
    assert owner.edits == [(IN, 4), (Cell("input", 0, 1), 5)]
    assert view.cursor_cell == Cell("input", 1, 1)


def test_escape_gives_up_what_is_typed_and_keeps_the_cursor(view, owner) -> None:
    click(view, IN)
    press(view, "4", KEY.Key_Escape)
    assert owner.edits == []
    assert not view.is_typing
    assert view.cursor_cell == IN


def test_a_click_elsewhere_takes_the_number_over(window, owner) -> None:
    click(window.view, IN)
    press(window.view, "6")
    click(window.view, OUT)
    assert owner.edits == [(IN, 6)]
    click(window.view, IN)
    press(window.view, "7")
    window.field.setFocus()
    assert owner.edits == [(IN, 6), (IN, 7)]


@pytest.mark.parametrize("key", [KEY.Key_Delete, KEY.Key_Backspace])
def test_delete_and_backspace_make_a_number_zero(view, owner, key) -> None:
    cell = Cell("input", 1, 1)
    click(view, cell)
    press(view, key)
    assert owner.edits == [(cell, 0)]


def test_backspace_takes_back_the_last_letter_while_typing(view, owner) -> None:
    click(view, IN)
    press(view, "12", KEY.Key_Backspace, "3", KEY.Key_Return)
    assert owner.edits == [(IN, 13)]


def test_f2_and_a_double_click_edit_the_present_number(view, owner) -> None:
    cell = Cell("input", 2, 3)
    click(view, cell)
    press(view, KEY.Key_F2, "5", KEY.Key_Return)
    assert owner.edits == [(cell, 115)]
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(view, cell))
    press(view, KEY.Key_Backspace, KEY.Key_Backspace, KEY.Key_Return)
    assert owner.edits[-1] == (cell, 1)


@pytest.mark.parametrize("typed", ["x", "1x", "--", "1.2."])
def test_letters_are_refused_where_they_are_typed(window, owner, typed) -> None:
    click(window.view, IN)
    press(window.view, typed)
    assert len(owner.said) == 1
    assert window.left == []
    press(window.view, KEY.Key_Escape)
    assert owner.edits == []


def test_half_a_number_is_refused_and_can_be_mended(view, owner) -> None:
    click(view, IN)
    press(view, "-", KEY.Key_Return)
    assert len(owner.said) == 1
    press(view, "3", KEY.Key_Return)
    assert owner.edits == [(IN, -3)]


def test_space_while_typing_is_passed_over(window, owner) -> None:
    click(window.view, IN)
    press(window.view, "1", KEY.Key_Space, "2", KEY.Key_Return)
    assert owner.edits == [(IN, 12)]
    assert window.left == []


@pytest.mark.parametrize("cell", [OUT, Cell("input", -1, 0), UNIT])
def test_numbers_that_follow_from_others_say_so(view, owner, cell) -> None:
    click(view, cell)
    for keys in (("5",), (KEY.Key_Delete,), (KEY.Key_F2,)):
        press(view, *keys)
        assert not view.is_typing
    assert len(owner.said) == 3
    assert owner.edits == []


# Wheel


def test_the_wheel_with_control_adds_and_takes_one(view, owner) -> None:
    cell = Cell("input", 1, 1)
    click(view, IN)
    assert turn(view, cell, 120)
    assert turn(view, cell, -240)
    assert owner.edits == [(cell, 6), (cell, 4)]


def test_small_turns_of_the_wheel_add_up(view, owner) -> None:
    click(view, IN)
    for _ in range(4):
        turn(view, IN, 30)
    assert owner.edits == [(IN, 1)]


def test_the_wheel_is_left_to_the_page_elsewhere(window, owner) -> None:
    assert not turn(window.view, IN, 120)
    click(window.view, IN)
    assert not turn(window.view, IN, 120, control=False)
    assert not turn(window.view, OUT, 120)
    assert owner.edits == []
