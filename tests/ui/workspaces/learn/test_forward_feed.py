"""The forward pass in the window: it follows network, digit and spine, and opens its numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Rename
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.first_pass import first_pass
from cnnstudio.core.labs.forward import STRIP, ForwardLab
from cnnstudio.core.labs.passes import MOST_LAYERS
from cnnstudio.core.labs.written import as_text
from cnnstudio.core.layers import ReLU, Tanh
from cnnstudio.ui.forms.setting_fields import SwitchField
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.workspaces.learn.workspace import LearnWorkspace
from tests.ui.showing import shown


@pytest.fixture
def learn(live_session: Session, qtbot: QtBot) -> LearnWorkspace:
    """The lab, shown and at what the engine says of the current digit."""
    learn = shown(LearnWorkspace(live_session), qtbot, 1296, 780)
    live_session.labs.open("forward")
    qtbot.waitUntil(lambda: lab_of(live_session).passed is not first_pass(), timeout=20_000)
    return learn


def lab_of(session: Session) -> ForwardLab:
    lab = session.labs.document("forward").lab
    assert isinstance(lab, ForwardLab)
    return lab


def go_to(session: Session, step: int) -> None:
    session.labs.document("forward").go_to(step)


def next_pass(session: Session, qtbot: QtBot, change: object) -> ForwardLab:
    """The lab after a change and the probe that follows it."""
    before = lab_of(session).passed
    change()  # type: ignore[operator]
    qtbot.waitUntil(lambda: lab_of(session).passed is not before, timeout=20_000)
    return lab_of(session)


def click(learn: LearnWorkspace, cell: Cell) -> None:
    view = learn.page.stage.view
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.cell_rect(cell).center())


def test_the_engines_numbers_are_those_of_the_first_pass(
    learn: LearnWorkspace, live_session: Session
) -> None:
    # The program opens with the network and the digit that the lab shows without one.
    for one, other in zip(lab_of(live_session).passed.levels, first_pass().levels, strict=True):
        assert np.allclose(one.values, other.values, atol=2e-5)


def test_another_digit_goes_through_at_once_and_nothing_is_to_be_undone(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    go_to(live_session, 20)
    lab = next_pass(live_session, qtbot, lambda: live_session.digit.show_test(7))
    assert lab.passed.digit == live_session.digit.current.label
    assert np.array_equal(lab.passed.levels[0].values[0], live_session.digit.current.pixels)
    assert lab.step == 20
    assert live_session.labs.document("forward").undo_stack.count() == 0


def test_an_edited_network_is_followed_with_its_head_line(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    edit = Remove(("conv2", "relu2", "pool2"))
    lab = next_pass(live_session, qtbot, lambda: live_session.edit(edit))
    assert [layer.id for layer in lab.layers][:4] == ["conv1", "relu1", "pool1", "flatten1"]
    figures = lab.figures()
    assert learn.page.controls.figures.isVisible()
    assert f"{117_600:,}" in figures[0].formula


def test_of_a_network_with_a_problem_the_part_before_it_is_followed(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    lab = next_pass(live_session, qtbot, lambda: live_session.edit(Remove(("flatten1",))))
    assert [layer.id for layer in lab.layers][-1] == "pool2"
    assert lab.answer is None


def test_of_a_very_long_network_the_first_layers_are_shown(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    many = tuple(ReLU(id=f"many{n}") for n in range(MOST_LAYERS))
    lab = next_pass(live_session, qtbot, lambda: live_session.edit(Insert(many, Place(1))))
    assert len(lab.layers) == MOST_LAYERS


def test_out_of_sight_it_asks_for_nothing(learn: LearnWorkspace, live_session: Session) -> None:
    wants = live_session.live._wants
    ids = tuple(layer.id for layer in live_session.document.network.layers)
    assert wants[learn.forward] == Wants(thumbnails=ids)
    learn.hide()
    assert learn.forward not in wants
    learn.show()
    assert learn.forward in wants
    live_session.labs.open("convolution")
    assert learn.forward not in wants


def test_its_steps_select_the_layers_on_the_spine(
    learn: LearnWorkspace, live_session: Session
) -> None:
    selected = []
    live_session.selection_changed.connect(selected.append)
    for step in (1, 6, 7, 8, 13, 14, 0):
        go_to(live_session, step)
    assert selected == [("conv1",), ("relu1",), ("pool1",), ("conv2",), ()]


def test_a_layer_that_is_selected_on_the_spine_is_gone_to(
    learn: LearnWorkspace, live_session: Session
) -> None:
    live_session.select(("dense2",))
    lab = lab_of(live_session)
    assert lab.layers[lab.position.level - 1].id == "dense2"
    assert lab.step == lab.last_step(lab.position.level)


def test_opening_the_lab_leaves_the_selection_alone(live_session: Session, qtbot: QtBot) -> None:
    live_session.select(("pool2",))
    learn = shown(LearnWorkspace(live_session), qtbot, 1296, 780)
    live_session.labs.open("forward")
    qtbot.waitUntil(lambda: lab_of(live_session).passed is not first_pass(), timeout=20_000)
    assert live_session.selection == ("pool2",)
    assert lab_of(live_session).step == 0
    assert learn.page.isVisible()


def test_a_click_on_a_number_opens_its_layers_lab_there(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    go_to(live_session, 20)
    passed = lab_of(live_session).passed
    with qtbot.waitSignal(live_session.labs.opened, timeout=20_000):
        click(learn, Cell("map:4:3", 6, 2))
    lab = live_session.labs.document("channels").lab
    assert isinstance(lab, ChannelsLab)
    assert lab.place == (0, 6, 2)
    assert lab.shown.sum == pytest.approx(float(passed.levels[4].values[3, 6, 2]), rel=1e-5)
    assert learn.page.document is live_session.labs.document("channels")


def opened_from_the_pass(learn: LearnWorkspace, session: Session, qtbot: QtBot) -> QPushButton:
    """The way back, in the header of a layer's lab that a click on its number has opened."""
    go_to(session, 20)
    with qtbot.waitSignal(session.labs.opened, timeout=20_000):
        click(learn, Cell("map:3:1", 5, 5))
    assert session.labs.current == "pooling"
    button = learn.page.header.return_button
    assert button.isVisible()
    assert button.text() == "The forward pass"
    return button


