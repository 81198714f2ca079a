"""The X-ray through real clicks, with the engine's own numbers."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Replace
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.layer_names import numbered
from cnnstudio.core.layers import Conv2d, Flatten, Linear, MaxPool2d, Tanh
from cnnstudio.core.messages import Explain
from cnnstudio.core.network import Network
from cnnstudio.core.sources import shortcut_of
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.xray.arithmetic_view import ArithmeticView
from cnnstudio.ui.workspaces.inside.xray.row_layout import Cell, Part
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.xray.answering import EngineHere
from tests.ui.workspaces.inside.xray.conftest import Look, looking, wait_for

LEFT = Qt.MouseButton.LeftButton


def click(widget: QWidget, place: QPoint) -> None:
    QTest.mouseClick(widget, LEFT, pos=place)


def colours_at_the_edge(view: ArithmeticView, cell: Cell) -> int:
    """Of a number of the window, above what is written in it."""
    rect = view.layout_of_rows().cell(cell, Part.VALUES).toRect().adjusted(3, 3, -3, -3)
    image = view.grab().toImage()
    pixels = [image.pixel(x, rect.top()) for x in range(rect.left(), rect.right())]
    return len(set(pixels))


def click_cell(xray: XRayView, cell: Cell, part: Part = Part.VALUES) -> None:
    view = xray.xray.arithmetic
    click(view, view.layout_of_rows().cell(cell, part).center().toPoint())


def test_an_engine_in_a_process_of_its_own_explains_what_is_clicked(
    live_session: Session, qtbot: QtBot
) -> None:
    xray = shown(XRayView(live_session), qtbot, 1296, 780)
    live_session.digit.show_test(115)
    look = looking(xray, live_session, qtbot)
    look("conv2", (0, 0, 0))
    grid = xray.maps.grid
    click(grid, grid.cell_rect(10, 6, 4).center().toPoint())
    explained = wait_for(xray, qtbot, "conv2", (10, 6, 4))
    assert explained.value == pytest.approx(float(grid.maps()[10, 6, 4]), rel=1e-5)
    assert explained.arithmetic.agrees_with(explained.value)


def test_the_rows_shown_add_up_to_the_value_of_the_clicked_cell(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    look("conv2", (0, 0, 0))
    grid = xray.maps.grid
    click(grid, grid.cell_rect(10, 6, 4).center().toPoint())
    explained = wait_for(xray, qtbot, "conv2", (10, 6, 4))
    assert explained.value == pytest.approx(float(grid.maps()[10, 6, 4]), rel=1e-5)
    rows = xray.xray.arithmetic.rows
    bias = explained.arithmetic.bias
    assert bias is not None
    rest = rows.rest.total if rows.rest else 0.0
    assert sum(row.total for row in rows.rows) + rest + bias == pytest.approx(explained.value)
    weights = session.weights()["conv2.weight"]
    assert np.array_equal(rows.rows[0].factors, weights[10, rows.rows[0].channel])
    assert xray.xray.place.whole_text() == "map 11, row 7, column 5"
    assert "to float precision" in xray.xray.closing.accessibleDescription()
    assert xray.xray.closing.lines[-1].text.startswith("ReLU keeps what is above 0")
    assert xray.xray.source._box == (10, 6, 14, 14)


def test_clicking_down_to_the_picture_and_back_up_along_the_trail(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    look("conv2", (10, 6, 4))
    row = xray.xray.arithmetic.rows.rows[0]
    click_cell(xray, Cell(0, 2, 3))
    pool = (row.channel, 8, 7)
    explained = wait_for(xray, qtbot, "pool1", pool)
    assert explained.value == float(row.values[2, 3])
    assert explained.arithmetic.winner is not None
    assert xray.maps.title() == "Max pool 2×2"
    assert session.selection == ("pool1",)
    _, line, column = explained.arithmetic.winner
    click_cell(xray, Cell(0, line, column))
    spot = (row.channel, 16 + line, 14 + column)
    wait_for(xray, qtbot, "relu1", spot)
    click_cell(xray, Cell(0, 0, 0))
    wait_for(xray, qtbot, "conv1", spot)
    click_cell(xray, Cell(0, 2, 2))
    assert "pixel of the picture" in xray.xray.reading.whole_text()
    assert [button.text() for button in xray.xray.trail.buttons()] == ["Conv", "Max pool", "ReLU"]
    xray.xray.trail.buttons()[2].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    wait_for(xray, qtbot, "relu1", spot)
    xray.xray.trail.buttons()[1].setFocus()
    click(xray.xray.trail.buttons()[1], QPoint(4, 4))
    wait_for(xray, qtbot, "pool1", pool)
    assert xray.xray.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(xray, Qt.Key.Key_Backspace)
    wait_for(xray, qtbot, "conv2", (10, 6, 4))
    assert xray.xray.trail.buttons() == []


def test_the_keyboard_goes_down_and_alt_left_back(xray: XRayView, look: Look, qtbot: QtBot) -> None:
    look("relu2", (3, 4, 5))
    view = xray.xray.arithmetic
    view.setFocus()
    assert view.accessibleDescription().endswith(" · map 4, row 5, column 6")
    QTest.keyClick(view, Qt.Key.Key_Return)
    wait_for(xray, qtbot, "conv2", (3, 4, 5))
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait_for(xray, qtbot, "relu2", (3, 4, 5))


def test_hovering_a_number_tells_its_product_and_where_it_comes_from(
    xray: XRayView, look: Look
) -> None:
    look("conv2", (10, 6, 4))
    view = xray.xray.arithmetic
    row = view.rows.rows[0]
    factors = row.factors
    assert factors is not None
    line, column = (int(at) for at in np.unravel_index(row.values.argmax(), row.values.shape))
    place = view.layout_of_rows().cell(Cell(0, line, column), Part.FACTORS).center().toPoint()
    QTest.mouseMove(view, place)
    said = xray.xray.reading.whole_text()
    assert said.endswith(f" · map {row.channel + 1}, row {line + 7}, column {column + 5}")
    assert " × " in said
    assert " = " in said


def test_padding_leads_nowhere_and_says_so(xray: XRayView, look: Look) -> None:
    look("conv1", (0, 0, 0))
    click_cell(xray, Cell(0, 0, 0))
    assert xray.xray.reading.whole_text() == "That is padding: it is always 0."
    assert xray._session.trail.stops[-1].id == "conv1"


def test_a_maximum_has_no_numbers_on_its_padding(
    xray: XRayView, session: Session, look: Look
) -> None:
    """PyTorch's maximum passes padding over: a 0 there would be more than a negative maximum."""
    pool = MaxPool2d((3, 3), (2, 2), (1, 1))
    layers = numbered((Conv2d(2), Tanh(), pool, Flatten(), Linear(10)))
    session.open(Network("Pooled", layers), {})
    look("pool1", (0, 0, 0))
    view, padding, inside = xray.xray.arithmetic, Cell(0, 0, 0), Cell(0, 1, 1)
    assert view.sentence(padding) == "padding, which the maximum passes over"
    assert "map 1, row 1, column 1" in view.sentence(inside)
    assert colours_at_the_edge(view, padding) > 1  # hatched
    assert colours_at_the_edge(view, inside) == 1
    click_cell(xray, padding)
    assert xray.xray.reading.whole_text() == "That is padding: the maximum passes it over."


