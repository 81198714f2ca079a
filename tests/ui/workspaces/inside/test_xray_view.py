"""Inside, with the numbers of a real engine and with made-up ones."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.messages import Probed
from cnnstudio.core.network import Network, walk
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside.edit.view import EditView
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering
from tests.ui.workspaces.inside.numbers import made_up, open_starter, show


def test_the_first_convolution_is_shown_when_nothing_is_selected(
    inside: XRayView, session: Session
) -> None:
    assert inside.report is not None
    assert inside.report.layer.id == "conv1"
    show(session, made_up(session, "conv1"))
    assert inside.maps.title() == "Conv 6 @ 5×5, pad 2"
    assert inside.maps.grid.maps().shape == (6, 28, 28)


def test_it_wants_the_selected_layer_while_in_sight_and_nothing_else(
    inside: XRayView, session: Session
) -> None:
    session.select(("conv2",))
    assert session.live._wants[inside] == Wants(maps=("conv2",), filters=("conv2",))
    session.select(("relu2",))
    assert session.live._wants[inside] == Wants(maps=("relu2", "conv2"))
    inside.hide()
    assert inside not in session.live._wants


def test_every_feature_map_and_filter_is_what_the_engine_says(
    live_session: Session, inside: XRayView, qtbot: QtBot
) -> None:
    session = live_session
    session.digit.show_test(115)
    session.select(("conv2",))
    qtbot.waitUntil(lambda: inside.maps.grid.maps().shape == (16, 10, 10), timeout=20_000)
    assert inside.filters.wall._kernels == pytest.approx(session.weights()["conv2.weight"])
    probed = session.live.latest
    assert probed is not None
    shares = np.exp(probed.logits - probed.logits.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    said = f"Says {best}, and it is one." if best == 4 else f"Says {best}, but the label is 4."
    assert inside.answer.verdict.text() == said
    session.select(("relu2",))
    qtbot.waitUntil(lambda: "ReLU" in inside.maps.title())
    qtbot.waitUntil(lambda: inside.filters.title() == "What comes in")
    before, after = inside.filters.pictures.maps(), inside.maps.grid.maps()
    assert after == pytest.approx(np.maximum(before, 0))


def test_hovering_a_map_tells_its_value_everywhere(inside: XRayView, session: Session) -> None:
    session.select(("conv2",))
    probed = made_up(session, "conv2")
    show(session, probed)
    grid = inside.maps.grid
    place = grid.cell_rect(10, 6, 4).center().toPoint()
    QTest.mouseMove(grid, place)
    value = probed.maps["conv2"][10, 6, 4]
    shown = f"{abs(value):.3g}"
    assert inside.maps.reading().endswith(" · map 11, row 7, column 5")
    assert shown[:3] in inside.maps.reading()
    QTest.mouseMove(grid, QPoint(1, 1))
    assert "map 11" not in inside.maps.reading()


def test_clicking_a_column_of_the_wall_selects_that_map(inside: XRayView, session: Session) -> None:
    session.select(("conv2",))
    show(session, made_up(session, "conv2"))
    wall = inside.filters.wall
    QTest.mouseClick(
        wall.viewport(), Qt.MouseButton.LeftButton, pos=wall.rect_of(7, 2).center().toPoint()
    )
    assert session.spots.of("conv2").map == 7
    assert inside.maps.grid.selected == 7
    assert inside.filters.enlarged.maps().shape == (6, 5, 5)


def test_the_choice_of_a_map_is_kept_for_each_layer(inside: XRayView, session: Session) -> None:
    session.select(("conv2",))
    show(session, made_up(session, "conv1", "conv2"))
    inside.maps.grid.clicked.emit(9, 1, 1)
    session.select(("conv1",))
    assert inside.maps.grid.selected == 0
    session.select(("conv2",))
    assert inside.maps.grid.selected == 9


def test_a_fixed_scale_stays_when_the_numbers_grow(inside: XRayView, session: Session) -> None:
    session.select(("conv2",))
    probed = made_up(session, "conv2")
    show(session, probed)
    QTest.mouseClick(inside.maps.choice.button("fixed"), Qt.MouseButton.LeftButton)
    limit = inside.maps.limits
    grown = {"conv2": probed.maps["conv2"] * 10}
    show(session, Probed(0, "", 0, grown, {}, probed.filters, probed.logits))
    assert inside.maps.limits == limit
    inside.maps.limit.box.setValue(7.5)
    assert inside.maps.limits == 7.5
    QTest.mouseClick(inside.maps.choice.button("layer"), Qt.MouseButton.LeftButton)
    assert inside.maps.limits == pytest.approx(10 * float(limit), rel=0.05)
    QTest.mouseClick(inside.maps.choice.button("map"), Qt.MouseButton.LeftButton)
    assert np.shape(inside.maps.limits) == (16,)


@pytest.mark.parametrize("name", ["linear", "mlp", "lenet5", "lenet5-1998", "local", "resnet20"])
def test_every_layer_of_a_network_can_be_looked_at(
    inside: XRayView, session: Session, name: str
) -> None:
    network = open_starter(session, name)
    ids = [layer.id for layer in walk(network.layers)]
    probed = made_up(session, *ids)
    for id in ids:
        session.select((id,))
        show(session, probed)
        assert inside.maps.reading()
        assert not inside.grab().isNull()


def test_numbers_that_are_none_are_drawn_too(inside: XRayView, session: Session) -> None:
    session.select(("conv2",))
    probed = made_up(session, "conv2")
    probed.maps["conv2"][:] = np.nan
    probed.filters["conv2"]["weight"][:] = np.inf
    probed.logits[:] = np.nan
    show(session, probed)
    assert not inside.grab().isNull()
    assert "not a number" in inside.maps.reading()


def test_a_network_with_more_than_ten_outputs_lists_all_logits(
    inside: XRayView, session: Session
) -> None:
    show(session, made_up(session, "conv1", logits=40))
    assert len(inside.logits.chart._values) == 40
    assert inside.logits.subtitle() == "only the first 10 count"


def test_activations_are_coloured_by_their_layer_and_not_by_their_numbers(
    inside: XRayView, session: Session
) -> None:
    probed = made_up(session, "conv1", "relu1", "pool1", "flatten1")
    for id, colours in (
        ("conv1", ColourMap.SIGNED),
        ("relu1", ColourMap.SEQUENTIAL),
        ("pool1", ColourMap.SEQUENTIAL),
        ("flatten1", ColourMap.SEQUENTIAL),
    ):
        session.select((id,))
        show(session, probed)
        assert inside.maps.grid._colour_map is colours


def test_in_projector_mode_maps_and_x_ray_share_the_stage(
    inside: XRayView, session: Session
) -> None:
    show(session, made_up(session, "conv1"))
    narrow = inside.xray.width()
    theme_manager().set_theme(Theme("light", projector=True))
    QTest.qWait(1)
    assert inside.xray.width() > 1.4 * narrow
    assert inside.maps.isVisible()
    assert not inside.answer.isVisible()


def test_an_answer_to_the_digit_before_is_not_held_against_the_new_label(
    inside: XRayView, session: Session
) -> None:
    session.live.digit = session.digit.current  # a 2
    probed = made_up(session, "conv1")
    probed.logits[2] = 20
    show(session, probed)
    session.digit.show_test(115)  # a 4, of which the engine has not said anything yet
    session.engine.state_changed.emit()
    assert inside.answer.verdict.text() == "Says 2, and it is one."


def test_another_layer_keeps_the_last_picture_until_its_numbers_come(
    inside: XRayView, session: Session, qtbot: QtBot
) -> None:
    session.select(("conv2",))
    show(session, made_up(session, "conv2"))
    session.select(("conv1",))
    assert inside.maps.grid.maps().shape == (16, 10, 10)
    qtbot.waitUntil(lambda: len(inside.maps.grid.maps()) == 0)
    assert "engine" in inside.maps.reading()
    show(session, made_up(session, "conv1"))
    assert inside.maps.grid.maps().shape == (6, 28, 28)


def test_an_unfinished_network_leaves_no_answer_behind(
    inside: XRayView, session: Session, qtbot: QtBot
) -> None:
    edit = shown(EditView(session), qtbot, 1296, 720)
    Answering(session)
    maps = {"conv1": np.ones((6, 28, 28), np.float32)}
    logits = np.arange(10, dtype=np.float32)
    probed = Probed(0, "", 0, maps, {}, {}, logits)
    session.live.latest = probed
    session.live.probed.emit(probed)
    assert inside.answer.verdict.text().startswith("Says 9")
    assert edit.units.subtitle() == "6 maps"
    session.document.replace_all(Network("empty"))
    for verdict in (inside.answer.verdict, edit.verdict):
        assert verdict.text() == "No answer yet."
    assert edit.units.subtitle() == ""
    assert not len(inside.logits.chart._values)
    assert not inside.grab().isNull()


def test_the_number_of_a_class_is_called_by_its_digit(inside: XRayView, session: Session) -> None:
    session.select(("dense3",))
    show(session, made_up(session, "dense3"))
    inside.maps.read(6, 0, 0)
    assert inside.maps.reading().endswith(" · for digit 6")
