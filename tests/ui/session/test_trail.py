"""The way down to a number, and back up."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.trail import Stop

TOP = Stop("conv2", Spot(10, 6, 4))


@pytest.fixture
def trail(session: Session):
    session.trail.look_at(TOP.id, TOP.spot)
    return session.trail


def test_looking_at_a_number_selects_its_layer_and_chooses_it(session: Session, trail) -> None:
    assert session.selection == ("conv2",)
    assert session.spots.of("conv2") == TOP.spot
    assert trail.present == TOP


def test_going_down_is_remembered_and_going_back_leads_up_again(session: Session, trail) -> None:
    trail.go_down("pool1", Spot(2, 7, 5))
    trail.go_down("relu1", Spot(2, 14, 11))
    assert [stop.id for stop in trail.stops] == ["conv2", "pool1", "relu1"]
    assert session.selection == ("relu1",)
    trail.go_back()
    assert (trail.present.id, session.selection) == ("pool1", ("pool1",))
    trail.go_down("relu1", Spot(2, 15, 11))
    trail.go_back(0)
    assert trail.stops == (TOP,)
    assert session.spots.of("conv2") == TOP.spot
    trail.go_back()
    assert trail.stops == (TOP,)


def test_another_number_begins_a_new_trail_and_the_present_one_does_not(trail) -> None:
    trail.go_down("pool1", Spot(2, 7, 5))
    trail.look_at("pool1", Spot(2, 7, 5))
    assert len(trail.stops) == 2
    trail.look_at("pool1", Spot(2, 7, 6))
    assert trail.stops == (Stop("pool1", Spot(2, 7, 6)),)


def test_a_shortcut_is_looked_at_on_its_block(session: Session, qtbot: QtBot) -> None:
    session.open(starter("resnet20"), {})
    trail = session.trail
    block = next(layer.id for layer in session.document.network.layers if layer.kind == "Residual")
    trail.look_at(block, Spot(1, 2, 3))
    with qtbot.waitSignal(trail.changed):
        trail.go_down(f"{block}.shortcut", Spot(1, 2, 3))
    assert session.selection == (block,)
    trail.look_at(block, Spot(1, 2, 3))
    assert len(trail.stops) == 2


def test_another_network_has_no_trail_yet(session: Session, trail) -> None:
    session.open(starter("mlp"), {})
    assert trail.present is None
