from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Mark, PixelGrid, Plate, Run, Text
from cnnstudio.ui.theme import theme_manager
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
    margins = 2 * Theme().px("plate_margin")
    size = QSizeF(view.width() - margins, view.height() - margins)
    assert owner.asked[-1] == (OUT, frozenset({IN}), size)


def test_strokes_around_the_outermost_cells_are_not_cut_off(view) -> None:
    grid = PixelGrid("input", "Input", np.zeros((1, 1)), QPointF(0, 0), 40)
    view.set_composer(lambda *_: Plate((grid,), (Mark(IN, "window"),)))
    image = view.grab().toImage()
    outside = view.cell_rect(IN).left() - 2
    assert has(image, ACCENT, QRectF(outside, 20, 1, 1))
    assert view.cell_at(QPointF(view.cell_rect(IN).topLeft())) == IN


def test_the_place_for_a_question_is_told_in_the_widgets_own_terms(view) -> None:
    assert view.slot_rect() is None
    view.set_composer(lambda *_: Plate((), slot=QRectF(10, 20, 30, 40)))
    margin = Theme().px("plate_margin")
    assert view.slot_rect() == QRect(10 + margin, 20 + margin, 30, 40)


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
