"""The transport bar in Build and Inside: a walk along the layers."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Remove
from cnnstudio.ui.session import Session
from cnnstudio.ui.transport.layer_walk import LayerWalk


@pytest.fixture
def layers(session: Session) -> LayerWalk:
    return LayerWalk(session, session)


def test_steps_select_one_layer_after_the_other(layers: LayerWalk, session: Session) -> None:
    layers.to_start()
    assert session.selection == ()
    layers.step_forward()
    assert session.selection == ("conv1",)
    layers.step_forward()
    assert session.selection == ("relu1",)
    layers.step_back()
    assert session.selection == ("conv1",)


def test_both_ends_offer_no_step_beyond_them(layers: LayerWalk, session: Session) -> None:
    layers.to_start()
    assert not layers.state().can_step_back
    layers.to_end()
    assert session.selection == ("dense3",)
    assert not layers.state().can_step_forward


def test_playing_walks_to_the_end_and_stops_there(
    layers: LayerWalk, session: Session, qtbot: QtBot
) -> None:
    layers.set_speed(50)
    layers.seek(9)
    layers.play(True)
    qtbot.waitUntil(lambda: not layers.state().playing, timeout=5_000)
    assert session.selection == ("dense3",)


def test_playing_from_the_end_begins_anew(layers: LayerWalk, session: Session) -> None:
    layers.to_end()
    layers.play(True)
    assert layers.state().position == 0
    layers.play(False)


def test_an_edit_stops_the_walk_and_counts_the_layers_anew(
    layers: LayerWalk, session: Session
) -> None:
    layers.play(True)
    session.edit(Remove(("pool1",)))
    assert not layers.state().playing
    assert layers.state().maximum == 11


def test_no_more_labels_than_the_track_has_room_for(layers: LayerWalk, session: Session) -> None:
    session.start_from("resnet56")
    assert 2 <= len(layers.state().chapters) <= 11