def test_a_layers_lab_that_was_opened_from_the_pass_leads_back_to_it(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    button = opened_from_the_pass(learn, live_session, qtbot)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert live_session.labs.current == "forward"
    assert lab_of(live_session).step == 20
    assert not button.isVisible()


def test_keys_lead_back_to_the_pass(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    button = opened_from_the_pass(learn, live_session, qtbot)
    learn.page.setFocus()
    for _ in range(2):
        QTest.keyClick(learn.window().focusWidget(), Qt.Key.Key_Tab)
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert live_session.labs.current == "forward"
    opened_from_the_pass(learn, live_session, qtbot)
    QTest.keyClick(learn.page, Qt.Key.Key_Escape)
    assert live_session.labs.current == "forward"


def test_a_lab_that_is_opened_otherwise_has_no_way_back_to_the_pass(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    button = opened_from_the_pass(learn, live_session, qtbot)
    QTest.mouseClick(learn.page.header.next, Qt.MouseButton.LeftButton)
    assert not button.isVisible()
    QTest.mouseClick(learn.page.header.previous, Qt.MouseButton.LeftButton)
    assert live_session.labs.current == "pooling"
    assert not button.isVisible()
    live_session.labs.open("forward")
    opened_from_the_pass(learn, live_session, qtbot)
    live_session.labs.open("pooling")  # as Build does for a layer, while it is on show
    assert not button.isVisible()


def test_a_click_on_the_layer_before_opens_that_ones(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    go_to(live_session, 20)
    with qtbot.waitSignal(live_session.labs.opened, timeout=20_000):
        click(learn, Cell("map:3:1", 5, 5))
    assert live_session.labs.current == "pooling"


def test_a_click_where_there_is_no_lab_asks_for_the_numbers_x_ray(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    go_to(live_session, lab_of(live_session).first_step(8))
    columns = lab_of(live_session).passed.levels[8].values.shape[2]
    with qtbot.waitSignal(live_session.trail.wanted):
        click(learn, Cell("map:8:0", 2, 2))
    present = live_session.trail.present
    assert present is not None
    assert (present.layer_id, present.spot) == ("dense1", (2 * columns + 2, 0, 0))
    assert learn.page.complaint() == ""
    click(learn, Cell("map:0:0", 2, 2))
    assert live_session.labs.current == "forward"


def test_the_pointer_tells_what_can_be_opened(learn: LearnWorkspace, live_session: Session) -> None:
    go_to(live_session, 48)
    view = learn.page.stage.view
    QTest.mouseMove(view, view.cell_rect(Cell("map:0:0", 3, 3)).center())
    assert view.cursor().shape() != Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(view, view.cell_rect(Cell("map:8:0", 3, 3)).center())
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    go_to(live_session, 20)
    QTest.mouseMove(view, view.cell_rect(Cell("map:4:0", 3, 3)).center())
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    live_session.labs.open("convolution")
    assert view.cursor().shape() != Qt.CursorShape.PointingHandCursor


def test_a_click_on_the_strip_goes_to_that_layer(
    learn: LearnWorkspace, live_session: Session
) -> None:
    click(learn, Cell(STRIP, 0, 6))
    assert lab_of(live_session).position.level == 6
    assert live_session.selection == ("pool2",)


def test_a_pasted_pass_stays_until_the_network_is_to_be_followed_again(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    text = as_text(replace(lab_of(live_session), step=9))
    next_pass(live_session, qtbot, lambda: live_session.digit.show_test(7))
    assert live_session.labs.paste_state(text)
    pasted = lab_of(live_session)
    assert not pasted.follows
    assert pasted.step == 9
    field = learn.page.controls.fields["follows"]
    assert isinstance(field, SwitchField)
    assert not field.toggle.isChecked()
    live_session.digit.show_test(8)
    qtbot.waitUntil(lambda: live_session.live.is_fresh, timeout=20_000)
    assert lab_of(live_session).passed is pasted.passed
    click(learn, Cell("map:3:0", 3, 3))
    assert "follow the network" in learn.page.complaint()
    document = live_session.labs.document("forward")
    lab = next_pass(live_session, qtbot, lambda: document.change("follows", True))
    assert lab.passed.digit == live_session.digit.current.label


def test_undone_pasting_follows_the_network_of_now(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    live_session.labs.paste_state(as_text(lab_of(live_session)))
    live_session.digit.show_test(7)
    document = live_session.labs.document("forward")
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: lab_of(live_session).passed.digit == 9, timeout=20_000)
    assert lab_of(live_session).follows


def test_numbers_of_a_network_that_went_wrong_are_not_shown(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    before = lab_of(live_session).passed
    live_session.take_weights({"conv1.weight": np.full((6, 1, 5, 5), np.nan, np.float32)})
    qtbot.waitUntil(lambda: "must be finite" in learn.page.complaint(), timeout=20_000)
    assert lab_of(live_session).passed is before


def test_a_change_of_name_alone_is_followed(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    lab = next_pass(live_session, qtbot, lambda: live_session.edit(Rename("Mine")))
    assert lab.passed.network.name == "Mine"


def test_another_activation_gives_other_numbers(
    learn: LearnWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    edits = (Remove(("relu1",)), Insert((Tanh(id="tanh"),), Place(1)))
    lab = next_pass(live_session, qtbot, lambda: live_session.edit(*edits))
    assert lab.layers[1].kind == "Tanh"
    assert np.allclose(lab.passed.levels[2].values, np.tanh(lab.passed.levels[1].values), atol=1e-5)
