"""Bars and the figures beside them."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from tests.ui.showing import shown


def test_only_ends_of_the_scale_have_a_figure_where_there_is_room_for_no_other(
    qtbot: QtBot,
) -> None:
    """One among bars that all go the same way would lie on its neighbours."""
    chart = shown(BarChart("Shares"), qtbot, 120, 100)
    shares = np.linspace(0.0773, 0.126, 10, dtype=np.float32)
    chart.set_values(shares)
    assert chart.figures() == {9: "+0.126"}
    chart.set_values(-shares)
    assert list(chart.figures()) == [9]
    chart.set_values(np.concatenate([shares, -shares]))
    assert list(chart.figures()) == [9, 19]
    chart.set_values(np.zeros(10, np.float32))
    assert set(chart.figures().values()) <= {"0", "0.00"}