def test_of_many_products_the_strongest_are_shown_until_all_are_wanted(
    xray: XRayView, look: Look, qtbot: QtBot
) -> None:
    explained = look("dense1", (7, 0, 0))
    view = xray.xray.arithmetic
    few = view.rows
    assert few.rest is not None
    assert len(few.rows) + few.rest.count == 400
    strongest = np.argsort(-np.abs(explained.arithmetic.readings[0].sums))[: len(few.rows)]
    assert [row.channel for row in few.rows] == strongest.tolist()
    click(xray.xray.every, xray.xray.every.rect().center())
    assert len(view.rows.rows) == 400
    assert view.rows.rest is None
    click_cell(xray, Cell(2, 0, 0))
    assert wait_for(xray, qtbot, "flatten1", (2, 0, 0)).arithmetic.lines[0].code == "taken_over"


def test_a_logit_is_clicked_in_its_chart(xray: XRayView, look: Look, qtbot: QtBot) -> None:
    look("conv1", (0, 3, 3))
    chart = xray.logits.chart
    click(chart, QPoint(round(chart.width() * 0.45), chart.height() // 2))
    explained = wait_for(xray, qtbot, "dense3", (4, 0, 0))
    assert xray.xray.place.whole_text() == "for digit 4"
    assert explained.seen.all()


def test_a_weight_shows_the_products_that_it_has_a_part_in(
    xray: XRayView, look: Look, qtbot: QtBot
) -> None:
    look("conv2", (10, 6, 4))
    wall = xray.filters.wall
    place = wall.rect_of(3, 4).center().toPoint()
    click(wall.viewport(), place)
    wait_for(xray, qtbot, "conv2", (3, 6, 4))
    assert xray.xray.reading.whole_text().endswith("this weight serves every cell of map 4")
    assert " × " in xray.xray.reading.whole_text()
    view = xray.xray.arithmetic
    assert view._cursor is not None
    assert view.rows.rows[view._cursor.row].channel == 4


@pytest.mark.parametrize(("elsewhere", "number"), [("dense1", (7, 0, 0)), ("pool2", (3, 2, 2))])
def test_a_weight_is_forgotten_where_other_numbers_are_shown(
    xray: XRayView, look: Look, qtbot: QtBot, elsewhere: str, number: tuple[int, int, int]
) -> None:
    look("conv2", (10, 6, 4))
    wall = xray.filters.wall
    click(wall.viewport(), wall.rect_of(3, 4).center().toPoint())
    wait_for(xray, qtbot, "conv2", (3, 6, 4))
    look(elsewhere, number)
    assert "this weight" not in xray.xray.reading.whole_text()
    assert not xray.xray.every.isChecked()
    look("conv2", (3, 6, 4))
    assert "this weight" not in xray.xray.reading.whole_text()


def test_all_rows_are_offered_only_where_some_are_left_out(xray: XRayView, look: Look) -> None:
    look("dense1", (7, 0, 0))
    click(xray.xray.every, xray.xray.every.rect().center())
    assert xray.xray.every.isVisible()
    look("conv1", (0, 3, 3))
    assert not xray.xray.every.isVisible()
    look("dense1", (8, 0, 0))
    assert xray.xray.arithmetic.rows.rest is not None


def test_both_branches_of_a_block_and_the_projection_of_its_shortcut(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    session.open(starter("resnet20"), {})
    block = next(
        layer.id
        for layer in session.document.network.layers
        if getattr(layer, "shortcut", "") == "projection"
    )
    explained = look(block, (2, 3, 4))
    assert [reading.branch for reading in explained.arithmetic.readings] == ["body", "shortcut"]
    assert xray.xray.closing.lines[0].text.startswith("Layers and shortcut together")
    click_cell(xray, Cell(1, 0, 0))
    shortcut = wait_for(xray, qtbot, shortcut_of(block), (2, 3, 4))
    assert session.selection == (block,)
    assert shortcut.value == pytest.approx(float(explained.arithmetic.readings[1].sums[0]))
    assert xray.xray.trail.buttons()[0].text() == "Residual block"
    assert not xray.grab().isNull()


def test_another_digit_is_explained_at_the_same_place(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    before = look("conv2", (10, 6, 4)).value
    session.digit.show_test(3)
    qtbot.waitUntil(lambda: xray.xray.explained.value != before, timeout=20_000)
    assert xray.xray.explained.spot == (10, 6, 4)


def test_other_weights_are_explained_as_soon_as_they_are_there(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    before = look("conv2", (10, 6, 4)).value
    bias = session.weights()["conv2.bias"] + 1
    session.take_weights({"conv2.bias": bias})
    qtbot.waitUntil(lambda: xray.xray.explained.value != before, timeout=8_000)
    assert xray.xray.explained.value == pytest.approx(before + 1, abs=1e-5)


def test_a_question_waits_for_the_answer_before_and_another_number_does_not(
    xray: XRayView, look: Look, session: Session, engine: EngineHere
) -> None:
    look("conv2", (10, 6, 4))
    engine.asked.clear()
    for digit in (1, 2, 3):
        session.digit.show_test(digit)
    assert sum(isinstance(command, Explain) for command in engine.asked) == 1
    session.trail.look_at("conv2", Spot(0, 0, 0))
    assert sum(isinstance(command, Explain) for command in engine.asked) == 2


def test_every_layer_is_explained_and_drawn_in_every_look(
    xray: XRayView, look: Look, session: Session
) -> None:
    layers = list(session.document.report.by_id.items())
    for start, theme in enumerate((Theme("light"), Theme("dark"), Theme(projector=True))):
        theme_manager().set_theme(theme)
        for id, report in layers[start::3]:
            shape = (*(report.output or ()), 1, 1)[:3]
            explained = look(id, (shape[0] // 2, shape[1] // 2, shape[2] // 2))
            assert explained.arithmetic.agrees_with(explained.value)
            assert not xray.grab().isNull()


def test_a_network_that_cannot_run_says_so(
    xray: XRayView, look: Look, session: Session, qtbot: QtBot
) -> None:
    look("conv2", (10, 6, 4))
    session.edit(Replace(Conv2d(16, 40, id="conv2")))
    session.select(("conv2",))
    qtbot.waitUntil(lambda: xray.xray.explained is None, timeout=5_000)
    assert "cannot run" in xray.xray.reading.whole_text()
    session.document.undo_stack.undo()
    session.trail.look_at("conv2", Spot(10, 6, 4))
    wait_for(xray, qtbot, "conv2", (10, 6, 4))
