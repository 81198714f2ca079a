"""A lab's page, with real mouse and keys: linking, editing, undo, choosing."""

from __future__ import annotations

import json

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.pooling import PoolingLab
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.widgets.plate_view import PlateView
from cnnstudio.ui.workspaces.learn.learned_choices import learned_group
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.workspaces.learn.hands import LEFT, button, click, hover
from tests.ui.workspaces.learn.labs import lab

# Hover


def test_the_mouse_on_an_output_lights_its_window(view: PlateView) -> None:
    hover(view, Cell("output:0", 0, 1))
    window = {(row, column) for row in range(3) for column in range(1, 4)}
    linked = {cell[1:] for cell in view.linked_cells if cell.grid == "input:0"}
    assert linked == window


def test_the_mouse_on_an_input_lights_every_output_that_reads_it(view: PlateView) -> None:
    hover(view, Cell("input:0", 0, 1))
    outputs = {cell[1:] for cell in view.linked_cells if cell.grid == "output:0"}
    assert outputs == {(0, 0), (0, 1)}


def test_the_mouse_on_a_weight_lights_what_it_multiplies(
    view: PlateView, document: LabDocument
) -> None:
    hover(view, Cell("kernel:0:0", 0, 2))
    grids = {cell.grid for cell in view.linked_cells}
    assert {"input:0", "window:0", "products:0", "output:0"} <= grids


def test_arrow_keys_light_what_the_mouse_would(view: PlateView) -> None:
    click(view, Cell("input:0", 1, 1))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.cursor_cell == Cell("input:0", 1, 2)
    by_keys = view.linked_cells
    hover(view, Cell("input:0", 1, 2))
    assert view.linked_cells == by_keys


# Clicks and typing


def test_a_click_on_an_output_goes_to_its_step(view: PlateView, document: LabDocument) -> None:
    click(view, Cell("output:0", 0, 2))
    assert document.lab.step == 3


def test_typing_over_a_weight_changes_everything_downstream(
    view: PlateView, document: LabDocument
) -> None:
    before = lab(document).operation.output().copy()
    click(view, Cell("kernel:0:0", 0, 0))
    QTest.keyClicks(view, "-7")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert lab(document).weight[0, 0, 0, 0] == -7
    grid = view.plate.grid("output:0")
    assert grid is not None
    assert (grid.values == lab(document).operation.output()[0]).all()
    assert (grid.values != before[0]).any()


def test_an_edit_is_undone_and_done_again(view: PlateView, document: LabDocument) -> None:
    click(view, Cell("input:0", 0, 0))
    QTest.keyClicks(view, "5")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert lab(document).input[0, 0, 0] == 5
    document.undo_stack.undo()
    assert lab(document).input[0, 0, 0] == 0
    document.undo_stack.redo()
    assert lab(document).input[0, 0, 0] == 5


def test_letters_are_refused_where_they_are_typed(
    view: PlateView, document: LabDocument, learn: LearnWorkspace
) -> None:
    click(view, Cell("input:0", 0, 0))
    QTest.keyClicks(view, "x")
    assert learn.page.complaint()
    assert lab(document).input[0, 0, 0] == 0


def test_the_wheel_with_ctrl_counts_a_cell_up(
    view: PlateView, document: LabDocument, qtbot: QtBot
) -> None:
    cell = Cell("kernel:0:0", 1, 1)
    click(view, cell)
    before = lab(document).weight[0, 0, 1, 1]
    spot = view.cell_rect(cell).center()
    wheel(view, spot, Qt.KeyboardModifier.ControlModifier)
    assert lab(document).weight[0, 0, 1, 1] == before + 1
    wheel(view, spot, Qt.KeyboardModifier.NoModifier)
    assert lab(document).weight[0, 0, 1, 1] == before + 1


