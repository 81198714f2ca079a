"""The lines of Train's charts."""

from __future__ import annotations

import pyqtgraph as pg
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.showing import shown


def test_every_line_is_some_pixels_wide_whatever_its_axes(session: Session, qtbot: QtBot) -> None:
    workspace = shown(TrainWorkspace(session), qtbot, 1296, 780)
    for chart in (workspace.loss.chart, workspace.accuracy.chart):
        lines = (item for item in chart.scene().items() if isinstance(item, pg.PlotCurveItem))
        pens = [pg.mkPen(line.opts["pen"]) for line in lines]
        assert len(pens) >= 3
        assert all(pen.isCosmetic() for pen in pens)
