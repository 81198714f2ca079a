"""The filter, map or class that is chosen in one view is chosen in the others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.starters import starter
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.layer_in_view import layer_in_view
from cnnstudio.ui.workspaces.inside.workspace import InsideWorkspace
from tests.ui.showing import shown

SLOW = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def inside(live_session: Session, qtbot: QtBot) -> InsideWorkspace:
    live_session.select(("conv2",))
    inside = shown(InsideWorkspace(live_session), qtbot, 1296, 720)
    qtbot.waitUntil(
        lambda: inside.view("xray").maps.grid.maps().shape == (16, 10, 10), timeout=SLOW
    )
    return inside


def test_a_map_clicked_in_the_x_ray_is_the_filter_that_is_changed_and_dreamed_of(
    inside: InsideWorkspace,
) -> None:
    grid = inside.view("xray").maps.grid
    QTest.mouseClick(grid, LEFT, pos=grid.cell_rect(11, 4, 6).center().toPoint())
    edit = inside.show_view("edit")
    assert (edit.unit.unit, edit.unit.spot) == (11, (4, 6))
    dream = inside.show_view("dream")
    QTest.mouseClick(dream.panel.of.button("layer"), LEFT)
    assert (dream.dreams.subject.channel, dream.panel.channel.box.value()) == (11, 12)
    assert inside.show_view("filters")._chosen(layer_in_view(inside._session)) == 11


def test_a_filter_chosen_to_be_changed_is_the_one_that_is_x_rayed(
    inside: InsideWorkspace, qtbot: QtBot
) -> None:
    edit = inside.show_view("edit")
    qtbot.waitUntil(lambda: edit.units.grid.maps().shape == (16, 10, 10), timeout=SLOW)
    grid = edit.units.grid
    QTest.mouseClick(grid, LEFT, pos=grid.cell_rect(5, 3, 3).center().toPoint())
    assert edit.unit.unit == 5
    inside.show_view("xray")
    assert inside._session.trail.present.spot.map == 5


def test_a_map_chosen_in_a_dream_is_chosen_everywhere(inside: InsideWorkspace) -> None:
    dream = inside.show_view("dream")
    QTest.mouseClick(dream.panel.of.button("layer"), LEFT)
    dream.panel.channel.box.setValue(9)
    assert inside.show_view("edit").unit.unit == 8


def test_a_dream_is_of_the_class_whose_logit_was_clicked(inside: InsideWorkspace) -> None:
    session = inside._session
    session.trail.look_at("dense3", Spot(6, 0, 0))
    dream = inside.show_view("dream")
    assert (dream.dreams.subject.of, dream.dreams.subject.channel) == ("class", 6)
    QTest.mouseClick(dream.panel.digit.button("4"), LEFT)
    assert session.spots.of("dense3") == Spot(4, 0, 0)


def test_without_convolutions_the_first_layer_that_learns_is_looked_at(session: Session) -> None:
    for name, kind in (("mlp", "Linear"), ("local", "LocallyConnected2d"), ("lenet5", "Conv2d")):
        session.open(starter(name), {})
        report = layer_in_view(session)
        assert report is not None
        assert report.layer.kind == kind
