"""The numbers beside an explanation, in whatever room there is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cnnstudio.ui.workspaces.inside.why.figure_table import FigureTable
from cnnstudio.ui.workspaces.inside.why.figures import Figure
from tests.ui.showing import shown


def test_a_name_with_no_room_beside_its_numbers_stands_above_them(qtbot: QtBot) -> None:
    table = shown(FigureTable(), qtbot, 236, 200)
    short = (Figure("Score", ("0.126", "0.096")), Figure("Most fall", ("0.12", "0.03")))
    table.show_figures(short, ("9", "4"))
    beside = table.sizeHint().height()
    long = (Figure("Score", ("0.126", "0.096")), Figure("Most fall", ("+0.000037", "+0.000201")))
    table.show_figures(long, ("9", "4"))
    assert table.sizeHint().height() > 1.5 * beside
    table.resize(400, 200)
    assert table.sizeHint().height() == beside
