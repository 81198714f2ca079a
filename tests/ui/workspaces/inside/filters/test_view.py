"""The wall of filters on the screen, with made-up weights and with real ones."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.layers import Conv2d, Flatten, Linear
from cnnstudio.core.messages import AskFirstWeights, FirstWeights
from cnnstudio.core.network import Input, Network, walk
from cnnstudio.ui.numbers import percent
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.filters.view import FiltersView
from tests.ui.showing import shown
from tests.ui.workspaces.inside.answering import Answering
from tests.ui.workspaces.inside.numbers import made_up, open_starter, show


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> FiltersView:
    return shown(FiltersView(session), qtbot, 1296, 740)


def click(view: FiltersView, index: int) -> None:
    wall = view.wall.wall
    place = wall.filter_rect(index).center().toPoint()
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_it_wants_the_filters_of_the_chosen_layer_while_in_sight(
    view: FiltersView, session: Session
) -> None:
    session.select(("conv2",))
    assert session.live._wants[view] == Wants(filters=("conv2",))
    view.hide()
    assert view not in session.live._wants


def test_a_click_chooses_the_filter_in_every_view(view: FiltersView, session: Session) -> None:
    session.select(("conv2",))
    probed = made_up(session, "conv2")
    show(session, probed)
    click(view, 12)
    spot = session.spots.of("conv2")
    assert spot is not None
    assert spot.map == 12
    assert view.filter.title() == "Filter 13"
    assert np.array_equal(view.filter.now.maps(), probed.filters["conv2"]["weight"][12])


def test_the_arrow_keys_move_through_the_order(view: FiltersView, session: Session) -> None:
    session.select(("conv2",))
    probed = made_up(session, "conv2")
    show(session, probed)
    QTest.mouseClick(view.wall.order.button("norm"), Qt.MouseButton.LeftButton)
    norms = np.linalg.norm(probed.filters["conv2"]["weight"].reshape(16, -1), axis=1)
    expected = np.argsort(-norms, kind="stable")
    assert view.wall.wall.order().tolist() == expected.tolist()
    click(view, int(expected[0]))
    QTest.keyClick(view.wall.wall, Qt.Key.Key_Down)
    assert view.filter.title() == f"Filter {expected[1] + 1}"


def test_the_order_holds_still_while_weights_change(view: FiltersView, session: Session) -> None:
    session.select(("conv2",))
    show(session, made_up(session, "conv2"))
    QTest.mouseClick(view.wall.order.button("norm"), Qt.MouseButton.LeftButton)
    before = view.wall.wall.order().tolist()
    show(session, made_up(session, "conv2", seed=5))
    assert view.wall.wall.order().tolist() == before
    QTest.mouseClick(view.wall.order.button("norm"), Qt.MouseButton.LeftButton)
    assert view.wall.wall.order().tolist() != before


def test_a_fixed_scale_stays_when_the_weights_grow(view: FiltersView, session: Session) -> None:
    session.select(("conv2",))
    probed = made_up(session, "conv2")
    show(session, probed)
    QTest.mouseClick(view.wall.mode.button("fixed"), Qt.MouseButton.LeftButton)
    limit = view.wall.limit_of(0)
    probed.filters["conv2"]["weight"][:] *= 10
    show(session, probed)
    assert view.wall.limit_of(0) == limit
    view.wall.limit.box.setValue(7.5)
    assert view.wall.limit_of(3) == 7.5
    QTest.mouseClick(view.wall.mode.button("map"), Qt.MouseButton.LeftButton)
    assert view.wall.limit_of(3) != view.wall.limit_of(4)


def test_the_start_of_untouched_shipped_weights_is_that_of_their_training(
    view: FiltersView, session: Session
) -> None:
    engine = Answering(session)
    session.select(("conv2",))
    show(session, made_up(session, "conv2"))
    look = engine.asked(AskFirstWeights)[-1]
    assert (look.layer_id, look.seed, look.named) == ("conv2", 1, "conv2")
    engine.answer(look, FirstWeights(0, "", 0, "conv2", _zeros_but_one(session)))
    assert view.wall.start_words.whole_text() == "start: untrained, seed 1"
    assert view.filter.moved.text().endswith("%")
    assert len(engine.asked(AskFirstWeights)) == 1


def test_the_start_of_a_run_is_what_it_began_with(view: FiltersView, session: Session) -> None:
    engine = Answering(session)
    session.select(("conv2",))
    began = session.weights()["conv2.weight"]
    session.start_run()
    session.bank.put({"conv2.weight": began * 2})
    probed = made_up(session, "conv2")
    probed.filters["conv2"]["weight"] = began * 2  # type: ignore[index]
    show(session, probed)
    look = engine.asked(AskFirstWeights)[-1]
    engine.answer(look, FirstWeights(0, "", 0, "conv2", _zeros_but_one(session)))
    assert view.wall.start_words.whole_text() == "start: where this run began"
    assert view.filter.moved.text() == percent(1, 0)
    assert np.array_equal(view.filter.start.maps(), began[0])


def _zeros_but_one(session: Session) -> dict:
    report = session.document.report.by_id["conv2"]
    shapes = report.layer.weight_shapes(report.input or ())
    return {name: np.full(shape, 0.1, np.float32) for name, shape in shapes.items()}


def test_filters_that_read_a_coloured_picture_can_be_seen_in_colour(
    view: FiltersView, session: Session
) -> None:
    layers = (Conv2d(96, (11, 11), (4, 4), id="first"), Flatten(), Linear(10))
    session.open(Network("alex", layers, Input(3, 64, 64)), {})
    session.select(("first",))
    show(session, made_up(session, "first"))
    assert view.wall.colours.isVisible()
    assert view.wall.wall.plan().is_tiles
    QTest.mouseClick(view.wall.colours.button("kernels"), Qt.MouseButton.LeftButton)
    assert not view.wall.wall.plan().is_tiles
    assert view.wall.wall.plan().channels == 3


@pytest.mark.parametrize("name", ["linear", "mlp", "lenet5", "local", "resnet20", "simple-cnn"])
def test_every_layer_of_a_network_can_be_looked_at(
    view: FiltersView, session: Session, name: str
) -> None:
    network = open_starter(session, name)
    ids = [layer.id for layer in list(walk(network.layers))[:16]]
    show(session, made_up(session, *ids))
    for id in ids:
        session.select((id,))
        assert view.wall.sentence() or view.wall.subtitle()
        assert not view.grab().isNull()


def test_five_hundred_filters_scroll_to_the_one_that_is_chosen(
    view: FiltersView, session: Session
) -> None:
    network = open_starter(session, "vgg11")
    wide = next(
        layer.id
        for layer in walk(network.layers)
        if layer.kind == "Conv2d" and layer.out_channels == 512  # type: ignore[attr-defined]
    )
    session.select((wide,))
    show(session, made_up(session, wide))
    wall = view.wall.wall
    assert wall.verticalScrollBar().maximum() > 0
    view._choose(400)
    assert 0 <= wall.filter_rect(400).top() < wall.viewport().height()
    assert not wall.grab().isNull()


def test_numbers_that_are_none_are_drawn_too(view: FiltersView, session: Session) -> None:
    session.select(("conv2",))
    probed = made_up(session, "conv2")
    probed.filters["conv2"]["weight"][:] = np.nan
    for mode in ("map", "layer", "fixed"):
        QTest.mouseClick(view.wall.mode.button(mode), Qt.MouseButton.LeftButton)
        show(session, probed)
        assert not view.grab().isNull()
    assert view.filter.norm.text() == "not a number"


def test_in_projector_mode_the_wall_has_all_of_the_stage(
    view: FiltersView, session: Session
) -> None:
    show(session, made_up(session, "conv1"))
    theme_manager().set_theme(Theme("light", projector=True))
    QTest.qWait(1)
    assert not view.filter.isVisible()


def test_the_real_engine_knows_where_lenet_began(live_session: Session, qtbot: QtBot) -> None:
    session = live_session
    session.select(("conv1",))
    view = shown(FiltersView(session), qtbot, 1296, 740)
    qtbot.waitUntil(lambda: view.filter.moved.text().endswith("%"), timeout=30_000)
    assert view.filter.start.maps().shape == (1, 5, 5)
    assert np.abs(view.filter.start.maps()).max() <= 1 / 5  # ±1/√fan-in


def test_a_button_leads_from_a_block_to_its_first_convolution(
    view: FiltersView, session: Session
) -> None:
    open_starter(session, "resnet20")
    session.select(("block1",))
    assert "A block holds layers" in view.wall.sentence()
    QTest.mouseClick(view.wall.enter, Qt.MouseButton.LeftButton)
    assert view.report is not None
    assert view.report.layer.kind == "Conv2d"
    assert view.wall.enter.isHidden()
