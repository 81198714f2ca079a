"""“Open in lab”, pressed where it is: in Build's inspector and beside a number in Inside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.core.labs.activation import ActivationLab
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.ui.labs.open_in_lab import OpenInLab
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.build.workspace import BuildWorkspace
from cnnstudio.ui.workspaces.inside.xray_view import XRayView
from tests.ui.showing import shown


def press(button: OpenInLab, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.labs.opened, timeout=20_000):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def build(live_session: Session, qtbot: QtBot) -> BuildWorkspace:
    build = shown(BuildWorkspace(live_session), qtbot, 1296, 780)
    live_session.select(("conv1",))
    qtbot.waitUntil(lambda: "row" in build.layer_panel.reading.text(), timeout=20_000)
    return build


def test_builds_inspector_opens_the_number_that_the_stage_reads_out(
    build: BuildWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    build.layer_panel.maps.show_place(4, 11, 12)
    press(build.inspector.header.lab, live_session, qtbot)
    lab = live_session.labs.document("convolution").lab
    assert isinstance(lab, ConvolutionLab)
    assert lab.place == (0, 11, 12)
    weight = live_session.weights()["conv1.weight"]
    assert lab.weight[0, 0] == pytest.approx(weight[4, 0])


def test_a_lab_says_which_part_of_the_network_it_shows_until_it_is_changed(
    build: BuildWorkspace, live_session: Session, qtbot: QtBot
) -> None:
    live_session.select(("relu1",))
    press(build.inspector.header.lab, live_session, qtbot)
    document = live_session.labs.document("activation")
    assert str(document.origin) == "ReLU, map 1, 16×16 of 28×28"
    document.go_to(3)
    assert document.origin is not None
    document.change("function", "tanh")
    assert document.origin is None


def test_the_inspector_says_why_a_layer_has_no_lab(
    build: BuildWorkspace, live_session: Session
) -> None:
    button = build.inspector.header.lab
    live_session.select(("dense1",))
    assert button.isVisible()
    assert not button.isEnabled()
    assert button.toolTip() == "No lab shows what this layer does (Dense)."
    live_session.select(("relu1",))
    assert button.isEnabled()
    assert "own weights" in button.toolTip()


def test_of_several_layers_or_none_no_lab_is_offered(
    build: BuildWorkspace, live_session: Session
) -> None:
    live_session.select(("conv1", "conv2"))
    assert not build.inspector.header.lab.isVisible()
    live_session.select(())
    assert not build.inspector.header.lab.isVisible()


def test_inside_opens_the_chosen_number(live_session: Session, qtbot: QtBot) -> None:
    inside = shown(XRayView(live_session), qtbot, 1296, 780)
    live_session.select(("conv2",))
    qtbot.waitUntil(lambda: inside.maps.grid.maps().shape == (16, 10, 10), timeout=20_000)
    cell = inside.maps.grid.cell_rect(9, 3, 6)
    QTest.mouseClick(inside.maps.grid, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    press(inside.xray.lab, live_session, qtbot)
    lab = live_session.labs.document("channels").lab
    assert isinstance(lab, ChannelsLab)
    assert lab.place == (0, 3, 6)
    assert lab.weight[0] == pytest.approx(live_session.weights()["conv2.weight"][9])


def test_inside_opens_a_number_of_a_list(live_session: Session, qtbot: QtBot) -> None:
    inside = shown(XRayView(live_session), qtbot, 1296, 780)
    live_session.select(("relu4",))
    qtbot.waitUntil(lambda: len(inside.maps.grid.maps()) == 84, timeout=20_000)
    inside.filters.chosen.emit(30)
    press(inside.xray.lab, live_session, qtbot)
    lab = live_session.labs.document("activation").lab
    assert isinstance(lab, ActivationLab)
    assert lab.output[0][lab.place] == pytest.approx(float(inside.maps.grid.maps()[30, 0, 0]))


def test_without_an_engine_the_button_waits(session: Session, qtbot: QtBot) -> None:
    button = shown(OpenInLab(session), qtbot, 200, 60)
    assert not button.isEnabled()
    button.show_layer(session.document.report.by_id["conv1"])
    assert "engine does not run" in button.toolTip()
    session.engine.start()
    assert "starting" in button.toolTip()
    qtbot.waitUntil(button.isEnabled, timeout=60_000)


def test_what_cannot_be_opened_after_all_is_told(
    live_session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    button = shown(OpenInLab(live_session), qtbot, 200, 60)
    said: list[str] = []
    monkeypatch.setattr(
        "cnnstudio.ui.labs.open_in_lab.QToolTip.showText", lambda _at, text, _on: said.append(text)
    )
    button.show_layer(live_session.document.report.by_id["conv1"], Spot(99, 0, 0))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said == ["This layer has no such number."], timeout=20_000)
