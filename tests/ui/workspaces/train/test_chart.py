"""The lines of Train's charts."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.train.chart import Lines
from cnnstudio.ui.workspaces.train.chart_frame import LABEL_GAP
from cnnstudio.ui.workspaces.train.workspace import TrainWorkspace
from tests.ui.showing import shown


def test_every_line_is_some_pixels_wide_whatever_its_axes(session: Session, qtbot: QtBot) -> None:
    workspace = shown(TrainWorkspace(session), qtbot, 1296, 780)
    for chart in (workspace.loss.chart, workspace.accuracy.chart):
        lines = (item for item in chart.scene().items() if isinstance(item, pg.PlotCurveItem))
        pens = [pg.mkPen(line.opts["pen"]) for line in lines]
        assert len(pens) >= 3
        assert all(pen.isCosmetic() for pen in pens)


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("ends", [(0.0002, 0.2), (0.00104, 0.00109), (1e-7, 2.5), (0.5, 2.5)])
def test_the_words_of_the_values_have_room_beside_the_lines(
    session: Session, qtbot: QtBot, projector: bool, ends: tuple[float, float]
) -> None:
    theme_manager().set_theme(Theme(projector=projector))
    chart = shown(TrainWorkspace(session), qtbot, 1296, 780).loss.chart
    steps = np.arange(1.0, 100.0)
    chart.set_lines(Lines(steps, smooth=np.full(99, ends[0])), (0.0, 100.0), ends)
    metrics = QFontMetrics(theme_manager().current.font("axis"))
    widest = max(metrics.horizontalAdvance(text) for _, text in chart.value_ticks())
    assert chart.plot_rect().left() >= widest + LABEL_GAP
