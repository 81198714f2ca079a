"""Be the kernel, by real mouse and keys; with a real engine where numbers count."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Replace
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.kernels import kernel
from cnnstudio.core.layers import LocallyConnected2d
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.starters import starter
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.past_runs import reopen
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.edit.bench import KERNEL
from cnnstudio.ui.workspaces.inside.edit.canvas import WHEEL_STEP
from cnnstudio.ui.workspaces.inside.edit.view import EditView
from tests.ui.kept_runs import empty_folder, keep_run
from tests.ui.showing import shown

SLOW = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> EditView:
    """Without an engine: weights are those that the session knows."""
    return shown(EditView(session), qtbot, 1296, 720)


@pytest.fixture
def live_view(live_session: Session, qtbot: QtBot) -> EditView:
    view = shown(EditView(live_session), qtbot, 1296, 720)
    qtbot.waitUntil(lambda: view.effect.before is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: view.unit is not None and view.unit.maps is not None, timeout=SLOW)
    return view


def weight(view: EditView) -> np.ndarray:
    return view.unit.tensors["weight"]


def click_cell(view: EditView, row: int, column: int, key: str = KERNEL) -> None:
    place = view.kernel.canvas.cell_rect(Cell(key, row, column)).center()
    QTest.mouseClick(view.kernel.canvas, LEFT, pos=place)


def turn_wheel(view: EditView, row: int, column: int, notches: int) -> None:
    canvas = view.kernel.canvas
    place = QPointF(canvas.cell_rect(Cell(KERNEL, row, column)).center())
    event = QWheelEvent(
        place,
        canvas.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_a_number_is_typed_into_a_clicked_cell_and_undone(view: EditView) -> None:
    before = weight(view)
    click_cell(view, 1, 2)
    QTest.keyClicks(view.kernel.canvas, "-0.75")
    QTest.keyClick(view.kernel.canvas, Qt.Key.Key_Return)
    assert weight(view)[0, 0, 1, 2] == -0.75
    assert np.count_nonzero(weight(view) != before) == 1
    view._session.document.undo_stack.undo()
    assert weight(view).tobytes() == before.tobytes()
    assert view.kernel.canvas.bench.sheet.kernels[0, 1, 2] == before[0, 0, 1, 2]


def test_arrow_keys_move_and_the_wheel_turns_the_number_under_the_mouse(view: EditView) -> None:
    before = weight(view)
    click_cell(view, 0, 0)
    QTest.keyClick(view.kernel.canvas, Qt.Key.Key_Right)
    QTest.keyClicks(view.kernel.canvas, "2")
    QTest.keyClick(view.kernel.canvas, Qt.Key.Key_Down)
    assert weight(view)[0, 0, 0, 1] == 2
    assert view.kernel.canvas.cursor_cell == Cell(KERNEL, 1, 1)
    steps = view._session.document.undo_stack.count()
    view.kernel.canvas.setFocus()
    for notches in (2, 1):
        turn_wheel(view, 3, 3, notches)
    assert weight(view)[0, 0, 3, 3] == pytest.approx(before[0, 0, 3, 3] + 3 * WHEEL_STEP)
    assert view._session.document.undo_stack.count() == steps + 1


def test_a_letter_that_is_no_number_is_refused_with_a_sentence(view: EditView) -> None:
    click_cell(view, 0, 0)
    QTest.keyClicks(view.kernel.canvas, "7x")
    assert "Only a number" in view.kernel.hint.text()
    assert view._session.document.undo_stack.count() == 0


def test_a_known_kernel_takes_the_place_of_one_with_the_same_strength_or_not(
    view: EditView,
) -> None:
    before = weight(view)[0, 0]
    menu = view.kernel.tools.presets.menu()
    sobel = next(action for action in menu.actions() if "Sobel x" in action.text())
    sobel.trigger()
    now = weight(view)[0, 0]
    assert np.linalg.norm(now) == pytest.approx(np.linalg.norm(before), rel=1e-5)
    assert not now[:, 2].any()
    QTest.mouseClick(view.kernel.tools.strength, LEFT)
    sobel.trigger()
    np.testing.assert_array_equal(weight(view)[0, 0], kernel("sobel_x", (5, 5)))


def test_buttons_scale_negate_and_zero_one_kernel_or_all_of_the_filter(view: EditView) -> None:
    view._session.select(("conv2",))
    before = weight(view)
    tools = view.kernel.tools
    QTest.mouseClick(view.kernel.channels, LEFT, pos=centre_of(view.kernel.channels, 3))
    assert view.unit.channel == 3
    QTest.mouseClick(tools.buttons["double"], LEFT)
    QTest.mouseClick(tools.buttons["negate"], LEFT)
    np.testing.assert_array_equal(weight(view)[0, 3], -2 * before[0, 3])
    np.testing.assert_array_equal(weight(view)[0, 2], before[0, 2])
    QTest.mouseClick(tools.every, LEFT)
    QTest.mouseClick(tools.buttons["zero"], LEFT)
    assert not weight(view)[0].any()
    assert weight(view)[1].tobytes() == before[1].tobytes()


def centre_of(grid, index: int) -> QPoint:
    return grid.map_rect(index).center().toPoint()


def test_copy_and_paste_carry_a_kernel_to_another_filter(view: EditView) -> None:
    click_cell(view, 0, 0)
    QTest.keyClick(view.kernel.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first = weight(view)[0, 0]
    view.choose_unit(4)
    QTest.keyClick(view.kernel.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_allclose(weight(view)[4, 0], first, rtol=1e-5)
    QGuiApplication.clipboard().setText("one two")
    QTest.mouseClick(view.kernel.tools.paste, LEFT)
    assert "“one” on the clipboard is no number." in view.kernel.hint.text()


def test_the_bias_is_a_cell_to_type_into(view: EditView) -> None:
    click_cell(view, 0, 0, "scalar:0")
    QTest.keyClicks(view.kernel.canvas, "1.5")
    QTest.keyClick(view.kernel.canvas, Qt.Key.Key_Return)
    assert view.unit.tensors["bias"][0] == 1.5


def test_clicks_and_keys_freeze_filters_and_switch_maps_off(view: EditView) -> None:
    surgery = view._session.surgery
    QTest.mouseClick(view.kernel.freeze, LEFT)
    QTest.mouseClick(view.kernel.off, LEFT)
    assert surgery.interventions.frozen_in("conv1") == (0,)
    assert surgery.interventions.off_in("conv1") == (0,)
    assert view.kernel.freeze.text() == "Frozen"
    QTest.mouseClick(view.kernel.freeze, LEFT)
    assert not surgery.interventions.frozen
    QTest.mouseClick(view.units.freeze_all, LEFT)
    assert surgery.interventions.frozen_in("conv1") == (0, 1, 2, 3, 4, 5)
    QTest.mouseClick(view.units.freeze_all, LEFT)
    QTest.mouseClick(view.units.all_on, LEFT)
    assert not surgery.interventions
    for _ in range(6):
        view._session.document.undo_stack.undo()
    assert not surgery.interventions
    assert not view.kernel.off.isChecked()


def test_a_layer_without_weights_says_so_and_offers_no_freezing(view: EditView) -> None:
    view._session.select(("relu1",))
    assert view.kernel.freeze.isHidden()
    assert view.kernel.tools.isHidden()
    assert "learns nothing" in view.kernel.hint.text()
    QTest.mouseClick(view.kernel.off, LEFT)
    assert view._session.surgery.interventions.off_in("relu1") == (0,)


def test_a_block_can_lose_its_shortcut(view: EditView) -> None:
    view._session.open(starter("resnet20"), {})
    view._session.select(("block2",))
    QTest.mouseClick(view.units.shortcut, LEFT)
    assert len(view._session.surgery.interventions.off_in("block2.shortcut")) == 16


def test_the_kernel_of_a_block_is_said_to_be_that_of_its_shortcut(view: EditView) -> None:
    network = starter("resnet20")
    shapes = weights_of_network(network).items()
    view._session.open(network, {name: np.ones(shape, np.float32) for name, shape in shapes})
    view._session.select(("block4",))
    assert view.kernel.title() == "Filter 1 of the shortcut"


def test_projected_every_filter_can_be_reached_by_mouse(view: EditView) -> None:
    assert view.kernel.next.isHidden()
    theme_manager().set_theme(Theme(projector=True))
    assert view.units.isHidden()
    QTest.mouseClick(view.kernel.next, LEFT)
    assert view.kernel.title() == "Filter 2"
    for _ in range(2):
        QTest.mouseClick(view.kernel.previous, LEFT)
    assert view.kernel.title() == "Filter 6"


def test_an_unfinished_network_is_no_trouble(view: EditView) -> None:
    view._session.open(Network("empty"), {})
    assert view.unit is None
    assert view.kernel.canvas.isHidden()


# With a real engine


def test_switching_maps_off_changes_accuracy_bars_and_digits_and_undo_brings_them_back(
    live_view: EditView, qtbot: QtBot
) -> None:
    view, effect = live_view, live_view.effect
    before = effect.before
    assert before.accuracy > 0.98
    view._session.select(("relu1",))
    for index in range(4):
        view.choose_unit(index)
        QTest.mouseClick(view.kernel.off, LEFT)
    qtbot.waitUntil(lambda: effect.now.is_whole and effect.now is not before, timeout=SLOW)
    qtbot.waitUntil(lambda: not effect.is_measuring, timeout=SLOW)
    assert effect.now.accuracy < before.accuracy - 0.01
    assert view.accuracy.difference.text().startswith("−")
    wrong = view.accuracy.changed_digits("wrong")
    right = view.accuracy.changed_digits("right")
    lost = round(10_000 * (before.accuracy - effect.now.accuracy))
    assert len(wrong) - len(right) == lost
    QTest.mouseClick(
        view.accuracy.wall.viewport(), LEFT, pos=view.accuracy.wall.rect_of(0).center()
    )
    assert view._session.digit.current.index == wrong[0]
    for _ in range(4):
        view._session.document.undo_stack.undo()
    qtbot.waitUntil(
        lambda: not effect.is_measuring and effect.now.accuracy == before.accuracy, timeout=SLOW
    )
    assert np.array_equal(effect.now.answers, before.answers)


def test_keys_on_the_grid_freeze_and_switch_off_what_is_chosen(live_view: EditView) -> None:
    grid, surgery = live_view.units.grid, live_view._session.surgery
    QTest.mouseClick(grid, LEFT, pos=centre_of(grid, 4))
    QTest.keyClicks(grid, "fo")
    assert surgery.interventions.frozen_in("conv1") == (4,)
    assert surgery.interventions.off_in("conv1") == (4,)
    QTest.keyClicks(grid, "fo")
    assert not surgery.interventions


def test_a_map_and_the_answer_follow_a_typed_weight_also_while_it_trains(
    live_view: EditView, qtbot: QtBot
) -> None:
    view, session = live_view, live_view._session
    session.settings = RunSettings(epochs=50, batch_size=64, threads=1)
    session.start_run()
    qtbot.waitUntil(lambda: session.run.step > 20, timeout=SLOW)
    QTest.mouseClick(view.kernel.freeze, LEFT)
    QTest.mouseClick(view.kernel.tools.buttons["zero"], LEFT)
    qtbot.waitUntil(lambda: np.ptp(view.unit.maps[0]) < 1e-6, timeout=SLOW)
    step = session.run.step
    qtbot.waitUntil(lambda: session.run.step > step + 20, timeout=SLOW)
    assert session.run.is_running
    assert not weight(view)[0].any()
    session.run.stop()
    qtbot.waitUntil(lambda: session.run.state == "ended", timeout=SLOW)


def test_locally_connected_kernels_are_those_of_the_clicked_place(
    live_view: EditView, qtbot: QtBot
) -> None:
    view, session = live_view, live_view._session
    session.edit(Replace(LocallyConnected2d(3, 5, padding=2, id="conv1")))
    session.select(("conv1",))
    qtbot.waitUntil(
        lambda: view.unit.sheet is not None and view.unit.maps is not None, timeout=SLOW
    )
    click_cell(view, 2, 20, "makes")
    assert view.unit.spot == (2, 20)
    before = weight(view)
    QTest.mouseClick(view.kernel.tools.buttons["zero"], LEFT)
    assert not weight(view)[0, 2, 20].any()
    assert np.count_nonzero(weight(view) != before) == np.count_nonzero(before[0, 2, 20])


def test_in_the_past_nothing_is_frozen_or_switched_by_buttons_or_keys(
    view: EditView, session: Session
) -> None:
    with empty_folder():
        reopen(session, keep_run())
        session.select(("conv1",))
        units, kernel = view.units, view.kernel
        session.surgery.set_off("conv1", [1], True)
        buttons = (units.freeze_all, units.all_on, kernel.freeze, kernel.off)
        assert all(button.isEnabled() for button in buttons)
        session.history.seek(60)
        assert not any(button.isEnabled() for button in buttons)
        before = session.surgery.interventions
        for key in (Qt.Key.Key_F, Qt.Key.Key_O):
            QTest.keyClick(units.grid, key)
        assert session.surgery.interventions == before
        assert session.history.shown == 60
        session.history.seek(None)
        assert all(button.isEnabled() for button in buttons)
