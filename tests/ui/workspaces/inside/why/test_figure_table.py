"""The numbers beside an explanation, and its question, in whatever room there is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cnnstudio.ui.theme import Theme, theme_manager
from cnnstudio.ui.workspaces.inside.why.class_row import ClassRow
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


def test_projected_in_a_narrow_panel_the_question_has_a_row_of_its_own(qtbot: QtBot) -> None:
    theme_manager().set_theme(Theme(projector=True))
    row = shown(ClassRow(), qtbot, 760, 120)
    row.heading.set_formula("Why {}, and why {}?", "9", "4")
    for narrow, below in ((760, True), (1_500, False)):
        row.resize(narrow, 120)
        row.layout().activate()
        answer = row.target.button("answer")
        assert answer.width() >= answer.sizeHint().width()
        assert (row.target.y() > row.beside.y() + row.beside.height() / 2) is below
