from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Disc, Extent, PixelGrid, Plate, Run, Text
from cnnstudio.ui.theme import theme_manager
from cnnstudio.ui.widgets.plate_view import PlateView
from tests.ui.plates.test_paint import has
from tests.ui.showing import shown

IN, OUT, UNIT = Cell("input", 0, 0), Cell("output", 0, 0), Cell("unit", 0, 0)
KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
NO_KEY = Qt.KeyboardModifier.NoModifier
ACCENT = Theme().colour.accent


class Owner:
    """A lab in small: the output is twice the input, and is linked with it cell by cell."""

    def __init__(self, view: PlateView) -> None:
        self.values = np.arange(12.0).reshape(3, 4)
        self.view = view
        self.asked: list[tuple] = []
        self.said: list[str] = []
        self.clicked: list[Cell] = []
        self.hovered: list[Cell | None] = []
        self.edits: list[tuple[Cell, float]] = []
        view.set_links(self.links)
        view.set_composer(self.compose)
        view.edited.connect(self.edit)
        view.refused.connect(self.said.append)
        view.clicked.connect(self.clicked.append)
        view.hovered.connect(self.hovered.append)

    def links(self, cell: Cell) -> frozenset[Cell]:
        other = "output" if cell.grid == "input" else "input"
        return frozenset({cell._replace(grid=other)})

    def compose(self, hovered: Cell | None, linked: frozenset[Cell], size: QSizeF) -> Plate:
        self.asked.append((hovered, linked, size))
        framed = np.pad(self.values, ((1, 0), (0, 0)))
        corner, pad = QPointF(20, 10), Extent(above=1)
        source = PixelGrid(
            "input", "Input", framed, corner, 40, limit=99, padding=pad, editable=True
        )
        output = PixelGrid("output", "Output", 2 * self.values, QPointF(240, 50), 40, limit=99)
        unit = Disc(QPointF(60, 230), 20, text="8", cell=UNIT, name="Unit")
        return Plate((source, output, unit), sentence="Twice the input.")

    def edit(self, cell: Cell, value: float) -> None:
        self.edits.append((cell, value))
        self.values = self.values.copy()
        self.values[cell.row, cell.column] = value
        self.view.refresh()


class Window(QWidget):
    """Hears the keys that the view leaves, and has a field beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.view, self.field = PlateView(), QLineEdit()
        self.left: list[Qt.Key] = []
        column = QVBoxLayout(self)
        column.addWidget(self.view, 1)
        column.addWidget(self.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.left.append(Qt.Key(event.key()))


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = shown(Window(), qtbot, 480, 340)
    made.activateWindow()
    qtbot.waitActive(made)
    made.field.setFocus()
    return made


@pytest.fixture
def view(window: Window) -> PlateView:
    return window.view


@pytest.fixture
def owner(view: PlateView) -> Owner:
    return Owner(view)


def at(view: PlateView, cell: Cell) -> QPoint:
    return view.cell_rect(cell).center()


def click(view: PlateView, cell: Cell) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, cell))


def press(view: PlateView, *keys: Qt.Key | str, control: bool = False) -> None:
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(view, key)
        else:
            QTest.keyClick(view, key, CONTROL if control else NO_KEY)


def turn(view: PlateView, cell: Cell, by: int, *, control: bool = True) -> bool:
    """Turn the wheel over a cell; whether the view took it."""
    where = QPointF(at(view, cell))
    event = QWheelEvent(
        where,
        QPointF(view.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        CONTROL if control else NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    QApplication.sendEvent(view, event)
    return event.isAccepted()


# Pointing


def test_the_mouse_over_a_cell_rings_it_and_what_it_is_linked_with(view, owner) -> None:
    here, there = Cell("input", 1, 2), Cell("output", 1, 2)
    QTest.mouseMove(view, at(view, here))
    image = view.grab().toImage()
    assert has(image, ACCENT, view.cell_rect(here).toRectF())
    assert has(image, ACCENT, view.cell_rect(there).toRectF())
    assert not has(image, ACCENT, view.cell_rect(Cell("output", 2, 3)).toRectF())
    assert owner.hovered == [here]


def test_the_owner_is_asked_with_what_is_pointed_at_and_the_size(view, owner) -> None:
    QTest.mouseMove(view, at(view, OUT))
    view.grab()
    assert owner.asked[-1] == (OUT, frozenset({IN}), QSizeF(view.size()))


def test_the_mouse_beside_all_cells_points_at_nothing(view, owner) -> None:
    QTest.mouseMove(view, at(view, IN))
    QTest.mouseMove(view, QPoint(220, 20))
    assert owner.hovered == [IN, None]
    assert view.linked_cells == frozenset()


def test_a_disc_can_be_pointed_at(view, owner) -> None:
    QTest.mouseMove(view, at(view, UNIT))
    assert owner.hovered == [UNIT]
    assert view.accessibleDescription() == "Unit: 8"


def test_a_cell_that_is_gone_is_no_longer_pointed_at(view, owner) -> None:
    click(view, Cell("input", 2, 3))
    owner.values = np.zeros((2, 2))
    view.refresh()
    view.grab()
    assert view.hovered_cell is None
    assert view.cursor_cell is None
    assert owner.hovered[-1] is None


def test_nothing_is_asked_for_twice(view, owner) -> None:
    view.grab()
    count = len(owner.asked)
    view.grab()
    QTest.mouseMove(view, QPoint(5, 5))
    assert len(owner.asked) == count


def test_another_size_and_another_theme_ask_for_another_picture(view, owner) -> None:
    view.grab()
    count = len(owner.asked)
    view.resize(400, 200)
    view.grab()
    assert len(owner.asked) == count + 1
    theme_manager().set_theme(Theme("dark"))
    assert has(view.grab().toImage(), Theme("dark").colour.cell_text_on_dark)
    assert len(owner.asked) > count + 1


def test_a_view_without_an_owner_is_empty(view) -> None:
    image = view.grab().toImage()
    assert image.pixelColor(30, 30) == image.pixelColor(200, 100)
    press(view, KEY.Key_Return)
    assert view.cursor_cell is None


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


# What it says


def test_the_tooltip_reads_the_cell(view, owner) -> None:
    place = at(view, Cell("output", 1, 2))
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    assert QToolTip.text() == "Output, row 2, column 3: 12"
    view.hide()
    QTest.qWait(400)
    assert not QToolTip.isVisible()


def test_a_screen_reader_hears_the_picture_and_the_cell(view, owner) -> None:
    click(view, Cell("input", 2, 1))
    view.grab()
    assert view.accessibleName() == "Twice the input."
    assert view.accessibleDescription() == "Input, row 3, column 2: 9"
    press(view, "1", KEY.Key_Return)
    view.grab()
    assert view.accessibleDescription() == "Input, row 3, column 2: 1"
    view.set_name("Doubling")
    assert view.accessibleName() == "Doubling"


# The rest


def test_formulas_light_up_in_step(view) -> None:
    term = Text(QRectF(200, 200, 120, 40), (Run("1·7", "muted", cell=IN),), "formula")
    grid = PixelGrid("input", "Input", np.zeros((1, 1)), QPointF(20, 20), 40)
    view.set_composer(lambda *_: Plate((grid, term)))
    assert not has(view.grab().toImage(), ACCENT, term.rect)
    QTest.mouseMove(view, at(view, IN))
    assert has(view.grab().toImage(), ACCENT, term.rect)


def test_a_closed_view_is_let_go_of(qtbot: QtBot) -> None:
    view = PlateView()
    Owner(view)
    view.grab()
    gone = weakref.ref(view)
    del view
    gc.collect()
    assert gone() is None