def wheel(view: PlateView, spot: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    event = QWheelEvent(
        QPointF(spot),
        QPointF(view.mapToGlobal(spot)),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


# Settings and choices


def test_a_setting_that_makes_no_sense_is_refused_and_the_lab_stays(
    learn: LearnWorkspace, document: LabDocument
) -> None:
    field = learn.page.controls.fields["dilation"]
    field.edited.emit((8, 8))
    assert "reaches over 17 cells" in learn.page.complaint()
    assert lab(document).dilation == (1, 1)
    learn.page.controls.fields["stride"].edited.emit((2, 2))
    assert learn.page.complaint() == ""
    assert lab(document).stride == (2, 2)


def test_a_spin_box_changes_the_size(learn: LearnWorkspace, document: LabDocument) -> None:
    box = learn.page.controls.fields["size"].findChildren(QAbstractSpinBox)[0]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert lab(document).size == (10, 10)
    assert lab(document).count == 64
    assert learn.driver.state().maximum == 64


def test_a_kernel_is_chosen_with_one_click(learn: LearnWorkspace, document: LabDocument) -> None:
    QTest.mouseClick(button(learn.page.choices, "Sobel y"), LEFT)
    assert lab(document).weight[0, 0].tolist() == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert document.undo_stack.undoText() == "Sobel y"
    assert document.lab.step == 27


def test_the_digit_that_is_shown_follows_the_current_one(
    document: LabDocument, session: Session
) -> None:
    before = lab(document).input.copy()
    session.digit.step(1)
    assert (lab(document).input != before).any()


# States as text


def test_a_state_is_copied_and_pasted(session: Session, document: LabDocument) -> None:
    session.labs.copy_state("convolution")
    text = QGuiApplication.clipboard().text()
    assert json.loads(text)["step"] == 27
    document.change("stride", 3)
    QGuiApplication.clipboard().setText(text)
    session.labs.paste_state()
    assert lab(document).stride == (1, 1)


def test_a_text_that_is_no_state_is_refused_in_words(
    learn: LearnWorkspace, session: Session, document: LabDocument
) -> None:
    QGuiApplication.clipboard().setText("hello")
    before = document.lab
    session.labs.paste_state()
    assert learn.page.complaint() == (
        "What was to be pasted cannot be shown: This is not the state of a lab."
    )
    assert document.lab is before


# The catalogue, and names


def test_escape_leads_to_the_catalogue_and_enter_back(
    learn: LearnWorkspace, session: Session
) -> None:
    learn.page.setFocus()
    QTest.keyClick(learn, Qt.Key.Key_Escape)
    assert session.labs.current == ""
    cards = learn.catalogue.grid.cards
    card = next(card for card in cards if card.key == "convolution")
    assert card.hasFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert session.labs.current == "convolution"
    assert learn.page.hasFocus()  # and no button, which would take the space bar for itself


def test_every_control_has_a_name_for_a_screen_reader(
    learn: LearnWorkspace, session: Session
) -> None:
    for card in learn.catalogue.grid.cards:
        session.labs.open(card.key)
        for control in learn.page.findChildren(QWidget):
            focusable = control.focusPolicy() & Qt.FocusPolicy.TabFocus
            if control.isVisibleTo(learn) and focusable:
                name = control.accessibleName() or getattr(control, "text", str)()
                assert name, (card.key, control)


def test_the_picture_says_what_the_cursor_is_on(view: PlateView) -> None:
    click(view, Cell("input:0", 0, 3))
    assert "row 1, column 4" in view.accessibleDescription()


# The open network's filters


def test_a_learned_filter_is_taken_with_its_bias(
    learn: LearnWorkspace, document: LabDocument, session: Session
) -> None:
    group = learned_group(session, document.lab)
    assert group is not None
    assert str(group.name) == "Learned by Conv 6 @ 5×5"
    assert len(group.choices) == 6
    learn.page.choices.chosen.emit(group.choices[3])
    weights = session.weights()
    assert np.array_equal(lab(document).weight[0], weights["conv1.weight"][3])
    assert lab(document).bias[0] == weights["conv1.bias"][3]
    assert document.lab.step == lab(document).count  # there are fewer windows of 5×5 on 9×9
    document.undo_stack.undo()
    assert lab(document).kernel_size == (3, 3)


def test_a_lab_without_filters_is_offered_none(session: Session) -> None:
    assert learned_group(session, PoolingLab()) is None


def test_settings_fold_by_themselves_in_a_low_window_and_can_be_unfolded(
    learn: LearnWorkspace, qtbot: QtBot
) -> None:
    page = learn.page
    assert not page.is_folded()
    assert page.controls.isVisible()
    learn.resize(1000, 600)
    assert not page.controls.isVisible()
    low = page.stage.view.height()
    QTest.mouseClick(page.header.settings, Qt.MouseButton.LeftButton)
    assert page.controls.isVisible()
    assert page.stage.view.height() < low
    learn.resize(1300, 900)
    assert page.controls.isVisible()
    learn.resize(1000, 600)
    assert not page.controls.isVisible()


def test_what_was_refused_stays_said_when_the_settings_fold(
    learn: LearnWorkspace, document: LabDocument
) -> None:
    learn.page.complain("No.")
    learn.resize(1000, 500)
    assert learn.page.complaint() == "No."
    assert learn.page.header.figures.complaint() == "No."
