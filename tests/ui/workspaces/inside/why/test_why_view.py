"""“Why” driven with mouse and keys, with made-up answers and with a real engine."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.attribution import BY_GRADIENT
from cnnstudio.core.labs.base import Cell
from cnnstudio.core.network import Input
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.why.picture import DIGIT
from cnnstudio.ui.workspaces.inside.why.view import WhyView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.numbers import open_starter
from tests.ui.workspaces.inside.why.conftest import tell, tell_places

LEFT = Qt.MouseButton.LeftButton


def click(widget: object) -> None:
    QTest.mouseClick(widget, LEFT)  # type: ignore[call-overload]


def pick(why: WhyView, method: str) -> None:
    click(why.cards.cards[method])


def point_at(why: WhyView, cell: Cell) -> None:
    QTest.mouseMove(why.picture, why.picture.cell_rect(cell).center())


def test_the_answer_is_explained_and_the_label_beside_it_where_that_is_another(
    why: WhyView,
) -> None:
    assert why.reasons.classes == (9, 4)
    assert why.classes.heading.plain_text() == "Why 9, and why 4?"
    click(why.classes.target.button("4"))
    assert why.reasons.classes == (4,)
    assert why.classes.heading.plain_text() == "Why 4?"


def test_any_two_classes_can_be_compared(why: WhyView) -> None:
    click(why.classes.target.button("2"))
    why.classes.beside.setFocus()
    for _ in range(10):
        QTest.keyClick(why.classes.beside, Qt.Key.Key_Down)
    assert why.reasons.classes == (2, 7)
    click(why.classes.target.button("answer"))
    assert why.reasons.classes == (9, 7)


def test_a_card_shows_its_method_with_the_numbers_under_the_mouse(why: WhyView) -> None:
    values = np.zeros((28, 28))
    values[11, 13] = -0.5
    tell(why.reasons, "gradient", 9, values)
    tell(why.reasons, "gradient", 4, 2 * values)
    pick(why, "gradient")
    assert why.evidence.title() == "Gradient"
    point_at(why, Cell("class9", 11, 13))
    assert why.reading.whole_text().startswith("row 12, column 14 · pixel ")
    assert why.reading.whole_text().endswith("for 9: −0.500 · for 4: −1.000")
    assert Cell("class4", 11, 13) in why.picture.linked_cells


def test_the_map_lies_over_the_digits_outline(why: WhyView) -> None:
    tell(why.reasons, "gradient", 9, np.ones((28, 28)))
    tell(why.reasons, "gradient", 4, np.ones((28, 28)))
    pick(why, "gradient")
    grid = why.picture.plate.grid("class9")
    assert grid is not None
    digit = why.reasons.digit
    rows = np.flatnonzero((digit >= digit.max() / 2).any(axis=1))
    lines = [item for item in why.picture.plate.items if getattr(item, "width", "") == "outline"]
    tops = [point.y() for line in lines for point in line.points]
    assert min(tops) == pytest.approx(grid.corner.y() + rows[0] * grid.cell)
    assert max(tops) == pytest.approx(grid.corner.y() + (rows[-1] + 1) * grid.cell)


def test_the_square_slides_and_the_map_grows_cell_by_cell(why: WhyView) -> None:
    tell_places(why.reasons)
    click(why.evidence.of.button("logit"))
    why.classes.beside_chosen.emit("nothing")
    assert why.driver.state().maximum == why.driver.state().position == 576
    why.driver.seek(30)
    plate = why.picture.plate
    digit, map = plate.grid(DIGIT), plate.grid("class9")
    assert digit is not None
    assert map is not None
    assert map.is_known(Cell("class9", 1, 5))
    assert not map.is_known(Cell("class9", 1, 6))
    assert map.value(Cell("class9", 1, 5)) == 29
    assert (digit.values[1:6, 5:10] == 0.5).all()
    assert digit.values[6, 5] == why.reasons.digit[6, 5]
    assert "Covered here: −24.00" in why.evidence.table.lines()
    why.driver.step_forward()
    plate = why.picture.plate
    map = plate.grid("class9")
    assert map is not None
    assert map.is_known(Cell("class9", 1, 6))


def test_the_map_grows_as_places_come_unless_one_of_them_is_looked_at(why: WhyView) -> None:
    tell_places(why.reasons, 100)
    assert why.sweep.position == 100
    tell_places(why.reasons, 100, first=100)
    assert why.sweep.position == 200
    why.driver.seek(50)
    tell_places(why.reasons, 376, first=200)
    assert why.sweep.position == 50
    why.driver.seek(576)
    assert why.sweep.position == 576


def test_playing_slides_the_square_from_the_start(why: WhyView, qtbot: QtBot) -> None:
    tell_places(why.reasons)
    why.driver.set_speed(60)
    why.driver.play(True)
    qtbot.waitUntil(lambda: 3 <= why.sweep.position < 200)
    assert why.driver.state().playing
    why.driver.play(False)
    position = why.sweep.position
    assert not why.driver.state().playing
    QTest.qWait(60)
    assert why.sweep.position == position


def test_pointing_at_a_place_puts_the_square_there(why: WhyView) -> None:
    tell_places(why.reasons)
    why.classes.beside_chosen.emit("nothing")
    point_at(why, Cell("class9", 10, 3))
    digit = why.picture.plate.grid(DIGIT)
    assert digit is not None
    assert (digit.values[10:15, 3:8] == 0.5).all()


def test_a_map_by_pixel_has_the_mean_of_the_squares(why: WhyView) -> None:
    tell_places(why.reasons)
    click(why.evidence.of.button("logit"))
    click(why.evidence.by_pixel.button("pixel"))
    map = why.picture.plate.grid("class9")
    assert map is not None
    assert map.values.shape == (28, 28)
    assert map.values[0, 0] == 0
    assert map.values[0, 1] == 0.5


def test_integrated_gradients_show_that_their_shares_add_up(why: WhyView) -> None:
    values = np.full((28, 28), 2.5 / 784)
    for target in (9, 4):
        tell(why.reasons, "integrated", target, values, baseline=0.4)
    pick(why, "integrated")
    lines = why.evidence.table.lines()
    assert "Difference 9: +2.600" in lines
    assert "All shares 9: +2.500" in lines
    assert "Missing 9: +0.1000" in lines


def test_grad_cam_follows_a_convolution_that_is_selected(why: WhyView, session: Session) -> None:
    pick(why, "grad_cam")
    assert why.reasons.layer is not None
    assert why.reasons.layer.layer.id == "conv2"
    session.select(("conv1",))
    assert why.evidence.layer.currentData() == "conv1"
    session.select(("dense1",))
    assert why.reasons.layer.layer.id == "conv1"
    why.driver.seek(4)
    assert why.reasons.layer.layer.id == "conv2"
    session.select(("conv1",))
    session.select(())
    assert why.reasons.layer.layer.id == "conv2"


def test_a_network_without_convolutions_has_no_grad_cam_and_says_so(
    why: WhyView, session: Session
) -> None:
    latest = session.live.latest
    open_starter(session, "mlp")
    session.live.latest = latest
    pick(why, "grad_cam")
    assert why.reading.whole_text() == "Grad-CAM needs a convolution, and this network has none."
    assert why.evidence.layer.count() == 0


def test_an_unfinished_network_says_why_there_is_nothing_to_explain(
    why: WhyView, session: Session
) -> None:
    network = starter("lenet5")
    session.open(replace(network, layers=network.layers[:3]), {})
    assert "cannot run" in why.reading.whole_text()
    assert why.classes.heading.plain_text() == "Why this answer?"


def test_inputs_of_other_sizes_and_channels_are_explained(why: WhyView, session: Session) -> None:
    latest = session.live.latest
    network = replace(starter("lenet5"), input=Input(3, 40, 32))
    session.open(network, {})
    session.live.latest = latest
    why.reasons.refresh()
    for target in (9, 4):
        tell(why.reasons, "gradient", target, np.ones((40, 32)))
    pick(why, "gradient")
    grid = why.picture.plate.grid("class9")
    assert grid is not None
    assert grid.values.shape == (40, 32)
    assert why.evidence.note.text() == "Each pixel's number is the sum over the 3 channels."


def test_the_picture_fits_the_projector_and_a_small_window(why: WhyView) -> None:
    tell_places(why.reasons)
    for theme, size in ((Theme(projector=True), (1500, 640)), (Theme(), (936, 520))):
        theme_manager().set_theme(theme)
        why.resize(*size)
        QTest.qWait(10)
        rect = why.picture.rect().toRectF()
        for grid in why.picture.plate.grids:
            assert rect.contains(grid.rect.translated(why.picture.origin))


def test_the_engine_explains_every_method_and_an_engine_that_dies_leaves_the_view_usable(
    live_session: Session, qtbot: QtBot
) -> None:
    live_session.digit.show_test(115)
    why = shown(WhyView(live_session), qtbot, 1296, 720)
    reasons = why.reasons

    def is_complete() -> bool:
        wanted = {(method, target) for method in BY_GRADIENT for target in reasons.classes}
        swept = reasons.swept
        return bool(wanted) and wanted <= set(reasons.maps) and swept is not None

    qtbot.waitUntil(is_complete, timeout=20_000)
    for method, card in why.cards.cards.items():
        pick(why, method)
        assert card.picture() is not None
        assert why.evidence.table.lines()
    pid = live_session.engine.pid
    assert pid is not None
    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    qtbot.waitUntil(lambda: live_session.engine.state == "starting", timeout=10_000)
    pick(why, "occlusion")
    click(why.classes.target.button("7"))
    assert why.classes.heading.plain_text().startswith("Why 7")
    why.driver.seek(100)
    assert why.sweep.position == 100


def test_beside_a_run_a_look_at_the_past_leaves_nothing_behind_that_is_not_asked_anew(
    why: WhyView, session: Session
) -> None:
    reasons = why.reasons
    pick(why, "gradient")
    for method in BY_GRADIENT:
        tell(reasons, method, 9, np.ones((28, 28)))
    tell_places(reasons)
    session.run.state = "running"
    session.history.shown = 20
    session.history.arrived.emit()
    assert {method for method, _ in reasons.maps} == set(BY_GRADIENT)
    assert reasons.swept is not None
    session.history.shown = None
    session.history.arrived.emit()
    assert {method for method, _ in reasons.maps} == {"gradient"}
    assert reasons.swept is None
    session.run.state = "idle"
