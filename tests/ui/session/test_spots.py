"""Each layer keeps the number of it that was chosen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session


def test_a_layer_keeps_its_spot_while_others_are_chosen(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.spots.changed) as changed:
        session.spots.choose("conv1", Spot(2, 3, 4))
    assert changed.args == ["conv1"]
    session.spots.choose("conv2", Spot(0, 0, 0))
    assert session.spots.of("conv1") == Spot(2, 3, 4)
    with qtbot.assertNotEmitted(session.spots.changed):
        session.spots.choose("conv1", Spot(2, 3, 4))


def test_another_network_has_no_spots_yet(session: Session) -> None:
    session.spots.choose("conv1", Spot(2, 3, 4))
    session.open(starter("mlp"), {})
    assert session.spots.of("conv1") is None
