"""What is marked among the points, so that the colours of the classes stay."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPoint

from cnnstudio.core.messages import MapDigits
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.inside.digit_map.map_panel import FEW
from cnnstudio.ui.workspaces.inside.digit_map.view import DigitMapView
from tests.ui.workspaces.inside.answering import Answering
from tests.ui.workspaces.inside.digit_map.maps import answered, around, drag, made_up


def drawn(points: pg.ScatterPlotItem) -> int:
    return len(points.getData()[0])


def test_before_a_network_has_learnt_the_classes_colours_are_not_hidden_by_rings(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    scatter, chip = view.map.scatter, view.map.legend.misread
    assert drawn(scatter._misread) == 20
    engine.at(200)
    look = engine.asked(MapDigits)[-1]
    engine.answer(look, made_up(session, look, misread_every=5))
    assert drawn(scatter._misread) == 0
    assert chip.text() == "400 misread, not ringed"
    engine.at(300)
    look = engine.asked(MapDigits)[-1]
    engine.answer(look, made_up(session, look, misread_every=10))
    assert drawn(scatter._misread) == 200
    assert (chip.text(), chip.isEnabled()) == ("200 misread", True)


def test_what_a_lasso_selects_keeps_its_colours_and_the_others_turn_grey(
    view: DigitMapView, session: Session, engine: Answering
) -> None:
    answered(view, session, engine)
    scatter = view.map.scatter
    drag(view, around(view, 3), shift=True)
    selected = len(view.selection.wall.indices())
    assert sum(map(drawn, scatter._classes)) == selected
    assert drawn(scatter._others) == FEW - selected
    assert drawn(scatter._misread) == scatter.cloud.misread[view.selection.wall.indices()].sum()
    drag(view, [QPoint(2, 2), QPoint(9, 2), QPoint(9, 9)], shift=True)
    assert drawn(scatter._others) == 0
    assert sum(map(drawn, scatter._classes)) == FEW
