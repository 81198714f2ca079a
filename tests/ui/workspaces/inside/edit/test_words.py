"""What is said of a dense layer's unit, and that nothing of it is cut in the middle of a letter."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.edit.scene import Unitful
from cnnstudio.ui.workspaces.inside.edit.view import EditView
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from tests.ui.showing import shown
from tests.ui.workspaces.inside.numbers import made_up, show


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> EditView:
    return shown(EditView(session), qtbot, 1296, 720)


def test_outputs_of_the_last_layer_are_called_by_their_digits(
    view: EditView, session: Session
) -> None:
    session.select(("dense3",))
    show(session, made_up(session, "relu4", "dense3"))
    view.choose_unit(3)
    assert view.kernel.title() == "Output for digit 3"
    unit = view.unit
    assert isinstance(unit, Unitful)
    bench = unit.bench()
    assert bench.makes is not None
    assert bench.makes.name == "Number for digit 3"
    assert bench.reads is not None
    assert bench.reads.name == "It reads 84 numbers"


def test_other_dense_layers_count_their_outputs(view: EditView, session: Session) -> None:
    session.select(("dense2",))
    show(session, made_up(session, "relu3", "dense2"))
    view.choose_unit(3)
    assert view.kernel.title() == "Output 4"


def test_a_title_without_room_ends_in_dots(qtbot: QtBot) -> None:
    stage = shown(QWidget(), qtbot, 400, 100)
    panel = StagePanel(stage)
    panel.resize(400, 100)
    panel.show()
    panel.set_title("Conv 6 @ 5×5, pad 2")
    panel.set_subtitle("6 maps")
    assert panel._title.text() == panel.title() == "Conv 6 @ 5×5, pad 2"
    panel.resize(160, 100)
    qtbot.waitUntil(lambda: panel._title.text().endswith("…"), timeout=2_000)
    assert panel._title.geometry().right() <= panel.width()
    assert panel.title() == "Conv 6 @ 5×5, pad 2"
